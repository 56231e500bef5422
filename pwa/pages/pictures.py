"""How large pictures are, so that a page keeps their place and nothing moves when they arrive."""

from collections.abc import Mapping
from io import BytesIO

import imagesize

from pwa.assets import Asset


def sized(html: str, pictures: Mapping[str, Asset]) -> str:
    """Return HTML whose images, by address, say how large they are where that can be known."""
    for address, picture in pictures.items():
        source = f'<img src="{address}"'
        if source in html and (size := size_of(picture.data)):
            width, height = size
            html = html.replace(source, f'{source} width="{width}" height="{height}"')
    return html


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of an image file in CSS pixels, None where it does not say."""
    width, height = imagesize.get(BytesIO(data))
    return (round(width), round(height)) if width > 0 and height > 0 else None
