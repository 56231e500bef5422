"""Whether an edit of a text leaves alone what its meaning hangs on.

Numbers, units, links, and the words that deny, bind or bound: each of them has to stand where it
stood, among words that may be spelt better. That no other word has come to mean something else
is for the person to say who declares it (`pwa.review.same_meaning`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import Indel

from pwa.review.meaning_words import TELLING
from pwa.translation.checks.durations import unit_of_time
from pwa.translation.checks.languages import language, puts_spaces
from pwa.translation.checks.lexicon import CAUTION, NEGATION, any_of
from pwa.translation.checks.markup import Markup, markup
from pwa.translation.checks.number_words import cardinals, spelled
from pwa.translation.checks.numerals import numbers, numbers_in_names
from pwa.translation.checks.prose import prose
from pwa.translation.checks.units import unit_names

Kind = Literal[
    "numbers", "units", "signs", "words that deny", "words like “may”, “only” or “before”", ""
]

_DENY: Final[Kind] = "words that deny"
_BIND: Final[Kind] = "words like “may”, “only” or “before”"

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# A minus stands before a number and after none; a hyphen joins.
_SIGN: Final = re.compile(r"[%‰٪°<>≤≥=±~≈×+]|(?<![\w\s])[-−](?=\d)|(?:^|(?<=\s))[-−](?=\d)")
_VOWEL_MARKS: Final = re.compile("[\u064b-\u0652\u0670]")
_QUOTES: Final = str.maketrans("’‘ʼ", "'''")
# English writes “not” onto the word before it.
_JOINED_NOT: Final = (
    (re.compile(r"\bcan(?:'t|not)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bshan't\b", re.IGNORECASE), "shall not"),
    (re.compile(r"n't\b", re.IGNORECASE), " not"),
)
_ADDRESS: Final = re.compile(
    r"[^\s<>()\[\]]*(?:@|://|\bwww\.|\w\.[a-z]{2,4}\b|\w_\w)[^\s<>()\[\]]*"
)
_DENYING_PREFIXES: Final = ("un", "in", "im", "il", "ir", "non", "dis", "des", "mis", "не", "без")
_DENYING_ENDINGS: Final = (("less", "ful"), ("less", ""), ("los", ""), ("frei", ""))
# What is as alike as this is one word, spelt better.
_RESPELT: Final = 0.7
_PARTS: Final[Mapping[str, str]] = {
    "links": "links", "images": "images", "code": "pieces of code", "notes": "footnotes",
    "html": "pieces of HTML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or what has to stay: of a `kind`, worth `value`, as it is `written`."""

    kind: Kind
    value: str
    written: str


def differences(was: str, now: str, locale: str) -> tuple[str, ...]:
    """Return why an edit of a text in a language may change its meaning, nothing where none may.

    A language of which it is not known how it denies is a reason of its own.
    """
    return _differences(*(unicodedata.normalize("NFC", text) for text in (was, now)), locale)


@lru_cache(maxsize=4096)
def _differences(was: str, now: str, locale: str) -> tuple[str, ...]:
    if language(locale) not in TELLING:
        return (f"it is not known here which words say “not” or “may” in {locale}",)
    return (*_in_markup(was, now), *_in_words(_prose(was), _prose(now), locale))


def _in_markup(was: str, now: str) -> Iterator[str]:
    found = (markup(was), markup(now))
    for part, name in _PARTS.items():
        old, new = (_in_order(text, part) for text in found)
        if old != new:
            yield _told(name, old, new)
            return
    old, new = (_ADDRESS.findall(text) for text in (was, now))
    if old != new:
        yield _told("addresses", old, new)


def _in_order(found: Markup, part: str) -> list[str]:
    return [*getattr(found, part).elements()]


def _prose(text: str) -> str:
    return _VOWEL_MARKS.sub("", prose(text, "content").translate(_QUOTES))


def _in_words(was: str, now: str, locale: str) -> Iterator[str]:
    old = _tokens(was, locale)
    new = _without_respelt(old, _tokens(now, locale))
    gone, added = ([t for t in _lacking(*texts) if t.kind] for texts in ((new, old), (old, new)))
    yield from _changed(gone, added) if gone or added else _in_other_places(old, new)
    if _in_passing(was, locale) != _in_passing(now, locale):
        yield "the numbers differ that words and names give"
    for one, other in _opposites(old, new):
        yield f"“{one}” and “{other}” deny each other"


def _changed(gone: Sequence[_Token], added: Sequence[_Token]) -> Iterator[str]:
    for kind in dict.fromkeys(token.kind for token in (*gone, *added)):
        lost, gained = ([t.written for t in some if t.kind == kind] for some in (gone, added))
        yield _told(kind, lost, gained)


def _in_other_places(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[str]:
    order, other = ([_same(token) for token in text if token.kind] for text in (old, new))
    if order != other:
        kinds = " and the ".join(dict.fromkeys(kind for kind, _ in order))
        yield f"the {kinds} stand in another order"
    elif moved := _moved(old, new):
        yield f"“{moved}” stands on the other side of a number or of a word like “not” or “may”"


def _told(what: str, lost: Sequence[str], gained: Sequence[str]) -> str:
    sides = (", ".join(some) or "none" for some in (lost, gained))
    return f"the {what} differ (" + " → ".join(sides) + ")"


def _in_passing(text: str, locale: str) -> tuple[frozenset[object], ...]:
    """The numbers that a text may give in words, where they are not listed, and in names."""
    in_words = frozenset() if TELLING[language(locale)].numbers else spelled(text, locale)
    return in_words, numbers_in_names(text, locale)


# --- what stays where it stood ----------------------------------------------------------------


def _lacking(there: Sequence[_Token], tokens: Sequence[_Token]) -> Iterator[_Token]:
    """Yield those of the tokens that are not there, as often as they are not."""
    left = Counter(map(_same, there))
    for token in tokens:
        if left[_same(token)]:
            left[_same(token)] -= 1
        else:
            yield token


def _moved(old: Sequence[_Token], new: Sequence[_Token]) -> str | None:
    """Return a word that has moved across what stays where it stood, None where none has."""
    places = list(zip(_between(old), _between(new), strict=True))
    gone = (word for was, now in places for word in was - now)
    added = {word for was, now in places for word in now - was}
    return next((word for word in gone if word in added), None)


def _between(tokens: Sequence[_Token]) -> list[Counter[str]]:
    """The words before, between and after what has to stay."""
    places: list[Counter[str]] = [Counter()]
    for token in tokens:
        if token.kind:
            places.append(Counter())
        else:
            places[-1][token.value] += 1
    return places


def _without_respelt(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Token]:
    """Take units whose names are only spelt better now for the words that they were."""
    there = {token.value for token in new}
    words = [token.value for token in old if not token.kind and token.value not in there]
    units = {token.value for token in old if token.kind == "units"}

    def read(token: _Token) -> _Token:
        if token.kind != "units" or token.value in units:
            return token
        written = token.written.casefold()
        alike = (word for word in words if Indel.normalized_similarity(word, written) >= _RESPELT)
        word = next(alike, None)
        return _Token("", word, token.written) if word else token

    return [read(token) for token in new]


def _opposites(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[tuple[str, str]]:
    """Yield each word with the one in its place that denies it."""
    was, now = ({token.value for token in text if not token.kind} for text in (old, new))
    for one in sorted(was - now):
        for other in sorted(now - was):
            if _denies(one, other) or _denies(other, one):
                yield one, other


def _denies(word: str, other: str) -> bool:
    """Whether a word is another one with a beginning or an ending that denies it."""
    endings = (other.removesuffix(kept) + denying for denying, kept in _DENYING_ENDINGS)
    return word in {*(prefix + other for prefix in _DENYING_PREFIXES), *endings} - {other}


# --- tokens -----------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _tokens(text: str, locale: str) -> tuple[_Token, ...]:
    """Return what a text consists of, in order; a word written twice in a row counts once."""
    if language(locale) == "en":
        for joined, apart in _JOINED_NOT:
            text = joined.sub(apart, text)
    found = list(_found(text, locale))
    return tuple(
        token
        for at, token in enumerate(found)
        if token.kind == "numbers" or not at or _same(token) != _same(found[at - 1])
    )


def _same(token: _Token) -> tuple[Kind, str]:
    return token.kind, token.value


def _found(text: str, locale: str) -> Iterator[_Token]:
    known = sorted(_known(text, locale), key=lambda one: (one[0], -one[1]))
    at, after_number = 0, False
    for start, end, token in known:
        if start >= at:
            yield from _words(text[at:start], locale, after_number=after_number)
            yield token
            at, after_number = end, token.kind == "numbers"
    yield from _words(text[at:], locale, after_number=after_number)


def _known(text: str, locale: str) -> Iterator[tuple[int, int, _Token]]:
    """Yield what is known to have to stay, with its place."""
    small = (number for number in cardinals(text, locale) if number.value != 1)
    for number in (*numbers(text, locale), *small):
        written = text[number.start : number.end]
        yield number.start, number.end, _Token("numbers", str(number.value), written)
    for kind, pattern in _patterns(language(locale)):
        for found in pattern.finditer(text):
            yield *found.span(), _Token(kind, " ".join(found[0].casefold().split()), found[0])
    for found in _SIGN.finditer(text):
        unit = unit_names(locale).get(found[0])
        token = _Token("units", unit, found[0]) if unit else _Token("signs", found[0], found[0])
        yield *found.span(), token


def _words(text: str, locale: str, *, after_number: bool) -> Iterator[_Token]:
    """Yield the words of a text between what is known; a symbol of one letter needs a number."""
    if not puts_spaces(locale):
        yield from (_Token("", letter, letter) for letter in text if letter.isalnum())
        return
    for found in _WORD.finditer(text):
        follows = after_number and not text[: found.start()].strip(" -")
        unit = _unit(found[0], locale) if follows or len(found[0]) > 1 else None
        yield _Token("units" if unit else "", unit or found[0].casefold(), found[0])


def _unit(word: str, locale: str) -> str | None:
    names = unit_names(locale)
    time = unit_of_time(word, locale)
    return (
        names.get(word) or names.get(word.casefold()) or (None if time is None else f"time {time}")
    )


@lru_cache(maxsize=64)
def _patterns(spoken: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    spell = any_of if puts_spaces(spoken) else _anywhere
    more = TELLING[spoken]
    listed: tuple[tuple[Kind, str], ...] = (
        (_DENY, more.denial), (_BIND, more.bounds), ("numbers", more.numbers),
    )  # fmt: skip
    own = tuple((kind, re.compile(spell(w), re.IGNORECASE)) for kind, w in listed if w)
    return ((_DENY, NEGATION[spoken].clear), (_BIND, CAUTION[spoken].any), *own)


def _anywhere(listed: str) -> str:
    return "|".join(map(re.escape, sorted(listed.split(), key=len, reverse=True)))
