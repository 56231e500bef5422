"""A release as objects of a store: bytes, and the headers that a store sends with them.

A store answers everybody alike, it cannot choose an encoding: objects are stored as they are, for a
CDN that compresses, or all texts in one encoding, for a store that readers' browsers ask directly.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pwa.export.rules import Host, Rule, headers_for, rules
from pwa.memo import bytes_digest, digest
from pwa.pages.policy import Headers
from pwa.release.release import Release
from pwa.release.representations import (
    Compression,
    Encoding,
    compress,
    decompress,
    is_text,
    place,
)
from pwa.release.shelf import Shelf

# What stores keep with an object and send with it; all other headers are a CDN's to add.
_KEPT: Final = frozenset(
    ("cache-control", "content-disposition", "content-encoding", "content-language", "content-type")
)


@dataclass(frozen=True, slots=True)
class Object:
    """What is to be at a name: its bytes, and the headers that the store sends with them.

    `body` is what readers get; it is stored as Content-Encoding says. On the `shelf` lies what was
    compressed before.
    """

    name: str
    body: bytes
    headers: Headers
    shelf: Shelf | None = field(default=None, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """What tells it apart from any other object of this name, headers included."""
        return digest(bytes_digest(self.body), self.headers)

    def stored(self) -> bytes:
        """Return its bytes as they are stored; compresses, where they are to be compressed."""
        coding = _compression(dict(self.headers).get("content-encoding"))
        if coding is None:
            return self.body
        made = partial(compress, coding, self.body)
        return (
            self.shelf.take(place(coding, bytes_digest(self.body)), made) if self.shelf else made()
        )


def objects(
    release: Release,
    files: Iterable[tuple[str, bytes]],
    encoding: Encoding,
    shelf: Shelf | None = None,
) -> Iterator[Object]:
    """Yield the objects that files of a release are, texts in an encoding."""
    found = rules(Host.of(release))
    for name, body in files:
        yield Object(name, body, _headers(name, found, encoding), shelf)


def _headers(name: str, found: tuple[Rule, ...], encoding: Encoding) -> Headers:
    said = {header: value for header, value in headers_for(found, f"/{name}") if header in _KEPT}
    if encoding != "identity" and is_text(said["content-type"]):
        said["content-encoding"] = encoding
    return tuple(sorted(said.items()))


def decoded(stored: bytes, coding: str | None) -> bytes | None:
    """Return what was stored in an encoding; None where it is damaged."""
    with suppress(ValueError):
        found = _compression(coding)
        return decompress(found, stored) if found else stored
    return None


def _compression(coding: str | None) -> Compression | None:
    """What a Content-Encoding names. Raises ValueError for what we never store."""
    match coding:
        case None | "identity":
            return None
        case "gzip" | "br":
            return coding
        case _:
            raise ValueError(coding)
