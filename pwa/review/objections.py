"""Why a record that is whole counts for nothing: it is not what its step asks for.

A revision or a review is the act of a human who, where the policy says `distinct`, translated
none of what is signed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pwa.errors import Finding, Severity
from pwa.review.fingerprints import Fingerprints, Pair
from pwa.review.names import is_same_person
from pwa.review.records import Ledger, Record
from pwa.settings import ReviewPolicy
from pwa.source.message import Key

Objection = Literal["machine", "own", "unknown", "source"]

_REASONS: Mapping[Objection, str] = {
    "machine": "a {step} is a human act; method machine goes with a translation alone",
    "own": (
        "{by} translated some of it: let somebody else sign this {step}; "
        "distinct = false in publication.toml gives that rule up"
    ),
    "unknown": (
        "nobody knows who translated it: record the translation first (--step translation), and "
        "let somebody else sign this {step}; distinct = false in publication.toml gives that "
        "rule up"
    ),
    "source": "the source is written, not translated: it has reviews, but no {step}",
}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record that counts for nothing, and why."""

    record: Record
    objection: Objection

    @property
    def reason(self) -> str:
        """The rule in words, and what to do."""
        return _REASONS[self.objection].format(step=self.record.step, by=self.record.by)


@dataclass(frozen=True, slots=True)
class Authors:
    """Who translated what: by message as far as records say, else by the catalog's header.

    `present` are the fingerprints of the section's text as it is now, `unrecorded` those of its
    translated messages that no record has. Of an earlier text the header says nothing: there,
    records alone count.
    """

    by_message: Mapping[Pair, frozenset[str]]
    present: Fingerprints
    unrecorded: frozenset[Pair]
    header: str | None

    @classmethod
    def of(
        cls,
        records: Sequence[Record],
        present: Fingerprints,
        texts: Sequence[tuple[Key, str]],
        header: str | None,
    ) -> "Authors":
        """Take the authors from the translation records among `records`."""
        names: defaultdict[Pair, set[str]] = defaultdict(set)
        for record in (one for one in records if one.step == "translation"):
            for pair in record.messages:
                names[pair].add(record.by)
        by_message = {pair: frozenset(found) for pair, found in names.items()}
        pairs = zip(present.messages, texts, strict=True)
        translated = frozenset(pair for pair, (_, text) in pairs if text)
        return cls(by_message, present, translated - by_message.keys(), header)

    def objection(self, record: Record) -> Objection | None:
        """Return why nobody distinct from the translators signed, None where somebody did."""
        is_present = record.text == self.present.text
        pairs = self.present.messages if is_present else record.messages
        names = {name for pair in pairs for name in self.by_message.get(pair, ())}
        if any(is_same_person(record.by, name) for name in names):
            return "own"
        if not is_present or not self.unrecorded:
            return None
        if self.header is None:
            return "unknown"
        return "own" if is_same_person(record.by, self.header) else None


def sorted_out(
    records: Iterable[Record], objection: Callable[[Record], Objection | None]
) -> tuple[tuple[Record, ...], tuple[Ignored, ...]]:
    """Return the records that count and those that do not, each in the order given."""
    counted, ignored = [], []
    for record in records:
        if why := objection(record):
            ignored.append(Ignored(record, why))
        else:
            counted.append(record)
    return tuple(counted), tuple(ignored)


def objection(record: Record, authors: Authors, policy: ReviewPolicy) -> Objection | None:
    """Return why a record counts for nothing in a translation, None where it counts."""
    if record.step == "translation":
        return None
    if record.method == "machine":
        return "machine"
    return authors.objection(record) if policy.distinct else None


def objection_in_source(record: Record) -> Objection | None:
    """Return why a record counts for nothing in the source locale, where only a review does."""
    if record.step != "review":
        return "source"
    return "machine" if record.method == "machine" else None


def findings_of(ignored: Iterable[Ignored], ledger: Ledger, *, locale: str) -> Iterator[Finding]:
    """Report records that count for nothing.

    What is wrong in the record itself is an error. Whose text it is follows the catalog, which
    others write: that it is the signer's own is a warning.
    """
    for one in ignored:
        severity: Severity = "error" if one.objection in {"machine", "source"} else "warning"
        what = f"it counts for nothing: {one.reason}; --withdraw {one.record.id} takes it back"
        file = ledger.files.get(one.record.id)
        yield Finding(what, file, 1, locale, "record", severity)
