import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.memo import Memo, digest


def test_a_result_is_made_once():
    memo = Memo()
    assert [memo("key", lambda: 1), memo("key", lambda: 2)] == [1, 1]
    assert memo.made == 1


def test_a_result_survives_a_round_that_uses_it():
    memo = Memo()
    memo("key", lambda: 1)
    memo.sweep()
    memo("key", lambda: 2)
    memo.sweep()
    assert memo("key", lambda: 3) == 1


def test_a_result_that_a_round_did_not_use_is_forgotten():
    memo = Memo()
    memo("key", lambda: 1)
    memo.sweep()
    memo("other", lambda: 1)
    memo.sweep()
    assert memo("key", lambda: 2) == 2


def test_where_nothing_was_asked_for_nothing_is_forgotten():
    memo = Memo()
    memo("key", lambda: 1)
    memo.sweep()
    memo.sweep()
    memo.undo()
    memo.sweep()
    assert memo("key", lambda: 2) == 1


def test_what_is_much_the_same_is_made_from_the_latest():
    memo = Memo()
    made = [memo.latest("kind", key, lambda last, key=key: (key, last)) for key in "aba"]
    assert made == [("a", None), ("b", ("a", None)), ("a", None)]
    assert memo.latest("kind", "c", lambda last: last) == ("a", None)
    assert memo.latest("other kind", "d", lambda last: last) is None


def test_what_was_forgotten_nothing_is_made_from():
    memo = Memo()
    memo.latest("kind", "a", lambda _: 1)
    memo.sweep()
    memo("other", lambda: 1)
    memo.sweep()
    assert memo.latest("kind", "b", lambda last: last) is None


def test_a_failed_round_forgets_nothing():
    memo = Memo()
    memo("old", lambda: 1)
    memo.sweep()
    memo("new", lambda: 2)
    memo.undo()
    assert [memo("old", lambda: 3), memo("new", lambda: 3)] == [1, 2]


def test_what_a_used_result_used_is_kept_with_it():
    memo = Memo()

    def outer(text):
        return memo("outer " + text, lambda: memo("inner", lambda: 1) + 1)

    outer("a")
    memo.sweep()
    outer("a")
    memo.sweep()
    made = memo.made
    assert outer("b") == 2
    assert memo.made == made + 1


def test_a_result_that_could_not_be_made_is_not_remembered():
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo("outer", lambda: memo("inner", lambda: 1) / 0)
    assert memo("outer", lambda: 2) == 2


@given(st.lists(st.text()), st.lists(st.text()))
def test_digests_are_equal_exactly_where_the_parts_are(one, other):
    assert (digest(*one) == digest(*other)) == (one == other)
