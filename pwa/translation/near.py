"""Which new message was which vanished one: near matches, by text and by neighbourhood."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from pwa.source.message import Key

NEAR: Final = 0.6
"""The share of characters below which a text is another one: GNU gettext's FUZZY_THRESHOLD."""

# Between the same two neighbours a message is recognised from less.
_NEAR_IN_PLACE: Final = 0.45
# What each same neighbour, and the same msgctxt, add: they decide between texts about as near.
_NEIGHBOUR: Final = 0.03
# How many of the nearest old messages are looked at for each new one.
_NEAREST: Final = 8

# Only the old texts that share most with a new one are measured: comparing all with all takes
# 20 s for 5,000 messages, this 1 s, and finds no fewer right pairs. Runs of letters serve
# scripts with and without word spaces; the rare ones tell most.
_RUN: Final = 4
_SHARED: Final = 1000
_LIKELY: Final = 64


@dataclass(frozen=True, slots=True)
class Place:
    """A message and the ones beside it; `texts` is its msgid and what it read before."""

    key: Key
    texts: tuple[str, ...]
    before: Key | None = None
    after: Key | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Pair:
    score: float
    new: int
    old: int


def nearest(new: Sequence[Place], old: Sequence[Place]) -> dict[int, int]:
    """Return, by index, the old message that a new one most likely comes from.

    Every old message goes to the new one that it is nearest to; a new one that is left over may
    share one (a paragraph that was split).
    """
    ranked = sorted(_pairs(new, old), key=lambda pair: (-pair.score, pair.new, pair.old))
    found: dict[int, int] = {}
    used: set[int] = set()
    for pair in ranked:
        if pair.new not in found and pair.old not in used:
            found[pair.new] = pair.old
            used.add(pair.old)
    for pair in ranked:
        found.setdefault(pair.new, pair.old)
    return found


def _pairs(new: Sequence[Place], old: Sequence[Place]) -> Iterator[_Pair]:
    texts = [(text, index) for index, place in enumerate(old) for text in place.texts]
    known = _Texts([text for text, _ in texts])
    for number, place in enumerate(new):
        found = process.extract(
            place.key[1],
            known.likely(place.key[1]),
            scorer=Indel.normalized_similarity,
            score_cutoff=_NEAR_IN_PLACE,
            limit=_NEAREST,
        )
        for _, ratio, choice in found:
            index = texts[choice][1]
            neighbours = _same_neighbours(place, old[index])
            if ratio >= NEAR or neighbours == 2:
                same_context = place.key[0] == old[index].key[0]
                yield _Pair(ratio + _NEIGHBOUR * (neighbours + same_context), number, index)


class _Texts:
    """Texts by the runs of letters in them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for run in _runs(text):
                self.holding[run].append(number)

    def likely(self, text: str) -> Mapping[int, str]:
        """Return, by index, the texts that share the most rare runs with one."""
        lists = (self.holding[run] for run in _runs(text) if run in self.holding)
        shared: Counter[int] = Counter()
        room = _SHARED
        for numbers in sorted(lists, key=len):
            shared.update(numbers)
            room -= len(numbers)
            if room < 0:
                break
        return {number: self.texts[number] for number, _ in shared.most_common(_LIKELY)}


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))}


def _same_neighbours(new: Place, old: Place) -> int:
    sides = ((new.before, old.before), (new.after, old.after))
    return sum(one is not None and one == other for one, other in sides)
