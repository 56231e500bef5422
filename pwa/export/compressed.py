"""Compressed forms of texts, as good as our own server sends."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import brotli

from pwa.release.representations import compress_brotli, compress_gzip

# What is worth compressing, by its name, and how: nginx and Caddy know these suffixes.
_TEXT: Final = re.compile(r"\.(html|js|json|svg|txt|webmanifest|xml)$")
_COMPRESS: Final = {".gz": compress_gzip, ".br": compress_brotli}
_DECOMPRESS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".br": brotli.decompress,
    ".gz": gzip.decompress,
}


def is_text(name: str) -> bool:
    """Whether a file, by its name, is worth compressing."""
    return _TEXT.search(name) is not None


def siblings(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the compressed forms of texts, by name; one that is there and true is not made again.

    What gzip makes no smaller has none, as our own server then sends the text as it is.
    """
    texts = [name for name in files if is_text(name)]
    with ThreadPoolExecutor() as threads:
        made = threads.map(lambda name: dict(_forms(folder / name, files[name])), texts)
        return {
            f"{name}{suffix}": data
            for name, forms in zip(texts, made, strict=True)
            for suffix, data in forms.items()
        }


def _forms(path: Path, text: bytes) -> Iterator[tuple[str, bytes]]:
    for suffix, compress in _COMPRESS.items():
        data = _there(path.with_name(f"{path.name}{suffix}"), text) or compress(text)
        if len(data) < len(text):
            yield suffix, data
        elif suffix == ".gz":
            break


def _there(path: Path, text: bytes) -> bytes | None:
    """A compressed form that is there already, where it is of this text."""
    with suppress(OSError, EOFError, brotli.error, zlib.error):
        found = path.read_bytes()
        return found if _DECOMPRESS[path.suffix](found) == text else None
    return None
