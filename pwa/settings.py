"""publication.toml: what a publisher decides, with a sensible default for everything else."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, get_args

from rapidfuzz import process

from pwa.addresses import HOSTS_OWN, RESERVED, Addresses
from pwa.errors import Finding, SiteError
from pwa.locales import canonical

FILE = "content/publication.toml"

Step = Literal["translation", "revision", "review"]
Show = Literal["translated", "revised", "reviewed"]

# Path parts that stand in an address, on every file system and in every catalog unescaped.
_SECTION_PART = re.compile(r"[a-z0-9][a-z0-9._-]*")

# ISO 8601 durations of fixed length: days, hours, minutes, seconds.
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of sections, with a title of its own where the publication has parts."""

    sections: tuple[str, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What a translation must have behind it, and from when on readers see it."""

    required: tuple[Step, ...] = ("revision", "review")
    show: Show = "translated"
    show_machine: Show = "revised"
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """A publication's settings; `parts` is None where every Markdown file is a section."""

    title: str
    tagline: str = ""
    short_name: str = ""
    notice: str = ""
    about: str = ""
    source_locale: str = "en"
    address: str | None = None
    parts: tuple[Part, ...] | None = None
    draft: tuple[str, ...] = ()
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    review: ReviewPolicy = ReviewPolicy()
    check_after: int = 900


def parse_settings(text: str) -> Settings:
    """Return the settings of a publication.toml.

    Raises SiteError with every fault found: file, line, what is wrong and what to do.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise SiteError(
            Finding(f"not TOML: {error}", FILE, int(line[1]) if line else None)
        ) from error
    reader = _Reader(text)
    settings = reader.settings(table)
    if reader.findings:
        raise SiteError(*reader.findings)
    return settings


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads tables key by key and keeps every fault, so that all are told at once.

    The keys it reads stand below the first `above` lines of the text.
    """

    text: str
    above: int = 0
    findings: list[Finding] = field(default_factory=list)

    def settings(self, table: Mapping[str, Any]) -> Settings:
        if "title" not in table:
            self.fault("title", 'there is no title; add title = "…"')
        if "sections" in table and "parts" in table:
            self.fault("parts", "sections and parts exclude each other; keep one of them")
        values = {"title": "", **self.read(table, _TOP)}
        listed = values.pop("sections", None)
        parts = values.pop("parts", listed)
        offline = values.pop("offline", {})
        if values.get("source_locale", "en") in values.get("draft", ()):
            self.fault("draft", "draft: the source locale is always published; leave it out")
        return Settings(**values, **offline, parts=self.unique(parts) if parts else None)

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
        nearest = process.extractOne(key, known.keys())
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        self.fault(key, f"unknown key {key}{hint}")

    def fault(self, key: str, message: str) -> None:
        self.findings.append(Finding(message, FILE, self.line_of(key)))

    def line_of(self, key: str) -> int | None:
        return key_line(self.text, key, above=self.above)

    def unique(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        counts = Counter(section for part in parts for section in part.sections)
        for section, count in counts.items():
            if count > 1:
                line = text_line(self.text, section, occurrence=2)
                self.findings.append(Finding(f"section {section} is listed twice", FILE, line))
        return parts


def key_line(text: str, key: str, *, above: int = 0) -> int | None:
    """Return the line of a publication.toml where a key, or a table of that name, is first set.

    The first `above` lines are passed over.
    """
    pattern = re.compile(rf'\s*(\[+\s*)?"?{re.escape(key)}"?\s*[=\].]')
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, line in lines if n > above and pattern.match(line)), None)


def text_line(text: str, value: str, *, occurrence: int = 1) -> int | None:
    """Return the line of a publication.toml where a text stands in quotes for the nth time."""
    found = re.finditer(rf"""(["']){re.escape(value)}\1""", text)
    at = next(islice(found, occurrence - 1, None), None)
    return text.count("\n", 0, at.start()) + 1 if at else None


def check_section_id(section: str) -> str:
    """Return the id of a section, or raise ValueError where it cannot stand in an address."""
    parts = section.split("/")
    if not all(_SECTION_PART.fullmatch(part) for part in parts):
        raise ValueError(
            f"{section!r} cannot be an address; use a-z, 0-9, '.', '_' and '-', "
            "each part beginning with a letter or digit"
        )
    if parts[0] in RESERVED:
        raise ValueError(f"{section!r} begins with {parts[0]!r}, an address of our own; rename it")
    if own := [part for part in parts if part in HOSTS_OWN]:
        raise ValueError(f"{section!r}: static hosts need {own[0]!r} for themselves; rename it")
    return section


def _string(_: _Reader, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a string")
    return value.strip()


def _text(reader: _Reader, value: object) -> str:
    if not _string(reader, value):
        raise ValueError("expected a text, and it is empty")
    return _string(reader, value)


def _strings(reader: _Reader, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list of strings")
    return tuple(_string(reader, item) for item in value)


def _boolean(_: _Reader, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return value


def _tag(reader: _Reader, value: object) -> str:
    return canonical(_string(reader, value))


def _tags(reader: _Reader, value: object) -> tuple[str, ...]:
    return tuple(canonical(tag) for tag in _strings(reader, value))


def _address(reader: _Reader, value: object) -> str:
    return Addresses.of(_string(reader, value)).base


def _section_ids(reader: _Reader, value: object) -> tuple[str, ...]:
    listed = _strings(reader, value)
    if not listed:
        raise ValueError("no section is listed; name one, or leave the key out")
    return tuple(check_section_id(section) for section in listed)


def _sections(reader: _Reader, value: object) -> tuple[Part, ...]:
    return (Part(_section_ids(reader, value)),)


def _parts(reader: _Reader, value: object) -> tuple[Part, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected [[parts]] tables, each with title and sections")
    if not value:
        raise ValueError("no part is listed; name one, or leave the key out")
    return tuple(_part(_at_part(reader, number), item) for number, item in enumerate(value))


def _part(reader: _Reader, table: Mapping[str, Any]) -> Part:
    if "sections" not in table:
        reader.fault("parts", "a part has no sections; list them, or remove it")
    known = {"title": _text, "sections": _section_ids}
    return Part(**{"sections": (), **reader.read(table, known)})


def _at_part(reader: _Reader, number: int) -> _Reader:
    """Return the reader of the part with this number, counted from 0."""
    headers = re.finditer(r"^[ \t]*(?=\[\[[ \t]*parts[ \t]*\]\])", reader.text, re.MULTILINE)
    header = next(islice(headers, number, None), None)
    return replace(reader, above=reader.text.count("\n", 0, header.end()) if header else 0)


def _one_of(*allowed: str) -> Callable[[_Reader, object], Any]:
    def convert(_: _Reader, value: object) -> object:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return value

    return convert


def _required(reader: _Reader, value: object) -> tuple[Step, ...]:
    steps = tuple(_one_of(*get_args(Step))(reader, step) for step in _strings(reader, value))
    if "review" not in steps:
        raise ValueError('it must name "review": without it no section could become reviewed')
    return steps


def _duration(reader: _Reader, value: object) -> int:
    match = _DURATION.fullmatch(_string(reader, value))
    if not match or not any(match.groups()):
        raise ValueError(f"{value!r} is no ISO 8601 duration, such as PT15M or P1D")
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _table(known: Mapping[str, Any]) -> Callable[[_Reader, object], dict[str, Any]]:
    def convert(reader: _Reader, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("expected a table")
        return reader.read(value, known)

    return convert


_REVIEW: Mapping[str, Any] = {
    "required": _required,
    "show": _one_of(*get_args(Show)),
    "show_machine": _one_of(*get_args(Show)),
    "distinct": _boolean,
}
_OFFLINE: Mapping[str, Any] = {"check_after": _duration}


def _review(reader: _Reader, value: object) -> ReviewPolicy:
    return ReviewPolicy(**_table(_REVIEW)(reader, value))


_TOP: Mapping[str, Any] = {
    "title": _text,
    "tagline": _string,
    "short_name": _string,
    "notice": _string,
    "about": _string,
    "source_locale": _tag,
    "address": _address,
    "sections": _sections,
    "parts": _parts,
    "draft": _tags,
    "publisher": _string,
    "contact": _string,
    "licence": _string,
    "review": _review,
    "offline": _table(_OFFLINE),
}


def known_keys() -> list[str]:
    """Return every key that publication.toml may have; those of tables as `table.key`."""
    top = [key for key in _TOP if key not in {"review", "offline"}]
    return [*top, *(f"review.{key}" for key in _REVIEW), *(f"offline.{key}" for key in _OFFLINE)]
