import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.release.differences import Change, changes

texts = st.text(alphabet="ab 💊é\u0301\n\r\u2028", max_size=40)


def applied(old, found):
    pieces, at = [], 0
    for one in found:
        assert at <= one.start <= one.end
        pieces += [old[at : one.start], one.text]
        at = one.end
    return "".join([*pieces, old[at:]])


@given(texts, texts)
def test_the_changes_make_the_new_text_of_the_old_one(old, new):
    assert applied(old, changes(old, new)) == new


@given(texts, texts)
def test_every_change_changes_something_at_its_ends(old, new):
    for one in changes(old, new):
        gone = old[one.start : one.end]
        assert gone or one.text
        assert not (gone and one.text and (gone[0] == one.text[0] or gone[-1] == one.text[-1]))


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("One two three.", "One new three.", Change(4, 7, "new")),
        ("One two.\nThree.\n", "One two.\n", Change(9, 16, "")),
        ("médico", "medico", Change(1, 2, "e")),
        ("", "One", Change(0, 0, "One")),
    ],
)
def test_a_change_is_as_short_as_it_can_be(old, new, change):
    assert changes(old, new) == [change]


def test_the_same_text_has_no_changes():
    assert changes("One.\n", "One.\n") == []


def test_what_changed_beyond_all_measure_is_one_change():
    lines = 30_000
    old = "".join(f"{number} a\n" for number in range(lines))
    found = changes(old, old.replace("a", "b"))
    assert len(found) == 1
    assert applied(old, found) == old.replace("a", "b")
