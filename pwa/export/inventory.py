"""What a bucket is known to hold, kept in the bucket itself.

It spares asking about each object, and nothing else: an entry counts only while the store lists the
object with the same ETag, and as no newer than the inventory. About any other object the store is
asked, each of ours carries its digest; an inventory that is lost, old or wrong costs requests.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pwa.export.earlier import PACK

NAME: Final = ".pwa-published.json"


@dataclass(frozen=True, slots=True)
class Inventory:
    """`objects` have their digest and the store's ETag.

    `unnamed` says since when (ISO 8601, UTC) nothing of the release names one of them; `packs` are
    the names of editions' packs, the newest first.
    """

    objects: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unnamed: Mapping[str, str] = field(default_factory=dict)
    packs: tuple[str, ...] = ()


def to_bytes(inventory: Inventory) -> bytes:
    """Return it as it is stored; inverse of `from_bytes`."""
    value = {
        "objects": dict(sorted(inventory.objects.items())),
        "unnamed": dict(sorted(inventory.unnamed.items())),
        "packs": inventory.packs,
    }
    return json.dumps(value, separators=(",", ":")).encode()


def from_bytes(data: bytes | None) -> Inventory:
    """Return what was stored; of what cannot be read, nothing is known."""
    try:
        read = json.loads(data or b"{}")
        return Inventory(
            {name: _pair(entry) for name, entry in read.get("objects", {}).items()},
            {name: str(since) for name, since in read.get("unnamed", {}).items()},
            tuple(name for name in read.get("packs", ()) if PACK.fullmatch(name)),
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Inventory()


def _pair(entry: Sequence[object]) -> tuple[str, str]:
    digest, etag = entry
    return str(digest), str(etag)
