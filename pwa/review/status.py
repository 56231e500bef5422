"""What a section is worth in a locale: derived from texts and records, never stored.

One pure function, `section_status`. The day is no input of it: `is_overdue` takes it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pwa.review.fingerprints import Fingerprints, Pair, fingerprints
from pwa.review.moved import Moved, moved
from pwa.review.objections import (
    Authors,
    Ignored,
    objection,
    objection_in_source,
    sorted_out,
)
from pwa.review.records import Record, in_order
from pwa.settings import ReviewPolicy, Step
from pwa.source.message import Message
from pwa.translation.catalog import Catalog

Status = Literal["untranslated", "partial", "translated", "revised", "reviewed", "written"]
Origin = Literal["machine", "unknown", "post-edited", "human"]

# From the weakest: a section is as good as its weakest message.
_ORIGINS: tuple[Origin, ...] = ("machine", "unknown", "post-edited", "human")

STEPS: tuple[Step, ...] = ("translation", "revision", "review")


@dataclass(frozen=True, slots=True)
class Signature:
    """The latest record of a step, and whether it holds: its text is the present one."""

    record: Record
    holds: bool


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
) -> SectionStatus:
    """Return what a section is worth in the catalog's locale.

    `records` are those about the section that are not withdrawn, in order of (at, id);
    `msgids` all that the present source has, to tell a source that moved from a translator's
    "needs work".
    """
    texts = [(message.key, catalog.text(message.key) or "") for message in messages]
    prints = fingerprints(texts)
    states = Counter(catalog.state(message.key) for message in messages)
    complete = states["translated"] == len(messages)
    authors = Authors.of(records, prints, texts, catalog.last_translator)
    counted, ignored = sorted_out(records, lambda record: objection(record, authors, policy))
    latest = _latest(counted, prints.text)
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
        origin=_origin(texts, prints, records),
        due=_due(counted, prints.text),
        moved_source=since.in_source,
        moved_text=since.in_text,
        translation=latest.get("translation"),
        revision=latest.get("revision"),
        review=latest.get("review"),
        ignored=ignored,
    )


def source_status(messages: Sequence[Message], records: Sequence[Record]) -> SectionStatus:
    """Return what a section is worth in the source locale, where msgstr is msgid.

    It is written or reviewed: only a review counts there.
    """
    prints = fingerprints([(message.key, message.msgid) for message in messages])
    reviews, ignored = sorted_out(records, objection_in_source)
    latest = _latest(reviews, prints.text)
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
        due=_due(reviews, prints.text),
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


def _latest(records: Sequence[Record], text: str) -> dict[Step, Signature]:
    return {record.step: Signature(record, record.text == text) for record in records}


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


def _origin(
    texts: Sequence[tuple[object, str]], prints: Fingerprints, records: Sequence[Record]
) -> Origin | None:
    methods: dict[Pair, Origin] = {
        pair: record.method
        for record in records
        if record.step == "translation"
        for pair in record.messages
    }
    pairs = (pair for pair, (_, text) in zip(prints.messages, texts, strict=True) if text)
    origins = {methods.get(pair, "unknown") for pair in pairs}
    return min(origins, key=_ORIGINS.index, default=None)


def _due(records: Sequence[Record], text: str) -> str | None:
    """The earliest due date among the latest holding records of each step."""
    holding = _latest([record for record in records if record.text == text], text)
    return min((s.record.due for s in holding.values() if s.record.due), default=None)


def _moved(latest: Mapping[Step, Signature], prints: Fingerprints) -> Moved:
    """What moved since the latest sign-off that does not hold."""
    broken = [s.record for s in latest.values() if s.record.step != "translation" and not s.holds]
    return moved(in_order(broken)[-1].messages, prints.messages) if broken else Moved()
