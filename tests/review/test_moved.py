"""Which messages moved, told from pairs of hashes: here from letters that stand for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.review.moved import moved

PAIRS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("xy")), max_size=8)


def pairs(text):
    """`aX bY`: source a with translation X, source b with Y."""
    return [(one[0], one) for one in text.split()]


@pytest.mark.parametrize(
    ("signed", "now", "in_source", "in_text"),
    [
        ("aX bY", "aX bY", 0, 0),
        ("aX bY", "bY aX", 0, 0),
        ("aX bY", "aZ bY", 0, 1),
        ("aX bY", "aX cY", 1, 0),
        ("aX bY", "aX", 1, 0),
        ("aX bY", "aX bY c-", 1, 0),
        ("aX bY cZ", "dX bY", 2, 0),
        ("aX bY cZ", "bY cZ dZ", 2, 0),
        ("", "aX bX", 2, 0),
        ("aX aX aX", "aX aX b-", 1, 0),
        ("aX aX", "aY aY", 0, 2),
    ],
)
def test_messages_that_moved_are_counted(signed, now, in_source, in_text):
    found = moved(pairs(signed), pairs(now))
    assert (found.in_source, found.in_text) == (in_source, in_text)


def test_what_is_gone_and_what_is_new_in_one_place_belong_together():
    [first, second] = moved(pairs("aX bX cX dX"), pairs("eX bX cX fX gX")).gaps
    assert (first.gone, first.new) == ((0,), (0,))
    assert (second.gone, second.new) == ((3,), (3, 4))


@given(PAIRS)
def test_nothing_moved_in_an_equal_text(text):
    found = moved(text, text)
    assert (found.in_source, found.in_text) == (0, 0)


@given(PAIRS, PAIRS)
def test_every_message_moved_or_is_there_in_both(signed, now):
    found = moved(signed, now)
    gone = [at for gap in found.gaps for at in gap.gone]
    new = [at for gap in found.gaps for at in gap.new]
    left = [source for at, (source, _) in enumerate(signed) if at not in gone]
    assert sorted(left) == sorted(source for at, (source, _) in enumerate(now) if at not in new)
    assert all(signed[old][0] == now[at][0] for old, at in found.texts)


@given(PAIRS, PAIRS)
def test_as_much_moved_there_as_back(signed, now):
    there, back = moved(signed, now), moved(now, signed)
    assert sum(len(gap.gone) for gap in there.gaps) == sum(len(gap.new) for gap in back.gaps)
