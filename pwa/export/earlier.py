"""What leads from the editions of earlier exports to the present ones."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from pwa.export.files import name_of
from pwa.release.packs import Unpacked, unpack
from pwa.release.patches import apply_patch, make_patch
from pwa.release.release import Release

# How many earlier editions of a locale patches lead from; their packs stay for as long.
BASES: Final = 4

# The name of a pack, in any export.
PACK: Final = re.compile(r"([A-Za-z0-9-]+)/edition/([0-9a-f]{64})\.json")

# The bytes of an exported file; None where it is lost.
Read = Callable[[str], bytes | None]


def current_packs(release: Release) -> list[str]:
    """Return the names of the packs that devices are told of."""
    return [name_of(release, pack.address) for pack in release.packs.values()]


def from_earlier(release: Release, read: Read, packs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the packs of earlier exports that patches lead from, and the patches.

    `packs` are the names of those there are, the newest first.
    """
    packs = list(packs)
    for locale in release.packs:
        yield from patches_to(release, locale, read, bases(release, locale, packs))


def bases(release: Release, locale: str, packs: Iterable[str]) -> list[str]:
    """Return the packs of a locale that patches are to lead from, of those there are."""
    current = name_of(release, release.packs[locale].address)
    earlier = (name for name in packs if name.startswith(f"{locale}/") and name != current)
    return list(islice(earlier, BASES))


def patches_to(
    release: Release, locale: str, read: Read, names: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield each of some earlier packs, and the patch from it; what is lost or damaged is not."""
    now = unpack(release.packs[locale].body) if names else None
    for name in names:
        found = _read_pack(read(name))
        if not now or not found or f"{found[0].locale}/edition/{found[0].revision}" not in name:
            continue
        old, data = found
        yield name, data
        patch = name_of(release, release.addresses.patch(locale, now.revision, old.revision))
        if made := _patch(read(patch), old, now):
            yield patch, made


def _read_pack(data: bytes | None) -> tuple[Unpacked, bytes] | None:
    """An earlier edition and its bytes; None where it is lost or damaged."""
    with suppress(ValueError):
        return (unpack(data), data) if data else None
    return None


def _patch(there: bytes | None, old: Unpacked, new: Unpacked) -> bytes | None:
    """The patch that is there already, where it leads from one to the other; else a new one."""
    with suppress(ValueError):
        if there and apply_patch(there, old).revision == new.revision:
            return there
    return make_patch(old, new)
