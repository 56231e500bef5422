"""TOML files read key by key: every fault with its line, all of them at once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from rapidfuzz import process

from pwa.errors import Finding, SiteError
from pwa.locales import canonical


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads tables key by key and keeps every fault, so that all are told at once.

    The keys it reads stand in the lines of `text` from `first` to `last`, counted from 1.
    """

    text: str
    file: str
    first: int | None = None
    last: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def table(self) -> dict[str, Any]:
        """Return all that the text says. Raises SiteError, with the line, where it is no TOML."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            found = Finding(f"not TOML: {error}", self.file, int(line[1]) if line else None)
            raise SiteError(found) from error

    def read(self, table: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        """Return the table's values, converted; keep a fault for what cannot be."""
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                self.unknown(key, known)
                continue
            try:
                values[key] = known[key](self, value)
            except ValueError as error:
                self.fault(key, f"{key}: {error}")
        return values

    def unknown(self, key: str, known: Mapping[str, Any]) -> None:
        """Keep the fault that a key is none of those known."""
        nearest = process.extractOne(key, known.keys())
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        self.fault(key, f"unknown key {key}{hint}")

    def fault(self, key: str, message: str) -> None:
        """Keep a fault of a key; of one that is not written, it is told where its table begins."""
        line = key_line(self.text, key, first=self.first, last=self.last) or self.first
        self.findings.append(Finding(message, self.file, line))

    def within(self, header: int | None) -> "Reader":
        """Return the reader of the table whose header stands in this line."""
        if header is None:
            return self
        lines = self.text.splitlines()[header:]
        ends = (n for n, line in enumerate(lines, header) if line.lstrip().startswith("["))
        return replace(self, first=header, last=next(ends, None))

    def at_header(self, header: str, number: int = 0) -> "Reader":
        """Return the reader of the table that the nth such header (a pattern) begins, from 0."""
        headers = re.finditer(rf"^[ \t]*(?={header})", self.text, re.MULTILINE)
        found = next(islice(headers, number, None), None)
        return self.within(self.text.count("\n", 0, found.end()) + 1 if found else None)

    def refuse_faults(self) -> None:
        """Raise SiteError with every fault kept, if there is one."""
        if self.findings:
            raise SiteError(*self.findings)


def key_line(
    text: str, key: str, *, first: int | None = None, last: int | None = None
) -> int | None:
    """Return the line of a TOML text where a key, or a table of that name, is first set.

    With `first` and `last`, between these lines.
    """
    pattern = re.compile(rf'\s*(\[+\s*)?"?{re.escape(key)}"?\s*[=\].]')
    lines = islice(enumerate(text.splitlines(), 1), (first or 1) - 1, last)
    return next((number for number, line in lines if pattern.match(line)), None)


def text_line(text: str, value: str, *, occurrence: int = 1) -> int | None:
    """Return the line of a TOML text where a string stands in quotes for the nth time."""
    found = re.finditer(rf"""(["']){re.escape(value)}\1""", text)
    at = next(islice(found, occurrence - 1, None), None)
    return text.count("\n", 0, at.start()) + 1 if at else None


def string(_: Reader, value: object) -> str:
    """Return a string without white space around it."""
    if not isinstance(value, str):
        raise ValueError("expected a string")
    return value.strip()


def text(reader: Reader, value: object) -> str:
    """Return a string that says something."""
    if not string(reader, value):
        raise ValueError("expected a text, and it is empty")
    return string(reader, value)


def strings(reader: Reader, value: object) -> tuple[str, ...]:
    """Return a list's strings."""
    if not isinstance(value, list):
        raise ValueError("expected a list of strings")
    return tuple(string(reader, item) for item in value)


def boolean(_: Reader, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return value


def tag(reader: Reader, value: object) -> str:
    """Return a language tag as BCP 47 spells it."""
    return canonical(string(reader, value))


def tags(reader: Reader, value: object) -> tuple[str, ...]:
    """Return a list's language tags as BCP 47 spells them."""
    return tuple(canonical(one) for one in strings(reader, value))


def one_of(*allowed: str) -> Callable[[Reader, object], Any]:
    """Return what takes a value that is one of these."""

    def convert(_: Reader, value: object) -> object:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return value

    return convert


def subtable(known: Mapping[str, Any]) -> Callable[[Reader, object], dict[str, Any]]:
    """Return what takes a table with these keys."""

    def convert(reader: Reader, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("expected a table")
        return reader.read(value, known)

    return convert
