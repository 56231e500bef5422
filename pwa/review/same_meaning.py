"""Edits of the source that somebody declared to keep its meaning.

What was signed before such an edit is read as if signed after it: one way, and edit by edit, so
that a text edited twice needs both declared. An edit that moves a number, a unit, a negation, a
link or a word like “may” counts for nothing, whoever declared it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pwa.errors import Finding
from pwa.review.fingerprints import Fingerprints, Pair, fingerprints, source_hash
from pwa.review.meaning import differences
from pwa.review.migrating import as_signed_on
from pwa.review.records import Ledger, Record, SameMeaning
from pwa.source.message import NO_FORMER, Former, Key
from pwa.source.people import ANYBODY, People

Said = tuple[Key, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A declared edit of a message, and why it counts for nothing, empty where it counts."""

    declared: SameMeaning
    was: Key
    now: Key
    why_not: str


def edits(
    declared: Sequence[SameMeaning],
    present: Mapping[str, Key],
    locale: str,
    people: People = ANYBODY,
) -> Iterator[Edit]:
    """Yield the declared edits whose new text is known: present, or edited in turn.

    `present` are all messages of the publication, written in `locale`, by their hashes.
    """
    known = {source_hash(key): key for one in declared for key in one.before}
    known.update(present)
    for one in declared:
        stranger = people.refusal(one.by, "publisher", locale) or ""
        for was, (_, new) in zip(one.before, one.messages, strict=True):
            if new in known:
                why_not = stranger or _why_not(was, known[new], locale)
                yield Edit(one, was, known[new], why_not)


def _why_not(was: Key, now: Key, locale: str) -> str:
    if was[0] != now[0]:
        return "it stands in another context"
    return ", ".join(differences(was[1], now[1], locale))


def former_texts(
    declared: Sequence[SameMeaning],
    present: Iterable[Key],
    locale: str,
    people: People = ANYBODY,
) -> Former:
    """Return what each of the present messages was, by the declared edits that count."""
    if not declared:
        return NO_FORMER
    hashes = {key: source_hash(key) for key in present}
    there = {hashed: key for key, hashed in hashes.items()}
    before: defaultdict[str, list[Key]] = defaultdict(list)
    for edit in edits(declared, there, locale, people):
        if not edit.why_not:
            before[source_hash(edit.now)].append(edit.was)
    edited = (key for key, hashed in hashes.items() if hashed in before)
    return {key: tuple(_all_before(key, before)) for key in edited}


def _all_before(key: Key, before: Mapping[str, Sequence[Key]]) -> Iterator[Key]:
    waiting, seen = [key], {key}
    for one in waiting:
        for was in before.get(source_hash(one), ()):
            if was not in seen:
                seen.add(was)
                waiting.append(was)
                yield was


def findings(
    ledger: Ledger, present: Iterable[Key], locale: str, people: People = ANYBODY
) -> Iterator[Finding]:
    """Report declared edits that count for nothing; `ledger` is that of the source's `locale`."""
    there = {source_hash(key): key for key in present}
    for edit in edits(ledger.same_meanings, there, locale, people):
        if edit.why_not:
            what = f"it counts for nothing that “{edit.was[1]}” means the same as “{edit.now[1]}”"
            yield _finding(f"{what}: {edit.why_not}", edit.declared, ledger, locale)


def misplaced(ledger: Ledger, locale: str, source_locale: str) -> Iterator[Finding]:
    """Report declared edits in a locale that is not the source's: the source is what was edited."""
    for one in ledger.same_meanings:
        what = f"it counts for nothing here: declare it for the source ({source_locale})"
        yield _finding(what, one, ledger, locale)


def _finding(what: str, one: SameMeaning, ledger: Ledger, locale: str) -> Finding:
    message = f"{what}; --withdraw {one.id} takes it back"
    return Finding(message, ledger.files.get(one.id), 1, locale, "record")


# --- reading what was signed before -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """A message as it is, or as it was by a declared edit, with what a record has of it then."""

    said: Said
    pair: Pair


@dataclass(frozen=True, slots=True)
class Present:
    """A section's present text: its fingerprints, and the forms of each message, its own first."""

    prints: Fingerprints
    forms: tuple[tuple[Form, ...], ...]

    @property
    def texts(self) -> Sequence[Said]:
        """The messages with their translations."""
        return [forms[0].said for forms in self.forms]

    @property
    def pairs(self) -> frozenset[Pair]:
        """All that a record may have of a present message."""
        return frozenset(form.pair for forms in self.forms for form in forms)


def present_text(texts: Sequence[Said], former: Former, *, is_source: bool = False) -> Present:
    """Return the present text; in the source's locale each message says itself, as it did."""
    prints = fingerprints(texts)
    forms = []
    for (key, text), pair in zip(texts, prints.messages, strict=True):
        said = [(was, was[1] if is_source else text) for was in former.get(key, ())]
        pairs = fingerprints(said).messages if said else ()
        earlier = (Form(*one) for one in zip(said, pairs, strict=True))
        forms.append((Form((key, text), pair), *earlier))
    return Present(prints, tuple(forms))


def read_as_present(record: Record, now: Present) -> Record:
    """Return a record as if signed on the present text, as far as declared edits are between.

    One that does not hold for another reason does not hold.
    """
    if all(len(forms) == 1 for forms in now.forms):
        return record
    in_place = _in_place(record, now)
    if in_place is None:
        return as_signed_on(record, now.prints, now.prints, _anywhere(record, now))
    before = fingerprints([form.said for form in in_place])
    messages = (_read(pair, forms) for pair, forms in zip(record.messages, now.forms, strict=True))
    return as_signed_on(record, before, now.prints, tuple(messages))


def _in_place(record: Record, now: Present) -> list[Form] | None:
    """Which form of each present message was signed; None where another source was."""
    if len(record.messages) != len(now.forms):
        return None
    found = [
        next((form for form in forms if form.pair[0] == source), None)
        for (source, _), forms in zip(record.messages, now.forms, strict=True)
    ]
    signed = [form for form in found if form]
    return signed if len(signed) == len(found) else None


def _anywhere(record: Record, now: Present) -> tuple[Pair, ...]:
    """Of another source: a message that is there is itself, and else the first that it became."""
    became: dict[str, tuple[Form, ...]] = {forms[0].pair[0]: forms for forms in now.forms}
    for forms in now.forms:
        for form in forms:
            became.setdefault(form.pair[0], forms)
    return tuple(
        _read(pair, became[pair[0]]) if pair[0] in became else pair for pair in record.messages
    )


def _read(pair: Pair, forms: Sequence[Form]) -> Pair:
    """A message as it is now; its translation as well, where that is the present one."""
    source, text = forms[0].pair
    return source, text if any(pair[1] == form.pair[1] for form in forms) else pair[1]
