"""Hashed names: an address that changes with its content can be kept for ever."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from pwa.memo import bytes_digest

# Hex digits in a name: 48 bits, far from a collision among one publication's files.
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A file served under /static/: its hashed name and its bytes."""

    name: str
    data: bytes


def asset(name: str, data: bytes) -> Asset:
    """Return the file under its hashed name: `a/b.SVG` → `a/b.0123456789ab.svg`.

    How it ends tells hosts its media type, and not all of them read capitals.
    """
    path = PurePosixPath(name)
    digits = bytes_digest(data)[:DIGITS]
    return Asset(str(path.with_name(f"{path.stem}.{digits}{path.suffix.lower()}")), data)
