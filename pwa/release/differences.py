"""Where two versions of a text differ, fast enough for every page of a release.

Lines are compared first, and words only within lines that changed, so that the cost follows from
the change and not from the size of the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

# What changes as a whole: a word, or a single mark. In scripts that write no spaces between words
# a run of letters is one word here, which costs a few bytes and keeps the rule short.
_WORD: Final = re.compile(r"\w+|\W")

# The comparison keeps a bit for each pair, and works on 64 at once. Beyond 64 MB of them it is
# left: what changed that much is as cheap to send whole.
_PAIRS: Final = 1 << 29


# With more changes for each word, spaces and marks included, it is another text: what both have is
# there by chance.
_SCATTERED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Change:
    """From `start` to `end` (characters of the old text) the new one has `text` instead."""

    start: int
    end: int
    text: str


def changes(old: str, new: str) -> list[Change]:
    """Return how one text becomes the other, in order and without overlap.

    Each is as short as it can be: neither the first nor the last characters of its two texts are
    the same.
    """
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    words = (each for one in _changed(*lines, at=0) for each in _by_word(old, one))
    return [_trimmed(old, one) for one in words]


def _by_word(old: str, change: Change) -> Sequence[Change]:
    """Take changed lines apart; where they have little in common, leave them as they are."""
    words = _WORD.findall(old[change.start : change.end]), _WORD.findall(change.text)
    found = list(_changed(*words, at=change.start))
    return found if len(found) <= _SCATTERED * len(words[0]) else [change]


def _changed(old: Sequence[str], new: Sequence[str], *, at: int) -> Iterator[Change]:
    """Yield the changes from one sequence to another; the old one begins at a character."""
    here = there = 0
    for i, j, size in _same(old, new):
        end = at + sum(map(len, old[here:i]))
        if i > here or j > there:
            yield Change(at, end, "".join(new[there:j]))
        at = end + sum(map(len, old[i : i + size]))
        here, there = i + size, j + size


def _same(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs that both have, in order: where in each, and how long. The last one is empty."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    inner = old[start : len(old) - end], new[start : len(new) - end]
    yield 0, 0, start
    if len(inner[0]) * len(inner[1]) <= _PAIRS:
        for block in LCSseq.editops(*inner).as_matching_blocks():
            yield start + block.a, start + block.b, block.size
    yield len(old) - end, len(new) - end, end
    yield len(old), len(new), 0


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _trimmed(old: str, change: Change) -> Change:
    gone, text = old[change.start : change.end], change.text
    start = _shared(gone, text)
    end = _shared(gone[start:][::-1], text[start:][::-1])
    return Change(change.start + start, change.end - end, text[start : len(text) - end])
