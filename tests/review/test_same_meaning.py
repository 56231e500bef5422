"""What was signed before an edit that keeps the meaning stays signed after it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.review import same_meaning
from pwa.review.fingerprints import fingerprints, source_hash
from pwa.review.present import present_text, read_as_present
from pwa.review.records import Ledger, Record, SameMeaning
from pwa.review.same_meaning import former_texts
from pwa.review.status import section_status, source_status
from pwa.review_policy import ReviewPolicy
from pwa.source.message import Message
from pwa.source.people import parse_people
from pwa.translation.catalog import Catalog, Translation

A, B, C = "It helps", "It helps.", "It helps you."


def signed(step, texts, *, day=1, by=None):
    prints = fingerprints([((None, msgid), text) for msgid, text in texts])
    by = by or {"translation": "Tom", "revision": "Rita", "review": "Ruth"}[step]
    at = f"2026-11-{day:02}T10:00:00Z"
    return Record(
        f"{step}{day}", step, "one", by, "human", at, prints.source, prints.text, prints.messages, 1
    )


def declared(*edits, by="Pat", identity="0" * 12):
    """A record of edits, each an old and a new text, or two keys."""
    keys = [tuple((None, one) if isinstance(one, str) else one for one in edit) for edit in edits]
    messages = tuple((source_hash(was), source_hash(now)) for was, now in keys)
    befores = tuple(was for was, _ in keys)
    return SameMeaning(identity, "one", by, "2026-11-02T10:00:00Z", messages, befores, 1)


def status(texts, records, *declarations, locale="en"):
    """A section's status and flags; the publication is written in the locale."""
    keys = [(None, msgid) for msgid, _ in texts]
    translations = {(None, msgid): Translation(text, False, None) for msgid, text in texts}
    state = section_status(
        [Message(msgid) for msgid, _ in texts],
        Catalog("es", "es.po", translations),
        records,
        ReviewPolicy(),
        former=former_texts(declarations, keys, locale),
    )
    flags = [name for name in ("outdated", "changed") if getattr(state, name)]
    return " ".join([state.status, *flags, str(state.origin)])


def signed_off(texts):
    return [signed(step, texts) for step in ("translation", "revision", "review")]


REST = ("Rest.", "Descanse.")


def test_signatures_carry_over():
    records = signed_off([(A, "Ayuda"), REST])
    assert status([(B, "Ayuda"), REST], records) == "translated changed unknown"
    assert status([(B, "Ayuda"), REST], records, declared((A, B))) == "reviewed human"


def test_they_carry_over_edit_by_edit():
    records, edits = signed_off([(A, "Ayuda")]), (declared((B, C)), declared((A, B)))
    assert status([(C, "Ayuda")], records, *edits) == "reviewed human"
    for edit in edits:
        assert status([(C, "Ayuda")], records, edit) == "translated changed unknown"


def test_each_may_be_of_another_state_of_the_text():
    records = [
        signed("translation", [(A, "Ayuda"), ("Rest", "Descanse.")]),
        signed("revision", [(B, "Ayuda"), ("Rest", "Descanse.")]),
        signed("review", [(B, "Ayuda"), REST]),
    ]
    edits = declared((A, B), ("Rest", "Rest."))
    assert status([(B, "Ayuda"), REST], records, edits) == "reviewed human"


def test_they_carry_over_one_way():
    records = signed_off([(B, "Ayuda")])
    assert status([(A, "Ayuda")], records, declared((A, B))) == "translated changed unknown"


def test_an_edit_taken_back_makes_the_old_records_hold_as_before():
    assert status([(A, "Ayuda")], signed_off([(A, "Ayuda")]), declared((A, B))) == "reviewed human"


def test_edits_declared_in_a_circle_come_to_an_end():
    edits = (declared((A, B)), declared((B, A)))
    for now in (A, B):
        assert status([(now, "Ayuda")], signed_off([(A, "Ayuda")]), *edits) == "reviewed human"


@pytest.mark.parametrize(
    "texts",
    [
        [(B, "Sirve"), REST], [(B, "Ayuda"), ("Rest!", "Descanse.")], [(B, "Ayuda")],
        [REST, (B, "Ayuda")], [(B, "Ayuda"), REST, ("More.", "Más.")],
    ],
)  # fmt: skip
def test_what_does_not_hold_for_another_reason_does_not_hold(texts):
    records = signed_off([(A, "Ayuda"), REST])
    assert status(texts, records, declared((A, B))).startswith("translated changed")


def test_what_moved_besides_is_told_without_what_was_declared():
    records = signed_off([(A, "Ayuda"), ("Rest", "Descanse.")])
    keys = [(None, B), (None, "Sleep.")]
    state = section_status(
        [Message(B), Message("Sleep.")],
        Catalog("es", "", {key: Translation("Ayuda", False, None) for key in keys}),
        records,
        ReviewPolicy(),
        former=former_texts([declared((A, B))], keys, "en"),
    )
    assert (state.moved_source, state.moved_text) == (1, 0)


def test_one_text_may_become_two():
    both = [(A, "Ayuda"), (A, "Ayuda")]
    texts = [(B, "Ayuda"), (C, "Ayuda")]
    edits = (declared((A, B)), declared((A, C)))
    assert status(texts, signed_off(both), *edits) == "reviewed human"
    assert status([(A, "Ayuda"), (B, "Ayuda")], signed_off(both), edits[0]) == "reviewed human"


@pytest.mark.parametrize(
    ("was", "now"),
    [("Take 2.", "Take 3."), ("You may drive.", "You may not drive."), ("5 mg", "5 g")],
)
def test_an_edit_that_says_something_else_counts_for_nothing(was, now):
    records = signed_off([(was, "Texto")])
    assert status([(now, "Texto")], records, declared((was, now))).startswith("translated changed")


def test_nor_does_one_in_a_language_whose_words_are_not_known():
    found = status([(B, "Ayuda")], signed_off([(A, "Ayuda")]), declared((A, B)), locale="fi")
    assert found == "translated changed unknown"


def test_a_message_in_another_context_is_another_one():
    keys = [("menu", "Rest.")]
    assert former_texts([declared(((None, "Rest"), ("menu", "Rest.")))], keys, "en") == {}


def test_the_review_of_the_source_carries_over():
    review = signed("review", [(A, A), ("Rest", "Rest")])
    messages = [Message(B), Message("Rest")]
    former = former_texts([declared((A, B))], [one.key for one in messages], "en")
    assert source_status(messages, [review]).changed
    assert source_status(messages, [review], former=former).status == "reviewed"


PEOPLE = parse_people('[pat]\nname = "Pat"\nroles = ["publisher"]\n[tom]\nroles = ["review"]\n')


@pytest.mark.parametrize(("by", "counts"), [("pat", True), ("tom", False), ("eve", False)])
def test_where_people_have_roles_it_is_a_publishers_word(by, counts):
    one = declared((A, B), by=by)
    assert bool(former_texts([one], [(None, B)], "en", PEOPLE)) == counts
    ledger = Ledger(same_meanings=(one,))
    told = list(same_meaning.findings(ledger, [(None, B)], "en", PEOPLE))
    assert bool(told) != counts


def test_what_counts_for_nothing_is_told_with_its_file():
    edits = declared((A, B), ("Take 2.", "Take 3."), ("Gone.", "Gone, too."))
    ledger = Ledger(same_meanings=(edits,), files={edits.id: "records/one/x.json"})
    [found] = same_meaning.findings(ledger, [(None, B), (None, "Take 3.")], "en")
    assert found.file == "records/one/x.json"
    assert "Take 2." in found.message
    assert "2 → 3" in found.message


def test_a_translation_has_no_source_that_was_edited():
    one = declared((A, B))
    [found] = same_meaning.misplaced(Ledger(same_meanings=(one,)), "es", "en")
    assert (found.locale, "en" in found.message) == ("es", True)
    assert list(same_meaning.misplaced(Ledger(), "es", "en")) == []


# --- laws -------------------------------------------------------------------------------------

words = st.sampled_from(["Calm", "care", "help", "rest", "session"])
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(st.lists(st.tuples(texts, st.integers(0, 3)), max_size=5), st.data())
def test_a_record_holds_through_any_declared_edits(rows, data):
    """Each message is edited so many times, by a full stop at its end."""
    signed_on = data.draw(st.tuples(*(st.integers(0, edits) for _, edits in rows)))
    then = [(text + "." * at, text) for (text, _), at in zip(rows, signed_on, strict=True)]
    now = [(text + "." * edits, text) for text, edits in rows]
    steps = {
        (text + "." * at, text + "." * (at + 1)) for text, edits in rows for at in range(edits)
    }
    keys = [(None, msgid) for msgid, _ in now]
    present = present_text(
        [((None, msgid), text) for msgid, text in now],
        former_texts([declared(step) for step in sorted(steps)], keys, "en"),
    )
    record = signed("revision", then)
    read = read_as_present(record, present)
    assert (read.source, read.text) == (present.prints.source, present.prints.text)
    assert read.messages == present.prints.messages
    assert replace(read, source="", text="", messages=()) == replace(
        record, source="", text="", messages=()
    )
