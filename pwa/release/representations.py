"""The bytes at one address, in each encoding, with the headers that go with them.

Whatever can be worked out before a request is: validators, header lists, encoded bodies.
A representation knows nothing of requests; `pwa.web.delivery` chooses among its variants.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock
from typing import Final, Literal

import brotli

from pwa.memo import bytes_digest
from pwa.pages.policy import Headers
from pwa.release.shelf import Shelf

Compression = Literal["gzip", "br"]
Encoding = Literal["identity", "gzip", "br"]
HeadersOf = Callable[[bytes], Headers]
RawHeaders = tuple[tuple[bytes, bytes], ...]

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
SCRIPT: Final = "text/javascript; charset=utf-8"
SVG: Final = "image/svg+xml"
XML: Final = "application/xml"
JSON: Final = "application/json"
MANIFEST: Final = "application/manifest+json"

# What a section may offer and WhiteNoise does not know, by the end of its name (RFC 7111, WebVTT).
OFFERED: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}

# May be kept, but is asked about each time: the answer to that is a 304 without a body.
REVALIDATED: Final = "no-cache"

# What caches that many readers share are told of documents, in a header of its own (RFC 9213).
SHARED: Final = ("cdn-cache-control", "max-age=60, stale-while-revalidate=60, stale-if-error=3600")

# For an address that changes with its content.
IMMUTABLE: Final = "public, max-age=31536000, immutable"

ENCODINGS: Final[tuple[Encoding, ...]] = ("br", "gzip", "identity")

# Measured on translated prose: quality 11 is 8 % smaller than 9 and takes twenty times as
# long, 0.5 s at this size and 3 s at five times it. A pack that is not LONG is below it.
BROTLI_BEST_BELOW: Final = 512 * 1024

_TEXT: Final = re.compile(r"text/|application/(json|javascript|xml)\b|[^;]+\+(json|xml)\b")

# RFC 9110 §15.4.5: a 304 leaves out representation metadata that the cache already has.
_LEFT_OUT_OF_304: Final = frozenset(
    (b"content-type", b"content-length", b"content-encoding", b"content-language", b"link")
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a representation, ready to be sent.

    `varies` tells that the same address has other encodings to choose from.
    """

    encoding: Encoding
    body: bytes
    etag: bytes
    varies: bool
    raw_headers: RawHeaders
    not_modified_headers: RawHeaders


class Body:
    """Bytes that are made when they are first asked for, and need not stay in memory."""

    __slots__ = ("_is_pressed", "_key", "_sha256", "_shelf", "make")

    def __init__(
        self, make: Callable[[], bytes], key: Callable[[], str], shelf: Shelf, sha256: str = ""
    ) -> None:
        """`make` gives the same bytes as often as it is called; `key()` stands for their inputs.

        Those whose `sha256` is known already are not put on the shelf but in encodings.
        """
        self.make = make
        self._key = key
        self._shelf = shelf
        self._sha256 = sha256
        self._is_pressed = False

    @property
    def sha256(self) -> str:
        """The SHA-256 (hex) of the bytes."""
        if not self._sha256:
            self._sha256 = self._shelf.take(f"sha256 {self._key()}", self._first).decode()
        return self._sha256

    def make_sure(self) -> None:
        """Make them, unless they were made before."""
        _ = self.sha256

    def whole(self) -> bytes:
        """The bytes."""
        made = self._shelf.find(place("gzip", self.sha256))
        return self.make() if made is None else gzip.decompress(made)

    def encoded(self, encoding: Compression) -> bytes:
        """The bytes in an encoding, made once for all processes."""
        make = partial(self._compressed, encoding)
        return self._shelf.take(place(encoding, self.sha256), make)

    def _compressed(self, encoding: Compression) -> bytes:
        return compress(encoding, self.whole())

    def press(self) -> bool:
        """Have the best encoding on the shelf; return whether it had to be made."""
        if self._is_pressed or self._shelf.has(place("br", self.sha256)):
            self._is_pressed = True
            return False
        self.encoded("br")
        self._is_pressed = True
        return True

    def _first(self) -> bytes:
        """What they are has to be known by their hash: nobody wants to make them for that alone."""
        made = self.make()
        self._sha256 = bytes_digest(made)
        self._shelf.put(place("gzip", self._sha256), compress_gzip(made))
        return self._sha256.encode()


class Given:
    """Bytes that are there."""

    __slots__ = ("_data", "sha256")

    def __init__(self, data: bytes) -> None:
        """Hold them in memory."""
        self._data: Final = data
        self.sha256: Final = bytes_digest(data)

    def make_sure(self) -> None:
        """They are there."""

    def press(self) -> bool:
        """They are few, and each encoding is kept where it is asked for."""
        return False

    def whole(self) -> bytes:
        """The bytes."""
        return self._data

    def encoded(self, encoding: Compression) -> bytes:
        """The bytes in an encoding."""
        return compress(encoding, self._data)


class Representation:
    """What one address answers; never changes, and is equal on every worker.

    Its body may be made at its first request, and each encoding is. One that would not be smaller
    than the body, or whose media type is no text, is not made: its variant is the identity one.
    """

    __slots__ = (
        *("_described", "_lock", "_variants"),
        *("cache_control", "content", "headers", "media_type"),
    )

    def __init__(
        self,
        body: bytes | Body,
        media_type: str,
        headers: Headers | HeadersOf = (),
        *,
        cache_control: str = REVALIDATED,
    ) -> None:
        """Describe a body; `headers`, which may follow from it, are sent beside our own."""
        self.content: Final = Given(body) if isinstance(body, bytes) else body
        self.media_type: Final = media_type
        self.headers: Final = headers
        self.cache_control: Final = cache_control
        own = (("content-type", media_type), ("cache-control", cache_control))
        self._described: Final = _described(own, headers)
        self._lock: Final = Lock()
        self._variants: Final[dict[Encoding, Variant]] = {}

    @property
    def body(self) -> bytes:
        """The whole body, made now if it is kept nowhere."""
        return self.content.whole()

    @property
    def sha256(self) -> str:
        """The SHA-256 (hex) of the body."""
        return self.content.sha256

    def press(self) -> bool:
        """Have the best encoding ready on disk, not in memory; return whether it had to be made."""
        return is_text(self.media_type) and self.content.press()

    def ready(self, encoding: Encoding) -> Variant | None:
        """The variant if it has been made already; never makes one."""
        return self._variants.get(encoding)

    def variant(self, encoding: Encoding) -> Variant:
        """The variant, made now if this is its first request (milliseconds to 0.5 s)."""
        with self._lock:
            if encoding not in self._variants:
                self._variants.update(self._made(encoding))
            return self._variants[encoding]

    def _made(self, encoding: Encoding) -> dict[Encoding, Variant]:
        """The variant; and where gzip tells that there is no choice, the same for all."""
        body = self.body
        headers = self._described(body)
        gzipped = self.content.encoded("gzip") if is_text(self.media_type) else body
        if len(gzipped) >= len(body):
            only = self._variant("identity", body, headers, varies=False)
            return dict.fromkeys(ENCODINGS, only)
        encoded = {"identity": body, "gzip": gzipped}.get(encoding) or self.content.encoded("br")
        chosen = encoding if len(encoded) < len(body) else "identity"
        shorter = body if chosen == "identity" else encoded
        return {encoding: self._variant(chosen, shorter, headers, varies=True)}

    def _variant(
        self, encoding: Encoding, body: bytes, headers: RawHeaders, *, varies: bool
    ) -> Variant:
        etag = entity_tag(self.sha256, encoding)
        headers += variant_headers(encoding, len(body), etag, varies=varies)
        return Variant(encoding, body, etag, varies, headers, cached_headers(headers))


def _described(own: Headers, more: Headers | HeadersOf) -> Callable[[bytes], RawHeaders]:
    if callable(more):
        return lambda body: encode_headers((*own, *more(body)))
    described = encode_headers((*own, *more))
    return lambda _: described


def is_text(media_type: str) -> bool:
    """Whether a media type is worth compressing."""
    return _TEXT.match(media_type) is not None


def entity_tag(sha256: str, encoding: Encoding) -> bytes:
    """A strong ETag that follows from content and encoding alone.

    128 of the 256 bits: these bytes travel with every answer.
    """
    suffix = "" if encoding == "identity" else f"-{encoding}"
    return f'"{sha256[:32]}{suffix}"'.encode()


def variant_headers(encoding: Encoding, length: int, etag: bytes, *, varies: bool) -> RawHeaders:
    """The headers that tell the encodings of one body apart."""
    encoded = () if encoding == "identity" else ((b"content-encoding", encoding.encode()),)
    vary = ((b"vary", b"Accept-Encoding"),) if varies else ()
    return ((b"content-length", str(length).encode()), (b"etag", etag), *encoded, *vary)


def cached_headers(headers: RawHeaders) -> RawHeaders:
    """What a 304 repeats of a 200's headers."""
    return tuple(header for header in headers if header[0] not in _LEFT_OUT_OF_304)


@lru_cache(maxsize=1024)
def encode_headers(headers: Headers) -> RawHeaders:
    """Headers as ASGI wants them; equal ones share their bytes across a release."""
    return tuple((name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers)


def place(encoding: Compression, sha256: str) -> str:
    """Where on a shelf an encoding of a body lies, by the body's hash."""
    return f"{encoding} {sha256}"


def compress(encoding: Compression, body: bytes) -> bytes:
    """A body in an encoding."""
    return compress_gzip(body) if encoding == "gzip" else compress_brotli(body)


def decompress(encoding: Compression, data: bytes) -> bytes:
    """A body out of an encoding. Raises ValueError where it is damaged."""
    try:
        body: bytes = gzip.decompress(data) if encoding == "gzip" else brotli.decompress(data)
    except (OSError, EOFError, zlib.error, brotli.error) as error:
        raise ValueError(f"no {encoding}: {error}") from error
    return body


def compress_gzip(body: bytes) -> bytes:
    """Gzip without a time stamp: the same body always gives the same bytes."""
    return gzip.compress(body, 9, mtime=0)


def compress_brotli(body: bytes) -> bytes:
    """Brotli, the best that a body of this size can be kept waiting for."""
    quality = 11 if len(body) < BROTLI_BEST_BELOW else 9
    compressed: bytes = brotli.compress(body, quality=quality)
    return compressed
