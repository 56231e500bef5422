"""Why a section is not what it was: what moved since somebody signed it, and from what to what.

Old texts are found by the hashes that records keep of them, wherever they come from: a text that
was never signed cannot be taken for one that was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pwa.review.difference import Piece, difference
from pwa.review.fingerprints import Fingerprints, Said, fingerprints
from pwa.review.likeness import most_alike
from pwa.review.moved import Gap, moved
from pwa.review.records import Record, in_order
from pwa.review.status import SectionStatus
from pwa.source.message import Key

Kind = Literal["changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Told:
    """How a text changed; where what it was is not `known`, the text as it is."""

    pieces: tuple[Piece, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A message that moved: in the source, or (`source` is None) in the translation alone.

    `text` is None where there is no translation to tell of; it `awaits` one where the present
    message has none.
    """

    kind: Kind
    source: Told | None
    text: Told | None
    awaits: bool = False

    @property
    def known(self) -> bool:
        """Whether it is known what it was."""
        return all(told.known for told in (self.source, self.text) if told)


@dataclass(frozen=True, slots=True)
class Why:
    """What moved since `record` was signed, or since translation where nobody signed.

    `total` counts the messages, those that are gone included.
    """

    record: Record | None
    total: int
    changes: tuple[Change, ...]

    @property
    def in_source(self) -> int:
        """How many messages moved in the source."""
        return sum(change.source is not None for change in self.changes)

    @property
    def in_text(self) -> int:
        """How many messages moved in the translation alone."""
        return len(self.changes) - self.in_source

    @property
    def known(self) -> bool:
        """Whether it is known of all that moved what it was."""
        return all(change.known for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Past:
    """Old texts by the hashes that records keep of them."""

    sources: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Sequence[Said]) -> "_Past":
        every = [*said, *((key, "") for key, _ in said)]
        pairs = list(zip(fingerprints(every).messages, every, strict=True))
        return cls(
            {source: key[1] for (source, _), (key, _) in pairs},
            {hashed: text for (_, hashed), (_, text) in pairs},
        )


def why(
    texts: Sequence[Said],
    state: SectionStatus,
    *,
    previous: Mapping[Key, str],
    before: Iterable[Said] = (),
    is_source: bool = False,
) -> Why | None:
    """Return why a section is not what it was, None where it is or where nothing tells.

    `texts` are the present messages with their translations (empty where there is none to be
    shown), `previous` what the fuzzy ones read when they were translated, `before` any texts
    that the section may have had.
    """
    if not (state.outdated or state.changed):
        return None
    record = since(state)
    if record is None:
        found = [_from_previous(key, previous[key]) for key, _ in texts if key in previous]
        return Why(None, len(texts), tuple(found)) if found else None
    earlier = [((key[0], msgid), "") for key, msgid in previous.items()]
    past = _Past.of([*earlier, *before, *texts])
    teller = _Teller(record, fingerprints(texts), texts, past, is_source=is_source)
    changes = tuple(teller.changes())
    return Why(record, len(texts) + sum(one.kind == "gone" for one in changes), changes)


def since(state: SectionStatus) -> Record | None:
    """Return the record that what moved is told from: the latest sign-off that does not hold.

    Without one, that of a translation of another source.
    """
    broken = [s.record for s in state.signatures if not s.holds and s.record.step != "translation"]
    if broken:
        return in_order(broken)[-1]
    translation = state.translation
    if translation and translation.record.source != state.source:
        return translation.record
    return None


def _from_previous(key: Key, previous: str) -> Change:
    return Change("changed", Told(difference(previous, key[1])), None, awaits=True)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells what moved between a record's text and the present one."""

    record: Record
    prints: Fingerprints
    texts: Sequence[Said]
    past: _Past
    is_source: bool

    def changes(self) -> Iterator[Change]:
        """Yield what moved in the source, then in the translation alone.

        How a translation was worked on is nobody's sign-off: since one, only the source counts.
        """
        found = moved(self.record.messages, self.prints.messages)
        for gap in found.gaps:
            for old, new in self._pairs(gap):
                yield self._change(old, new)
        if self.record.step != "translation":
            for old, new in found.texts:
                yield Change("changed", None, self._text(old, new), not self.texts[new][1])

    def _change(self, old: int | None, new: int | None) -> Change:
        source = _told(self._old_source(old), self.texts[new][0][1] if new is not None else "")
        kind: Kind = "new" if old is None else "gone" if new is None else "changed"
        awaits = new is not None and not self.texts[new][1]
        text = None if self.is_source or awaits else self._text(old, new)
        return Change(kind, source, text, awaits)

    def _text(self, old: int | None, new: int | None) -> Told | None:
        now = self.texts[new][1] if new is not None else ""
        return _told(self._old_text(old), now)

    def _old_source(self, old: int | None) -> str | None:
        return "" if old is None else self.past.sources.get(self.record.messages[old][0])

    def _old_text(self, old: int | None) -> str | None:
        return "" if old is None else self.past.texts.get(self.record.messages[old][1])

    def _pairs(self, gap: Gap) -> Iterator[tuple[int | None, int | None]]:
        """Yield which message became which."""
        was = [self._old_source(old) or "" for old in gap.gone]
        became = most_alike(was, [self.texts[new][0][1] for new in gap.new])
        for at, new in enumerate(gap.new):
            yield (gap.gone[became[at]] if at in became else None), new
        left = (old for at, old in enumerate(gap.gone) if at not in became.values())
        yield from ((old, None) for old in left)


def _told(was: str | None, now: str) -> Told:
    if was is None:
        return Told((Piece("same", now),) if now else (), known=False)
    return Told(difference(was, now))
