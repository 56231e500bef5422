"""Which messages moved since a text was signed, told from the short hashes that records keep."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pwa.review.fingerprints import Pair


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the source moved: which signed messages are gone, which present ones are new.

    As many as there are on both sides are taken for the same ones, changed.
    """

    gone: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many messages moved here."""
        return max(len(self.gone), len(self.new))


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved, by the places of messages in the signed text and in the present one.

    `texts` are those of which the translation alone moved. A message that stands in another
    place did not move.
    """

    gaps: tuple[Gap, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()

    @property
    def in_source(self) -> int:
        """How many messages moved in the source."""
        return sum(gap.count for gap in self.gaps)

    @property
    def in_text(self) -> int:
        """How many messages moved in the translation alone."""
        return len(self.texts)


def moved(signed: Sequence[Pair], now: Sequence[Pair]) -> Moved:
    """Return what moved between two texts, each message with its two hashes."""
    kept = dict(_kept(signed, now))
    gone: defaultdict[int, list[int]] = defaultdict(list)
    new: defaultdict[int, list[int]] = defaultdict(list)
    there = set(kept.values())
    for at, before in _with_last(range(len(signed)), {at: at for at in there}):
        gone[before].append(at)
    for at, before in _with_last(range(len(now)), kept):
        new[before].append(at)
    places = sorted({*gone, *new})
    return Moved(
        gaps=tuple(Gap(tuple(gone[place]), tuple(new[place])) for place in places),
        texts=tuple((old, at) for at, old in kept.items() if signed[old][1] != now[at][1]),
    )


def _kept(signed: Sequence[Pair], now: Sequence[Pair]) -> Iterator[tuple[int, int]]:
    """Yield the place of each present message whose source was signed, and its place then."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for at, (source, _) in enumerate(signed):
        places[source].append(at)
    for at, (source, _) in enumerate(now):
        if places[source]:
            yield at, places[source].popleft()


def _with_last(places: range, kept: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield each place that is not kept with the last one before it that is, as signed."""
    last = -1
    for at in places:
        if at in kept:
            last = kept[at]
        else:
            yield at, last
