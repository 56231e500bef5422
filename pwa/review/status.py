"""What a section is worth in a locale: derived from texts and records, never stored.

One pure function, `section_status`. The day is no input of it: `is_overdue` takes it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pwa.durations import Period
from pwa.review.fingerprints import Fingerprints
from pwa.review.moved import Moved, moved
from pwa.review.objections import (
    Authors,
    Ignored,
    Objection,
    objection,
    objection_in_source,
    sorted_out,
)
from pwa.review.present import Present, present_text, read_as_present
from pwa.review.records import Record, in_order
from pwa.review.translators import Origin, translators
from pwa.review_policy import ReviewPolicy, Step
from pwa.source.message import NO_FORMER, Former, Message
from pwa.source.people import ANYBODY, People
from pwa.translation.catalog import Catalog

Status = Literal["untranslated", "partial", "translated", "revised", "reviewed", "written"]


@dataclass(frozen=True, slots=True)
class Signature:
    """The latest record of a step, and whether it holds: its text is the present one.

    `due` is the day (ISO 8601) on which the step is to be done again: the record's own, else that
    of the policy's interval; a translation has none but its own.
    """

    record: Record
    holds: bool
    due: str | None = None


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """A section's worth in a locale, and why; `ignored` are the records that do not count."""

    status: Status
    total: int
    translated: int
    fuzzy: int
    source: str
    text: str
    outdated: bool = False
    changed: bool = False
    origin: Origin | None = None
    due: str | None = None
    moved_source: int = 0
    moved_text: int = 0
    translation: Signature | None = None
    revision: Signature | None = None
    review: Signature | None = None
    ignored: tuple[Ignored, ...] = ()

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The latest record of each step that has one, in the order of steps."""
        return tuple(s for s in (self.translation, self.revision, self.review) if s)

    @property
    def is_complete(self) -> bool:
        """Whether all of it is translated; the source, which is written, always is."""
        return self.translated == self.total

    def holds(self, step: Step) -> bool:
        """Whether the latest record of a step is about the present text."""
        return any(one.holds for one in self.signatures if one.record.step == step)


def is_overdue(status: SectionStatus, today: str) -> bool:
    """Whether a due date (ISO 8601) has passed: from the day after it."""
    return status.due is not None and today > status.due


def section_status(
    messages: Sequence[Message],
    catalog: Catalog,
    records: Sequence[Record],
    policy: ReviewPolicy,
    *,
    msgids: frozenset[str] = frozenset(),
    people: People = ANYBODY,
    elsewhere: Sequence[Record] = (),
    former: Former = NO_FORMER,
) -> SectionStatus:
    """Return what a section is worth in the catalog's locale.

    `records` are those about the section that are not withdrawn, in order of (at, id);
    `elsewhere` the translation records about other sections that have messages of this one;
    `msgids` all that the present source has, to tell a source that moved from a translator's
    "needs work"; `former` what its messages were before edits that keep the meaning.
    """
    texts = [(message.key, catalog.text(message.key) or "") for message in messages]
    now = present_text(texts, former)
    prints, states = now.prints, Counter(catalog.state(message.key) for message in messages)
    complete = states["translated"] == len(messages)
    heard = _heard(now, catalog, records, elsewhere, policy, people)
    latest = _latest(heard.counted, prints.text, policy.interval)
    since = _moved(latest, prints)
    return SectionStatus(
        status=_status(states["translated"], len(messages), latest, policy),
        total=len(messages),
        translated=states["translated"],
        fuzzy=states["fuzzy"],
        source=prints.source,
        text=prints.text,
        outdated=not complete and _lags(messages, catalog, latest, prints, msgids),
        changed=any(not latest[step].holds for step in ("revision", "review") if step in latest),
        origin=heard.origin,
        due=_due(heard.counted, prints.text, policy.interval),
        moved_source=since.in_source,
        moved_text=since.in_text,
        translation=latest.get("translation"),
        revision=latest.get("revision"),
        review=latest.get("review"),
        ignored=heard.ignored,
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """A section's records, read as if signed on its present text, and what they tell."""

    counted: tuple[Record, ...]
    ignored: tuple[Ignored, ...]
    origin: Origin | None


def _heard(
    now: Present,
    catalog: Catalog,
    records: Sequence[Record],
    elsewhere: Sequence[Record],
    policy: ReviewPolicy,
    people: People,
) -> _Heard:
    if not (records or elsewhere):
        return _Heard((), (), translators(()).origin(now))
    read = [read_as_present(record, now) for record in records]
    translations = in_order(r for r in (*records, *elsewhere) if r.step == "translation")
    names = translators(translations).names(now, zip(records, read, strict=True))
    authors = Authors.of(names, now.prints, now.texts, catalog.last_translator, people)

    def against(record: Record) -> Objection | None:
        return objection(record, authors, policy, catalog.locale)

    known, _ = sorted_out(translations, against)
    return _Heard(*sorted_out(read, against), translators(known).origin(now))


def source_status(
    messages: Sequence[Message],
    records: Sequence[Record],
    interval: Period | None = None,
    *,
    locale: str = "",
    people: People = ANYBODY,
    former: Former = NO_FORMER,
) -> SectionStatus:
    """Return what a section is worth in the source locale, where msgstr is msgid.

    It is written or reviewed: only a review counts there. `interval` is the policy's; `locale` the
    source's, which has to be known where people have roles for locales; `former` as above.
    """
    texts = [(message.key, message.msgid) for message in messages]
    now = present_text(texts, former, is_source=True)
    prints, read = now.prints, [read_as_present(record, now) for record in records]
    reviews, ignored = sorted_out(
        read, lambda record: objection_in_source(record, prints, people, locale)
    )
    latest = _latest(reviews, prints.text, interval)
    review = latest.get("review")
    since = _moved(latest, prints)
    return SectionStatus(
        status="reviewed" if review and review.holds else "written",
        total=len(messages),
        translated=len(messages),
        fuzzy=0,
        source=prints.source,
        text=prints.text,
        changed=review is not None and not review.holds,
        due=_due(reviews, prints.text, interval),
        moved_source=since.in_source,
        moved_text=since.in_text,
        review=review,
        ignored=ignored,
    )


def _status(
    translated: int, total: int, latest: Mapping[Step, Signature], policy: ReviewPolicy
) -> Status:
    def holds(step: Step) -> bool:
        return step in latest and latest[step].holds

    if translated < total:
        return "partial" if translated else "untranslated"
    if all(holds(step) for step in policy.required):
        return "reviewed"
    return "revised" if holds("revision") else "translated"


def _latest(records: Sequence[Record], text: str, interval: Period | None) -> dict[Step, Signature]:
    return {
        record.step: Signature(record, record.text == text, _due_of(record, interval))
        for record in records
    }


def _due_of(record: Record, interval: Period | None) -> str | None:
    if record.due or record.step == "translation" or not interval:
        return record.due
    return interval.after(date.fromisoformat(record.at[:10])).isoformat()


def _lags(
    messages: Sequence[Message],
    catalog: Catalog,
    latest: Mapping[Step, Signature],
    prints: Fingerprints,
    msgids: frozenset[str],
) -> bool:
    """Whether the source moved: a previous msgid is gone, or a signature is on another source."""
    known = msgids | {message.msgid for message in messages}
    fuzzy = [message.key for message in messages if catalog.state(message.key) == "fuzzy"]
    previous = (catalog.previous(key) for key in fuzzy)
    if any(msgid is not None and msgid not in known for msgid in previous):
        return True
    return any(signature.record.source != prints.source for signature in latest.values())


def _due(records: Sequence[Record], text: str, interval: Period | None) -> str | None:
    """The earliest due date among the latest holding records of each step."""
    holding = _latest([record for record in records if record.text == text], text, interval)
    return min((signature.due for signature in holding.values() if signature.due), default=None)


def _moved(latest: Mapping[Step, Signature], prints: Fingerprints) -> Moved:
    """What moved since the latest sign-off that does not hold."""
    broken = [s.record for s in latest.values() if s.record.step != "translation" and not s.holds]
    return moved(in_order(broken)[-1].messages, prints.messages) if broken else Moved()
