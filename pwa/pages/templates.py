"""Jinja, speaking one language at a time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import escape

from pwa.errors import Finding, SiteError
from pwa.locales import babel_locale
from pwa.memo import digest
from pwa.translation.catalog import Interface

# What JavaScript's encodeURIComponent leaves as it is (ECMA-262, §19.2.6.4).
FRAGMENT = "-_.!~*'()"

# One numbering system on every page: that of the figures in the text, of doses and years, which
# translators copy, and of list markers. CLDR's default for ar, fa or mr is another one; CLDR names
# latn as in use beside it. Babel writes dates with it, in the Gregorian calendar; scripts ask for
# the same.
NUMBERING_SYSTEM = "latn"

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template's text, and the file that findings name."""

    file: str
    text: str


class Templates:
    """Templates by their names, compiled once for all languages.

    `digest` stands for all of them: a page made with other templates is another page.
    """

    def __init__(self, files: Mapping[str, TemplateFile]) -> None:
        """Compile the templates. Raises SiteError, with file and line, for one that is faulty."""
        self._interface: ContextVar[Interface] = ContextVar("interface")
        self._files = files
        self.environment = self._environment()
        self.digest = digest(sorted((name, one.text) for name, one in files.items()))
        for name in files:
            with self._telling():
                self.environment.get_template(name)

    def render(self, template: str, interface: Interface, context: Mapping[str, Any]) -> str:
        """Return a template rendered in the interface's language.

        Raises SiteError, with file and line, for one that cannot be.
        """
        with self._speaking(interface), self._telling():
            return self.environment.get_template(template).render(context)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what fails within a template as its fault: any name may be missing in it."""
        try:
            yield
        except TemplateSyntaxError as error:
            found = Finding(f"not a template: {error.message}", error.filename, error.lineno)
            raise SiteError(found) from error
        except Exception as error:
            file, line = self._place(error)
            raise SiteError(Finding(f"cannot be rendered: {_what(error)}", file, line)) from error

    def _place(self, error: Exception) -> tuple[str | None, int | None]:
        """Where the innermost template was when the error came."""
        files = {one.file for one in self._files.values()}
        places = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
        return next(reversed([place for place in places if place[0] in files]), (None, None))

    @contextmanager
    def _speaking(self, interface: Interface) -> Iterator[None]:
        token = self._interface.set(interface)
        try:
            yield
        finally:
            self._interface.reset(token)

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = self._files.get(name)
        return (found.text, found.file, lambda: True) if found else None

    def _environment(self) -> Environment:
        environment = Environment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
        )
        # Escaped here: Jinja would take a translation for markup, and a translator's raw HTML
        # must never reach a page.
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            lambda message: escape(self._now.gettext(message)),
            lambda one, many, n: escape(self._now.ngettext(one, many, n)),
            newstyle=True,
            pgettext=lambda context, message: escape(self._now.pgettext(context, message)),
            npgettext=lambda context, one, many, n: escape(
                self._now.npgettext(context, one, many, n)
            ),
        )
        environment.filters |= {
            "date": self._date,
            "number": self._number,
            "percent": self._percent,
            "fragment": partial(quote, safe=FRAGMENT),
        }
        return environment

    @property
    def _now(self) -> Interface:
        return self._interface.get()

    def _date(self, value: str) -> str:
        """A date or moment in ISO 8601 as CLDR's long date; moments are in UTC."""
        day = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
        return format_date(day, "long", locale=babel_locale(self._now.locale))

    def _number(self, value: int) -> str:
        locale = babel_locale(self._now.locale)
        return format_decimal(value, locale=locale, numbering_system=NUMBERING_SYSTEM)

    def _percent(self, value: float) -> str:
        locale = babel_locale(self._now.locale)
        return format_percent(value, locale=locale, numbering_system=NUMBERING_SYSTEM)


def _what(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    return str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
