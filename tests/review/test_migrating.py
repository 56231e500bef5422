"""A new version of the segmenter moves every fingerprint; what was signed stays signed."""

from dataclasses import replace

import pytest

from pwa.review.fingerprints import fingerprints
from pwa.review.migrating import migrated
from pwa.review.records import Record, content_of, fields_of, name_of, read_ledger
from pwa.source.message import SEGMENTER

BEFORE = [((None, "It *may* help."), "*Puede* ayudar."), ((None, "Same."), "Igual.")]
AFTER = [((None, "It _may_ help."), "_Puede_ ayudar."), ((None, "Same."), "Igual.")]


def record_of(texts, **fields):
    prints = fingerprints(texts)
    return Record(
        id="0" * 12,
        step="revision",
        section="one",
        by="Ben",
        method="human",
        at="2026-01-01T00:00:00Z",
        source=prints.source,
        text=prints.text,
        messages=prints.messages,
        segmenter=SEGMENTER - 1,
        **fields,
    )


def carried(record):
    return migrated(record, fingerprints(BEFORE), fingerprints(AFTER))


def test_what_held_holds_and_everything_else_stays_as_it_was_signed():
    old = record_of(BEFORE, due="2027-01-01", note="n", credential="c")
    new = carried(old)
    prints = fingerprints(AFTER)
    assert (new.source, new.text, new.messages) == (prints.source, prints.text, prints.messages)
    assert (new.segmenter, new.was) == (SEGMENTER, old.id)
    assert replace(new, source="", text="", messages=(), segmenter=0, was=None) == replace(
        old, source="", text="", messages=(), segmenter=0
    )


def test_what_did_not_hold_does_not_hold_and_still_says_what_moved():
    earlier = [BEFORE[0], (BEFORE[1][0], "Lo mismo.")]
    new = carried(record_of(earlier))
    now, then = fingerprints(AFTER), fingerprints(earlier)
    assert new.source == now.source
    assert new.text == then.text != now.text
    assert new.messages == (now.messages[0], (now.messages[1][0], then.messages[1][1]))


def test_a_record_of_another_source_stays_on_it():
    old = record_of([((None, "Gone."), "Ido.")])
    assert (carried(old).source, carried(old).messages) == (old.source, old.messages)


def filed(record):
    content = content_of(fields_of(record))
    return f"locales/es/records/one/{name_of(record.step, record.at, content)}", content


def read(*files):
    return read_ledger(files, locale="es")


def test_it_counts_in_the_place_of_the_one_that_it_was():
    old = filed(record_of(BEFORE))
    [first] = read(old).records
    new = filed(carried(first))
    [counted] = read(old, new).records
    assert counted.was == first.id
    assert read(old, new).findings == ()


def withdrawal_of(record):
    at = "2026-02-01T00:00:00Z"
    content = content_of({"step": "withdrawal", "of": record.id, "by": "Ben", "at": at})
    return f"locales/es/records/one/{name_of('withdrawal', at, content)}", content


@pytest.mark.parametrize("taken_back", [0, 1, 2])
def test_whoever_took_one_form_back_has_taken_all_back(taken_back):
    old = filed(record_of(BEFORE))
    [first] = read(old).records
    new = filed(carried(first))
    [second] = read(old, new).records
    newest = filed(carried(second))
    [third] = read(old, new, newest).records
    gone = withdrawal_of((first, second, third)[taken_back])
    assert read(old, new, newest, gone).records == ()


def test_nobody_can_replace_somebody_elses_word():
    old = filed(record_of(BEFORE))
    [first] = read(old).records
    other = filed(replace(carried(first), by="Eve"))
    assert {one.by for one in read(old, other).records} == {"Ben", "Eve"}
