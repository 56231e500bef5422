"""The likely texts are found among many, in any script and at any length."""

import pytest

from pwa.translation.near import Place, nearest


def places(*texts: str) -> list[Place]:
    return [Place((None, text), (text,)) for text in texts]


MANY = [f"Step {at}: the team asks what you take and measures your pulse." for at in range(2000)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Preface", "Prefaces"),
        ("血圧は前後に測定します。", "血圧は前と後に測定します。"),
        ("قبل الجلسة يقيس الفريق ضغط دمك.", "قبل كل جلسة يقيس الفريق ضغط دمك."),
        ("Eat lightly on the day of the session.", "Eat only lightly on the day."),
    ],
)
def test_a_near_text_is_found_among_many(old, new):
    assert nearest(places(new), places(*MANY, old)) == {0: len(MANY)}


def test_texts_that_are_all_alike_find_their_own():
    changed = [text.replace("pulse", "pressure") for text in MANY[::100]]
    found = nearest(places(*changed), places(*MANY))
    assert found == {at: at * 100 for at in range(len(changed))}


def test_a_text_that_is_like_none_finds_none():
    assert nearest(places("Quite another thing"), places(*MANY)) == {}


def test_a_text_is_recognised_by_what_it_read_before():
    old = Place((None, "Everything is new here"), ("Everything is new here", "Call us at night"))
    assert nearest(places("Call us at any night"), [old]) == {0: 0}
