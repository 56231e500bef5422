"""The truth table of DESIGN.md once more, plain and slow: what `pwa.review` is held against.

It knows whole texts where the engine knows hashes, and shares no code with it.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# One message as it is signed: msgctxt, msgid, msgstr.
Said = tuple[str | None, str, str]


@dataclass(frozen=True)
class Line:
    """A message of a section, with what the catalog has for it."""

    context: str | None
    msgid: str
    msgstr: str
    fuzzy: bool = False
    previous: str | None = None

    @property
    def translated(self) -> bool:
        return self.msgstr != "" and not self.fuzzy

    @property
    def said(self) -> Said:
        return self.context, self.msgid, self.msgstr if self.translated else ""


@dataclass(frozen=True)
class Signed:
    """A record, with the text that was signed; `by` is a person, however the name is written."""

    id: str
    at: str
    step: str
    section: str
    by: str
    method: str
    due: str | None
    text: tuple[Said, ...]


@dataclass(frozen=True)
class Rules:
    required: tuple[str, ...]
    distinct: bool


@dataclass(frozen=True)
class Desk:
    """All that decides what a section is worth on a day.

    `names` are the section's ids, present and former; `source` all msgids of the publication;
    `last` is the person whom the catalog names as its last translator.
    """

    lines: tuple[Line, ...]
    names: frozenset[str]
    records: tuple[Signed, ...]
    withdrawn: frozenset[str]
    rules: Rules
    source: frozenset[str]
    last: str | None = None
    is_source: bool = False


@dataclass(frozen=True)
class Verdict:
    status: str
    outdated: bool
    changed: bool
    overdue: bool
    origin: str | None


def same(one, other):
    """Texts are compared in normal form."""

    def normal(text):
        return [[part and unicodedata.normalize("NFC", part) for part in said] for said in text]

    return normal(one) == normal(other)


def source_of(text):
    return [(context, msgid, "") for context, msgid, _ in text]


def present(desk):
    return tuple(line.said for line in desk.lines)


def standing(desk):
    """The section's records in their order; the same id twice is one, a withdrawn one none."""
    by_id = {record.id: record for record in desk.records if record.section in desk.names}
    left = [record for record in by_id.values() if record.id not in desk.withdrawn]
    return sorted(left, key=lambda record: (record.at, record.id))


def translators(desk, said):
    """Whose a message is by an unwithdrawn translation record."""
    return {
        record.by
        for record in standing(desk)
        if record.step == "translation" and any(same([said], [each]) for each in record.text)
    }


def is_distinct(desk, record):
    """Whether somebody signed who is known to have translated none of it."""
    if any(record.by in translators(desk, said) for said in record.text):
        return False
    if not same(record.text, present(desk)):
        return True  # the header speaks for the present text alone
    for line in desk.lines:
        if line.translated and not translators(desk, line.said) and desk.last in {None, record.by}:
            return False
    return True


def counts(desk, record):
    if desk.is_source:
        return record.step == "review" and record.method != "machine"
    if record.step == "translation":
        return True
    if record.method == "machine":
        return False
    return not desk.rules.distinct or is_distinct(desk, record)


def latest(desk, step):
    found = [record for record in standing(desk) if record.step == step and counts(desk, record)]
    return found[-1] if found else None


def holds(desk, record):
    return record is not None and same(record.text, present(desk))


STEPS = ("translation", "revision", "review")


def status(desk):
    if desk.is_source:
        return "reviewed" if holds(desk, latest(desk, "review")) else "written"
    translated = [line for line in desk.lines if line.translated]
    if len(translated) < len(desk.lines):
        return "partial" if translated else "untranslated"
    if all(holds(desk, latest(desk, step)) for step in desk.rules.required):
        return "reviewed"
    return "revised" if holds(desk, latest(desk, "revision")) else "translated"


def outdated(desk):
    if desk.is_source or all(line.translated for line in desk.lines):
        return False
    for line in desk.lines:
        is_fuzzy = line.fuzzy and line.msgstr != ""
        if is_fuzzy and line.previous is not None and line.previous not in desk.source:
            return True
    signed = [record for step in STEPS if (record := latest(desk, step))]
    return any(not same(source_of(one.text), source_of(present(desk))) for one in signed)


def changed(desk):
    signed = [latest(desk, "revision"), latest(desk, "review")]
    return any(record is not None and not holds(desk, record) for record in signed)


def overdue(desk, today):
    for step in STEPS:
        holding = [
            record
            for record in standing(desk)
            if record.step == step and counts(desk, record) and holds(desk, record)
        ]
        if holding and holding[-1].due is not None and today > holding[-1].due:
            return True
    return False


def origin(desk):
    if desk.is_source:
        return None
    found = [_origin_of(desk, line.said) for line in desk.lines if line.translated]
    for weakest in ("machine", "unknown", "post-edited", "human"):
        if weakest in found:
            return weakest
    return None


def _origin_of(desk, said):
    for record in reversed(standing(desk)):
        if record.step == "translation" and any(same([said], [each]) for each in record.text):
            return record.method
    return "unknown"


def judge(desk, today):
    return Verdict(status(desk), outdated(desk), changed(desk), overdue(desk, today), origin(desk))


def moment(desk, step, at):
    """When a word of the command counts as given: clocks that differ by a minute are one."""
    there = [record.at for record in standing(desk) if record.step == step]
    if not there or not at <= max(there) <= later(at, 60):
        return at
    return later(max(there), 1)


def later(at, seconds):
    return (datetime.fromisoformat(at) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def may_sign(desk, record):
    """Whether the command takes a word about the present text: it has to change something."""
    if not desk.is_source:
        missing = [line for line in desk.lines if not line.translated]
        if missing and (record.step != "translation" or len(missing) == len(desk.lines)):
            return False
    after = replace(desk, records=(*desk.records, record))
    return counts(after, record) and latest(after, record.step) == record
