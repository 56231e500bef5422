"""The difference of two texts, word by word, with markup left whole.

A law holds, and is tested: what is the same and what is new, together, are the new text; what is
the same and what is gone, together, the old one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from rapidfuzz.distance import Indel

Part = Literal["same", "gone", "new"]

# Of texts that share less than this, one is shown whole after the other: two sentences shuffled
# into each other cannot be read.
_SHARED: Final = 0.4

# What reads as a unit in Markdown's inline forms: code, a footnote's mark, a destination with the
# bracket before it, an autolink or tag, an escape, the marks of emphasis.
_MARKUP: Final = re.compile(
    r"(?<!`)`[^`]+`(?!`)|(?<!`)``(?!`).{1,200}?(?<!`)``(?!`)|`+|!?\[\^[^\]\[\s]*\]"
    r"|\]\((?:[^()\\]|\\.|\([^()]*\))*\)|</?[^<>\s][^<>]*>|\\[!-/:-@\[-`{-~]|\*+|~~|_",
    re.DOTALL,
)

# Scripts that write no spaces between words (UAX #29, 4: those need a dictionary): each letter
# stands for itself.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf\u3005-\u3007\u3040-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)
_JOINERS: Final = frozenset("\u200c\u200d")
_INNER: Final = frozenset("'’.,:٫٬")

# On a text's classes, a letter a character. UAX #29, WB6 and WB11: an apostrophe or a decimal
# sign within a word or number is part of it.
_UNIT: Final = re.compile(r"[wm]+(?:i[wm]+)*|um*|s+|.m*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both texts have, or only the old one, or only the new one."""

    part: Part
    text: str


def difference(was: str, now: str) -> tuple[Piece, ...]:
    """Return how one text became another, as few runs as can be read."""
    old, new = list(units(was)), list(units(now))
    return _joined(_readable(list(_pieces(old, new))))


def units(text: str) -> Iterator[str]:
    """Yield what a difference takes or leaves: words, letters where words are not spaced, marks.

    Together they are the text.
    """
    at = 0
    for found in _MARKUP.finditer(text):
        yield from _words(text[at : found.start()])
        yield found.group()
        at = found.end()
    yield from _words(text[at:])


def _words(text: str) -> Iterator[str]:
    classes = "".join(map(_class, text))
    return (text[found.start() : found.end()] for found in _UNIT.finditer(classes))


def _class(character: str) -> str:
    if character in _INNER:
        return "i"
    if character.isspace():
        return "s"
    if character in _JOINERS or unicodedata.category(character)[0] == "M":
        return "m"
    if _UNSPACED.match(character):
        return "u"
    return "w" if character.isalnum() else "p"


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    numbers: dict[str, int] = {}
    ids = [[numbers.setdefault(unit, len(numbers)) for unit in text] for text in (old, new)]
    for found in Indel.opcodes(*ids):
        if found.tag == "equal":
            yield Piece("same", "".join(new[found.dest_start : found.dest_end]))
        else:
            yield Piece("gone", "".join(old[found.src_start : found.src_end]))
            yield Piece("new", "".join(new[found.dest_start : found.dest_end]))


def _readable(pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Give up what is the same only by chance: spaces between changed words, most of all."""
    same = sum(len(piece.text) for piece in pieces if piece.part == "same")
    every = sum(len(piece.text) for piece in pieces)
    if every and 2 * same / (every + same) < _SHARED:
        return (both for piece in pieces for both in _as_changed(piece))
    inner = range(1, len(pieces) - 1)
    loose = {at for at in inner if pieces[at].part == "same" and not _has_words(pieces[at].text)}
    return (
        both
        for at, piece in enumerate(pieces)
        for both in (_as_changed(piece) if at in loose else (piece,))
    )


def _as_changed(piece: Piece) -> tuple[Piece, ...]:
    if piece.part != "same":
        return (piece,)
    return Piece("gone", piece.text), Piece("new", piece.text)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Every run as one piece; between two that are the same, what is gone and then what is new."""
    made: list[Piece] = []
    for same, run in groupby(pieces, lambda piece: piece.part == "same"):
        parts = list(run)
        kinds: tuple[Part, ...] = ("same",) if same else ("gone", "new")
        for part in kinds:
            text = "".join(piece.text for piece in parts if piece.part == part)
            made += [Piece(part, text)] if text else []
    return tuple(made)
