"""Signing: turning a person's word about a section into a record's fields, or refusing."""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa.errors import Finding, RefusedError
from pwa.review.fingerprints import fingerprints
from pwa.review.records import Method, Record
from pwa.review.status import section_status, source_status
from pwa.settings import ReviewPolicy, Step
from pwa.source.message import SEGMENTER
from pwa.source.publication import Section
from pwa.translation.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says about a section; `at` in ISO 8601 UTC, `due` as a date."""

    step: Step
    by: str
    method: Method
    at: str
    credential: str | None = None
    due: str | None = None
    note: str | None = None


def signed(
    word: Word,
    section: Section,
    catalog: Catalog,
    records: Sequence[Record],
    policy: ReviewPolicy,
    *,
    source_locale: str,
) -> Record:
    """Return the record (without an id yet) that binds the word to the section's present text.

    Raises RefusedError, with the reason, for what could never count: a machine's revision or
    review, one of an incomplete translation or of one's own, or a translation of the source.
    """
    in_source = catalog.locale == source_locale
    _refuse_if_machine(word)
    _refuse_if_no_step_of_the_source(word, in_source=in_source)
    texts = [(m.key, m.msgid if in_source else catalog.text(m.key) or "") for m in section.messages]
    prints = fingerprints(texts)
    record = Record(
        id="",
        step=word.step,
        section=section.id,
        by=word.by,
        method=word.method,
        at=word.at,
        source=prints.source,
        text=prints.text,
        messages=prints.messages,
        segmenter=SEGMENTER,
        credential=word.credential,
        due=word.due,
        note=word.note,
    )
    if in_source:
        state = source_status(section.messages, [*records, record])
    else:
        _refuse_if_incomplete(word, section, catalog)
        state = section_status(section.messages, catalog, [*records, record], policy)
    if record not in [signature.record for signature in state.signatures]:
        raise _refused(section, _why_not_distinct(word))
    return record


def _refuse_if_machine(word: Word) -> None:
    if word.step != "translation" and word.method == "machine":
        raise RefusedError(
            Finding(f"a {word.step} is a human act; --method machine goes with translation alone")
        )


def _refuse_if_no_step_of_the_source(word: Word, *, in_source: bool) -> None:
    if in_source and word.step != "review":
        raise RefusedError(
            Finding(f"the source is written, not translated: it has reviews, but no {word.step}")
        )


def _refuse_if_incomplete(word: Word, section: Section, catalog: Catalog) -> None:
    left = sum(catalog.text(message.key) is None for message in section.messages)
    if word.step != "translation" and left:
        total = len(section.messages)
        reason = f"{left} of {total} messages are missing or fuzzy; complete the translation first"
        raise _refused(section, reason)


def _why_not_distinct(word: Word) -> str:
    return (
        f"{word.by} translated some of it, or nobody knows who translated it: record the "
        "translation first (--step translation), and let somebody else sign this step; "
        "distinct = false in publication.toml gives that rule up"
    )


def _refused(section: Section, reason: str) -> RefusedError:
    return RefusedError(Finding(f"{section.id}: {reason}"))
