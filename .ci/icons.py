"""Make every PNG icon from manifest/icon.svg with the system's Chromium.

Run after a change of the drawing: `.venv/bin/python .ci/icons.py`
"""

import base64
import shutil
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

MANIFEST = Path(__file__).resolve().parent.parent / "manifest"
CHROMIUM = shutil.which("chromium")  # None: Playwright's own

# Where two flat colours meet, Chromium paints hundreds of blends; a palette holds 256 colours.
BLEND_STEP = 8

PAINT = """async ([drawing, edge]) => {
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(drawing);
    await image.decode();
    const canvas = new OffscreenCanvas(edge, edge).getContext("2d");
    canvas.drawImage(image, 0, 0, edge, edge);
    const pixels = canvas.getImageData(0, 0, edge, edge).data;
    return btoa(Array.from(pixels, (byte) => String.fromCharCode(byte)).join(""));
}"""


@dataclass(frozen=True, slots=True)
class Icon:
    """A PNG: its file, its edge in pixels, and whether the tile fills the whole square.

    Launchers cut maskable and iOS icons to a shape of their own and want no corners of ours; the
    drawing stays within the safe zone of the W3C manifest (a circle of 80 % of the edge).
    """

    name: str
    edge: int
    full_bleed: bool


ICONS = (
    Icon("icon-192.png", 192, full_bleed=False),
    Icon("icon-512.png", 512, full_bleed=False),
    Icon("icon-maskable-512.png", 512, full_bleed=True),
    Icon("apple-touch-icon-180.png", 180, full_bleed=True),
)


def main() -> None:
    """Draw the icons and say what each weighs."""
    drawing = (MANIFEST / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for icon in ICONS:
            png = encoded(painted(page, drawing, icon), icon.edge)
            (MANIFEST / icon.name).write_bytes(png)
            print(f"{icon.name}: {len(png)} bytes")  # noqa: T201
        browser.close()


def painted(page: Page, drawing: str, icon: Icon) -> list[bytes]:
    """Return the icon's pixels, row by row, each four bytes: red, green, blue, alpha."""
    shown = drawing.replace(' rx="112"', "") if icon.full_bleed else drawing
    pixels = base64.b64decode(page.evaluate(PAINT, [shown, icon.edge]))
    return [pixels[at : at + 4] for at in range(0, len(pixels), 4)]


def encoded(pixels: list[bytes], edge: int) -> bytes:
    """Return a PNG with a palette (PNG, third edition, sections 11.2 and 11.3.1).

    A colour of more pixels than an edge has is one of the drawing's own and stays exact.
    """
    counts = Counter(pixels)
    shown = {colour: colour if counts[colour] > edge else blend(colour) for colour in counts}
    palette = sorted(set(shown.values()), key=lambda colour: (colour[3], colour))
    index = {colour: palette.index(chosen) for colour, chosen in shown.items()}
    rows = (pixels[at : at + edge] for at in range(0, len(pixels), edge))
    lines = b"".join(b"\0" + bytes(index[colour] for colour in row) for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", edge, edge, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", b"".join(colour[:3] for colour in palette)),
            chunk(b"tRNS", bytes(colour[3] for colour in palette if colour[3] < 255)),
            chunk(b"IDAT", zlib.compress(lines, 9)),
            chunk(b"IEND", b""),
        )
    )


def blend(colour: bytes) -> bytes:
    """Return the nearest colour on a coarse grid."""
    return bytes(min(255, round(channel / BLEND_STEP) * BLEND_STEP) for channel in colour)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk as it stands in a file: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
