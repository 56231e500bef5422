"""The bytes at one address, in each encoding, with the headers that go with them.

Whatever can be worked out before a request is: validators, header lists, encoded bodies.
A representation knows nothing of requests; `pwa.web.delivery` chooses among its variants.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final, Literal

import brotli

from pwa.memo import bytes_digest
from pwa.pages.policy import Headers

Encoding = Literal["identity", "gzip", "br"]
RawHeaders = tuple[tuple[bytes, bytes], ...]

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
SCRIPT: Final = "text/javascript; charset=utf-8"
SVG: Final = "image/svg+xml"
XML: Final = "application/xml"
JSON: Final = "application/json"
MANIFEST: Final = "application/manifest+json"

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


class Representation:
    """What one address answers; never changes, and is equal on every worker.

    Encodings are made at their first request, once. One that would not be smaller than
    the body, or whose media type is no text, is not made: its variant is the identity one.
    """

    __slots__ = ("_headers", "_lock", "_variants", "body", "media_type", "sha256")

    def __init__(
        self,
        body: bytes,
        media_type: str,
        headers: Headers = (),
        *,
        cache_control: str = REVALIDATED,
    ) -> None:
        """Describe `body`; `headers` are sent beside those that follow from the body."""
        self.body: Final = body
        self.media_type: Final = media_type
        self.sha256: Final = bytes_digest(body)
        self._headers: Final = encode_headers(
            (("content-type", media_type), ("cache-control", cache_control), *headers)
        )
        self._lock: Final = Lock()
        self._variants: Final[dict[Encoding, Variant]] = {}

    def ready(self, encoding: Encoding) -> Variant | None:
        """The variant if it has been made already; never compresses."""
        return self._variants.get(encoding)

    def variant(self, encoding: Encoding) -> Variant:
        """The variant, made now if this is its first request (milliseconds to 0.5 s)."""
        with self._lock:
            if not self._variants:
                self._make_quick_variants()
            if encoding not in self._variants:
                self._variants[encoding] = self._brotli_variant()
            return self._variants[encoding]

    def _make_quick_variants(self) -> None:
        """Identity and gzip come together: only gzip tells whether there is a choice."""
        gzipped = compress_gzip(self.body) if is_text(self.media_type) else self.body
        varies = len(gzipped) < len(self.body)
        identity = self._describe("identity", self.body, varies=varies)
        if varies:
            self._variants["gzip"] = self._describe("gzip", gzipped, varies=True)
            self._variants["identity"] = identity
        else:
            self._variants.update(dict.fromkeys(ENCODINGS, identity))

    def _brotli_variant(self) -> Variant:
        compressed = compress_brotli(self.body)
        if len(compressed) < len(self.body):
            return self._describe("br", compressed, varies=True)
        return self._variants["identity"]

    def _describe(self, encoding: Encoding, body: bytes, *, varies: bool) -> Variant:
        etag = entity_tag(self.sha256, encoding)
        headers = self._headers + variant_headers(encoding, len(body), etag, varies=varies)
        return Variant(encoding, body, etag, varies, headers, cached_headers(headers))


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


def compress_gzip(body: bytes) -> bytes:
    """Gzip without a time stamp: the same body always gives the same bytes."""
    return gzip.compress(body, 9, mtime=0)


def compress_brotli(body: bytes) -> bytes:
    """Brotli, the best that a body of this size can be kept waiting for."""
    quality = 11 if len(body) < BROTLI_BEST_BELOW else 9
    compressed: bytes = brotli.compress(body, quality=quality)
    return compressed
