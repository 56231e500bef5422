"""Dates: the same day in the reader's order, digits and names of months.

Names of months and the order of numeric dates are CLDR's, as Babel has them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from pwa.locales import babel_locale
from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.numerals import plain
from pwa.translation.checks.prose import prose_of


class Day(NamedTuple):
    """A date of the Gregorian calendar, as far as it is written."""

    year: int | None
    month: int
    day: int | None

    def agrees(self, other: "Day") -> bool:
        """Whether both may be the same day: what only one of them says does not count."""
        years, days = {self.year, other.year} - {None}, {self.day, other.day} - {None}
        return self.month == other.month and len(years) < 2 and len(days) < 2


Reading = frozenset[Day]
"""What one written date may mean: 10/11/2023 has two readings where both orders are in use."""

_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d./-]*\d)")
# ISO 8601 and its like, and Chinese, Japanese and Korean dates.
_YEAR_FIRST: Final = re.compile(
    r"(?<![\d./-])(?P<year>\d{4})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_CJK: Final = re.compile(
    r"(?:(?P<year>\d{4})\s*[年년]\s*)?(?<!\d)(?P<month>\d{1,2})\s*[月월]"
    r"(?:\s*(?P<day>\d{1,2})\s*[日号號일])?"
)
_OF: Final = r"(?:(?:of|de|del|di|do|da|den|der|من|عام|سنة|ng)\s+|d[’'])?"
_DAY_BEFORE: Final = (
    rf"(?:(?<!\d)(?P<before>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?\s+(?:the\s+)?{_OF})?"
)
_DAY_AFTER: Final = r"(?:\.?\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?![\d:]))?"
_YEAR_AFTER: Final = rf"(?:[.,،]?\s+{_OF}(?P<year>\d{{4}})(?!\d))?"


@lru_cache(maxsize=64)
def _named(locale: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what finds dates with a month's name in a language, and the months by name."""
    known = babel_locale(locale).months
    names = {
        written: number
        for use in ("stand-alone", "format")
        for width in ("abbreviated", "wide")
        for number, name in known[use][width].items()
        for written in (name.rstrip("."), name.rstrip(".").capitalize())
        if len(written) > 1 and not written[0].isdigit()
    }
    months = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"
    pattern = rf"{_DAY_BEFORE}\b(?P<month>{months})(?!\w){_DAY_AFTER}{_YEAR_AFTER}"
    return re.compile(pattern), names


@lru_cache(maxsize=64)
def _is_day_first(locale: str) -> bool | None:
    """Whether 10/11/2023 is in November; None where both orders are in use: in English."""
    if locale == "en":
        return None
    pattern: str = babel_locale(locale).date_formats["short"].pattern
    return pattern.index("d") < pattern.index("M")


def dates(text: str, locale: str) -> list[Reading]:
    """Return the dates of a text in a language that name a month and a day or a year."""
    digits = plain(text)
    readings = [*_by_name(digits, locale), *_by_numbers(digits, locale)]
    return [reading for reading in readings if reading]


def _by_name(text: str, locale: str) -> Iterator[Reading]:
    pattern, months = _named(locale)
    for match in pattern.finditer(text):
        day, year = match["before"] or match["after"], match["year"]
        yield _reading(year, months[match["month"]], day)


def _by_numbers(text: str, locale: str) -> Iterator[Reading]:
    for match in (*_YEAR_FIRST.finditer(text), *_CJK.finditer(text)):
        yield _reading(match["year"], match["month"], match["day"])
    day_first = _is_day_first(locale)
    for one, _, other, year in _NUMERIC.findall(text):
        as_day, as_month = _reading(year, other, one), _reading(year, one, other)
        yield as_day | as_month if day_first is None else as_day if day_first else as_month


def _reading(year: str | None, month: str | int, day: str | None) -> Reading:
    """Return the one reading of a date, or none where there is no such day."""
    found = Day(int(year) if year else None, int(month), int(day) if day else None)
    is_day = 1 <= found.month <= 12 and (found.day is None or 1 <= found.day <= 31)
    return frozenset({found}) if is_day and (year or day) else frozenset()


def _same_dates(unit: Unit, setting: Setting) -> Iterator[str]:
    """Every date is the same day, in whatever order and with whatever month's name.

    Told only where as many dates are recognised in the translation as in the source.
    """
    source, text = prose_of(unit)
    wanted = dates(source, setting.source_locale)
    found = dates(text, setting.locale) if wanted else []
    if len(found) < len(wanted):
        return
    for reading in wanted:
        if not any(day.agrees(other) for one in found for day in reading for other in one):
            written = " / ".join(sorted(map(_written, reading)))
            yield f"The date {written} of the source is another day in the translation. Mend it."


def _written(day: Day) -> str:
    year = "????" if day.year is None else f"{day.year:04}"
    return f"{year}-{day.month:02}" + ("" if day.day is None else f"-{day.day:02}")


CHECKS: Final = (Check("dates", _same_dates),)
