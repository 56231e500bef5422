"""Durations as ISO 8601 writes them: by the clock in seconds, by the calendar as a period."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

# Days, hours, minutes, seconds: what has the same length whenever it begins.
_CLOCK = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)

# Years, months, weeks, days. ISO 8601-2 lets weeks stand beside the others.
_CALENDAR = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)

# No plan reaches further; a number of any length would be no number.
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Period:
    """A span of the calendar: months, twelve of them a year, and then days."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day that comes so long after another one.

        Months come first, and a month that has no such day gives its last one (XML Schema 1.1,
        part 2, E.3.3). What is beyond the calendar is its last day.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year > MAXYEAR:
            return date.max
        landed = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return landed + min(timedelta(self.days), date.max - landed)


def seconds(text: str) -> int:
    """Return the length of a duration. Raises ValueError where the text is none."""
    match = _CLOCK.fullmatch(text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is no ISO 8601 duration, such as PT15M or P1D")
    days, hours, minutes, rest = (int(number or 0) for number in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def period(text: str) -> Period:
    """Return a period of the calendar. Raises ValueError where the text is none, or no time."""
    match = _CALENDAR.fullmatch(text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is no ISO 8601 duration in years, months, weeks or days: P1Y")
    if any(len(number or "") > _LONGEST for number in match.groups()):
        raise ValueError(f"{text!r} is longer than anybody plans; take a shorter one, such as P1Y")
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    found = Period(years * 12 + months, weeks * 7 + days)
    if found == Period():
        raise ValueError("it is no time at all; leave it out where nothing comes due by itself")
    return found
