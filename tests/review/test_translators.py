"""A message stays whose it was, and a machine's a machine's, in whatever section it stands."""

import pytest

from pwa.review.fingerprints import fingerprints
from pwa.review.present import present_text
from pwa.review.records import Ledger, Record
from pwa.review.status import section_status
from pwa.review.translators import elsewhere
from pwa.review_policy import ReviewPolicy
from pwa.source.message import NO_FORMER, Message
from pwa.translation.catalog import Catalog, Translation

HELP, REST, EAT = ("Help.", "Ayuda."), ("Rest.", "Descanse."), ("Eat.", "Coma.")


def signed(step, texts, *, section="one", by="Tom", method="human", day=1):
    prints = fingerprints([((None, msgid), text) for msgid, text in texts])
    at = f"2026-11-{day:02}T10:00:00Z"
    return Record(
        f"{section}{step}{day}", step, section, by, method, at,
        prints.source, prints.text, prints.messages, 1,
    )  # fmt: skip


def told(texts, *records, section="one"):
    """The status of a section by all records of its locale."""
    ledger, ids = Ledger(tuple(records)), frozenset({section})
    said = [((None, msgid), text) for msgid, text in texts]
    own = ledger.of(ids)
    return section_status(
        [Message(msgid) for msgid, _ in texts],
        Catalog("es", "", {key: Translation(text, False, None) for key, text in said}),
        own,
        ReviewPolicy(),
        elsewhere=elsewhere(ledger, ids, present_text(said, NO_FORMER), own),
    )


def test_the_half_that_was_split_off_a_machines_text_is_the_machines():
    whole = signed("translation", [HELP, REST], method="machine")
    assert told([REST], whole, section="two").origin == "machine"
    assert told([REST, EAT], whole, section="two").origin == "machine"
    assert told([EAT], whole, section="two").origin == "unknown"


def test_the_newest_translation_record_decides_wherever_it_was_signed():
    machine = signed("translation", [HELP, REST], method="machine")
    edited = signed("translation", [REST], section="two", method="post-edited", day=2)
    assert told([HELP, REST], machine, edited).origin == "machine"
    assert told([REST], machine, edited, section="two").origin == "post-edited"
    assert told([REST], machine, edited).origin == "post-edited"


def test_another_translation_of_a_shared_message_tells_nothing():
    machine = signed("translation", [("Rest.", "Repose.")], method="machine")
    assert told([REST], machine, section="two").origin == "unknown"


def test_nobody_revises_what_they_translated_in_another_section():
    there = signed("translation", [HELP, REST])
    here = signed("translation", [EAT], section="two", by="Ana")
    for by, status in (("Tom", "translated"), ("Rita", "revised")):
        revision = signed("revision", [REST, EAT], section="two", by=by, day=3)
        assert told([REST, EAT], there, here, revision, section="two").status == status


def test_an_earlier_text_that_was_somebodys_own_is_so_by_records_of_any_section():
    there = signed("translation", [HELP])
    own = signed("revision", [HELP, EAT], section="two", day=3)
    assert [one.objection for one in told([EAT], there, own, section="two").ignored] == ["own"]


@pytest.mark.parametrize("step", ["revision", "review"])
def test_other_sections_signatures_are_none_of_this_one(step):
    there = signed(step, [REST], by="Rita", day=2)
    assert told([REST], signed("translation", [REST]), there, section="two").signatures == ()


def test_what_shares_no_message_does_not_concern_a_section():
    ledger = Ledger((signed("translation", [HELP]), signed("translation", [REST], day=2)))
    now = present_text([((None, "Rest."), "Descanse.")], NO_FORMER)
    found = elsewhere(ledger, frozenset({"two"}), now, ())
    assert [one.at[8:10] for one in found] == ["02"]
