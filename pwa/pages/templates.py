"""Jinja, speaking one language at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import escape

from pwa.errors import Finding, SiteError
from pwa.locales import babel_locale
from pwa.memo import bytes_digest, digest
from pwa.translation.catalog import Interface

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """The engine's templates, compiled once for all languages.

    `digest` stands for all of them: a page made with other templates is another page.
    """

    def __init__(self, folders: Sequence[Path] = (FOLDER,)) -> None:
        """Compile the templates of the folders, the first that has one.

        Raises SiteError, with file and line, for one that is faulty.
        """
        self._interface: ContextVar[Interface] = ContextVar("interface")
        self.environment = self._environment(folders)
        files = (file for folder in folders for file in sorted(folder.glob("*.html")))
        self.digest = digest([(file.name, bytes_digest(file.read_bytes())) for file in files])
        for name in self.environment.list_templates(["html"]):
            self._compile(name)

    def _compile(self, name: str) -> None:
        try:
            self.environment.get_template(name)
        except TemplateSyntaxError as error:
            found = Finding(f"not a template: {error.message}", f"templates/{name}", error.lineno)
            raise SiteError(found) from error

    def render(self, template: str, interface: Interface, context: Mapping[str, Any]) -> str:
        """Return a template rendered in the interface's language."""
        with self._speaking(interface):
            return self.environment.get_template(template).render(context)

    @contextmanager
    def _speaking(self, interface: Interface) -> Iterator[None]:
        token = self._interface.set(interface)
        try:
            yield
        finally:
            self._interface.reset(token)

    def _environment(self, folders: Sequence[Path]) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(folders),
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
        return format_decimal(value, locale=babel_locale(self._now.locale))

    def _percent(self, value: float) -> str:
        return format_percent(value, locale=babel_locale(self._now.locale))
