"""Revocations: a publisher takes a published revision of an edition back, and says why.

A record as the others are: one file, named by its content, on the disk before the command ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Revocation:
    """What `by` took back: the revision `of` (64 hex digits) must not be relied on any more."""

    id: str
    of: str
    by: str
    at: str
    note: str


def notes_by_revision(revocations: Iterable[Revocation]) -> dict[str, str]:
    """Return the last word on each revision that was taken back, the newest first."""
    notes: dict[str, str] = {}
    for one in sorted(revocations, key=lambda one: (one.at, one.id), reverse=True):
        notes.setdefault(one.of, one.note)
    return notes
