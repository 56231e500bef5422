"""What a release keeps on disk, in a folder that may be thrown away."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from pwa.assets import Asset
from pwa.disk import write_whole
from pwa.memo import bytes_digest
from pwa.release.packs import Unpacked, unpack
from pwa.release.release import Pack

# How many packs of a locale are kept, and how many bytes all of them may have; where the newest of
# each locale are long, so many times as many as these.
PACKS: Final = 8
PACKS_SIZE: Final = 64 * 1024 * 1024
PACKS_TIMES: Final = 4

_REVISION: Final = re.compile("[0-9a-f]{64}")


def write_assets(assets: Iterable[Asset], folder: Path) -> Path:
    """Write files under their hashed names and return the folder.

    Files of earlier releases stay, for readers who are on their pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for one in assets:
        write_whole(folder / one.name, one.data)
    return folder


def keep(data: bytes, path: Path) -> None:
    """Write bytes where `kept` finds them again; where that cannot be, go on without."""
    with suppress(OSError):
        write_whole(path, _signed(data))


def kept(path: Path) -> bytes | None:
    """Return the bytes that `keep` wrote last, None where they are lost or damaged."""
    with suppress(OSError):
        found = path.read_bytes()
        data = found.partition(b"\n")[2]
        return data if _signed(data) == found else None
    return None


def _signed(data: bytes) -> bytes:
    return f"{bytes_digest(data)}\n".encode() + data


@dataclass(frozen=True, slots=True)
class PackStore:
    """The packs of the last releases, `<locale>/<revision>.json`, of which patches are made.

    Several processes share it: a file is named by what it holds, and written whole. What is lost
    or damaged is not there; a device then takes the pack. How recent one is, its mtime tells.
    """

    folder: Path

    def keep(self, packs: Mapping[str, Pack]) -> None:
        """Keep packs as the newest of their locales, and let go of the oldest beyond the bounds.

        Where that cannot be, go on without: a site that was moved away is not begun anew.
        """
        with suppress(OSError):
            for locale, one in packs.items():
                path = self._path(locale, one.revision)
                for folder in (self.folder.parent, self.folder, path.parent):
                    folder.mkdir(exist_ok=True)
                write_whole(path, one.body, parents=False)
                os.utime(path)
            for path in list(self._beyond()) if packs else ():
                path.unlink(missing_ok=True)

    def revisions(self, locale: str) -> list[str]:
        """Return the revisions of a locale that are kept, the newest first."""
        return [path.stem for path in _newest_first(self.folder / locale)]

    def has(self, locale: str, revision: str) -> bool:
        """Whether there is such a file, whatever it holds."""
        return self._path(locale, revision).is_file()

    def read(self, locale: str, revision: str) -> Unpacked | None:
        """Return an edition; None where there is no pack, or not this one."""
        with suppress(OSError, ValueError):
            found = unpack(self._path(locale, revision).read_bytes())
            if (found.locale, found.revision) == (locale, revision):
                return found
        return None

    def _path(self, locale: str, revision: str) -> Path:
        return self.folder / locale / f"{revision}.json"

    def _beyond(self) -> Iterator[Path]:
        """Yield packs of which a locale has too many; then those that are too much together."""
        kept = [_newest_first(folder) for folder in sorted(self.folder.iterdir())]
        for packs in kept:
            yield from packs[PACKS:]
        # Each locale's newest before anybody's second: one that changes often drives out no other.
        ranked = sorted((rank, path) for packs in kept for rank, path in enumerate(packs[:PACKS]))
        sizes = [path.stat().st_size for _, path in ranked]
        newest = sum(size for size, (rank, _) in zip(sizes, ranked, strict=True) if rank == 0)
        bound = max(PACKS_SIZE, PACKS_TIMES * newest)
        yield from (
            path for (_, path), size in zip(ranked, accumulate(sizes), strict=True) if size > bound
        )


def _newest_first(folder: Path) -> list[Path]:
    """The packs in a folder, by their mtimes; those of one moment by their names."""
    with suppress(OSError):
        files = [path for path in folder.glob("*.json") if _REVISION.fullmatch(path.stem)]
        return sorted(files, key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return []
