"""Which edits of a section may be declared to keep its meaning, and why others may not."""

import pytest

from pwa.errors import RefusedError
from pwa.review.edited import edited
from pwa.source.message import NO_FORMER

TITLE, CLINIC, REST = "Calm words", "It is given in a clinic", "Rest for the whole day."


def keys(*texts):
    return [one if isinstance(one, tuple) else (None, one) for one in texts]


def found(present, extracted, *others, former=NO_FORMER, locale="en"):
    """The edits, each as its old and its new text."""
    before = None if extracted is None else keys(*extracted)
    made = edited("one", keys(*present), before, [keys(*one) for one in others], former, locale)
    return [(was[1], now[1]) for was, now in made]


def refusal(*arguments, **more):
    with pytest.raises(RefusedError) as refused:
        found(*arguments, **more)
    return "\n".join(str(one) for one in refused.value.findings)


def test_the_old_text_is_what_was_last_extracted():
    assert found([TITLE, CLINIC + ".", REST], [TITLE, CLINIC, REST]) == [(CLINIC, CLINIC + ".")]


def test_each_edit_is_of_the_text_that_is_most_like_it():
    now = [TITLE + "!", REST + " Really.", CLINIC + "."]
    assert found(now, [TITLE, CLINIC, REST]) == [
        (TITLE, TITLE + "!"), (REST, REST + " Really."), (CLINIC, CLINIC + "."),
    ]  # fmt: skip


def test_what_was_extracted_already_is_known_from_elsewhere():
    now = [TITLE, CLINIC + "."]
    assert found(now, now, now, [TITLE, CLINIC]) == [(CLINIC, CLINIC + ".")]
    assert found(now, None, [TITLE, CLINIC]) == [(CLINIC, CLINIC + ".")]


def test_of_several_old_texts_the_one_that_is_all_edits_and_the_fewest_counts():
    now = [TITLE, CLINIC + ".", REST]
    lagging = [TITLE, CLINIC, "Rest for a whole day."]
    without = [TITLE, CLINIC + "."]
    assert found(now, now, lagging, without, [TITLE, CLINIC, REST]) == [(CLINIC, CLINIC + ".")]


def test_nothing_has_changed():
    assert "nothing has changed" in refusal([TITLE], [TITLE], [TITLE])
    assert "nothing has changed" in refusal([TITLE], None)


def test_what_is_declared_already_is_not_declared_again():
    former = {(None, CLINIC + "."): ((None, CLINIC),)}
    assert "nothing" in refusal([CLINIC + "."], [CLINIC], former=former)
    assert found([TITLE + "!", CLINIC + "."], [TITLE, CLINIC], former=former) == [
        (TITLE, TITLE + "!")
    ]


@pytest.mark.parametrize(
    ("now", "named"),
    [
        ([TITLE, CLINIC + ".", REST, "Nobody drives."], "Nobody drives."),
        ([TITLE, CLINIC + "."], REST),
        ([TITLE, CLINIC + ".", "Eat well before, and ask."], "Eat well before, and ask."),
        ([TITLE, CLINIC + ".", ("menu", REST)], REST),
    ],
)
def test_a_text_that_is_new_or_gone_or_another_one_is_refused(now, named):
    told = refusal(now, [TITLE, CLINIC, REST])
    assert f"“{named}”" in told
    assert "declare the small edit by itself first" in told
    assert CLINIC not in told


def test_a_section_that_nobody_has_extracted_yet_has_no_old_texts():
    assert "is new" in refusal([TITLE], [])


def test_an_edit_of_what_the_meaning_hangs_on_is_refused_with_both_texts():
    told = refusal([TITLE + "!", "You may not drive."], [TITLE, "You may drive."])
    for part in ("one: ", "“You may drive.”", "“You may not drive.”", "deny"):
        assert part in told


def test_nothing_is_declared_in_a_language_whose_words_are_not_known():
    assert "in fi" in refusal(["Voit ajaa."], ["Voit ajaa"], locale="fi")
