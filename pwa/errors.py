"""What can be wrong with a site, and how it is told.

PwaError
├── SiteError      publication.toml or the layout of the site
├── SourceError    a Markdown file
├── CatalogError   a gettext catalog
├── RecordError    a review record
├── PublishError   an object store
└── RefusedError   a command that would break a rule of the publication

Every error carries findings: file, line, locale, what is wrong and what to do.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error is to be mended, a warning to be looked at; a note is no fault, and good to know."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong in one place.

    `file` is relative to the site's folder, `line` counts from 1, `code` names the kind of
    fault for tools, and `message` says what is wrong and what to do about it.
    """

    message: str
    file: str | None = None
    line: int | None = None
    locale: str | None = None
    code: str = "error"
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file or ""
        locale = f"[{self.locale}] " if self.locale else ""
        return f"{place}: {locale}{self.message}" if place else f"{locale}{self.message}"


class PwaError(Exception):
    """The root of everything this package raises on purpose."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings; at least one is expected."""
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class SiteError(PwaError):
    """The site's layout or its publication.toml cannot be used."""


class SourceError(PwaError):
    """A Markdown file or its front matter cannot be used."""


class CatalogError(PwaError):
    """A gettext catalog cannot be used."""


class RecordError(PwaError):
    """A review record cannot be read or written."""


class PublishError(PwaError):
    """A release cannot be put into a store."""


class RefusedError(PwaError):
    """A command was refused; the findings explain which rule stands in its way."""


def told(error: PwaError | OSError) -> tuple[Finding, ...]:
    """Return the findings of an error, the system's own as one with the path that it names."""
    if isinstance(error, PwaError):
        return error.findings
    path = None if error.filename is None else str(error.filename)
    return (Finding(f"cannot be used: {error.strerror or error}", path),)
