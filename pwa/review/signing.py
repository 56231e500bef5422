"""Signing: turning a person's word about a section into a record's fields, or refusing."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from pwa.errors import Finding, RefusedError
from pwa.review.fingerprints import Fingerprints, fingerprints
from pwa.review.records import Method, Record, content_of, fields_of, id_of, in_order
from pwa.review.status import SectionStatus, section_status, source_status
from pwa.review_policy import ReviewPolicy, Step
from pwa.source.message import NO_FORMER, SEGMENTER, Former
from pwa.source.people import ANYBODY, People, refuse_stranger
from pwa.source.publication import Section
from pwa.translation.catalog import Catalog

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"

# Seconds by which the clocks of two people may differ: who signs later is still the latest.
_SKEW = 60


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
    withdrawn: Collection[str] = (),
    people: People = ANYBODY,
    elsewhere: Sequence[Record] = (),
    former: Former = NO_FORMER,
) -> Record:
    """Return the record that binds the word to the section's present text.

    `records` are those about the section that count, `withdrawn` the ids of those taken back;
    `elsewhere` and `former` are as `section_status` has them.
    Its moment is the word's, or one just after what was signed less than a minute later by
    other clocks.

    Raises RefusedError, with the reason, for what could never count or would change nothing: a
    machine's revision or review, one of an incomplete translation or of one's own, a translation
    of the source or of nothing, or a word that a later one outweighs; and for whoever is not named
    by the id of one of the people with that role.
    """
    refuse_stranger(people, word.by, word.step, catalog.locale)
    in_source = catalog.locale == source_locale
    texts = [(m.key, m.msgid if in_source else catalog.text(m.key) or "") for m in section.messages]
    if not in_source:
        _refuse_if_incomplete(word, section, [text for _, text in texts])
    record = _bound(word, section, fingerprints(texts), records, withdrawn)
    messages, known = section.messages, in_order([*records, record])
    if in_source:
        state = source_status(messages, known, locale=source_locale, people=people, former=former)
    else:
        state = section_status(
            *(messages, catalog, known, policy), people=people, elsewhere=elsewhere, former=former
        )
    _refuse_if_ignored(record, state)
    _refuse_if_not_latest(record, state)
    return record


def _bound(
    word: Word,
    section: Section,
    prints: Fingerprints,
    records: Sequence[Record],
    withdrawn: Collection[str],
) -> Record:
    record = _record(word, section, prints, _moment(word, records))
    while record.id in withdrawn:  # the same word again, in the second in which it was given
        record = _record(word, section, prints, after(record.at))
    return record


def _moment(word: Word, records: Sequence[Record]) -> str:
    latest = max((one.at for one in records if one.step == word.step), default="")
    return after(latest) if word.at <= latest <= after(word.at, _SKEW) else word.at


def after(at: str, seconds: int = 1) -> str:
    """Return a later moment, as records have it."""
    moment = datetime.strptime(at, _MOMENT) + timedelta(seconds=seconds)
    return moment.strftime(_MOMENT)


def _record(word: Word, section: Section, prints: Fingerprints, at: str) -> Record:
    said = asdict(replace(word, at=at)) | asdict(prints)
    record = Record(id="", section=section.id, segmenter=SEGMENTER, **said)
    return replace(record, id=id_of(content_of(fields_of(record))))


def _refuse_if_incomplete(word: Word, section: Section, texts: Sequence[str]) -> None:
    total, left = len(texts), texts.count("")
    if word.step != "translation" and left:
        reason = f"{left} of {total} messages are missing or fuzzy; complete the translation first"
        raise _refused(section.id, reason)
    if total and left == total:
        raise _refused(section.id, f"none of its {total} messages is translated yet")


def _refuse_if_ignored(record: Record, state: SectionStatus) -> None:
    for one in state.ignored:
        if one.record == record:
            raise _refused(record.section, one.reason)


def _refuse_if_not_latest(record: Record, state: SectionStatus) -> None:
    """Records count by their date: an earlier one than is there already changes nothing."""
    latest = next(s.record for s in state.signatures if s.record.step == record.step)
    if latest != record:
        raise _refused(
            record.section,
            f"{latest.by} signed a {latest.step} dated {latest.at}, and the latest counts; by this "
            f"device's clock it is {record.at}: set the clock right and sign again, or withdraw "
            f"that record first where its date is wrong (--withdraw {latest.id})",
        )


def _refused(section: str, reason: str) -> RefusedError:
    return RefusedError(Finding(f"{section}: {reason}"))
