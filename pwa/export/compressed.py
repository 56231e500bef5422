"""Compressed forms of texts, as good as our own server sends."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import brotli

from pwa.memo import bytes_digest
from pwa.release.representations import Compression, compress, place
from pwa.release.shelf import Shelf

# What is worth compressing, by its name, and how: nginx and Caddy know these suffixes.
_TEXT: Final = re.compile(r"\.(csv|html|js|json|svg|txt|vtt|webmanifest|xml)$")
_ENCODINGS: Final[Mapping[str, Compression]] = {".gz": "gzip", ".br": "br"}
_DECOMPRESS: Final[Mapping[Compression, Callable[[bytes], bytes]]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


def is_text(name: str) -> bool:
    """Whether a file, by its name, is worth compressing."""
    return _TEXT.search(name) is not None


def siblings(folder: Path, files: Mapping[str, bytes], shelf: Shelf) -> dict[str, bytes]:
    """Return the compressed forms of texts, by name.

    One that lies on the shelf, or is there and true, is not made again. What gzip makes no smaller
    has none, as our own server then sends the text as it is.
    """
    texts = [name for name in files if is_text(name)]
    with ThreadPoolExecutor() as threads:
        made = threads.map(lambda name: dict(_forms(folder / name, files[name], shelf)), texts)
        found = dict(zip(texts, made, strict=True))
    shelf.settle()
    return {
        f"{name}{suffix}": data for name, forms in found.items() for suffix, data in forms.items()
    }


def _forms(path: Path, text: bytes, shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    sha256 = bytes_digest(text)
    for suffix, encoding in _ENCODINGS.items():
        make = partial(_made, path.with_name(f"{path.name}{suffix}"), text, encoding)
        data = shelf.take(place(encoding, sha256), make)
        if len(data) < len(text):
            yield suffix, data
        elif suffix == ".gz":
            break


def _made(path: Path, text: bytes, encoding: Compression) -> bytes:
    """A compressed form: the one that is there already, where it is of this text."""
    with suppress(OSError, EOFError, brotli.error, zlib.error):
        found = path.read_bytes()
        if _DECOMPRESS[encoding](found) == text:
            return found
    return compress(encoding, text)
