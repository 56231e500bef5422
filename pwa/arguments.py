"""What can be given on the command line: kinds of arguments, and wrong use told at once."""

import re
from datetime import datetime, timedelta
from typing import Final

import click

from pwa.durations import seconds
from pwa.locales import canonical, registered

# But for the line feed of a note; and what turns the direction of all that follows it (UAX #9).
_CONTROL: Final = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Locale(click.ParamType[str]):
    """A language tag, spelled any way that means one."""

    name = "locale"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the canonical tag; a usage error where it is none."""
        try:
            return canonical(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class NewLocale(Locale):
    """A language tag that IANA's registry has: a mistyped one would begin a language of its own."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the canonical tag; a usage error where it is none, or names no language."""
        try:
            return registered(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Day(click.ParamType[str]):
    """A date in ISO 8601."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date; a usage error where it is none."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
        except ValueError:
            self.fail(f"{value!r} is no date, such as 2027-01-31", param, ctx)


class Span(click.ParamType[timedelta]):
    """A length of time in ISO 8601, by the clock."""

    name = "duration"

    def convert(
        self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Return the length; a usage error where it is none, or longer than the calendar."""
        try:
            return value if isinstance(value, timedelta) else timedelta(seconds=seconds(value))
        except (ValueError, OverflowError) as error:
            self.fail(str(error), param, ctx)


class Text(click.ParamType[str]):
    """What a person says; white space around it counts for nothing."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; a usage error where its bytes were none (PEP 383), or nobody sees it."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value!r} is not UTF-8", param, ctx)
        if value.strip() and (not any(map(str.isalnum, value)) or _CONTROL.search(value)):
            self.fail(f"{value!r} is no text that people can read", param, ctx)
        return value.strip()
