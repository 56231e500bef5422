"""Which of several texts became which: the most alike, and else one after the other."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import Indel

# Below this share of characters two texts are no more alike than any others.
_ALIKE: Final = 0.4


def likeness(was: str, now: str) -> float:
    """Return the share of characters that two texts have in common, 0 where it is too small."""
    return Indel.normalized_similarity(was, now, score_cutoff=_ALIKE)


def most_alike(was: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return, by the place of a new text, that of the old one which most likely became it.

    As many as there are on both sides are paired.
    """
    ranked = sorted(
        (-likeness(old, new), before, at)
        for before, old in enumerate(was)
        for at, new in enumerate(now)
    )
    became: dict[int, int] = {}
    left = set(range(len(was)))
    for _, before, at in ranked:
        if before in left and at not in became:
            became[at] = before
            left.remove(before)
    return became
