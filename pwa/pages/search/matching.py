"""Which blocks answer a query, in which order, and what is shown of each.

No part of a query is ever a pattern, and whatever is asked costs a bounded number of plain
searches.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pwa.pages.search.blocks import Block, Kind, Text
from pwa.pages.search.folding import SPACE, fold, fold_with_origins, normal

# Characters and words of a query, and results of it, beyond which nothing is looked at or shown.
LONGEST = 200
MOST_WORDS = 10
MOST_RESULTS = 50

# Characters of an excerpt: before the first word found, and in all.
_BEFORE = 60
_LENGTH = 240

_SPACES = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

# Languages that put no spaces between words: there a word can begin anywhere.
_UNSPACED = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})

_KINDS: tuple[Kind, ...] = ("title", "heading", "text")
_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, and its words as they are compared."""

    block: Block
    folded: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt, marked where it is what was asked for."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A title, heading or excerpt in its language."""

    pieces: tuple[Piece, ...]
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Result:
    """A place: the section's title, the heading above, an excerpt where it is no heading."""

    section: str
    anchor: str
    title: Said
    heading: Said | None
    excerpt: Said | None


@dataclass(frozen=True, slots=True)
class Found:
    """How many blocks answer, and the first of them; `asked` tells whether there was a word."""

    asked: bool
    count: int
    results: tuple[Result, ...]


NOTHING = Found(asked=False, count=0, results=())


def entries(blocks: Iterable[Block]) -> tuple[Entry, ...]:
    """Blocks made ready to be searched, each in its own language."""
    return tuple(Entry(block, fold(block.words.text, block.words.lang)) for block in blocks)


def query_words(query: str, language: str) -> tuple[str, ...]:
    """The words asked for, folded: what white space parts. A space within one was punctuation.

    Whether a long vowel is written at the end of a Japanese word is a matter of taste (JIS
    Z 8301), so that it is not asked for.
    """
    parts = (normal(part) for part in _SPACES.split(query[:LONGEST]))
    words = (fold(part.rstrip("ー") or part, language).strip(SPACE) for part in parts)
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_WORDS]


def find(entries: Sequence[Entry], query: str, language: str) -> Found:
    """What answers a query in a language, and the first places of it as they are shown."""
    asked = cache(lambda spoken: query_words(query, spoken))
    ranked = _ranked(entries, asked) if asked(language) else []
    results = (_result(block, asked(block.words.lang)) for block in ranked[:MOST_RESULTS])
    return Found(bool(asked(language)), len(ranked), tuple(results))


def _ranked(entries: Sequence[Entry], asked: Callable[[str], Sequence[str]]) -> list[Block]:
    """The blocks that hold every word, titles before headings before text.

    Among these whole words go before beginnings of words before all else, then reading order.
    """
    ranks: list[list[Block]] = [[] for _ in range(len(_KINDS) * _LEVELS)]
    for entry in entries:
        block = entry.block
        level = _level(entry.folded, asked(block.words.lang), block.words.lang)
        if level is not None:
            ranks[_KINDS.index(block.kind) * _LEVELS + level].append(block)
    return [block for rank in ranks for block in rank]


def _level(folded: str, words: Sequence[str], language: str) -> int | None:
    """How well the words are found: that of the worst, None where one is not or none is asked."""
    worst = None
    for word in words:
        if word not in folded:
            return None
        worst = max(worst or 0, _needles(word, language).index(_needle(folded, word, language)))
    return worst


def _needles(word: str, language: str) -> tuple[str, ...]:
    """What is looked for, best first: the whole word, its beginning, anything."""
    if language.partition("-")[0] in _UNSPACED:
        return (word,)
    return (f"{SPACE}{word}{SPACE}", f"{SPACE}{word}", word)


def _needle(folded: str, word: str, language: str) -> str:
    return next(needle for needle in _needles(word, language) if needle in folded)


def _result(block: Block, words: Sequence[str]) -> Result:
    def said(text: Text, kind: Kind) -> Said:
        return _marked(text, words) if kind == block.kind else _plain(text)

    return Result(
        section=block.section,
        anchor=block.anchor,
        title=said(block.title, "title"),
        heading=said(block.heading, "heading") if block.heading else None,
        excerpt=_marked(block.words, words) if block.kind == "text" else None,
    )


def _plain(text: Text) -> Said:
    return Said((Piece(text.text, is_marked=False),), text.lang, text.dir)


def _marked(text: Text, words: Sequence[str]) -> Said:
    return Said(tuple(excerpt(text.text, text.lang, words)), text.lang, text.dir)


def excerpt(text: str, language: str, words: Sequence[str]) -> Iterator[Piece]:
    """The part of a text around the first of the words, with each place of them marked."""
    marks = _marks(text, language, words)
    begin, end = _window(text, marks[0][0] if marks else 0)
    inside = [(max(start, begin), min(stop, end)) for start, stop in marks]
    edges = [begin, *(edge for mark in inside if mark[0] < mark[1] for edge in mark), end]
    if begin:
        yield Piece("…", is_marked=False)
    for number, (start, stop) in enumerate(pairwise(edges)):
        if start < stop:
            yield Piece(text[start:stop], is_marked=number % 2 == 1)
    if end < len(text):
        yield Piece("…", is_marked=False)


def _window(text: str, first: int) -> tuple[int, int]:
    """Where an excerpt begins and ends: at spaces, where there are any near."""
    begin, end = max(0, first - _BEFORE), min(len(text), max(0, first - _BEFORE) + _LENGTH)
    if begin:
        begin = max(begin, text.find(SPACE, begin, first) + 1)
    if end < len(text):
        space = text.rfind(SPACE, first + _LENGTH // 2, end)
        end = space if space > 0 else end
    return begin, end


def _marks(text: str, language: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text, in order, none within another."""
    folded, origins = fold_with_origins(text, language)
    found = sorted(
        (origins[start], max(origins[end - 1] + 1, origins[end]))
        for word in words
        for start, end in _places(folded, word, language)
    )
    joined: list[tuple[int, int]] = []
    for start, stop in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _places(folded: str, word: str, language: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in what is folded, as well as it stands anywhere in it."""
    if word not in folded:
        return
    needle = _needle(folded, word, language)
    before = len(needle) - len(needle.lstrip(SPACE))
    at = folded.find(needle)
    while at >= 0:
        end = at + before + len(word)
        yield at + before, end
        at = folded.find(needle, end)
