"""Every row and flag of the truth table in DESIGN.md."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.durations import Period
from pwa.review.fingerprints import fingerprints
from pwa.review.records import Record
from pwa.review.status import is_overdue, section_status, source_status
from pwa.review_policy import ReviewPolicy
from pwa.source.message import Message
from pwa.translation.catalog import Catalog, Translation

POLICY = ReviewPolicy()
DONE = {"One": "Uno", "Two": "Dos"}


def messages(*msgids):
    return [Message(msgid) for msgid in msgids]


def catalog(pairs, *, previous=None, last_translator=None):
    """A catalog from literal pairs; a text that begins with `~` is fuzzy."""
    translations = {
        (None, msgid): Translation(
            text.removeprefix("~"), text.startswith("~"), (previous or {}).get(msgid)
        )
        for msgid, text in pairs.items()
    }
    return Catalog("es", "es.po", translations, last_translator)


def record(step, pairs, *, by=None, method="human", day=1, due=None, identity=None):
    """A signature on literal pairs, each step by its own person unless told otherwise."""
    prints = fingerprints([((None, msgid), text) for msgid, text in pairs.items()])
    at = f"2026-11-{day:02}T10:00:00Z"
    by = by or {"translation": "Tom", "revision": "Rita", "review": "Ruth"}[step]
    identity = identity or f"{step}{day}{by}"
    return Record(
        identity, step, "one", by, method, at, prints.source, prints.text, prints.messages, 1,
        due=due,
    )  # fmt: skip


def status(pairs, *records, msgids=None, policy=POLICY, **more):
    one = messages(*(msgids or pairs))
    return section_status(one, catalog(pairs, **more), records, policy)


TRANSLATION = record("translation", DONE)
REVISION = record("revision", DONE, day=2)
REVIEW = record("review", DONE, day=3)


@pytest.mark.parametrize(
    ("pairs", "records", "expected"),
    [
        ({"One": "", "Two": ""}, [], "untranslated"),
        ({"One": "~Uno", "Two": "~Dos"}, [], "untranslated"),
        ({"One": "Uno", "Two": ""}, [], "partial"),
        ({"One": "Uno", "Two": "~Dos"}, [TRANSLATION, REVISION, REVIEW], "partial"),
        (DONE, [], "translated"),
        (DONE, [TRANSLATION], "translated"),
        (DONE, [TRANSLATION, REVISION], "revised"),
        (DONE, [TRANSLATION, REVIEW], "translated"),
        (DONE, [TRANSLATION, REVISION, REVIEW], "reviewed"),
        ({**DONE, "Two": "Dós"}, [TRANSLATION, REVISION, REVIEW], "translated"),
    ],
)
def test_the_first_row_that_is_true_from_below(pairs, records, expected):
    assert status(pairs, *records, last_translator="Tom").status == expected


def test_a_section_without_messages_is_translated():
    assert section_status([], catalog({}), [], POLICY).status == "translated"


def test_a_review_alone_is_enough_where_the_policy_asks_for_no_more():
    policy = ReviewPolicy(required=("review",))
    assert status(DONE, TRANSLATION, REVIEW, policy=policy).status == "reviewed"


def test_a_newer_revision_that_does_not_hold_stands_before_an_older_that_does():
    newer = record("revision", {"One": "Un", "Two": "Dos"}, day=4)
    state = status(DONE, TRANSLATION, REVISION, newer)
    assert (state.status, state.changed) == ("translated", True)


def test_a_change_taken_back_makes_the_old_records_hold_again():
    edited = {**DONE, "Two": "Dós"}
    assert status(edited, TRANSLATION, REVISION).status == "translated"
    assert status(DONE, TRANSLATION, REVISION).status == "revised"


def test_untouched_translations_are_not_outdated_when_all_are_there():
    assert not status(DONE, TRANSLATION).outdated


def test_fuzzy_after_a_source_edit_is_outdated():
    state = status({"One more": "~Uno", "Two": "Dos"}, previous={"One more": "One"})
    assert (state.status, state.outdated) == ("partial", True)


def test_all_fuzzy_after_a_source_edit_is_untranslated_and_outdated():
    pairs = {"One more": "~Uno", "Two more": "~Dos"}
    state = status(pairs, previous={"One more": "One", "Two more": "Two"})
    assert (state.status, state.outdated) == ("untranslated", True)


def test_needs_work_without_a_source_change_is_not_outdated():
    assert not status({"One": "~Uno", "Two": "Dos"}, TRANSLATION).outdated


def test_a_fuzzy_message_that_was_emptied_is_a_missing_one():
    assert not status({"One more": "~", "Two": "Dos"}, previous={"One more": "One"}).outdated


def test_a_previous_msgid_that_the_source_still_has_is_no_sign_that_it_moved():
    state = status({"One more": "~Uno", "One": "Uno"}, previous={"One more": "One"})
    assert not state.outdated


def test_a_new_paragraph_is_outdated_only_where_a_record_is_on_the_old_source():
    pairs = {**DONE, "Three": ""}
    assert not status(pairs).outdated
    assert status(pairs, TRANSLATION).outdated


def test_a_deleted_paragraph_changes_and_lags_nothing():
    state = status({"One": "Uno"}, TRANSLATION, REVISION)
    assert (state.status, state.outdated, state.changed) == ("translated", False, True)
    assert (state.moved_source, state.moved_text) == (1, 0)


def test_a_reordered_section_is_not_what_was_signed():
    state = status(DONE, TRANSLATION, REVISION, msgids=("Two", "One"))
    assert (state.status, state.changed) == ("translated", True)


def test_an_emptied_message_after_signing_again():
    again = record("revision", DONE, day=5)
    state = status({"One": "Uno", "Two": ""}, TRANSLATION, REVISION, again)
    assert (state.status, state.changed, state.outdated) == ("partial", True, False)


def test_moved_messages_are_counted_in_source_and_translation_apart():
    state = status({"One": "UNO", "Two b": "Dos"}, TRANSLATION, REVISION)
    assert (state.moved_source, state.moved_text) == (1, 1)


@pytest.mark.parametrize(
    ("records", "origin"),
    [
        ([], "unknown"),
        ([record("translation", DONE, method="machine")], "machine"),
        ([record("translation", DONE, method="post-edited")], "post-edited"),
        ([TRANSLATION], "human"),
        ([record("translation", DONE, method="machine"), record("translation", DONE, day=2)],
         "human"),
        ([record("translation", {"One": "Uno"}, method="machine"),
          record("translation", {"Two": "Dos"}, day=2)], "machine"),
        ([record("translation", {"Two": "Dos"})], "unknown"),
    ],
)  # fmt: skip
def test_the_origin_is_that_of_the_weakest_message(records, origin):
    assert status(DONE, *records).origin == origin


def test_a_machine_warning_survives_that_somebody_touched_another_word():
    machine = record("translation", DONE, method="machine")
    touched = {**DONE, "Two": "Dós"}
    person = record("translation", {"Two": "Dós"}, day=2)
    assert status(touched, machine, person).origin == "machine"


def test_nothing_translated_has_no_origin():
    assert status({"One": ""}).origin is None


@pytest.mark.parametrize("step", ["revision", "review"])
def test_a_machines_revision_or_review_counts_for_nothing(step):
    forged = record(step, DONE, method="machine", day=2)
    assert status(DONE, TRANSLATION, forged).status == "translated"


def test_nobody_revises_what_they_translated():
    own = record("revision", DONE, by="Tom", day=2)
    assert status(DONE, TRANSLATION, own).status == "translated"


@pytest.mark.parametrize("name", ["tom", " TOM ", "Ｔom"])
def test_another_spelling_is_no_other_person(name):
    own = record("revision", DONE, by=name, day=2)
    assert status(DONE, TRANSLATION, own).status == "translated"


def test_nobody_revises_a_section_of_which_one_message_is_theirs():
    machine = record("translation", DONE, by="Machine", method="machine")
    person = record("translation", {"Two": "Dos"}, by="Rita", day=2)
    revision = record("revision", DONE, by="Rita", day=3)
    assert status(DONE, machine, person, revision).status == "translated"


@pytest.mark.parametrize("by", ["Tom <tom@x.example>", "Tom, Clinic", "T. <TOM@x.example>"])
def test_another_way_to_give_a_name_is_no_other_person(by):
    translation = record("translation", DONE, by="Tom <tom@x.example>")
    own = record("revision", DONE, by=by, day=2)
    assert status(DONE, translation, own).status == "translated"


def test_who_translated_stays_a_translator_when_another_signs_the_same_text():
    other = record("translation", DONE, by="Ana", day=2)
    own = record("revision", DONE, by="Tom", day=3)
    assert status(DONE, TRANSLATION, other, own).status == "translated"


def test_a_record_that_hides_its_messages_is_judged_by_the_text_it_names():
    own = replace(record("revision", DONE, by="Tom", day=2), messages=())
    assert status(DONE, TRANSLATION, own).status == "translated"


def test_whoever_is_asked_for_a_missing_message_there_is_no_author():
    revision = record("revision", {"One": "Uno", "Two": ""}, day=2)
    state = status({"One": "Uno", "Two": ""}, record("translation", {"One": "Uno"}), revision)
    assert state.ignored == ()


def test_records_that_do_not_count_are_told_with_the_reason():
    machine = record("review", DONE, method="machine", day=2)
    own = record("revision", DONE, by="Tom", day=3)
    state = status(DONE, TRANSLATION, machine, own)
    assert [(one.record, one.objection) for one in state.ignored] == [
        (machine, "machine"), (own, "own"),
    ]  # fmt: skip
    assert [one.objection for one in status(DONE, REVISION).ignored] == ["unknown"]


def test_without_a_record_the_last_translator_is_the_translator():
    revision = record("revision", DONE, by="Ana", day=2)
    assert status(DONE, revision, last_translator="Ana <ana@x.example>").status == "translated"
    assert status(DONE, revision, last_translator="Bo <bo@x.example>").status == "revised"


def test_where_nobody_knows_who_translated_no_revision_counts():
    assert status(DONE, REVISION).status == "translated"


def test_a_publisher_may_give_up_distinct_people():
    own = record("revision", DONE, by="Tom", day=2)
    policy = ReviewPolicy(distinct=False)
    assert status(DONE, TRANSLATION, own, policy=policy).status == "revised"


def test_who_translates_later_still_revised_the_earlier_text():
    later = {**DONE, "Two": "Dós"}
    hers = record("translation", {"Two": "Dós"}, by="Rita", day=4)
    state = status(later, TRANSLATION, REVISION, hers)
    assert (state.status, state.changed) == ("translated", True)


def test_overdue_begins_on_the_day_after_the_due_date():
    due = record("revision", DONE, day=2, due="2026-12-31")
    state = status(DONE, TRANSLATION, due)
    assert not is_overdue(state, "2026-12-31")
    assert is_overdue(state, "2027-01-01")


def test_an_older_record_that_holds_again_can_be_overdue():
    """Of each step the latest record that holds says when it is due."""
    due = record("revision", DONE, day=2, due="2026-12-31")
    newer = record("revision", {**DONE, "Two": "Dós"}, day=3, due="2027-12-31")
    assert status(DONE, TRANSLATION, due, newer).due == "2026-12-31"


def test_the_first_step_that_is_due_counts():
    revision = record("revision", DONE, day=2, due="2027-12-31")
    review = record("review", DONE, day=3, due="2026-12-31")
    assert status(DONE, TRANSLATION, revision, review).due == "2026-12-31"


def test_signing_again_moves_the_due_date():
    due = record("revision", DONE, day=2, due="2026-12-31")
    assert status(DONE, TRANSLATION, due, record("revision", DONE, day=3)).due is None


def test_a_record_that_does_not_hold_is_never_overdue():
    due = record("revision", DONE, day=2, due="2026-12-31")
    assert status({**DONE, "Two": "Dós"}, TRANSLATION, due).due is None


YEARLY = replace(POLICY, interval=Period(12))


def test_a_check_that_names_no_day_is_due_when_the_interval_is_over():
    state = status(DONE, TRANSLATION, record("revision", DONE, day=2), policy=YEARLY)
    assert state.due == "2027-11-02"
    assert not is_overdue(state, "2027-11-02")
    assert is_overdue(state, "2027-11-03")


def test_a_records_own_day_comes_before_that_of_the_interval():
    own = record("review", DONE, day=3, due="2029-01-01")
    assert status(DONE, TRANSLATION, own, policy=YEARLY).due == "2029-01-01"
    both = status(DONE, TRANSLATION, REVISION, own, policy=YEARLY)
    assert [signature.due for signature in both.signatures] == [None, "2027-11-02", "2029-01-01"]
    assert both.due == "2027-11-02"


def test_a_translation_is_due_only_if_it_says_so():
    assert status(DONE, TRANSLATION, policy=YEARLY).due is None
    own = record("translation", DONE, due="2026-12-31")
    assert status(DONE, own, policy=YEARLY).due == "2026-12-31"


def test_a_review_of_the_source_is_due_when_the_interval_is_over():
    source = {"One": "One", "Two": "Two"}
    state = source_status(messages(*source), [record("review", source, day=3)], YEARLY.interval)
    assert state.due == "2027-11-03"


def test_the_source_is_written_or_reviewed():
    source = {"One": "One", "Two": "Two"}
    one = messages(*source)
    review = record("review", source)
    assert source_status(one, []).status == "written"
    revised = source_status(one, [record("revision", source)])
    assert (revised.status, [i.objection for i in revised.ignored]) == ("written", ["source"])
    assert source_status(one, [review]).status == "reviewed"
    changed = source_status(messages("One", "Twò"), [review])
    assert (changed.status, changed.changed) == ("written", True)


pairs_of = st.dictionaries(st.text(min_size=1), st.text(min_size=1), min_size=1, max_size=4)


@given(pairs_of)
def test_a_text_without_records_is_never_more_than_translated(pairs):
    clean = {msgid: text.lstrip("~") or "x" for msgid, text in pairs.items()}
    assert status(clean).status == "translated"


@given(pairs_of, st.sampled_from(["translation", "revision", "review"]))
def test_a_changed_word_breaks_every_signature(pairs, step):
    clean = {msgid: text.replace("~", "x") for msgid, text in pairs.items()}
    signed = record(step, clean)
    first = next(iter(clean))
    changed = {**clean, first: clean[first] + " more"}
    held = status(clean, signed, policy=ReviewPolicy(distinct=False))
    broken = status(changed, signed, policy=ReviewPolicy(distinct=False))
    assert [s.holds for s in held.signatures] == [True]
    assert [s.holds for s in broken.signatures] == [False]
