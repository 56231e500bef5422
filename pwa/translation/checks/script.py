"""Letters that the locale is not written with, and letters that only look right."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pwa.translation.checks.base import Check, Setting, Term, Unit
from pwa.translation.checks.languages import language, letters_of, script, script_of
from pwa.translation.checks.prose import OBJECT, prose_of

_WORD: Final = re.compile(r"[^\W\d_]+")

# Letters of three alphabets that look the same in most fonts (after Unicode's confusables.txt).
_LOOK_ALIKE: Final = MappingProxyType(
    {
        "LATIN": frozenset("ABCEHIJKMNOPSTXYZacehijkmnopstuvxy"),
        "CYRILLIC": frozenset("АВЕЗІЈКМНОРСТУХЅаеһіјкорсухѕ"),
        "GREEK": frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧικνοτυχ"),
    }
)

# Those that are short words in a Cyrillic language: а, с, о, у, і.
_TWINS: Final = frozenset("aceioy")

# Letters of neighbouring languages that keyboards and old fonts bring in, and what to write.
_NEIGHBOURS: Final = MappingProxyType(
    {
        "ar": {"ک": "ك", "ی": "ي or ى", "ہ": "ه", "ھ": "ه"},
        "be": {"и": "і", "щ": "шч", "ъ": "’"},
        "fa": {"ك": "ک", "ي": "ی", "ى": "ی"},
        "ro": {"ş": "ș", "Ş": "Ș", "ţ": "ț", "Ţ": "Ț"},
        "ru": {"і": "и", "ї": "и", "є": "э", "ґ": "г"},
        "uk": {"ы": "и", "э": "е", "ё": "е or йо", "ъ": "’"},
        "ur": {"ك": "ک", "ي": "ی", "ى": "ی"},
    }
)

# A translation into another script may keep names; beyond this it was hardly translated.
_ACCOUNT: Final = re.compile(r"@[\w-]+")
_MOST: Final = 0.6
_FEW_WORDS: Final = 4
# Latin words side by side, with the marks that names are joined by; and those that are no names.
_LATIN_RUN: Final = re.compile(rf"[\w/.@#&:{OBJECT}-]+(?: [\w/.@#&:{OBJECT}-]+)+", re.ASCII)
_PLAIN_RUN: Final = re.compile(r"[a-z]{2,}(?: [a-z]{2,}){2,}")
# In brackets or quotation marks a translation may say what the source calls a thing.
_GLOSS: Final = re.compile(r"[(（\[«“\"「『][^()（）]*?[)）\]»”\"」』]")


def _script(unit: Unit, setting: Setting) -> Iterator[str]:
    """Words are written in the script of the language."""
    ours = letters_of(setting.locale)
    source, text = prose_of(unit)
    foreign = _foreign(text, known=source.casefold(), ours=ours | {"LATIN"})
    if foreign and ours:
        named = ", ".join(f"“{word}”" for word in foreign[:3])
        yield f"{named} is in another script than {setting.locale}. Write it in its own."
    elif ours and "LATIN" not in ours:
        left = _left(source, text, setting.glossary)
        if left:
            yield f"“{left}” is left in the source's language. Translate it."
        elif _is_mostly_latin(text) or _is_transliterated(source, text, ours):
            yield "Most words are in Latin letters. Translate them, or write them in your script."


def _left(source: str, text: str, glossary: Iterable[Term]) -> str | None:
    """Return words of the source that stand side by side in another script's text, no names.

    One or two alone may be a term that the language has taken over, as may what the glossary has.
    """
    found = _LATIN_RUN.finditer(_GLOSS.sub(" ; ", text))
    runs = (match[0].strip(".:/- ") for match in found)
    kept = " ; ".join(term.translation for term in glossary if not term.is_forbidden)
    for run in filter(_PLAIN_RUN.fullmatch, runs):
        if re.search(rf"\b{run}\b", source) and run not in kept:
            return run
    return None


def _foreign(text: str, *, known: str, ours: frozenset[str]) -> list[str]:
    words = dict.fromkeys(word for word in _WORD.findall(text) if not _scripts(word) & ours)
    return [
        word
        for word in words
        if _scripts(word) and not _is_symbol(word) and word.casefold() not in known
    ]


def _is_symbol(word: str) -> bool:
    """Whether a word is a letter that science uses in every language: µ, Δ."""
    return len(word) == 1 and _scripts(word) == {"GREEK"}


def _is_mostly_latin(text: str) -> bool:
    """Whether the words, names of accounts aside, are Latin."""
    words = _WORD.findall(_ACCOUNT.sub("", text))
    latin = sum(1 for word in words if word.islower() and _scripts(word) == {"LATIN"})
    return latin >= max(_FEW_WORDS, _MOST * sum(map(_count, words)))


def _is_transliterated(source: str, text: str, ours: frozenset[str]) -> bool:
    """Whether a text has no letter of the language, and words that the source has not."""
    new = {word for word in _WORD.findall(text) if word.islower()} - {*_WORD.findall(source)}
    return len(new) > 1 and max(map(len, new)) >= _FEW_WORDS and not _scripts(text) & ours


def _count(word: str) -> float:
    """How many words a run of letters counts for; Han words have about two characters."""
    return max(1, len(word) / 2) if "CJK" in _scripts(word) else 1


def _look_alikes(unit: Unit, setting: Setting) -> Iterator[str]:
    """No letter only looks like the right one."""
    source, text = prose_of(unit)
    known = set(_WORD.findall(source))
    is_cyrillic = letters_of(setting.locale) == {"CYRILLIC"}
    for word in dict.fromkeys(_WORD.findall(text)):
        strangers = _strangers(word) or (is_cyrillic and _disguised(word))
        if strangers and word not in known:
            named = (f"“{letter}” is {(script_of(letter) or '').title()}" for letter in strangers)
            yield f"A letter of “{word}” only looks right: {', '.join(named)}. Type the word anew."


def _disguised(word: str) -> tuple[str, ...]:
    """Return the letters of a short word that could be Cyrillic by its looks, but is Latin."""
    return tuple(word) if len(word) < 3 and word.islower() and set(word) <= _TWINS else ()


@lru_cache(maxsize=4096)
def _strangers(word: str) -> tuple[str, ...]:
    """Return the letters that disguise themselves among those of another alphabet."""
    by_script = {
        name: tuple(letter for letter in word if script_of(letter) == name) for name in _LOOK_ALIKE
    }
    present = sorted((letters for letters in by_script.values() if letters), key=len)
    if len(present) < 2:
        return ()
    fewest = present[0]
    return fewest if set(fewest) <= _LOOK_ALIKE[script_of(fewest[0]) or ""] else ()


def _neighbours_letters(unit: Unit, setting: Setting) -> Iterator[str]:
    """Letters are the language's own and not a neighbour's."""
    source, text = prose_of(unit)
    ours = _NEIGHBOURS.get(language(setting.locale), {})
    for letter in sorted(ours.keys() & set(text) - set(source)):
        word = next(word for word in _WORD.findall(text) if letter in word)
        yield f"“{letter}” in “{word}” is another language's letter; write “{ours[letter]}”."


def _other_han(unit: Unit, setting: Setting) -> Iterator[str]:
    """Chinese is in simplified or traditional characters throughout."""
    source, text = prose_of(unit)
    codec, other, kind = _HAN.get(script(setting.locale), ("", "", ""))
    if not codec:
        return
    foreign = [each for each in dict.fromkeys(text) if _is_only(each, other, codec)]
    foreign = [each for each in foreign if each not in source]
    if foreign:
        yield f"{'、'.join(foreign)} is not {kind}. Write the {kind} form."


# What a national character set of the 1980s has is a good measure of what its readers write.
_HAN: Final = MappingProxyType(
    {"Hans": ("gb2312", "big5", "simplified"), "Hant": ("big5hkscs", "gb2312", "traditional")}
)


@lru_cache(maxsize=8192)
def _is_only(letter: str, other: str, codec: str) -> bool:
    return script_of(letter) == "CJK" and _has(other, letter) and not _has(codec, letter)


def _has(codec: str, letter: str) -> bool:
    try:
        letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def _scripts(word: str) -> frozenset[str]:
    return frozenset(name for name in map(script_of, word) if name)


CHECKS: Final = (
    Check("script", _script),
    Check("look-alike", _look_alikes),
    Check("letters", _neighbours_letters),
    Check("han", _other_han),
)
