"""Whether an edit of a text leaves alone what its meaning hangs on.

Numbers, units, links, and the words that deny, bind or bound: each of them has to stand where it
stood, among words that may be spelt better. That no other word has come to mean something else
is for the person to say who declares it (`pwa.review.same_meaning`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from rapidfuzz.distance import OSA

from pwa.review.meaning_affixes import denies_apart, turns
from pwa.review.meaning_tokens import BIND, DENY, Token, tokens
from pwa.review.meaning_words import TELLING
from pwa.translation.checks.languages import language
from pwa.translation.checks.markup import Markup, markup
from pwa.translation.checks.number_words import spelled
from pwa.translation.checks.numerals import numbers_in_names
from pwa.translation.checks.prose import prose

_VOWEL_MARKS: Final = re.compile("[\u064b-\u0652\u0670]")
_QUOTES: Final = str.maketrans("’‘ʼ", "'''")
_ABBREVIATION: Final = re.compile(r"(?<!\w)[^\W\d_]{2,5}(?!\w)")
# A typo in a word this long, behind as many letters, makes no other word of it.
_LONG: Final = 7
_STEM: Final = 5
# A letter doubled, or two that changed places, leave a word of so many what it is.
_SAME_LETTERS: Final = 6
_UNIT_NAME: Final = 4
_ADDRESS: Final = re.compile(
    r"[^\s<>()\[\]]*(?:@|://|\bwww\.|\w\.[a-z]{2,4}\b|\w_\w)[^\s<>()\[\]]*"
)
_PARTS: Final[Mapping[str, str]] = {
    "links": "links", "images": "images", "code": "pieces of code", "notes": "footnotes",
    "html": "pieces of HTML",
}  # fmt: skip


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
    old = tokens(was, locale)
    new = _without_respelt(old, tokens(now, locale))
    gone, added = ([t for t in _lacking(*texts) if t.kind] for texts in ((new, old), (old, new)))
    yield from _changed(gone, added) if gone or added else _in_other_places(old, new)
    if _in_passing(was, locale) != _in_passing(now, locale):
        yield "the numbers differ that words and names give"
    for one, other in _counted_apart(old, new):
        yield f"the units differ ({one or 'none'} → {other or 'none'} with a number)"
    for one, other in _opposites(old, new):
        yield f"“{one}” and “{other}” deny each other"
    if abbreviations := _abbreviations(was, now) + _abbreviations(now, was):
        yield f"the abbreviations differ ({', '.join(abbreviations)})"


def _abbreviations(text: str, other: str) -> list[str]:
    """The abbreviations that the other text has in no spelling."""
    there = set(_ABBREVIATION.findall(other.casefold()))
    found = _ABBREVIATION.findall(text)
    return [one for one in found if one.isupper() and one.casefold() not in there]


def _changed(gone: Sequence[Token], added: Sequence[Token]) -> Iterator[str]:
    for kind in dict.fromkeys(token.kind for token in (*gone, *added)):
        lost, gained = ([t.written for t in some if t.kind == kind] for some in (gone, added))
        yield _told(kind, lost, gained)


def _in_other_places(old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    order, other = ([token.same for token in text if token.kind] for text in (old, new))
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


def _lacking(there: Sequence[Token], some: Sequence[Token]) -> Iterator[Token]:
    """Yield those of the tokens that are not there, as often as they are not."""
    left = Counter(token.same for token in there)
    for token in some:
        if left[token.same]:
            left[token.same] -= 1
        else:
            yield token


def _moved(old: Sequence[Token], new: Sequence[Token]) -> str | None:
    """Return a word that has moved across what stays where it stood, None where none has."""
    places = list(zip(_between(old), _between(new), strict=True))
    gone = (word for was, now in places for word in was - now)
    added = {word for was, now in places for word in now - was}
    return next((word for word in gone if word in added), None)


def _between(text: Sequence[Token]) -> list[Counter[str]]:
    """The words before, between and after what has to stay."""
    places: list[Counter[str]] = [Counter()]
    for token in text:
        if token.kind:
            places.append(Counter())
        else:
            places[-1][token.value] += 1
    return places


# --- what is spelt better, and what is turned ---------------------------------------------------


def _without_respelt(old: Sequence[Token], new: Sequence[Token]) -> list[Token]:
    """Take units and telling words that are only spelt better now for the words that they were."""
    there = {token.same for token in new}
    words = [token for token in old if token.same not in there and token.kind in ("", DENY, BIND)]
    known = {token.same for token in old}

    def read(token: Token) -> Token:
        if token.kind not in ("units", DENY, BIND) or token.same in known:
            return token
        was = next((word for word in words if _is_respelt(word, token)), None)
        return replace(token, kind=was.kind, value=was.value) if was else token

    return [read(token) for token in new]


def _is_respelt(was: Token, now: Token) -> bool:
    one, other = was.written.casefold(), now.written.casefold()
    if was.kind not in ("", now.kind) or "stop" in (was.value, now.value):
        return False
    if now.kind == "units":
        return len(other) >= _UNIT_NAME and _is_typo(one, other)
    return _same_letters(one, other) or (
        min(len(one), len(other)) >= _LONG
        and one[:_STEM] == other[:_STEM]
        and OSA.distance(one, other) == 1
    )


def _is_typo(one: str, other: str) -> bool:
    return OSA.distance(one, other) <= (1 if len(other) <= _LONG else 2)


def _same_letters(one: str, other: str) -> bool:
    """Whether two words differ by letters doubled, or by two that changed places."""
    if max(len(one), len(other)) < _SAME_LETTERS:
        return False
    once = {re.sub(r"(.)\1", r"\1", word) for word in (one, other)}
    return len(once) == 1 or (sorted(one) == sorted(other) and OSA.distance(one, other) == 1)


def _counted_apart(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield what each number stands with, where that is another word now and no typo."""
    was, now = _counted(old), _counted(new)
    if len(was) == len(now):
        yield from (pair for pair in zip(was, now, strict=True) if not _is_counted_alike(*pair))


def _counted(text: Sequence[Token]) -> list[str]:
    return [
        after.written if after and after.counted and not after.kind else ""
        for token, after in zip_longest(text, text[1:])
        if token.kind == "numbers" and not token.value.isalpha()
    ]


def _is_counted_alike(one: str, other: str) -> bool:
    """Whether both are one word, or a long one with a typo; the case of a symbol counts."""
    if min(len(one), len(other)) < _STEM:
        return one == other
    return _is_typo(one.casefold(), other.casefold())


def _opposites(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield each word with the one in its place that is another by its beginning or its end."""
    was, now = (
        {token.written.casefold() for token in text if token.kind != "numbers"}
        for text in (old, new)
    )
    spaced = "|".join(
        "".join(f" {token.written.casefold()} " for token in text) for text in (old, new)
    )
    for one in sorted(was - now):
        for other in sorted(now - was):
            if turns(one, other) and not _is_spaced(one, other, spaced):
                yield one, other


def _is_spaced(one: str, other: str, texts: str) -> bool:
    """Whether one word is the other behind a space, where no beginning that denies is there."""
    beginning = max(one, other, key=len).removesuffix(min(one, other, key=len))
    apart = f" {beginning}  {min(one, other, key=len)} "
    return apart in texts and not denies_apart(beginning)
