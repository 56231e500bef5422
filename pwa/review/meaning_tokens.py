"""What a text consists of: words, and among them what has to stay where it stood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pwa.review.meaning_affixes import joined
from pwa.review.meaning_words import TELLING
from pwa.translation.checks.durations import unit_of_time
from pwa.translation.checks.languages import language, puts_spaces
from pwa.translation.checks.lexicon import CAUTION, NEGATION, any_of
from pwa.translation.checks.number_words import cardinals
from pwa.translation.checks.numerals import Number, numbers, plain
from pwa.translation.checks.units import unit_names

Kind = Literal[
    "numbers", "units", "signs", "words that deny", "words like “may”, “only” or “before”", ""
]
Place = tuple[int, int, "Token"]

DENY: Final[Kind] = "words that deny"
BIND: Final[Kind] = "words like “may”, “only” or “before”"

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Scripts without spaces: each character is one, but for the letters of a symbol.
_CHARACTER: Final = re.compile(r"[A-Za-zµμ]+|[^\W\d_]")
_LONGEST_UNIT: Final = 6
# A minus stands right before a number; any other dash before one joins it to what is before.
_MINUS: Final = re.compile(r"(?<!\S)[-−–](?=[^\w\s]?\d)|(?<=[(\[{<>≤≥=±~≈\"'“])[-−](?=[^\w\s]?\d)")
_RANGE: Final = re.compile(r"[-−–—‐‑]\s*(?=[^\w\s]?\d)|(?<=\d)\s*[,;:](?=\s*\d)")
_MARKS: Final = "%٪‰‱°º′″/?？؟"
_SAME_MARK: Final = {"º": "°", "？": "?", "؟": "?", "／": "/"}
# Own words, letters that name too; the small one is a pronoun, or an article that may begin.
_ROMAN: Final = re.compile(
    r"(?<![\w'])(?:(?=[MDCLXVI]{2,})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})"
    r"(?:IX|IV|V?I{0,3})|(?=[xvi]{2,})x{0,3}(?:ix|iv|v?i{0,3})|[VXLCDM](?!')|[Ii]|"
    r"(?<=[a-z] )[A-Z](?!'))(?!\w)"
)
# What stops a clause, read with the words that reach over it: “No: more”, “no more”.
_STOP: Final = r"\s*(?:[.:;!?…()。：；！？（）]|[–—]|-\s)"
_STOPPED: Final = {
    DENY: re.compile(rf"(?:{_STOP}|\s*[,،，、])(?=.*\w)", re.DOTALL),
    BIND: re.compile(rf"{_STOP}(?=.*\w)", re.DOTALL),
}
_STOPS: Final = tuple(".:;!?…()–—。：；！？（）")
# English writes “not” onto the word before it, with an apostrophe or in haste without.
_JOINED_NOT: Final = tuple(
    (re.compile(rf"\b{word}\b", re.IGNORECASE), apart)
    for word, apart in (
        (r"can(?:'?t|not)", "can not"),
        (r"won'?t", "will not"),
        (r"shan'?t", "shall not"),
        (
            r"(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|might)nt",
            r"\1 not",
        ),
        (r"(\w+)n't", r"\1 not"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or what has to stay: of a `kind`, worth `value`, as it is `written`.

    `counted` is what stands with a number.
    """

    kind: Kind
    value: str
    written: str
    counted: bool = False

    @property
    def same(self) -> tuple[Kind, str]:
        """What it has in common with the same one elsewhere."""
        return self.kind, self.value


@lru_cache(maxsize=256)
def tokens(text: str, locale: str) -> tuple[Token, ...]:
    """Return what a text consists of, in order; a word written twice in a row counts once."""
    if language(locale) == "en":
        for together, apart in _JOINED_NOT:
            text = together.sub(apart, text)
    found = list(_found(joined(text), locale))
    return tuple(
        token
        for at, token in enumerate(found)
        if token.kind in ("numbers", "signs") or not at or token.same != found[at - 1].same
    )


def _found(text: str, locale: str) -> Iterator[Token]:
    known = sorted(_known(text, locale), key=lambda one: (one[0], -one[1]))
    at, after_number = 0, False
    for start, end, token in known:
        if start >= at:
            yield from _words(text[at:start], locale, after_number=after_number)
            yield from _with_stops(token, text[:start], text, end)
            at, after_number = end, token.kind == "numbers"
    yield from _words(text[at:], locale, after_number=after_number)


def _with_stops(token: Token, before: str, text: str, end: int) -> Iterator[Token]:
    stop = Token("signs", "stop", "a stop")
    if token.kind == DENY and before.rstrip().endswith(_STOPS):
        yield stop
    yield token
    if token.kind in _STOPPED and _STOPPED[token.kind].match(text, end):
        yield stop


def _known(text: str, locale: str) -> Iterator[Place]:
    """Yield what is known to have to stay, with its place."""
    yield from _numbers(text, locale)
    yield from _signs(text, locale)
    for kind, pattern in _patterns(language(locale)):
        for found in pattern.finditer(text):
            yield *found.span(), Token(kind, " ".join(found[0].casefold().split()), found[0])


def _numbers(text: str, locale: str) -> Iterator[Place]:
    small = (number for number in cardinals(text, locale) if number.value != 1)
    for number in (*numbers(text, locale), *small):
        written = text[number.start : number.end]
        yield number.start, number.end, Token("numbers", str(number.value), written)
        if not puts_spaces(locale):
            yield from _unit_behind(text, number, locale)
    for found in _ROMAN.finditer(text):
        yield *found.span(), Token("numbers", found[0].upper(), found[0])
    for at, character in enumerate(text):
        if unicodedata.category(character) in ("No", "Nl"):
            yield at, at + 1, Token("numbers", character, character)


def _unit_behind(text: str, number: Number, locale: str) -> Iterator[Place]:
    """Yield the unit that is written on right behind a number; of letters it is a word."""
    behind = text[number.end :].lstrip()
    start = len(text) - len(behind)
    if behind[:1].isascii():
        return
    for length in range(_LONGEST_UNIT, 0, -1):
        if unit := _unit(behind[:length], locale):
            yield start, start + length, Token("units", unit, behind[:length], counted=True)
            return


def _signs(text: str, locale: str) -> Iterator[Place]:
    bare = plain(text)
    for found in _MINUS.finditer(bare):
        yield *found.span(), Token("signs", "−", found[0])
    for found in _RANGE.finditer(bare):
        mark = found[0].strip()
        yield *found.span(), Token("signs", mark if mark in ",;:" else "–", found[0])
    for at, mark in enumerate(text):
        if mark in _MARKS or unicodedata.category(mark) in ("Sc", "Sm"):
            unit = unit_names(locale).get(mark)
            value = unit or _SAME_MARK.get(mark, mark)
            yield at, at + 1, Token("units" if unit else "signs", value, mark)


def _words(text: str, locale: str, *, after_number: bool) -> Iterator[Token]:
    """Yield the words of a text between what is known; a symbol of one letter needs a number."""
    for found in (_WORD if puts_spaces(locale) else _CHARACTER).finditer(text):
        follows = after_number and not text[: found.start()].strip(" -\u00a0\u202f")
        unit = _unit(found[0], locale, counted=follows) if follows or len(found[0]) > 1 else None
        yield Token("units" if unit else "", unit or found[0].casefold(), found[0], counted=follows)


def _unit(word: str, locale: str, *, counted: bool = True) -> str | None:
    """Return a word's unit; the case of a symbol counts behind a number: mg is not Mg."""
    names, folded = unit_names(locale), word.casefold()
    if word in names:
        return names[word]
    if folded in names:
        return word if counted and len(word) < len("gram") else names[folded]
    time = unit_of_time(word, locale)
    return None if time is None else f"time {time}"


@lru_cache(maxsize=64)
def _patterns(spoken: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    spell = any_of if puts_spaces(spoken) else _anywhere
    more = TELLING[spoken]
    listed: tuple[tuple[Kind, str], ...] = (
        (DENY, more.denial), (BIND, more.bounds), ("numbers", more.numbers), ("units", more.units),
    )  # fmt: skip
    if not puts_spaces(spoken):
        names = (name for name in unit_names(spoken) if name.isalpha() and not name.isascii())
        named = " ".join(name for name in names if len(name) > 1)
        listed = (*listed, ("units", named))
    own = tuple((kind, re.compile(spell(w), re.IGNORECASE)) for kind, w in listed if w)
    return ((DENY, NEGATION[spoken].clear), (BIND, CAUTION[spoken].any), *own)


def _anywhere(listed: str) -> str:
    return "|".join(map(re.escape, sorted(listed.split(), key=len, reverse=True)))
