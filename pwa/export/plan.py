"""What is still to be done in a bucket: found out by asking, without changing anything."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pwa.errors import Finding, RefusedError
from pwa.export import inventory
from pwa.export.bucket import Bucket
from pwa.export.earlier import PACK, bases, current_packs, patches_to
from pwa.export.files import exported_files, is_immutable, name_of
from pwa.export.inventory import Inventory
from pwa.export.objects import Object, objects
from pwa.export.order import stages
from pwa.release.packs import pack
from pwa.release.release import Release
from pwa.release.representations import Encoding
from pwa.release.shelf import Shelf
from pwa.release.store import PackStore

# How many names of other people's objects are told.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """Objects to write, in groups of which each has to be whole before the next, and to remove.

    `known` is what is there already and not to be written; `inventory` is what was known before.
    The bodies of all objects are in memory till then: whether one is to be written, and after
    which others, is known by all of them together.
    """

    stages: list[list[Object]]
    gone: list[str]
    there: frozenset[str]
    known: Mapping[str, tuple[str, str]]
    unnamed: Mapping[str, str]
    packs: tuple[str, ...]
    inventory: bytes | None

    @property
    def objects(self) -> list[Object]:
        """All that is to be written."""
        return [one for stage in self.stages for one in stage]

    def stale(self) -> list[str]:
        """Return what a cache may hold that has changed or is no more."""
        changed = [one.name for one in self.objects if one.name in self.there]
        return sorted(name for name in (*changed, *self.gone) if not is_immutable(name))


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is to be published: a release as of a moment, in an encoding.

    What nothing names any more is removed after `grace`; `packs` are those kept on this machine,
    and on its `shelf` lies what was compressed before.
    """

    release: Release
    now: datetime
    encoding: Encoding = "identity"
    grace: timedelta = timedelta(days=7)
    packs: PackStore | None = None
    shelf: Shelf | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a bucket holds: the ETag of each object, and the digest of each that is ours.

    `last` is the inventory, `stored` its bytes.
    """

    etags: Mapping[str, str]
    ours: Mapping[str, str]
    last: Inventory
    stored: bytes | None


def plan(publishing: Publishing, bucket: Bucket, *, at_once: int) -> Plan:
    """Return what is still to be done; asks about `at_once` objects at a time.

    Raises RefusedError where a name is taken by what no publication put there.
    """
    place = _look(bucket, at_once=at_once)
    wanted, kept = _wanted(publishing, bucket, place)
    ours, last = place.ours, place.last
    _refuse_foreign((wanted.keys() & place.etags.keys()) - ours.keys(), bucket)
    right = {name for name, one in wanted.items() if ours.get(name) == one.digest} | kept
    unnamed = {
        name: last.unnamed.get(name, _moment(publishing.now))
        for name in ours.keys() - wanted.keys() - kept
    }
    gone = sorted(_gone(unnamed, _moment(publishing.now - publishing.grace)))
    packs = dict.fromkeys((*current_packs(publishing.release), *last.packs))
    return Plan(
        [[wanted[name] for name in names] for names in stages(wanted.keys() - right, ours)],
        gone,
        frozenset(ours),
        {name: (ours[name], place.etags[name]) for name in right | unnamed.keys()},
        {name: since for name, since in unnamed.items() if name not in gone},
        tuple(name for name in packs if name in wanted or name in kept),
        place.stored,
    )


def _look(bucket: Bucket, *, at_once: int) -> Place:
    """See what is there, asking about what the inventory does not vouch for."""
    listed = bucket.listed()
    _, noted = listed.pop(inventory.NAME, ("", None))
    stored = bucket.read(inventory.NAME) if noted else None
    last = inventory.from_bytes(stored)
    etags = {name: etag for name, (etag, _) in listed.items()}
    # What was put there later has perhaps the same bytes, and other headers.
    found: dict[str, str | None] = {
        name: digest
        for name, (digest, etag) in last.objects.items()
        if noted and name in listed and listed[name][0] == etag and listed[name][1] <= noted
    }
    asked = [name for name in etags if name not in found]
    with ThreadPoolExecutor(at_once) as threads:
        found.update(zip(asked, threads.map(bucket.digest, asked), strict=True))
    return Place(etags, {name: one for name, one in found.items() if one}, last, stored)


def _wanted(
    publishing: Publishing, bucket: Bucket, place: Place
) -> tuple[dict[str, Object], set[str]]:
    """What is to be there, and the names of what may stay as it is, unread."""
    release, today = publishing.release, publishing.now.date().isoformat()
    kept, more = _earlier(publishing, bucket, place)
    files = (*exported_files(release, today=today), *more.items())
    found = objects(release, files, publishing.encoding, publishing.shelf)
    return {one.name: one for one in found}, kept


def _earlier(
    publishing: Publishing, bucket: Bucket, place: Place
) -> tuple[set[str], dict[str, bytes]]:
    """The names that stay of packs and patches, and the files of those to look at again.

    An edition that was the newest before has all its patches: the inventory that says so was
    written after them.
    """
    release, last = publishing.release, place.last
    kept: set[str] = set()
    made: dict[str, bytes] = {}
    read = _reader(publishing, bucket, place)
    for locale, one in release.packs.items():
        names = [name for name in bases(release, locale, last.packs) if name in place.ours]
        current = name_of(release, one.address)
        if current == next((name for name in last.packs if name.startswith(f"{locale}/")), None):
            start = f"{current.removesuffix('.json')}.from."
            kept |= {*names, *(name for name in place.ours if name.startswith(start))}
        else:
            made |= patches_to(release, locale, read, names)
    return kept, made


def _reader(publishing: Publishing, bucket: Bucket, place: Place) -> Callable[[str], bytes | None]:
    """Reads a file from this machine where it has it, else from the bucket."""

    def read(name: str) -> bytes | None:
        if name not in place.ours:
            return None
        match = PACK.fullmatch(name)
        found = publishing.packs.read(*match.groups()) if publishing.packs and match else None
        if found:
            return pack(found.locale, found.revision, found.files, found.headers)
        return bucket.read(name)

    return read


def _gone(unnamed: Mapping[str, str], before: str) -> Iterator[str]:
    """What is to go now: pages at once, what never changes once a grace is over."""
    for name, since in unnamed.items():
        if not is_immutable(name) or since <= before:
            yield name


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_foreign(names: Iterable[str], bucket: Bucket) -> None:
    found = sorted(names)
    if found:
        told = ", ".join(found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
        advice = "remove it, or publish under a prefix of its own"
        what = f"holds what no publication put there, where it would be overwritten: {told}"
        raise RefusedError(Finding(f"{what}; {advice}", bucket.address))
