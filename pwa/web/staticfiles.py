"""Files with hashed names, served from disk by WhiteNoise's core under ASGI.

WhiteNoise finds the files, their media types and precompressed siblings. What it gets
wrong in HTTP (validators, negotiation, ranges) is decided here, on tables made at start.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, BinaryIO, Final, Protocol, cast
from wsgiref.headers import Headers as WsgiHeaders

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor
from whitenoise.responders import NotARegularFileError

from pwa.disk import BEGINNING, END
from pwa.memo import bytes_digest
from pwa.pages.policy import COMMON_HEADERS, svg_headers
from pwa.release.representations import (
    ENCODINGS,
    IMMUTABLE,
    OFFERED,
    Encoding,
    RawHeaders,
    cached_headers,
    encode_headers,
    entity_tag,
    variant_headers,
)
from pwa.web.delivery import (
    CONDITION_FAILED,
    EMPTY,
    ENCODINGS_REFUSED,
    METHOD_REFUSED,
    METHODS,
    conditions,
    is_current,
    is_wanted,
    negotiate,
    respond,
)

CHUNK: Final = 64 * 1024

# One range, its numbers of at most 18 digits; whoever asks for several gets the whole (§14.2).
_RANGE: Final = re.compile(rb"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")

# WhiteNoise's validators are mtime and size: one ETag for all encodings, another on every host.
_MADE_ANEW: Final = frozenset(
    ("content-encoding", "content-length", "etag", "last-modified", "vary")
)


class WhiteNoiseResponse(Protocol):
    """What `get_response` returns; `file` is open after GET and None after HEAD."""

    headers: list[tuple[str, str]]
    file: BinaryIO | None


class WhiteNoiseFile(Protocol):
    """The part of whitenoise.responders.StaticFile that is used here."""

    def get_response(self, method: str, environ: Mapping[str, str]) -> WhiteNoiseResponse:
        """Answer a request described by a WSGI environ."""


@dataclass(frozen=True, slots=True)
class StaticVariant:
    """One encoding of a file: its validator and headers; the bytes stay on disk."""

    file: WhiteNoiseFile
    encoding: Encoding
    size: int
    etag: bytes
    raw_headers: RawHeaders

    def open(self) -> BinaryIO:
        """Open the bytes of this encoding; raises FileNotFoundError if they are gone."""
        opened = self.file.get_response("GET", {"HTTP_ACCEPT_ENCODING": self.encoding}).file
        return cast("BinaryIO", opened)


Variants = dict[Encoding, StaticVariant]


class StaticFiles:
    """An ASGI app for the files under `root`, which it finds at the start.

    `prefix` is the path in front of their names (`/static/`). A name that was not there then is
    looked for once more: another process may have written it. What is not there is left to
    `not_found`. A folder whose files have changed needs a new instance; of one that was thrown
    away, `write` makes the same again.
    """

    def __init__(
        self, root: Path, prefix: str, not_found: ASGIApp, write: Callable[[], None]
    ) -> None:
        """Find and hash the files; raises NotADirectoryError if there is no such folder."""
        if not root.is_dir():
            raise NotADirectoryError(root)
        self._core: Any = WhiteNoise(
            None,
            root,
            prefix,
            max_age=None,
            allow_all_origins=False,
            mimetypes={f".{end}": kind.partition(";")[0] for end, kind in OFFERED.items()},
            add_headers_function=_add_headers,
        )
        self.not_found = not_found
        self._write = write
        self._writing = Lock()
        self.root, self._prefix = root, prefix
        self._files = {url: self._variants(url, file) for url, file in self._core.files.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request."""
        path = scope["path"]
        variants = self._files.get(path) or await run_in_threadpool(self._found_since, path)
        if variants is None:
            await self.not_found(scope, receive, send)
        elif scope["method"] not in METHODS:
            await respond(send, METHOD_REFUSED)
        else:
            await self._answer(variants, scope, receive, send)

    def _found_since(self, url: str) -> Variants | None:
        """What another process has put there since the start."""
        if self._core.url_is_canonical(url) and not url.endswith("/"):
            with suppress(OSError, ValueError, NotARegularFileError):
                file = self._core.find_file_at_path(str(self._path(url)), url)
                self._files[url] = self._variants(url, file)
        return self._files.get(url)

    def _variants(self, url: str, file: WhiteNoiseFile) -> Variants:
        return _variants(file, bytes_digest(self._path(url).read_bytes()))

    def _path(self, url: str) -> Path:
        return self.root / url.removeprefix(self._prefix)

    async def _answer(self, variants: Variants, scope: Scope, receive: Receive, send: Send) -> None:
        accept_encoding, if_match, if_none_match = conditions(scope["headers"])
        variant = _chosen(variants, accept_encoding)
        if variant is None:
            await respond(send, ENCODINGS_REFUSED)
        elif not is_wanted(if_match, variant.etag):
            await respond(send, CONDITION_FAILED)
        elif is_current(if_none_match, variant.etag):
            await respond(send, (304, cached_headers(variant.raw_headers), b""))
        elif scope["method"] == "HEAD":
            await respond(send, (200, variant.raw_headers, b""))
        else:
            await self._send_file(variant, scope, receive, send)

    async def _send_file(
        self, variant: StaticVariant, scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            file = await run_in_threadpool(self._open, variant)
        except FileNotFoundError:
            await self.not_found(scope, receive, send)
            return
        try:
            await _send_range(variant, file, _requested_range(variant, scope), send)
        finally:
            file.close()

    def _open(self, variant: StaticVariant) -> BinaryIO:
        with suppress(FileNotFoundError):
            return variant.open()
        with self._writing:
            self._write()
            return variant.open()


def compress_files(root: Path) -> None:
    """Put `.br` and `.gz` beside each file under `root` that they make smaller.

    Siblings appear whole, by renaming: another worker may be reading the folder. Brotli's
    comes last and stands for both.
    """
    compressor = Compressor(quiet=True)
    with TemporaryDirectory(dir=root.parent, prefix=BEGINNING, suffix=END) as scratch:
        # What begins with a dot somebody is still writing (pwa.disk).
        for path in [one for one in root.rglob("[!.]*") if one.is_file()]:
            if compressor.should_compress(path.name) and not _sibling(path, ".br").exists():
                copy = copyfile(path, Path(scratch, path.name))
                for made in reversed(compressor.compress(str(copy))):
                    Path(made).replace(_sibling(path, Path(made).suffix))


def _sibling(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _add_headers(headers: WsgiHeaders, path: str, _: str) -> None:
    headers["Cache-Control"] = IMMUTABLE
    for name, value in svg_headers() if path.endswith(".svg") else COMMON_HEADERS:
        headers[name] = value


def _variants(file: WhiteNoiseFile, sha256: str) -> Variants:
    """The encodings of a file, the most wanted first."""
    found = {}
    for encoding in ENCODINGS:
        answer = dict(file.get_response("HEAD", {"HTTP_ACCEPT_ENCODING": encoding}).headers)
        if answer.get("Content-Encoding", "identity") == encoding:
            found[encoding] = answer
    return {
        encoding: _variant(file, encoding, answer, sha256, varies=len(found) > 1)
        for encoding, answer in found.items()
    }


def _variant(
    file: WhiteNoiseFile, encoding: Encoding, answer: dict[str, str], sha256: str, *, varies: bool
) -> StaticVariant:
    size = int(answer["Content-Length"])
    etag = entity_tag(sha256, encoding)
    kept = tuple(item for item in answer.items() if item[0].lower() not in _MADE_ANEW)
    headers = encode_headers(kept) + variant_headers(encoding, size, etag, varies=varies)
    return StaticVariant(file, encoding, size, etag, headers)


def _chosen(variants: Variants, accept_encoding: bytes | None) -> StaticVariant | None:
    """The variant to send; a file with one encoding is not negotiated (§12.4.1)."""
    if len(variants) == 1:
        return variants["identity"]
    encoding = negotiate(accept_encoding, tuple(variants))
    return variants[encoding] if encoding else None


def _requested_range(variant: StaticVariant, scope: Scope) -> range | None:
    """The bytes asked for, None for all of them, an empty range if none of them exists.

    Ranges of an encoded file help nobody, and are not offered.
    """
    fields = dict(scope["headers"])
    asked = _RANGE.fullmatch(fields.get(b"range", b"").strip())
    if not asked or variant.encoding != "identity":
        return None
    # §13.1.5: If-Range wants a strong match; a date is none, as no Last-Modified is sent.
    if fields.get(b"if-range", variant.etag) != variant.etag:
        return None
    return _byte_range(asked, variant.size)


def _byte_range(asked: re.Match[bytes], size: int) -> range | None:
    first, last, suffix = asked.groups()
    if suffix:
        return range(max(size - int(suffix), 0), size)
    if last and int(last) < int(first):
        return None  # §14.1.1: an invalid range is as good as none.
    return range(int(first), min(int(last) + 1, size) if last else size)


async def _send_range(
    variant: StaticVariant, file: BinaryIO, part: range | None, send: Send
) -> None:
    if part is None:
        await _send_bytes(200, variant.raw_headers, file, variant.size, send)
    elif not part:
        unsatisfied = (b"content-range", b"bytes */%d" % variant.size)
        await respond(send, (416, (unsatisfied, *EMPTY), b""))
    else:
        file.seek(part.start)
        await _send_bytes(206, _partial_headers(variant, part), file, len(part), send)


def _partial_headers(variant: StaticVariant, part: range) -> RawHeaders:
    kept = tuple(header for header in variant.raw_headers if header[0] != b"content-length")
    return (
        *kept,
        (b"content-range", b"bytes %d-%d/%d" % (part.start, part.stop - 1, variant.size)),
        (b"content-length", b"%d" % len(part)),
    )


async def _send_bytes(
    status: int, headers: RawHeaders, file: BinaryIO, length: int, send: Send
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    more = True
    while more:
        chunk = await run_in_threadpool(file.read, min(CHUNK, length))
        length -= len(chunk)
        more = bool(chunk) and length > 0
        await send({"type": "http.response.body", "body": chunk, "more_body": more})
