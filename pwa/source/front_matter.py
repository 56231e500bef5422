"""Front matter: what a section's file says about itself, in YAML between two lines of `---`."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from rapidfuzz import process
from yaml.reader import ReaderError

from pwa.errors import Finding, SourceError
from pwa.settings import Risk, check_section_id

_FENCED = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A published work that the section's statements come from."""

    title: str
    publisher: str = ""
    year: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the file says about its section; `formerly` names the ids it had before.

    `lines` tells where each key stands in the file.
    """

    title: str = ""
    summary: str = ""
    sources: tuple[Reference, ...] = ()
    risk: Risk = "normal"
    first_published: str = ""
    formerly: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def split(text: str, *, file: str) -> tuple[FrontMatter, str, int]:
    """Return the front matter, the Markdown after it, and the line that begins at.

    Unknown keys are warnings among its findings. Raises SourceError where it is no YAML
    mapping or a value is of the wrong kind.
    """
    match = _FENCED.match(text)
    if not match:
        return FrontMatter(), text.removeprefix("\ufeff"), 1
    first_line = text.count("\n", 0, match.end()) + 1
    return _read(match[1], file), text[match.end() :], first_line


def _read(text: str, file: str) -> FrontMatter:
    values, faults, unknown, lines = {}, [], [], _lines(text)
    for key, value in _mapping(text, file).items():
        if key not in _KNOWN:
            unknown.append(_unknown(key, file, lines.get(key)))
            continue
        try:
            values[key] = _KNOWN[key](value)
        except ValueError as error:
            faults.append(Finding(f"{key}: {error}", file, lines.get(key), code="front-matter"))
    if faults:
        raise SourceError(*faults)
    return FrontMatter(**values, findings=tuple(unknown), lines=lines)


def _mapping(text: str, file: str) -> Mapping[str, Any]:
    try:
        # Every scalar stays the text that the author wrote: YAML 1.1 makes other things of dates,
        # versions and `no`. No tag constructs anything.
        table = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        problem, line = _problem(error, text)
        advice = "quote texts that hold ': ' or '#'"
        raise SourceError(Finding(f"front matter: {problem}; {advice}", file, line)) from error
    if not isinstance(table, dict | None):
        raise SourceError(Finding("front matter is no mapping of keys to values", file, 1))
    return {str(key): value for key, value in (table or {}).items()}


def _problem(error: Exception, text: str) -> tuple[str, int]:
    """What YAML does not allow, and the file's line where it stands."""
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position)
        return f"the character U+{error.character:04X} cannot stand here", line + 2
    mark = getattr(error, "problem_mark", None)
    return getattr(error, "problem", None) or "not YAML", mark.line + 2 if mark else 1


def _unknown(key: str, file: str, line: int | None) -> Finding:
    nearest = process.extractOne(key, _KNOWN.keys())
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return Finding(f"unknown key {key}{hint}", file, line, code="front-matter", severity="warning")


def _lines(text: str) -> dict[str, int]:
    found = ((re.match(r"([^\s#:]+)\s*:", line), n) for n, line in enumerate(text.split("\n"), 2))
    return {match[1].strip("\"'"): line for match, line in found if match}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a text")
    return " ".join(value.split())


def _risk(value: object) -> str:
    if value not in {"normal", "high"}:
        raise ValueError(f"{value!r} is neither normal nor high")
    return str(value)


def _date(value: object) -> str:
    try:
        return dt.date.fromisoformat(_string(value)).isoformat()
    except ValueError as error:
        raise ValueError(f"{value!r} is no date, such as 2026-11-23") from error


def _ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list of section ids")
    return tuple(check_section_id(_string(item)) for item in value)


def _references(value: object) -> tuple[Reference, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected a list of sources, each with title, publisher, year, address")
    return tuple(_reference(item) for item in value)


def _reference(item: Mapping[str, Any]) -> Reference:
    fields = {str(key): _string(value) for key, value in item.items()}
    unknown = fields.keys() - {"title", "publisher", "year", "address"}
    if unknown or not fields.get("title"):
        raise ValueError("a source has title, publisher, year and address, and at least a title")
    if not re.match(r"https?://|\Z", fields.get("address", "")):
        raise ValueError(f"{fields['address']!r} is no http(s) address")
    return Reference(**fields)


_KNOWN: Mapping[str, Callable[[object], Any]] = {
    "title": _string,
    "summary": _string,
    "sources": _references,
    "risk": _risk,
    "first_published": _date,
    "formerly": _ids,
}
