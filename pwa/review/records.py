"""Records: what a named person signed on an exact text, one file each.

One file a record, so that two people's work merges in git without conflict and nothing needs
a lock. The id is a hash of the file's content, so that a changed file is noticed. This
protects against mistakes; against forgery as far as git does.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from pwa.errors import Finding
from pwa.memo import digest
from pwa.review.fingerprints import Pair
from pwa.settings import Step

VERSION = 1

Method = Literal["human", "post-edited", "machine"]

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """What `by` signed: a step of ISO 17100 on the text that `source` and `text` fix."""

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


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What `by` took back: the record `of` counts for nothing any more."""

    id: str
    of: str
    by: str
    at: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of one locale that count, in order of (`at`, id), and what is wrong."""

    records: tuple[Record, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def digest(self) -> str:
        """What stands for the records that count."""
        return digest([record.id for record in self.records])

    def of(self, ids: frozenset[str]) -> tuple[Record, ...]:
        """Return the records about a section, under any of its ids."""
        return tuple(record for record in self.records if record.section in ids)


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
    """Write a record beside the others and return its path.

    Written to a temporary name, synced, renamed, folder synced: a kill at any instant leaves a
    whole record or none.
    """
    content = content_of(fields)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name_of(fields["step"], fields["at"], content)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    _sync(folder)
    return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_ledger(files: Iterable[tuple[str, bytes]], *, locale: str) -> Ledger:
    """Return the ledger that record files (path within records/, content) make.

    A file that does not parse, or whose name or folder does not fit its content, is a finding
    with its path and counts for nothing.
    """
    records: dict[str, Record] = {}
    withdrawals: dict[str, Withdrawal] = {}
    findings = []
    for path, content in sorted(files):
        try:
            read = read_record(path.rsplit("/records/", 1)[-1], content)
        except ValueError as error:
            advice = "restore it from git, or delete it and sign again"
            findings.append(Finding(f"{error}; {advice}", path, 1, locale, code="record"))
            continue
        if isinstance(read, Record):
            records[read.id] = read
        else:
            withdrawals[read.id] = read
    withdrawn = {withdrawal.of for withdrawal in withdrawals.values()}
    counted = [record for record in records.values() if record.id not in withdrawn]
    return Ledger(
        records=tuple(sorted(counted, key=lambda record: (record.at, record.id))),
        withdrawals=tuple(withdrawals.values()),
        findings=tuple(findings),
    )


def read_record(path: str, content: bytes) -> Record | Withdrawal:
    """Return the record in a file; `path` is `<section>/<name>.json`.

    Raises ValueError where the content is no record or does not fit the path.
    """
    fields = _fields(content)
    section, _, name = path.rpartition("/")
    step, at = _text(fields, "step"), _matching(fields, "at", _AT)
    datetime.fromisoformat(at)  # a ValueError for a moment that does not exist
    if name != name_of(step, at, content):
        raise ValueError("the file's name does not fit its content")
    if step == "withdrawal":
        return _withdrawal(fields, at, id_of(content))
    if fields.get("section") != section:
        raise ValueError("the file's folder does not fit its section")
    return _record(fields, at, id_of(content))


def _fields(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(fields, dict) or fields.get("v") != VERSION:
        raise ValueError(f"not a record of version {VERSION}")
    return fields


def _withdrawal(fields: Mapping[str, Any], at: str, identity: str) -> Withdrawal:
    return Withdrawal(
        identity, _text(fields, "of"), _text(fields, "by"), at, _optional(fields, "note")
    )


def _record(fields: Mapping[str, Any], at: str, identity: str) -> Record:
    due = _matching(fields, "due", _DAY) if "due" in fields else None
    if due:
        date.fromisoformat(due)
    segmenter = fields.get("segmenter")
    if not isinstance(segmenter, int):
        raise ValueError("segmenter is no whole number")
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
        segmenter=segmenter,
        credential=_optional(fields, "credential"),
        due=due,
        note=_optional(fields, "note"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is missing")
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


def fields_of(record: Record) -> dict[str, Any]:
    """Return a record's fields as its file holds them, id left out. Inverse of `read_record`."""
    fields = asdict(record)
    del fields["id"]
    return fields
