"""Why a record that is whole counts for nothing: it is not what its step asks for.

A revision or a review is the act of a human who, where the policy says `distinct`, translated none
of what is signed. Where there is a people.toml, a word that gives trust counts from those alone who
have the role for the locale there; one that takes trust away, that a machine translated or that a
text is one's own, counts whoever says it. The file is asked as it is now: whoever leaves stays in
it, with the roles in which their word is to count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pwa.errors import Finding, Severity
from pwa.review.fingerprints import Fingerprints, Pair, Said
from pwa.review.records import Ledger, Record
from pwa.review_policy import ReviewPolicy
from pwa.source.people import ANYBODY, People

Objection = Literal["contradiction", "machine", "own", "unknown", "source", "stranger"]

_REASONS: Mapping[Objection, str] = {
    "contradiction": (
        "its hashes contradict each other: text is that of the present text, source and messages "
        "are not; sign with pwa review, which writes all three"
    ),
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
    "stranger": (
        "content/people.toml names nobody as {by} with the role {step} for this locale: give it to "
        "that person there, and list another name that a record holds under formerly"
    ),
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
    people: People = ANYBODY

    @classmethod
    def of(
        cls,
        by_message: Mapping[Pair, frozenset[str]],
        present: Fingerprints,
        texts: Sequence[Said],
        header: str | None,
        people: People = ANYBODY,
    ) -> "Authors":
        """Tell the present text's messages that `by_message` has nobody for from the others."""
        pairs = zip(present.messages, texts, strict=True)
        translated = frozenset(pair for pair, (_, text) in pairs if text)
        return cls(by_message, present, translated - by_message.keys(), header, people)

    def objection(self, record: Record) -> Objection | None:
        """Return why nobody distinct from the translators signed, None where somebody did."""
        is_present = record.text == self.present.text
        pairs = self.present.messages if is_present else record.messages
        names = {name for pair in pairs for name in self.by_message.get(pair, ())}
        if any(self.people.is_same_person(record.by, name) for name in names):
            return "own"
        if not is_present or not self.unrecorded:
            return None
        if self.header is None:
            return "unknown"
        return "own" if self.people.is_same_person(record.by, self.header) else None


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


def objection(
    record: Record, authors: Authors, policy: ReviewPolicy, locale: str
) -> Objection | None:
    """Return why a record counts for nothing in a translation, None where it counts."""
    if _contradicts_itself(record, authors.present):
        return "contradiction"
    if record.method == "machine":
        return None if record.step == "translation" else "machine"
    if authors.people.refusal(record.by, record.step, locale):
        return "stranger"
    if record.step == "translation" or not policy.distinct:
        return None
    return authors.objection(record)


def objection_in_source(
    record: Record, present: Fingerprints, people: People, locale: str
) -> Objection | None:
    """Return why a record counts for nothing in the source locale, where only a review does."""
    if _contradicts_itself(record, present):
        return "contradiction"
    if record.step != "review":
        return "source"
    if record.method == "machine":
        return "machine"
    return "stranger" if people.refusal(record.by, record.step, locale) else None


def _contradicts_itself(record: Record, present: Fingerprints) -> bool:
    """Whether it is of the present text by one hash, and not by the others: written by hand."""
    signed = Fingerprints(record.source, record.text, record.messages)
    return record.text == present.text and signed != present


def findings_of(ignored: Iterable[Ignored], ledger: Ledger, *, locale: str) -> Iterator[Finding]:
    """Report records that count for nothing.

    What is wrong in the record itself is an error. Whose text it is follows the catalog, which
    others write: that it is the signer's own is a warning.
    """
    for one in ignored:
        severity: Severity = "warning" if one.objection in {"own", "unknown"} else "error"
        what = f"it counts for nothing: {one.reason}; --withdraw {one.record.id} takes it back"
        file = ledger.files.get(one.record.id)
        yield Finding(what, file, 1, locale, "record", severity)
