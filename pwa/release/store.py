"""What a release keeps on disk, in a folder that may be thrown away."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pwa.assets import Asset
from pwa.disk import write_whole
from pwa.memo import bytes_digest


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
