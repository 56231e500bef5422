"""Publishing a release into a bucket: what changed, content before what names it, again if cut.

Whatever moment it is cut at, every link in the bucket leads to something that is there; the next
run finds out what is missing and does no more than that.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Final

from pwa.export import inventory
from pwa.export.bucket import Bucket
from pwa.export.files import is_immutable
from pwa.export.inventory import Inventory
from pwa.export.objects import Object
from pwa.export.plan import Plan, Publishing, plan

# Requests under way at a time: a store answers each in some 50 ms.
AT_ONCE: Final = 16

# Of our own, for us: no reader asks for it.
_HEADERS: Final = (("cache-control", "no-store"), ("content-type", "application/json"))


@dataclass(frozen=True, slots=True)
class Done:
    """What publishing did: objects written, left as they were, and removed.

    `stale` are the names that a cache in front may hold another object of, or one that is gone.
    """

    written: int
    kept: int
    removed: int
    stale: list[str]


def publish(
    publishing: Publishing,
    bucket: Bucket,
    *,
    dry_run: bool = False,
    at_once: int = AT_ONCE,
    progress: Callable[[int, int], None] | None = None,
) -> Done:
    """Bring a bucket up to a release, `at_once` objects at a time; a `dry_run` changes nothing.

    `progress` is told how many objects are written, of how many. Raises RefusedError where the
    bucket holds somebody else's objects in the way, and PublishError for what the store refuses.
    """
    found = plan(publishing, bucket, at_once=at_once)
    if not dry_run:
        _carry_out(found, bucket, at_once=at_once, progress=progress)
    if publishing.shelf:
        publishing.shelf.settle()
    kept = len(found.known) - len(found.unnamed) - len(found.gone)
    return Done(len(found.objects), kept, len(found.gone), found.stale())


def _carry_out(
    found: Plan, bucket: Bucket, *, at_once: int, progress: Callable[[int, int], None] | None
) -> None:
    known, noted = dict(found.known), found.inventory
    numbers, total = count(1), len(found.objects)
    with ThreadPoolExecutor(at_once) as threads:
        for stage in found.stages:
            for one, etag in zip(stage, threads.map(bucket.write, stage), strict=True):
                known[one.name] = (one.digest, etag)
                if progress:
                    progress(next(numbers), total)
            if is_immutable(stage[0].name):
                # Packs and patches are there: the next run builds on them, even if this one is cut.
                noted = _note(found, known, bucket, noted)
    bucket.remove(found.gone)
    for name in found.gone:
        known.pop(name, None)
    _note(found, known, bucket, noted)


def _note(
    found: Plan, known: dict[str, tuple[str, str]], bucket: Bucket, noted: bytes | None
) -> bytes:
    """Write down what is there, if that is not written there already."""
    data = inventory.to_bytes(Inventory(known, found.unnamed, found.packs))
    if data != noted:
        bucket.write(Object(inventory.NAME, data, _HEADERS))
    return data
