"""What a check is: one small function that reads a translation and says what is wrong.

Its docstring's first line is its title; TRANSLATING.md explains it under its code. A check is
listed in an explicit tuple of its family and never found by name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pwa.errors import Finding, Severity
from pwa.translation.plurals import PluralForms
from pwa.translation.po import Entry

Domain = Literal["content", "interface"]

# A translator's comment that silences checks for its message: `# check-ignore: numbers, bidi`.
_IGNORE = re.compile(r"check-ignore:\s*([\w, -]+)")
# What catalogs made for mdBook hold of code blocks: comments and string literals, or all of one.
_CODE = re.compile(r"""\s*(?:```|~~~|//|/\*|#[!\[]|#\s(?=.*\n)|b?(["']).*\1\s*$)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """One message with one text of its translation, as a check sees it.

    `source` is the msgid that belongs to `text`: the plural one for plural forms; `form` counts
    the forms from 0 and is None where the message has none.
    """

    entry: Entry
    source: str
    text: str
    domain: Domain
    form: int | None = None

    @property
    def is_code(self) -> bool:
        """Whether the message comes out of a code block: no prose, and no Markdown."""
        if self.domain == "interface":
            return False
        if self.entry.extracted:  # our own templates name each message's place
            return any(place.rpartition(": ")[2] == "code" for place in self.entry.extracted)
        return _CODE.match(self.source) is not None

    @property
    def ignored(self) -> frozenset[str]:
        """The codes of the checks that the translator has silenced here."""
        found = (_IGNORE.search(comment) for comment in self.entry.comments)
        codes = (code for match in found if match for code in match[1].split(","))
        return frozenset(code.strip() for code in codes)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary's line: how a term of the source is translated, or must not be.

    `pwa.translation.glossary` says what may stand in the cells.
    """

    source: str
    translation: str
    note: str = ""

    @property
    def is_forbidden(self) -> bool:
        """Whether the translation lists words that the publication does not use."""
        return self.translation.startswith("!")


@dataclass(frozen=True, slots=True)
class Setting:
    """What checks know beside the unit: the two languages and the glossary.

    `forms` is the catalog's own plural rule, None where its header has none that can be read.
    """

    locale: str
    source_locale: str
    glossary: tuple[Term, ...] = ()
    forms: PluralForms | None = None

    @property
    def forbidden(self) -> tuple[Term, ...]:
        """The glossary's lines of words that the publication does not use."""
        return tuple(term for term in self.glossary if term.is_forbidden)


Run = Callable[[Unit, Setting], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check under its code."""

    code: str
    run: Run
    severity: Severity = "warning"

    @property
    def title(self) -> str:
        """The first line of its docstring."""
        return (self.run.__doc__ or "").partition("\n")[0]

    def findings(self, unit: Unit, setting: Setting, *, file: str) -> Iterator[Finding]:
        """Yield what is wrong with a unit, unless its translator has silenced this check."""
        if self.code not in unit.ignored:
            line = unit.entry.msgstr_line
            for message in self.run(unit, setting):
                yield Finding(message, file, line, setting.locale, self.code, self.severity)
