"""publication.toml: what a publisher decides, with a sensible default for everything else."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pwa import durations, toml
from pwa.addresses import BOOK, HOSTS_OWN, RESERVED, Addresses
from pwa.errors import Finding
from pwa.review_policy import REVIEW_KEYS, USUAL, USUAL_FOR_HIGH_RISK, ReviewPolicy, policies
from pwa.toml import Reader, text_line

FILE = "content/publication.toml"

Risk = Literal["normal", "high"]

# Path parts that stand in an address, on every file system and in every catalog unescaped.
_SECTION_PART = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of sections, with a title of its own where the publication has parts."""

    sections: tuple[str, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A publication's settings; `parts` is None where every Markdown file is a section.

    `review_high` is the policy for sections whose front matter says `risk: high`.
    """

    title: str
    tagline: str = ""
    short_name: str = ""
    discreet: bool = False
    notice: str = ""
    about: str = ""
    source_locale: str = "en"
    address: str | None = None
    parts: tuple[Part, ...] | None = None
    draft: tuple[str, ...] = ()
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    review: ReviewPolicy = USUAL
    review_high: ReviewPolicy = USUAL_FOR_HIGH_RISK
    check_after: int = 900

    def review_of(self, risk: Risk) -> ReviewPolicy:
        """Return the policy for sections of this risk."""
        return self.review_high if risk == "high" else self.review


def parse_settings(text: str) -> Settings:
    """Return the settings of a publication.toml.

    Raises SiteError with every fault found: file, line, what is wrong and what to do.
    """
    reader = Reader(text, FILE)
    settings = _settings(reader, reader.table())
    reader.refuse_faults()
    return settings


def _settings(reader: Reader, table: Mapping[str, Any]) -> Settings:
    if "title" not in table:
        reader.fault("title", 'there is no title; add title = "…"')
    if "sections" in table and "parts" in table:
        reader.fault("parts", "sections and parts exclude each other; keep one of them")
    values = {"title": "", **reader.read(table, _TOP)}
    if values.get("discreet") and not values.get("short_name", "").strip():
        reader.fault("discreet", 'discreet: no name stands for the title; add short_name = "…"')
    listed = values.pop("sections", None)
    parts = values.pop("parts", listed)
    offline, policies = values.pop("offline", {}), values.pop("review", {})
    if values.get("source_locale", "en") in values.get("draft", ()):
        reader.fault("draft", "draft: the source locale is always published; leave it out")
    return Settings(
        **values, **offline, **policies, parts=_unique(reader, parts) if parts else None
    )


def _unique(reader: Reader, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    counts = Counter(section for part in parts for section in part.sections)
    for section, count in counts.items():
        if count > 1:
            line = text_line(reader.text, section, occurrence=2)
            reader.findings.append(Finding(f"section {section} is listed twice", FILE, line))
    return parts


def check_section_id(section: str) -> str:
    """Return the id of a section, or raise ValueError where it cannot stand in an address."""
    parts = section.split("/")
    if not all(_SECTION_PART.fullmatch(part) for part in parts):
        raise ValueError(
            f"{section!r} cannot be an address; use a-z, 0-9, '.', '_' and '-', "
            "each part beginning with a letter or digit"
        )
    if parts[0] in RESERVED or parts[0].endswith(BOOK):
        raise ValueError(f"{section!r} begins with {parts[0]!r}, an address of our own; rename it")
    if own := [part for part in parts if part in HOSTS_OWN]:
        raise ValueError(f"{section!r}: static hosts need {own[0]!r} for themselves; rename it")
    return section


def _address(reader: Reader, value: object) -> str:
    return Addresses.of(toml.string(reader, value)).base


def _section_ids(reader: Reader, value: object) -> tuple[str, ...]:
    listed = toml.strings(reader, value)
    if not listed:
        raise ValueError("no section is listed; name one, or leave the key out")
    return tuple(check_section_id(section) for section in listed)


def _sections(reader: Reader, value: object) -> tuple[Part, ...]:
    return (Part(_section_ids(reader, value)),)


def _parts(reader: Reader, value: object) -> tuple[Part, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected [[parts]] tables, each with title and sections")
    if not value:
        raise ValueError("no part is listed; name one, or leave the key out")
    return tuple(_part(_at_part(reader, number), item) for number, item in enumerate(value))


def _part(reader: Reader, table: Mapping[str, Any]) -> Part:
    if "sections" not in table:
        reader.fault("parts", "a part has no sections; list them, or remove it")
    known = {"title": toml.text, "sections": _section_ids}
    return Part(**{"sections": (), **reader.read(table, known)})


def _at_part(reader: Reader, number: int) -> Reader:
    """Return the reader of the part with this number, counted from 0."""
    return reader.at_header(r"\[\[[ \t]*parts[ \t]*\]\]", number)


def _duration(reader: Reader, value: object) -> int:
    return durations.seconds(toml.string(reader, value))


_OFFLINE: Mapping[str, Any] = {"check_after": _duration}
_TOP: Mapping[str, Any] = {
    "title": toml.text,
    "tagline": toml.string,
    "short_name": toml.string,
    "discreet": toml.boolean,
    "notice": toml.string,
    "about": toml.string,
    "source_locale": toml.tag,
    "address": _address,
    "sections": _sections,
    "parts": _parts,
    "draft": toml.tags,
    "publisher": toml.string,
    "contact": toml.string,
    "licence": toml.string,
    "review": policies,
    "offline": toml.subtable(_OFFLINE),
}


def known_keys() -> list[str]:
    """Return every key that publication.toml may have; those of tables as `table.key`."""
    top = [key for key in _TOP if key not in {"review", "offline"}]
    tables = {"review": REVIEW_KEYS, "offline": _OFFLINE}
    return [*top, *(f"{name}.{key}" for name, keys in tables.items() for key in keys)]
