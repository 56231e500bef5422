"""How large pictures are, so that a page keeps their place and nothing moves when they arrive."""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from pwa.assets import Asset

Size: TypeAlias = tuple[int, int]
"""Width and height, in CSS pixels."""

_SVG: Final = re.compile(rb"<svg\b[^>]*>")
_EDGES: Final = tuple(re.compile(rb'\s%s="(\d+)(?:px)?"' % edge) for edge in (b"width", b"height"))

# Start of frame, whatever the coding (ITU-T T.81, table B.1), and what stands alone.
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def sized(html: str, pictures: Mapping[str, Asset]) -> str:
    """Return HTML whose images, by address, say how large they are where that can be known."""
    for address, picture in pictures.items():
        source = f'<img src="{address}"'
        if source in html and (size := size_of(picture.data)):
            width, height = size
            html = html.replace(source, f'{source} width="{width}" height="{height}"')
    return html


def size_of(data: bytes) -> Size | None:
    """The size of a PNG, a JPEG or an SVG in whole pixels; None of anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    if data.startswith(b"\xff\xd8"):
        return next(_frames(data), None)
    if root := _SVG.search(data):
        width, height = (edge.search(root[0]) for edge in _EDGES)
        return (int(width[1]), int(height[1])) if width and height else None
    return None


def _frames(data: bytes) -> Iterator[Size]:
    """The sizes of a JPEG's frames; a thumbnail's is within another segment."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            yield width, height
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
