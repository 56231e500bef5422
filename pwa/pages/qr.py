"""Addresses as QR codes (ISO/IEC 18004), to be shown to somebody else's phone."""

from dataclasses import dataclass
from itertools import groupby

import segno

# Modules of white around a code, without which some readers do not find it (ISO/IEC 18004, §6.3.8).
QUIET = 4


@dataclass(frozen=True, slots=True)
class Code:
    """An address's code: its edge in modules, quiet zone included, and its dark ones as a path."""

    address: str
    edge: int
    path: str


def coded(address: str) -> Code:
    """Return an address as a code that outlives the loss of about 15 % of it (level M)."""
    made = segno.make_qr(address, error="m")
    lines = (_line(row, y) for y, row in enumerate(made.matrix, QUIET))
    return Code(address, len(made.matrix) + 2 * QUIET, "".join(lines))


def _line(row: bytearray, y: int) -> str:
    """A row's runs of dark modules, each as a stroke one module wide, along its middle."""
    drawn, x, pen = "", QUIET, 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            drawn += f"m{x - pen} 0h{length}" if drawn else f"M{x} {y}.5h{length}"
            pen = x + length
        x += length
    return drawn
