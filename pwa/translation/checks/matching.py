"""Finding terms in texts, whatever ending, prefix or marks they carry there.

Two measures: `Pattern`s find a term as it is spelt (case and optional marks aside), and `uses`
says tolerantly whether a text contains a term in any form that it may take.
"""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from unicodedata import category, combining, normalize

from pwa.translation.checks.languages import language, puts_spaces, script

# Letters that one word may be spelt with in several ways.
_VARIANTS: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ـ": None,
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ё": "е",
    }
)  # fmt: skip
# Combining classes (Unicode Standard Annex #44) of Hebrew points and Arabic vowel marks.
_POINTS: Final = range(10, 37)
# Classes of marks that make another letter: kana voicing and virama.
_OWN: Final = frozenset({0, 8, 9})


class _Separators(dict[int, str]):
    """Maps what is neither letter, digit nor mark to a space, and format characters to nothing."""

    def __missing__(self, point: int) -> str:
        kind = category(chr(point))
        kept = chr(point) if kind[0] in "LNM" else "" if kind == "Cf" else " "
        self[point] = kept
        return kept


_SEPARATORS: Final = _Separators()


@lru_cache(maxsize=512)
def spelt(text: str, locale: str) -> str:
    """Return the words of a text as they are compared: one space between them, or none."""
    folded = normalize("NFKC", text).casefold()
    bare = "".join(letter for letter in folded if combining(letter) not in _POINTS)
    words = bare.translate(_VARIANTS).translate(_SEPARATORS).split()
    return (" " if puts_spaces(locale) else "").join(words)


@lru_cache(maxsize=512)
def _loose(text: str, locale: str) -> str:
    """Return the words without any accents."""
    parts = normalize("NFD", spelt(text, locale))
    return "".join(letter for letter in parts if combining(letter) in _OWN)


# Words written onto the next one (and, in, the, …) and endings written onto the one before.
_CLITICS: Final = MappingProxyType(
    {
        "Arab": (
            "(?:[وف]?(?:[بكل]?ال|لل|[بكل])?)?",
            "(?:ه|ها|هم|هن|هما|نا|ك|كم|ي|ا|ين|ون|ان|ات)?",
        ),
        "Hebr": ("[והבלמשכ]{0,3}", "(?:ימ|ות|ה|ת)?"),
    }
)
# Letters that come and go when a word of these scripts is inflected.
_WEAK: Final = MappingProxyType({"Arab": "اويهءؤئآ", "Hebr": "ויא"})
_SHORTEST_ROOT: Final = 3
# What may stand around a root of two consonants when weak letters are gone.
_AROUND: Final = ("[فبكلהבלמשכ]*", "[تنمكתמ]{0,3}")
_ENGLISH_PLURAL: Final = "(?:e?s)?"


@lru_cache(maxsize=4096)
def pattern(form: str, locale: str) -> re.Pattern[str]:
    """Return what finds a form in a text that is `spelt`; a word's `*` stands for any ending."""
    before, after = _CLITICS.get(script(locale), ("", ""))
    words = [
        before + re.escape(spelt(word, locale)) + (r"\S*" if word.endswith("*") else after)
        for word in form.split()
        if spelt(word, locale)
    ]
    if not words:
        return re.compile(r"(?!)")
    if not puts_spaces(locale):
        return re.compile("".join(words))
    plural = _ENGLISH_PLURAL if language(locale) == "en" else ""
    return re.compile(rf"(?<!\S){' '.join(words)}{plural}(?!\S)")


def uses(form: str, text: str, locale: str) -> bool:
    """Whether a text seems to use a form, inflected or as part of a compound."""
    if not puts_spaces(locale):
        return _without_ending(spelt(form, locale)) in spelt(text, locale)
    if pattern(form, locale).search(spelt(text, locale)):
        return True
    words = _loose(form, locale).split()
    long = [word for word in words if len(word) > _SHORTEST_ROOT] or words
    has = _has_root if script(locale) in _WEAK else _has_stem
    return all(has(word, text, locale) for word in long)


def _without_ending(form: str) -> str:
    """Cut what Japanese inflects: the kana after the last other character."""
    stem = re.sub("[\u3041-\u309f]+\\Z", "", form)
    return stem if len(stem) > 1 else form[: -(len(form) // 3) or None]


def _has_stem(word: str, text: str, locale: str) -> bool:
    """Whether a word's first two thirds stand in a text: at a word's start, if they are short."""
    stem = word[: max(_SHORTEST_ROOT, round(len(word) * 0.65))]
    loose = f" {_loose(text, locale)}"
    return (stem if len(stem) > 4 else f" {stem}") in loose or (len(word) > 3 and word in loose)


def _has_root(word: str, text: str, locale: str) -> bool:
    """Whether a word's strong consonants stand in one word of a text; a short root, alone."""
    weak = str.maketrans("", "", _WEAK[script(locale)])
    root = re.sub("\\Aال", "", word).translate(weak)
    if len(root) < 2:
        return True
    before, after = _AROUND
    shape = root if len(root) >= _SHORTEST_ROOT else rf"(?<!\S){before}{root}{after}(?!\S)"
    return re.search(shape, _loose(text, locale).translate(weak)) is not None
