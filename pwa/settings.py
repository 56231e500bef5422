"""publication.toml: what a publisher decides, with a sensible default for everything else."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Literal, get_args

from pwa import durations, toml
from pwa.addresses import HOSTS_OWN, RESERVED, Addresses
from pwa.durations import Period
from pwa.errors import Finding
from pwa.toml import Reader, text_line

FILE = "content/publication.toml"

Step = Literal["translation", "revision", "review"]
Show = Literal["translated", "revised", "reviewed"]
First = Literal["translation", "source"]
Risk = Literal["normal", "high"]

# Path parts that stand in an address, on every file system and in every catalog unescaped.
_SECTION_PART = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of sections, with a title of its own where the publication has parts."""

    sections: tuple[str, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What a translation must have behind it, and from when on readers see it.

    `interval` is how long a revision or review that names no day stands before it is due again;
    `outdated` is what readers see first of a translation that lags behind its source.
    """

    required: tuple[Step, ...] = ("revision", "review")
    show: Show = "translated"
    show_machine: Show = "revised"
    distinct: bool = True
    interval: Period | None = None
    outdated: First = "translation"


@dataclass(frozen=True, slots=True)
class Settings:
    """A publication's settings; `parts` is None where every Markdown file is a section.

    `review_high` is the policy for sections whose front matter says `risk: high`.
    """

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
    review_high: ReviewPolicy = ReviewPolicy(outdated="source")
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
    if parts[0] in RESERVED:
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
    return _at(reader, r"\[\[[ \t]*parts[ \t]*\]\]", number)


def _at(reader: Reader, header: str, number: int = 0) -> Reader:
    """Return the reader of the table that the nth such header begins, counted from 0."""
    headers = re.finditer(rf"^[ \t]*(?={header})", reader.text, re.MULTILINE)
    found = next(islice(headers, number, None), None)
    return reader.within(reader.text.count("\n", 0, found.end()) + 1 if found else None)


def _required(reader: Reader, value: object) -> tuple[Step, ...]:
    steps = tuple(
        toml.one_of(*get_args(Step))(reader, step) for step in toml.strings(reader, value)
    )
    if "review" not in steps:
        raise ValueError('it must name "review": without it no section could become reviewed')
    if len(set(steps)) < len(steps):
        raise ValueError("a step is named twice, and one record is enough for it; name it once")
    return steps


def _duration(reader: Reader, value: object) -> int:
    return durations.seconds(toml.string(reader, value))


def _period(reader: Reader, value: object) -> Period:
    return durations.period(toml.string(reader, value))


def _for_all_sections(_: Reader, __: object) -> None:
    raise ValueError("it stands in [review], for all sections; leave it out here")


_RULES: Mapping[str, Any] = {
    "required": _required,
    "show": toml.one_of(*get_args(Show)),
    "show_machine": toml.one_of(*get_args(Show)),
    "interval": _period,
    "outdated": toml.one_of(*get_args(First)),
}
_HIGH: Mapping[str, Any] = {**_RULES, "distinct": _for_all_sections, "high": _for_all_sections}


def _high(reader: Reader, value: object) -> dict[str, Any]:
    return toml.subtable(_HIGH)(_at_high(reader), value)


_REVIEW: Mapping[str, Any] = {**_RULES, "distinct": toml.boolean, "high": _high}
_OFFLINE: Mapping[str, Any] = {"check_after": _duration}


def _at_review(reader: Reader) -> Reader:
    return _at(reader, r"\[[ \t]*review[ \t]*\]")


def _at_high(reader: Reader) -> Reader:
    """A table of its own, or what [review] says of `high`."""
    return _at(reader, r"(?:\[[ \t]*review[ \t]*\.[ \t]*high[ \t]*\]|high[ \t]*[.=])")


def _policies(reader: Reader, value: object) -> dict[str, ReviewPolicy]:
    """Return the policy for all sections, and the one for those of high risk."""
    values = toml.subtable(_REVIEW)(_at_review(reader), value)
    high = {"outdated": "source", **values.pop("high", {})}
    policy = _policy(values, ReviewPolicy())
    stricter = _policy(high, policy)
    for key, fault in _machine_first(policy):
        _at_review(reader).fault(key, fault)
    for key, fault in (*_machine_first(stricter), *_weaker(stricter, policy)):
        _at_high(reader).fault(key, fault)
    return {"review": policy, "review_high": stricter}


def _policy(values: Mapping[str, Any], base: ReviewPolicy) -> ReviewPolicy:
    """Return what a table says, and the base what it leaves out.

    Machine text of which it says nothing waits for at least what human text waits for.
    """
    policy = replace(base, **values)
    machine = max(policy.show, base.show_machine, key=get_args(Show).index)
    return replace(policy, show_machine=values.get("show_machine", machine))


def _machine_first(policy: ReviewPolicy) -> Iterator[tuple[str, str]]:
    if _is_below(policy.show_machine, policy.show):
        yield (
            "show_machine",
            f'show_machine: "{policy.show_machine}" would show machine text before a person\'s, '
            f'which waits until it is {policy.show}; ask for "{policy.show}" or more here too',
        )


def _weaker(high: ReviewPolicy, policy: ReviewPolicy) -> Iterator[tuple[str, str]]:
    """Where the rules for high risk ask for less than those for all sections."""
    advice = "and these rules are the stricter ones; leave it out, or ask for more"
    if left_out := [step for step in policy.required if step not in high.required]:
        yield "required", f"required: [review] has {', '.join(left_out)} as well, {advice}"
    for key, asked, least in (
        ("show", high.show, policy.show),
        ("show_machine", high.show_machine, policy.show_machine),
    ):
        if _is_below(asked, least):
            yield key, f'{key}: [review] asks for "{least}", {advice}'
    if high.interval and policy.interval and _is_longer(high.interval, policy.interval):
        yield "interval", f"interval: it is longer than that of [review], {advice}"
    if (high.outdated, policy.outdated) == ("translation", "source"):
        yield "outdated", f'outdated: [review] shows the "source" first, {advice}'


def _is_below(asked: Show, least: Show) -> bool:
    worth = get_args(Show)
    return worth.index(asked) < worth.index(least)


def _is_longer(one: Period, other: Period) -> bool:
    """Whether a period is longer in a common year: months and days have no order of their own."""
    day = date(2001, 1, 1)
    return one.after(day) > other.after(day)


_TOP: Mapping[str, Any] = {
    "title": toml.text,
    "tagline": toml.string,
    "short_name": toml.string,
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
    "review": _policies,
    "offline": toml.subtable(_OFFLINE),
}


def known_keys() -> list[str]:
    """Return every key that publication.toml may have; those of tables as `table.key`."""
    top = [key for key in _TOP if key not in {"review", "offline"}]
    return [*top, *(f"review.{key}" for key in _REVIEW), *(f"offline.{key}" for key in _OFFLINE)]
