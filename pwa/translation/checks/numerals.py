"""Numbers as texts write them: in any script's digits, with a language's own separators.

Separators and the words for thousands and millions are CLDR's, as Babel has them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Final

from pwa.locales import babel_locale

Value = Decimal | str
"""What a number is worth; what has several points, such as a version, is worth its own text."""

_LATIN: Final = "A-Za-z\u00c0-\u024f_"
# Digits after a Latin letter belong to a name, such as `u8`. Then, in this order: groups of
# three, groups as in India, versions, decimal fractions, whole numbers.
_TOKEN: Final = re.compile(
    rf"""
    [{_LATIN}][{_LATIN}0-9]*(?:\.[0-9]+)*
    | (?P<grouped> [1-9][0-9]{{0,2}} (?P<group>[.,٬'’\ \u00a0\u2009\u202f]) [0-9]{{3}}
        (?:(?P=group)[0-9]{{3}})* (?:(?!(?P=group))[.,٫][0-9]+)? (?![.,]?[0-9]) )
    | (?P<indian> [1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}(?![0-9])(?:\.[0-9]+)? )
    | (?P<version> [0-9]+(?:\.[0-9]+){{2,}} )
    | (?P<fraction> (?<![0-9],)[0-9]+[.,٫][0-9]+(?!,?[0-9]) )
    | (?P<whole> [0-9]+ )
    """,
    re.VERBOSE,
)
# Dates with points, as in German or Hungarian, are three numbers and no version.
_POINTED_DATE: Final = re.compile(
    r"(?<![0-9.])(?:[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2})"
    r"(?!\.?[0-9])"
)
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_RUN: Final = re.compile(r"[0-9]+")
# Decimal places that are kept; no text that people read has a number with more digits.
_LONGEST: Final = 50
_FULLWIDTH: Final = {"．": ".", "，": ",", "％": "%", "／": "/"}
HAN: Final = "[〇零一二两兩三四五六七八九十百千]"
"""The numerals of Chinese and Japanese, as far as running text writes numbers with them."""

_HAN: Final = re.compile(f"{HAN}+")
_HAN_DIGITS: Final = {"〇": 0, "零": 0, "两": 2, "兩": 2} | {
    character: digit for digit, character in enumerate("一二三四五六七八九", start=1)
}
_HAN_POWERS: Final = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands, with the word for thousands or millions after it."""

    value: Value
    start: int
    end: int


def plain(text: str) -> str:
    """Return the text with every digit as 0 to 9, character by character."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return _FULLWIDTH.get(character, character) if digit is None else str(digit)


@lru_cache(maxsize=256)
def numbers(text: str, locale: str) -> tuple[Number, ...]:
    """Return the numbers of a text in a language, in their order."""
    digits = _POINTED_DATE.sub(lambda date: date[0].replace(".", " "), plain(text))
    found = (match for match in _TOKEN.finditer(digits) if match.lastgroup)
    return tuple(_summed(_scaled(_number(match, text, locale), text, locale) for match in found))


def digits_in(text: str) -> frozenset[int]:
    """Return every run of digits in a text, such as in code, as a number."""
    return frozenset(int(run[:_LONGEST]) for run in _RUN.findall(plain(text)))


def numbers_in_names(text: str, locale: str) -> frozenset[Value]:
    """Return the numbers that belong to names, such as `v1.3` and `ROT13`."""
    names = (match[0] for match in _TOKEN.finditer(plain(text)) if not match.lastgroup)
    bare = (re.sub(f"[{_LATIN}]", " ", name) for name in names)
    return frozenset(number.value for number in numbers("  ".join(bare), locale))


def _number(match: re.Match[str], text: str, locale: str) -> Number:
    return Number(_value(match, text[match.start()], locale), match.start(), match.end())


def _value(match: re.Match[str], first_digit: str, locale: str) -> Value:
    written = match[0]
    if match["version"]:
        return written
    if match["grouped"] and not _is_fraction(match, first_digit, locale):
        written = written.replace(match["group"], "")
    if match["indian"]:
        written = written.replace(",", "")
    return Decimal(_NO_DIGIT.sub(".", written)).normalize()


def _is_fraction(match: re.Match[str], first_digit: str, locale: str) -> bool:
    """Whether `1.234` or `1,234`, which may be read in both ways, is a fraction here."""
    if len(_NO_DIGIT.findall(match[0])) > 1 or match["group"] not in ".,":
        return False
    return match["group"] == _decimal_separator(locale, native=not first_digit.isascii())


@lru_cache(maxsize=64)
def _decimal_separator(locale: str, *, native: bool) -> str:
    known = babel_locale(locale)
    system = known.default_numbering_system if native else "latn"
    symbols = known.number_symbols.get(system) or known.number_symbols["latn"]
    return str(symbols.get("decimal", "."))


def _scaled(number: Number, text: str, locale: str) -> Number:
    words, scales = _scales(locale)
    word = words.match(text, number.end) if words else None
    if word is None or isinstance(number.value, str):
        return number
    return Number((number.value * scales[word[1]]).normalize(), number.start, word.end())


@lru_cache(maxsize=64)
def _scales(locale: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """Return what finds a language's words for thousands, millions …, and their values.

    CLDR writes them into its compact formats: `00 million` for numbers of eight digits.
    """
    formats = babel_locale(locale).compact_decimal_formats
    forms = formats["long" if "long" in formats else "short"].values()
    scales = {
        word: int(size) // 10 ** (zeros - 1)
        for form in forms
        for size, pattern in form.items()
        for word, zeros in [(pattern.pattern.strip("0 \u00a0'"), pattern.pattern.count("0"))]
        if word and zeros
    }
    words = "|".join(map(re.escape, sorted(scales, key=len, reverse=True)))
    pattern = re.compile(rf"[ \u00a0]?({words})(?![{_LATIN}])") if words else None
    return pattern, scales


def _summed(found: Iterable[Number]) -> Iterator[Number]:
    """Add up what is written in parts without a space: 1億2000万 is one number."""
    whole: Number | None = None
    for number in found:
        together = whole and _together(whole, number)
        if whole and not together:
            yield whole
        whole = together or number
    if whole:
        yield whole


def _together(whole: Number, part: Number) -> Number | None:
    if whole.end != part.start or isinstance(whole.value, str) or isinstance(part.value, str):
        return None
    value = (whole.value + part.value).normalize()
    return Number(value, whole.start, part.end) if part.value < whole.value else None


def han_numbers(text: str) -> frozenset[int]:
    """Return the numbers that a text writes in Chinese numerals, such as 十五."""
    return frozenset(_han_value(match[0]) for match in _HAN.finditer(text))


def _han_value(numeral: str) -> int:
    total, digit = reduce(_with_character, numeral, (0, 0))
    return total + digit


def _with_character(sums: tuple[int, int], character: str) -> tuple[int, int]:
    total, digit = sums
    if character in _HAN_POWERS:
        return total + max(digit, 1) * _HAN_POWERS[character], 0
    return total, digit * 10 + _HAN_DIGITS[character]
