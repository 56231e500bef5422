"""Why a section is not what it was. Texts are literal pairs, in order, for the section alone."""

import pytest

from pwa.review.fingerprints import fingerprints
from pwa.review.records import Record
from pwa.review.status import section_status, source_status
from pwa.review.why import why
from pwa.review_policy import ReviewPolicy
from pwa.source.message import Message
from pwa.translation.catalog import Catalog, Translation

SIGNED = {"It may help.": "Puede ayudar.", "Do not drive.": "No conduzca.", "Rest.": "Descanse."}


def key(msgid):
    return None, msgid


def said(pairs):
    return [(key(msgid), text) for msgid, text in pairs.items()]


def signed(pairs, step="revision", day=3):
    prints = fingerprints(said(pairs))
    by = {"translation": "Tom", "revision": "Rita", "review": "Ruth"}[step]
    at = f"2026-11-{day:02}T10:00:00Z"
    return Record(
        f"{step}{day}", step, "one", by, "human", at, *(prints.source, prints.text),
        prints.messages, 1,
    )  # fmt: skip


def explained(pairs, *records, previous=None, before=()):
    """Why, where `previous` are the msgids that fuzzy messages had (their text is left out)."""
    previous = previous or {}
    translations = {
        key(msgid): Translation(text or "…", msgid in previous, previous.get(msgid))
        for msgid, text in pairs.items()
        if text or msgid in previous
    }
    messages = [Message(msgid) for msgid in pairs]
    catalog = Catalog("es", "es.po", translations, "Tom")
    state = section_status(messages, catalog, records, ReviewPolicy())
    known = {key(msgid): text for msgid, text in previous.items()}
    found = why(said(pairs), state, previous=known, before=before)
    if found and records:
        assert (found.in_source, found.in_text) == (state.moved_source, state.moved_text) or (
            found.record.step == "translation"
        )
    return found


def shown(told):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return told and "".join(marks[piece.part].format(piece.text) for piece in told.pieces)


def lines(found):
    return [(one.kind, shown(one.source), shown(one.text)) for one in found.changes]


def test_what_is_as_it_was_needs_no_reason():
    assert explained(SIGNED) is None
    assert explained(SIGNED, signed(SIGNED)) is None


def test_a_mended_translation():
    now = {**SIGNED, "It may help.": "Podría ayudar."}
    found = explained(now, signed(SIGNED), before=said(SIGNED))
    assert (found.record.at[:10], found.total, found.known) == ("2026-11-03", 3, True)
    assert (found.in_source, found.in_text) == (0, 1)
    assert lines(found) == [("changed", None, "[-Puede-]{+Podría+} ayudar.")]


def test_a_source_that_moved_and_was_translated_anew():
    now = {"It can help.": "Ayuda.", "Do not drive.": "No conduzca.", "Rest.": "Descanse."}
    found = explained(now, signed(SIGNED), before=said(SIGNED))
    assert (found.in_source, found.in_text) == (1, 0)
    [(kind, source, text)] = lines(found)
    assert (kind, source) == ("changed", "It [-may-]{+can+} help.")
    assert text == "[-Puede ayudar.-]{+Ayuda.+}"


def test_a_source_that_moved_and_awaits_its_translation():
    now = {"It can help.": "", "Do not drive.": "No conduzca.", "Rest.": "Descanse."}
    found = explained(now, signed(SIGNED), previous={"It can help.": "It may help."})
    assert lines(found) == [("changed", "It [-may-]{+can+} help.", None)]
    assert found.changes[0].awaits
    assert found.known


def test_a_paragraph_put_in_and_one_taken_out():
    now = {"It may help.": "Puede ayudar.", "Sleep.": "Duerma.", "Do not drive.": "No conduzca."}
    found = explained(now, signed(SIGNED), before=said(SIGNED))
    assert lines(found) == [
        ("new", "{+Sleep.+}", "{+Duerma.+}"),
        ("gone", "[-Rest.-]", "[-Descanse.-]"),
    ]
    assert (found.in_source, found.total) == (2, 4)


def test_a_paragraph_put_in_before_the_one_that_changed():
    now = {"Ask your doctor first.": "Pregunte.", "It can help.": "Ayuda.", **SIGNED}
    del now["It may help."]
    found = explained(now, signed(SIGNED), before=said(SIGNED))
    assert [kind for kind, _, _ in lines(found)] == ["new", "changed"]


def test_what_is_not_known_is_told_as_it_is():
    now = {**SIGNED, "It may help.": "Podría ayudar."}
    found = explained(now, signed(SIGNED))
    assert not found.known
    assert lines(found) == [("changed", None, "Podría ayudar.")]


def test_a_paragraph_that_is_gone_without_a_trace():
    now = {"It may help.": "Puede ayudar.", "Do not drive.": "No conduzca."}
    found = explained(now, signed(SIGNED))
    assert lines(found) == [("gone", "", "")]
    assert not found.known


def test_a_text_that_was_never_signed_is_no_old_text():
    now = {**SIGNED, "It may help.": "Podría ayudar."}
    others = said({**SIGNED, "It may help.": "Ayuda siempre."})
    assert not explained(now, signed(SIGNED), before=others).known


def test_an_emptied_translation_awaits_one():
    found = explained({**SIGNED, "Rest.": ""}, signed(SIGNED), before=said(SIGNED))
    assert lines(found) == [("changed", None, "[-Descanse.-]")]
    assert found.changes[0].awaits


def test_another_order_is_a_reason_without_a_change():
    now = dict(reversed(SIGNED.items()))
    found = explained(now, signed(SIGNED))
    assert (found.changes, found.known) == ((), True)


def test_the_latest_sign_off_that_does_not_hold_is_told_from():
    now = {**SIGNED, "Rest.": "Repose."}
    later = {**SIGNED, "Rest.": "Duerma."}
    found = explained(now, signed(SIGNED), signed(later, "review", day=9), before=said(later))
    assert found.record.step == "review"
    assert lines(found) == [("changed", None, "[-Duerma.-]{+Repose.+}")]


@pytest.mark.parametrize("records", [[], [signed(SIGNED, "translation")]])
def test_a_source_that_moved_since_it_was_translated(records):
    now = {"It can help.": "", "Do not drive.": "Nunca conduzca.", "Rest.": "Descanse."}
    found = explained(now, *records, previous={"It can help.": "It may help."})
    assert (found.record is None) == (not records)
    assert lines(found) == [("changed", "It [-may-]{+can+} help.", None)]


def test_a_reviewed_source():
    before = {text: text for text in ("It may help.", "Rest.")}
    now = {text: text for text in ("It can help.", "Rest.")}
    state = source_status([Message(text) for text in now], [signed(before, "review")])
    found = why(said(now), state, previous={}, before=said(before), is_source=True)
    assert lines(found) == [("changed", "It [-may-]{+can+} help.", None)]
    assert not found.changes[0].awaits
