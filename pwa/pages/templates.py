"""Jinja, in one language after the other."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from types import CodeType, MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
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

# Text and markup that are equal are escaped differently, and so told apart by their types.
_remembering: Final = lru_cache(maxsize=4096, typed=True)

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template's text, and the file that findings name."""

    file: str
    text: str


class Templates:
    """Templates by their names, each compiled once for all languages, when it is first needed.

    `digest` stands for all of them: a page made with other templates is another page.
    """

    def __init__(self, files: Mapping[str, TemplateFile]) -> None:
        """Compile none yet."""
        self._files = files
        self._compiled = _Compiled()
        self.digest = digest(sorted((name, one.text) for name, one in files.items()))

    def check(self) -> None:
        """Compile all of them. Raises SiteError, with file and line, for one that is faulty."""
        nobody = self.speaking(Interface("en"))
        for name in self._files:
            nobody.get(name)

    def speaking(self, interface: Interface, said: Mapping[str, Any] = _NOTHING) -> "Speaking":
        """Return them in the interface's language; all of them know what is `said`."""
        environment = _environment(FunctionLoader(self._load), interface)
        environment.bytecode_cache = self._compiled
        environment.globals |= said
        return Speaking(environment, frozenset(one.file for one in self._files.values()))

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = self._files.get(name)
        return (found.text, found.file, lambda: True) if found else None


class Speaking:
    """Templates in one language.

    What one of them imports from another without context, it makes once for all that is rendered;
    `once(macro, *facts)` is what a macro says of equal facts.
    """

    def __init__(self, environment: Environment, files: frozenset[str]) -> None:
        """Take what `Templates.speaking` made; `files` are those that findings may name."""
        self._environment = environment
        self._files = files

    def get(self, template: str) -> Template:
        """Return a template. Raises SiteError, with file and line, for one that is faulty."""
        with self._telling():
            return self._environment.get_template(template)

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Return a template rendered.

        Raises SiteError, with file and line, for one that cannot be.
        """
        with self._telling():
            return self._environment.get_template(template).render(context)

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
        places = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
        return next(reversed([place for place in places if place[0] in self._files]), (None, None))


class _Compiled(BytecodeCache):
    """The code of templates, which is the same in every language."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key] = bucket.code


class _Environment(Environment):
    """One in which no template has globals of its own: Jinja compares them at each import."""

    def make_globals(self, _own: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals


def _environment(loader: BaseLoader, interface: Interface) -> Environment:
    environment = _Environment(
        loader=loader,
        auto_reload=False,
        cache_size=-1,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= _gettext(interface)
    environment.globals["once"] = _remembering(lambda macro, *facts: macro(*facts))
    environment.filters |= {
        "date": _writing(_date, interface),
        "number": _writing(_number, interface),
        "percent": _writing(_percent, interface),
        "fragment": partial(quote, safe=FRAGMENT),
    }
    return environment


def _gettext(interface: Interface) -> dict[str, Callable[..., str]]:
    """What Jinja's i18n extension calls, by its names; what was asked before is not asked again.

    Escaped here: Jinja would take a translation for markup, and a translator's raw HTML must never
    reach a page.
    """

    @_remembering
    def gettext(message: str, /, **values: object) -> str:
        return escape(interface.gettext(message)) % values

    @_remembering
    def pgettext(context: str, message: str, /, **values: object) -> str:
        return escape(interface.pgettext(context, message)) % values

    @_remembering
    def ngettext(one: str, many: str, n: float, /, **values: object) -> str:
        return escape(interface.ngettext(one, many, n)) % {"num": n, **values}

    @_remembering
    def npgettext(context: str, one: str, many: str, n: float, /, **values: object) -> str:
        return escape(interface.npgettext(context, one, many, n)) % {"num": n, **values}

    named = {one.__name__: one for one in (gettext, pgettext, ngettext, npgettext)}
    return {**named, "_": gettext}


def _writing(write: Callable[[str, Any], str], interface: Interface) -> Callable[..., str]:
    """A filter in a language; what has a context is not worked out once for all of them."""
    return pass_context(lambda _, value: write(interface.locale, value))


@lru_cache(maxsize=4096)
def _date(locale: str, value: str) -> str:
    """A date or moment in ISO 8601 as CLDR's long date; moments are in UTC."""
    day = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return format_date(day, "long", locale=babel_locale(locale))


@lru_cache(maxsize=4096)
def _number(locale: str, value: int) -> str:
    return format_decimal(value, locale=babel_locale(locale), numbering_system=NUMBERING_SYSTEM)


def _percent(locale: str, value: float) -> str:
    return format_percent(value, locale=babel_locale(locale), numbering_system=NUMBERING_SYSTEM)


def _what(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    return str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
