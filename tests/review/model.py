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
class Declared:
    """An edit of the source that somebody said keeps its meaning: msgctxt and msgid, twice."""

    was: tuple[str | None, str]
    now: tuple[str | None, str]


@dataclass(frozen=True)
class Rules:
    """What the publisher asks for; `interval` in months and days."""

    required: tuple[str, ...]
    distinct: bool
    interval: tuple[int, int] | None = None


@dataclass(frozen=True)
class Desk:
    """All that decides what a section is worth on a day.

    `names` are the section's ids, present and former; `records` those of the whole locale;
    `source` all msgids of the publication; `last` is the person whom the catalog names as its
    last translator; `declared` are the edits that nobody took back.
    """

    lines: tuple[Line, ...]
    names: frozenset[str]
    records: tuple[Signed, ...]
    withdrawn: frozenset[str]
    rules: Rules
    source: frozenset[str]
    last: str | None = None
    is_source: bool = False
    declared: tuple[Declared, ...] = ()


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


def everywhere(desk):
    """The locale's records in their order; the same id twice is one, a withdrawn one none."""
    by_id = {record.id: record for record in desk.records}
    left = [record for record in by_id.values() if record.id not in desk.withdrawn]
    return sorted(left, key=lambda record: (record.at, record.id))


def standing(desk):
    """The section's own."""
    return [record for record in everywhere(desk) if record.section in desk.names]


def counts_as_harmless(edit):
    """What the machine writes differs in a “not”, or in nothing that matters."""
    return edit.was[0] == edit.now[0] and ("not" in edit.was[1]) == ("not" in edit.now[1])


def is_one_message(one, other):
    return same([(*one, "")], [(*other, "")])


def all_it_was(desk, key):
    """A message, and whatever became it by one declared edit after the other."""
    found = [key]
    for now in found:
        for edit in desk.declared:
            is_new = not any(is_one_message(edit.was, one) for one in found)
            if counts_as_harmless(edit) and is_one_message(edit.now, now) and is_new:
                found.append(edit.was)
    return found


def was(desk, said, line):
    return any(is_one_message(said[:2], key) for key in all_it_was(desk, line[:2]))


def became(desk, text):
    """For each signed message the present one that it is, or became; None where there is none."""
    lines = present(desk)
    if len(text) == len(lines) and all(map(lambda said, line: was(desk, said, line), text, lines)):
        return list(lines)
    return [_anywhere(desk, said) for said in text]


def _anywhere(desk, said):
    lines = present(desk)
    itself = [line for line in lines if is_one_message(said[:2], line[:2])]
    return next(iter([*itself, *(line for line in lines if was(desk, said, line))]), None)


def as_if_now(desk, text):
    """A signed text as it reads after the declared edits."""

    def read(said, line):
        if line is None:
            return said
        return (line[0], line[1], line[2] if desk.is_source else said[2])

    return tuple(map(read, text, became(desk, text)))


def translators(desk, said):
    """Whose a message is by an unwithdrawn translation record, of whichever section."""
    return {record.by for record in everywhere(desk) if has_translated(record, said)}


def has_translated(record, said):
    return record.step == "translation" and any(same([said], [each]) for each in record.text)


def translators_in_any_form(desk, line):
    """Those of a present message, as it is or as it was before declared edits."""
    forms = [(*key, line[2]) for key in all_it_was(desk, line[:2])]
    return {name for said in forms for name in translators(desk, said)}


def is_distinct(desk, record):
    """Whether somebody signed who is known to have translated none of it."""
    for said, read in zip(record.text, as_if_now(desk, record.text), strict=True):
        is_there = any(same([read], [line]) for line in present(desk))
        theirs = translators_in_any_form(desk, read) if is_there else translators(desk, said)
        if record.by in theirs:
            return False
    if not holds(desk, record):
        return True  # the header speaks for the present text alone
    for line in desk.lines:
        known = translators_in_any_form(desk, line.said)
        if line.translated and not known and desk.last in {None, record.by}:
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
    return record is not None and same(as_if_now(desk, record.text), present(desk))


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
    texts = [as_if_now(desk, one.text) for one in signed]
    return any(not same(source_of(text), source_of(present(desk))) for text in texts)


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
        if holding and (due := due_day(desk, holding[-1])) is not None and today > due:
            return True
    return False


def due_day(desk, record):
    """The day that a record names; a check that names none stands for the interval."""
    if record.due is not None or record.step == "translation" or desk.rules.interval is None:
        return record.due
    months, days = desk.rules.interval
    year, month, day = (int(part) for part in record.at[:10].split("-"))
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    while not is_day(year, month, day):
        day -= 1
    return str((datetime(year, month, day) + timedelta(days=days)).date())


def is_day(year, month, day):
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return True


def origin(desk):
    if desk.is_source:
        return None
    found = [_origin_of(desk, line.said) for line in desk.lines if line.translated]
    for weakest in ("machine", "unknown", "post-edited", "human"):
        if weakest in found:
            return weakest
    return None


def _origin_of(desk, line):
    forms = [(*key, line[2]) for key in all_it_was(desk, line[:2])]
    for record in reversed(everywhere(desk)):
        if any(has_translated(record, said) for said in forms):
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
