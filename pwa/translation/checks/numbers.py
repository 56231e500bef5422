"""Numbers: the translation says the same ones, in whatever digits and separators."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pwa.locales import direction
from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.durations import durations
from pwa.translation.checks.markup import markup
from pwa.translation.checks.number_words import SMALL, cardinals, has_words, spelled
from pwa.translation.checks.numerals import (
    Number,
    Value,
    digits_in,
    numbers,
    numbers_in_names,
    plain,
)
from pwa.translation.checks.prose import prose_of

_AFTERNOON: Final = re.compile(r"(?<!\d)(\d{1,2})(?::\d\d)?\s?p\.?\s?m\b", re.IGNORECASE)
_FULL_HOUR: Final = re.compile(r"\d:00(?!\d)")
_TO: Final = re.compile(
    r"\s*(?:[-\u2010-\u2015\u2212~\uff5e\u301c]|から|至|到|से|\b(?:to|a|à|bis|до)\b)\s*"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A text with the numbers that stand in it in digits."""

    text: str
    locale: str

    @property
    def numbers(self) -> tuple[Number, ...]:
        return numbers(self.text, self.locale)

    @property
    def values(self) -> Counter[Value]:
        return Counter(number.value for number in self.numbers)

    @property
    def afternoon(self) -> frozenset[int]:
        """The hours that it gives by the clock of twelve (4 p. m.), as that of 24 has them."""
        return frozenset(int(hour) + 12 for hour in _AFTERNOON.findall(plain(self.text)))

    @property
    def has_full_hour(self) -> bool:
        return _FULL_HOUR.search(plain(self.text)) is not None

    @property
    def in_words(self) -> tuple[Number, ...]:
        """The small numbers that stand there in words, without “one”, which is an article too."""
        found = cardinals(self.text, self.locale)
        return tuple(number for number in found if number.value != 1)

    @property
    def ranges(self) -> Mapping[tuple[Value, Value], str]:
        """What stands there from one number to another, as it is written; dates are no ranges."""
        pairs = [
            (one, other)
            for one, other in pairwise(self.numbers)
            if _TO.fullmatch(self.text, one.end, other.start)
        ]
        within = {one for one, _ in pairs} & {other for _, other in pairs}
        return {
            (one.value, other.value): self.text[one.start : other.end]
            for one, other in pairs
            if not within & {one, other}
        }

    def lengths(self, value: Value) -> frozenset[tuple[Decimal, bool]]:
        """How long the spans of time with a number are: 24 hours are 1 day."""
        found = durations(self.text, self.locale)
        return frozenset(one.amount for one in found if one.number == value)

    @property
    def amounts(self) -> frozenset[tuple[Decimal, bool]]:
        """How long all spans of time are."""
        return frozenset(one.amount for one in durations(self.text, self.locale))

    def may_mean(self, value: Value) -> bool:
        """Whether it may say a number otherwise: in words, by a month, by a clock, in a name."""
        if value in spelled(self.text, self.locale) or value in self.afternoon:
            return True
        if value in numbers_in_names(self.text, self.locale):
            return True
        return not has_words(self.locale) and value in range(SMALL + 1)


def _same_numbers(unit: Unit, setting: Setting) -> Iterator[str]:
    """Every number of the source is in the translation, and no other.

    Small ones may stand in words on either side, months by name, hours by either clock.
    """
    texts = prose_of(unit)
    source, translation = _Said(texts[0], setting.source_locale), _Said(texts[1], setting.locale)
    if source.values != translation.values:
        yield from _in_digits(source, translation, unit)
    yield from _in_words(source, translation)
    if direction(setting.locale) == "ltr":  # elsewhere many type 10-5, which is shown as 5-10
        yield from _turned(source, translation)


def _in_digits(source: _Said, translation: _Said, unit: Unit) -> Iterator[str]:
    lost = [*_unanswered(source, translation)]
    known = {*source.values, *digits_in(" ".join(markup(unit.source).code))}
    added = [number for number in _unanswered(translation, source) if number.value not in known]
    if lost or added:
        gone = [number for number in lost if number.value not in translation.values]
        misread = [one for one in _written(gone, source.text) if one in translation.text]
        yield _told(_written(lost, source.text), _written(added, translation.text), misread)


def _in_words(source: _Said, translation: _Said) -> Iterator[str]:
    """Say which number in words is another one now, where neither side may mean the other's."""
    lost = _written(_unsaid(source, translation), source.text)
    added = _written(_unsaid(translation, source), translation.text)
    if lost and added:
        yield f"“{lost[0]}” has become “{added[0]}”. Say the same number."


def _unsaid(here: _Said, there: _Said) -> list[Number]:
    return [
        number
        for number in here.in_words
        if number.value not in there.values and not _is_answered(number.value, here, there)
    ]


def _turned(source: _Said, translation: _Said) -> Iterator[str]:
    for (one, other), written in source.ranges.items():
        is_up = isinstance(one, Decimal) and isinstance(other, Decimal) and one < other
        turned = translation.ranges.get((other, one))
        if is_up and turned and (one, other) not in translation.ranges:
            yield f"{written} has become {turned}: write the smaller number first."


def _unanswered(here: _Said, there: _Said) -> Iterator[Number]:
    left = there.values
    for number in here.numbers:
        if left[number.value]:
            left[number.value] -= 1
        elif not _is_answered(number.value, here, there):
            yield number


def _is_answered(value: Value, here: _Said, there: _Said) -> bool:
    by_the_other_clock = any(value == hour - 12 for hour in here.afternoon & {*there.values})
    if there.may_mean(value) or by_the_other_clock or (value == 0 and here.has_full_hour):
        return True
    return value not in there.values and bool(here.lengths(value) & there.amounts)


def _written(found: Sequence[Number], text: str) -> list[str]:
    return list(dict.fromkeys(text[number.start : number.end] for number in found))


def _told(lost: Sequence[str], added: Sequence[str], misread: Sequence[str]) -> str:
    parts = (("lacks", lost), ("adds", added))
    differences = " and ".join(f"{verb} {', '.join(some)}" for verb, some in parts if some)
    hint = f"{misread[0]} reads as another number in this language. " if misread else ""
    return (
        f"Numbers differ: the translation {differences}. {hint}Say the same numbers, in the "
        "digits and with the decimal and thousands separators of your language."
    )


CHECKS: Final = (Check("numbers", _same_numbers),)
