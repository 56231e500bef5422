"""What readers are told of a section's text, in every combination of what can be true of it."""

import re
from dataclasses import dataclass
from itertools import product

import pytest

from pwa.pages.templates import FOLDER, TemplateFile, Templates
from pwa.review.records import Record
from pwa.review.status import SectionStatus, Signature
from pwa.translation.catalog import Interface

MACROS = ("line", "short")
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.html")} | {
    "line.html": '{% from "status.html" import line %}{{ line(section) }}',
    "short.html": '{% from "status.html" import short %}{{ short(section.state) }}',
}
ORIGINS = ("machine", "unknown", "post-edited", "human")
HELD = {None: None, "holds": True, "broken": False}
TOTAL = 9


@dataclass(frozen=True)
class Section:
    """As much of a section as the line is about."""

    state: SectionStatus
    shown: str
    is_source: bool

    @property
    def reads_the_original(self):
        return self.shown == "source" and not self.is_source


def signature(step, held):
    if held is None:
        return None
    day = {"translation": 1, "revision": 2, "review": 3}[step]
    at = f"2026-11-0{day}T23:59:59Z"
    return Signature(Record("", step, "one", "Ana", "human", at, "", "", (), 1), HELD[held])


def status_of(translated, revision, review):
    if translated < TOTAL:
        return "partial" if translated else "untranslated"
    if revision == review == "holds":
        return "reviewed"
    return "revised" if revision == "holds" else "translated"


def state(translated, fuzzy, origin, revision, review, outdated, due, moved):
    return SectionStatus(
        status_of(translated, revision, review),
        *(TOTAL, translated, fuzzy, "", ""),
        outdated=outdated,
        changed="broken" in (revision, review),
        origin=origin,
        due=due,
        moved_source=moved,
        revision=signature("revision", revision),
        review=signature("review", review),
    )


def translations():
    for translated, fuzzy, origin, revision, review, outdated, due, shown, moved in product(
        (0, 4, TOTAL), (0, 2), (None, *ORIGINS), HELD, HELD, (False, True), (None, "2027-01-01"),
        ("translation", "source"), (0, 2),
    ):  # fmt: skip
        is_possible = (
            (origin is None) == (translated == 0)
            and (translated < TOTAL or not (fuzzy or outdated))
            and (translated or shown == "source")
            and (due is None or "holds" in (revision, review))
            and (not moved or "broken" in (revision, review))
        )
        if is_possible:
            one = state(translated, fuzzy, origin, revision, review, outdated, due, moved)
            yield Section(one, shown, is_source=False)


def sources():
    for review, due in product(HELD, (None, "2027-01-01")):
        found = SectionStatus(
            "reviewed" if review == "holds" else "written",
            *(TOTAL, TOTAL, 0, "", ""),
            changed=review == "broken",
            due=due,
            review=signature("review", review),
        )
        yield Section(found, "source", is_source=True)


SECTIONS = (*translations(), *sources())


@pytest.fixture(scope="module")
def told():
    """Every section with the HTML of its line, and of its short form."""
    templates = Templates({name: TemplateFile(name, text) for name, text in TEMPLATES.items()})
    source = {"tag": "en", "name": "English", "dir": "ltr"}
    said = {"lang": "fr", "source": source}
    speaking = templates.speaking(Interface("en"), said)

    def html(macro, section):
        return speaking.render(f"{macro}.html", {"section": section})

    return {macro: [(one, html(macro, one)) for one in SECTIONS] for macro in MACROS}


@pytest.fixture(scope="module")
def lines(told):
    return [(section, text_of(html)) for section, html in told["line"]]


@pytest.fixture(scope="module")
def shorts(told):
    return [(section.state, text_of(html)) for section, html in told["short"]]


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" .", ".").replace(" ,", ",")


def holds(signed):
    return signed is not None and signed.holds


def breaks(signed):
    return signed is not None and not signed.holds


CHECKED = "Checked against the original on November 2, 2026."
REVIEWED = "Reviewed by a subject expert on November 3, 2026."
NOBODY = ("No person has checked it.", "No second person has checked it.", "No check is recorded.")


def test_there_are_many_of_them():
    assert len(SECTIONS) > 500
    assert len(set(SECTIONS)) == len(SECTIONS)


def test_a_check_is_told_where_one_holds_for_what_is_read_and_nowhere_else(lines):
    for section, text in lines:
        is_read = not section.reads_the_original
        assert (CHECKED in text) is (is_read and holds(section.state.revision))


def test_a_review_is_told_where_one_holds_for_what_is_read_and_nowhere_else(lines):
    for section, text in lines:
        is_read = not section.reads_the_original
        assert (REVIEWED in text) is (is_read and holds(section.state.review))


def test_a_machine_is_named_wherever_its_words_are_read(lines):
    for section, text in lines:
        if section.state.origin == "machine" and section.shown == "translation":
            assert re.match(r"(Translated|Partly translated,) by machine\.", text)
        elif section.state.origin != "post-edited":
            assert "machine" not in text


def test_a_source_that_moved_is_always_told(lines, shorts):
    for section, text in lines:
        one = section.state
        since_check = one.moved_source > 0 and not one.outdated and not section.reads_the_original
        assert ("The original has changed since this was checked." in text) is since_check
        assert ("The original has changed since" in text) is (one.outdated or since_check)
    for one, text in shorts:
        has_moved = one.outdated or (one.origin is not None and one.moved_source > 0)
        assert ("The original has changed" in text) is has_moved


def test_a_part_that_a_machine_translated_is_told_in_short_as_well(shorts):
    for one, text in shorts:
        is_part = one.status == "partial" and one.origin == "machine"
        assert ("Partly translated, by machine" in text) is is_part


def test_a_word_on_an_earlier_version_is_named_as_such(lines):
    for section, text in lines:
        is_read = not section.reads_the_original
        revision = "An earlier version was checked against the original on November 2, 2026"
        assert (revision in text) is (is_read and breaks(section.state.revision))
        review = "A subject expert reviewed an earlier version on November 3, 2026"
        assert (review in text) is (is_read and breaks(section.state.review))


def test_nobody_is_said_to_have_checked_where_nobody_ever_signed(lines):
    for section, text in lines:
        one = section.state
        expected = section.shown == "translation" and not (one.revision or one.review)
        assert any(sentence in text for sentence in NOBODY) is expected


def test_what_was_done_is_not_said_to_be_missing(lines):
    for section, text in lines:
        one = section.state
        assert not (one.revision and "Not yet checked against the original" in text)
        assert not (one.review and "Not yet reviewed by a subject expert" in text)
        assert not ((one.fuzzy or one.signatures) and "Not translated yet" in text)


def test_a_reader_of_the_original_in_its_place_is_told_so_and_nothing_of_the_translation(lines):
    for section, text in lines:
        told = text.endswith("You are reading the original (English).")
        assert told is section.reads_the_original
        assert not (told and text.count(".") > 2)


def test_what_is_missing_is_said_to_stand_in_the_original_language(lines):
    for section, text in lines:
        expected = section.state.status == "partial" and section.shown == "translation"
        assert ("What is not translated yet stands here" in text) is expected


def test_who_reads_what_nobody_vouches_for_is_told_what_to_do(lines):
    advice = "Compare it with the original (English), and ask a subject expert, before"
    for section, text in lines:
        one = section.state
        if advice in text:
            assert one.origin in {"machine", "unknown"}
            assert not holds(one.revision)
        elif section.shown == "translation" and one.origin in {"machine", "unknown"}:
            assert holds(one.revision) or holds(one.review)


def test_the_original_is_said_to_be_written(lines):
    for section, text in lines:
        assert text.startswith("Written in English.") is section.is_source
        assert not (section.is_source and "translat" in text)


def test_a_due_date_is_there_hidden_for_the_device_to_judge(told):
    for section, html in told["line"]:
        expected = section.state.due is not None and not section.reads_the_original
        assert ('data-due="2027-01-01" hidden' in html) is expected


def test_sentences_are_whole_and_every_line_has_its_shape(told):
    for _, html in told["line"]:
        for paragraph in re.findall(r"<p class=.*?</p>", html, re.DOTALL):
            assert re.match(r'<p [^>]*>\s*<svg class="shape"[^>]*aria-hidden="true"', paragraph)
            assert all(
                sentence[0].isupper() and sentence.endswith(".")
                for sentence in re.split(r"(?<=\.) ", text_of(paragraph))
            )


def test_the_short_form_says_what_the_long_one_does(shorts):
    for one, text in shorts:
        is_complete = one.status not in {"untranslated", "partial"}
        assert ("Checked against" in text) is (
            is_complete and holds(one.revision) and not holds(one.review)
        )
        is_reviewed = is_complete and holds(one.review)
        assert ("Reviewed by a subject expert" in text) is is_reviewed
        if one.changed or one.outdated:
            assert "not checked" not in text
            assert "has changed" in text or "Changed since" in text
