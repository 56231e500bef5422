"""Numbers: the translation says the same ones, in whatever digits and separators."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.markup import markup
from pwa.translation.checks.number_words import SMALL, has_words, spelled
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
    if source.values == translation.values:
        return
    lost = [*_unanswered(source, translation)]
    known = {*source.values, *digits_in(" ".join(markup(unit.source).code))}
    added = [number for number in _unanswered(translation, source) if number.value not in known]
    if lost or added:
        gone = [number for number in lost if number.value not in translation.values]
        misread = [one for one in _written(gone, source.text) if one in translation.text]
        yield _told(_written(lost, source.text), _written(added, translation.text), misread)


def _unanswered(here: _Said, there: _Said) -> Iterator[Number]:
    left = there.values
    for number in here.numbers:
        if left[number.value]:
            left[number.value] -= 1
        elif not _is_answered(number.value, here, there):
            yield number


def _is_answered(value: Value, here: _Said, there: _Said) -> bool:
    by_the_other_clock = any(value == hour - 12 for hour in here.afternoon & {*there.values})
    return there.may_mean(value) or by_the_other_clock or (value == 0 and here.has_full_hour)


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
