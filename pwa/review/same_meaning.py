"""Edits of the source that somebody declared to keep its meaning.

They count one way, and edit by edit, so that a text edited twice needs both declared
(`pwa.review.present` reads what was signed before them). An edit that moves a number, a unit, a
negation, a link or a word like “may” counts for nothing, whoever declared it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pwa.errors import Finding
from pwa.review.fingerprints import source_hash
from pwa.review.meaning import differences
from pwa.review.records import Ledger, SameMeaning
from pwa.source.message import NO_FORMER, Former, Key
from pwa.source.people import ANYBODY, People


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
