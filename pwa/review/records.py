"""Records: what a named person signed on an exact text, one file each.

One file a record, so that two people's work merges in git without conflict and nothing needs
a lock. The id is a hash of the file's content, so that a changed file is noticed. This
protects against mistakes; against forgery as far as git does.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeGuard, TypeVar, cast, get_args

from pwa.disk import write_whole
from pwa.errors import Finding
from pwa.memo import digest
from pwa.review.fingerprints import Pair, source_hash
from pwa.review.revocations import Revocation
from pwa.review_policy import Step
from pwa.source.message import Key

VERSION = 1

Method = Literal["human", "post-edited", "machine"]

SAME_MEANING = "same-meaning"
"""What a declared edit's record has as its step."""

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_SHORT_HASH = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Record:
    """What `by` signed: a step of ISO 17100 on the text that `source` and `text` fix.

    `was` is the id of the record that this one stands for, written by another segmenter's rules
    (`pwa.review.migrating`).
    """

    id: str
    step: Step
    section: str
    by: str
    method: Method
    at: str
    source: str
    text: str
    messages: tuple[Pair, ...]
    segmenter: int
    credential: str | None = None
    due: str | None = None
    note: str | None = None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What `by` took back: the record `of` counts for nothing any more."""

    id: str
    of: str
    by: str
    at: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SameMeaning:
    """What `by` declared: edits of a section's source that keep its meaning.

    `messages` are the short hashes of each message's source, the old and the new one; `before`
    holds the old texts, since what was signed can only be told from the texts.
    """

    id: str
    section: str
    by: str
    at: str
    messages: tuple[Pair, ...]
    before: tuple[Key, ...]
    segmenter: int
    note: str | None = None


Signed: TypeAlias = Record | SameMeaning | Revocation
"""What counts until somebody takes it back."""

Recorded: TypeAlias = Signed | Withdrawal
"""What a record's file holds."""

_Signed = TypeVar("_Signed", bound=Signed)


@dataclass(frozen=True)
class Ledger:
    """The records of one locale that nobody withdrew, in their order, and what is wrong.

    One that was migrated is in the place of the one that it stands for. `same_meanings` are to
    be in the source's locale, and count in all. `files` says where each lies, by its id.
    """

    records: tuple[Record, ...] = ()
    same_meanings: tuple[SameMeaning, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """What stands for the records that count."""
        return digest([record.id for record in self.records])

    @property
    def signed(self) -> tuple[Signed, ...]:
        """All that counts, of every kind."""
        every: tuple[Signed, ...] = (*self.records, *self.same_meanings, *self.revocations)
        return in_order(every)

    def of(self, ids: frozenset[str]) -> tuple[Record, ...]:
        """Return the records about a section, under any of its ids."""
        return in_order(one for section in ids for one in self._by_section.get(section, ()))

    def translating(
        self, messages: Iterable[Pair], *, besides: frozenset[str]
    ) -> tuple[Record, ...]:
        """Return the translation records that have one of these messages, of other sections."""
        found = {one.id: one for pair in messages for one in self._translations.get(pair, ())}
        return in_order(one for one in found.values() if one.section not in besides)

    @cached_property
    def _by_section(self) -> Mapping[str, list[Record]]:
        by_section: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            by_section[record.section].append(record)
        return by_section

    @cached_property
    def _translations(self) -> Mapping[Pair, list[Record]]:
        by_message: defaultdict[Pair, list[Record]] = defaultdict(list)
        for record in (one for one in self.records if one.step == "translation"):
            for pair in dict.fromkeys(record.messages):
                by_message[pair].append(record)
        return by_message


def in_order(records: Iterable[_Signed]) -> tuple[_Signed, ...]:
    """Return records in the order in which they count: by moment, then by id."""
    return tuple(sorted(records, key=lambda record: (record.at, record.id)))


def content_of(fields: Mapping[str, Any]) -> bytes:
    """Return a record's file content, a line a field; fields that are None are left out."""
    kept = {name: value for name, value in fields.items() if value is not None}
    lines = (
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in {"v": VERSION, **kept}.items()
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def id_of(content: bytes) -> str:
    """Return a record's id: the first 12 hex digits of the SHA-256 of its file's content."""
    return hashlib.sha256(content).hexdigest()[:12]


def name_of(step: str, at: str, content: bytes) -> str:
    """Return a record's file name, `at` in ISO 8601's basic form (a colon is no file name)."""
    return f"{at.replace('-', '').replace(':', '')}-{step}-{id_of(content)}.json"


def write_record(folder: Path, fields: Mapping[str, Any]) -> Path:
    """Write a record beside the others, on the disk before this returns, and return its path.

    A kill at any instant leaves a whole record or none.
    """
    content = content_of(fields)
    path = folder / name_of(fields["step"], fields["at"], content)
    write_whole(path, content, synced=True)
    return path


def read_ledger(files: Iterable[tuple[str, bytes]], *, locale: str) -> Ledger:
    """Return the ledger that record files (path with records/ in it, content) make.

    A file that does not parse, or whose name or folder does not fit its content, is a finding
    with its path and counts for nothing; so is a withdrawal of what is no record here.
    """
    found: dict[str, Recorded] = {}
    places: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for path, content in sorted(files):
        try:
            one = read_record(path.partition("/records/")[2], content)
        except ValueError as error:
            faults.append((path, f"{error}; restore it from git, or delete it and sign again"))
        else:
            found[one.id], places[one.id] = one, path
    withdrawals = tuple(one for one in found.values() if isinstance(one, Withdrawal))
    faults.extend((places[one.id], why) for one in withdrawals if (why := _why_idle(one, found)))
    withdrawn = {withdrawal.of for withdrawal in withdrawals}
    declared = (one for one in found.values() if isinstance(one, SameMeaning))
    return Ledger(
        records=in_order(_counting(found, withdrawn)),
        same_meanings=in_order(one for one in declared if one.id not in withdrawn),
        withdrawals=withdrawals,
        revocations=tuple(
            one for one in found.values() if isinstance(one, Revocation) and one.id not in withdrawn
        ),
        findings=tuple(Finding(why, path, 1, locale, code="record") for path, why in faults),
        files=places,
    )


def _counting(found: Mapping[str, Recorded], withdrawn: Set[str]) -> Iterator[Record]:
    """Yield the signatures in their newest form, of which nobody withdrew any form."""
    records = {one.id: one for one in found.values() if isinstance(one, Record)}
    forms = {one.id: [one.id, *_forms_before(one, records)] for one in records.values()}
    replaced = {before for one in forms.values() for before in one[1:]}
    for one in forms.keys() - replaced:
        if withdrawn.isdisjoint(forms[one]):
            yield records[one]


def _forms_before(record: Record, known: Mapping[str, Record]) -> Iterator[str]:
    """The records that one stands for, segmenter by segmenter: the same word of the same person."""
    before = known.get(record.was or "")
    if before and _word(before) == _word(record):
        yield before.id
        yield from _forms_before(before, known)


def _word(record: Record) -> dict[str, Any]:
    rewritten = ("id", "source", "text", "messages", "segmenter", "was")
    return {name: value for name, value in asdict(record).items() if name not in rewritten}


def _why_idle(withdrawal: Withdrawal, found: Mapping[str, Recorded]) -> str | None:
    """What is wrong with a withdrawal that takes nothing back."""
    of = found.get(withdrawal.of)
    if of is None:
        return f"it withdraws {withdrawal.of}, which is no record here; withdraw the right one"
    if isinstance(of, Withdrawal):
        return "it takes back a withdrawal, which stays; delete this file and sign again"
    return None


def read_record(path: str, content: bytes) -> Recorded:
    """Return the record in a file; `path` is `<section>/<name>.json`.

    Raises ValueError where the content is no record or does not fit the path.
    """
    fields = _fields(content)
    section, _, name = path.rpartition("/")
    step, at = _text(fields, "step"), _matching(fields, "at", _AT)
    datetime.fromisoformat(at)  # a ValueError for a moment that does not exist
    signed = _as_signed(content, name, step, at)
    if step == "withdrawal":
        return _withdrawal(fields, at, id_of(signed))
    if step == "revocation":
        of = _matching(fields, "of", _HASH)
        return Revocation(id_of(signed), of, _text(fields, "by"), at, _text(fields, "note"))
    if fields.get("section") != section:
        raise ValueError("the file's folder does not fit its section")
    read = _same_meaning if step == SAME_MEANING else _record
    return read(fields, at, id_of(signed))


def _as_signed(content: bytes, name: str, step: str, at: str) -> bytes:
    """The content that the name was made for: git may have changed its line ends (autocrlf)."""
    for form in (content, content.replace(b"\r\n", b"\n")):
        if name == name_of(step, at, form):
            return form
    raise ValueError("the file's name does not fit its content")


def _fields(content: bytes) -> dict[str, Any]:
    """The fields that a file gives; null, as other tools write it, gives none.

    What is signed has to mean the same to every reader, so it is I-JSON (RFC 7493): UTF-8, no
    name twice, no NaN. A byte order mark may be ignored (RFC 8259 §8.1).
    """
    try:
        fields = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON that can be relied on: {error}") from error
    if not isinstance(fields, dict) or not _is_whole(fields.get("v")) or fields["v"] != VERSION:
        raise ValueError(f"not a record of version {VERSION}")
    return {name: value for name, value in fields.items() if value is not None}


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name is there twice")
    return fields


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _withdrawal(fields: Mapping[str, Any], at: str, identity: str) -> Withdrawal:
    return Withdrawal(
        identity, _text(fields, "of"), _text(fields, "by"), at, _optional(fields, "note")
    )


def _record(fields: Mapping[str, Any], at: str, identity: str) -> Record:
    due = _matching(fields, "due", _DAY) if "due" in fields else None
    if due:
        date.fromisoformat(due)
    return Record(
        id=identity,
        step=cast("Step", _one_of(fields, "step", get_args(Step))),
        section=_text(fields, "section"),
        by=_text(fields, "by"),
        method=cast("Method", _one_of(fields, "method", get_args(Method))),
        at=at,
        source=_matching(fields, "source", _HASH),
        text=_matching(fields, "text", _HASH),
        messages=_pairs(fields.get("messages")),
        segmenter=_segmenter(fields),
        credential=_optional(fields, "credential"),
        due=due,
        note=_optional(fields, "note"),
        was=_optional(fields, "was"),
    )


def _same_meaning(fields: Mapping[str, Any], at: str, identity: str) -> SameMeaning:
    messages, before = _pairs(fields.get("messages")), _keys(fields.get("before"))
    if not all(_SHORT_HASH.fullmatch(new) for _, new in messages):
        raise ValueError("messages is no list of pairs of hashes")
    if [old for old, _ in messages] != [source_hash(key) for key in before]:
        raise ValueError("before does not have the texts whose hashes are the old ones in messages")
    return SameMeaning(
        id=identity,
        section=_text(fields, "section"),
        by=_text(fields, "by"),
        at=at,
        messages=messages,
        before=before,
        segmenter=_segmenter(fields),
        note=_optional(fields, "note"),
    )


def _segmenter(fields: Mapping[str, Any]) -> int:
    segmenter = fields.get("segmenter")
    if not _is_whole(segmenter):
        raise ValueError("segmenter is no whole number")
    return segmenter


def _keys(value: object) -> tuple[Key, ...]:
    if not isinstance(value, list) or not all(_is_key(item) for item in value):
        raise ValueError("before is no list of messages, each its context or null and its text")
    for context, text in value:
        f"{context}{text}".encode()  # a ValueError for half of a surrogate pair
    return tuple((context, text) for context, text in value)


def _is_key(item: object) -> bool:
    if not isinstance(item, list) or len(item) != 2:
        return False
    return isinstance(item[0], str | None) and isinstance(item[1], str)


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is missing")
    value.encode()  # a ValueError for half of a surrogate pair, which no page can hold
    return value


def _optional(fields: Mapping[str, Any], name: str) -> str | None:
    return _text(fields, name) if name in fields else None


def _matching(fields: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = _text(fields, name)
    if not pattern.fullmatch(value):
        raise ValueError(f"{name} is malformed")
    return value


def _one_of(fields: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = _text(fields, name)
    if value not in allowed:
        raise ValueError(f"{name} is none of {', '.join(allowed)}")
    return value


def _pairs(value: object) -> tuple[Pair, ...]:
    if not isinstance(value, list) or not all(_is_pair(item) for item in value):
        raise ValueError("messages is no list of pairs of hashes")
    return tuple((source, text) for source, text in value)


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(isinstance(h, str) for h in item)


def fields_of(record: Signed) -> dict[str, Any]:
    """Return a record's fields as its file holds them, id left out. Inverse of `read_record`."""
    fields = asdict(record)
    del fields["id"]
    return fields if isinstance(record, Record) else {"step": SAME_MEANING, **fields}
