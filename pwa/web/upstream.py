"""Asking the process that makes releases: HTTP/1.1 on a socket of the file system, nothing more.

What comes back is its own uvicorn's, so that only that is understood: a head, and as many bytes as
that says.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.types import Scope

from pwa.release.representations import RawHeaders
from pwa.web.together import ASKED

# Seconds: how long an answer is waited for, whether or not anybody is there; how long by whoever
# only asks how it is; and between two tries to reach somebody.
PATIENCE: Final = 60.0
HASTE: Final = 5.0
PAUSE: Final = 0.02

CHUNK: Final = 64 * 1024

# Bytes of a head: one that leads elsewhere repeats a query, three times as long when quoted.
HEAD: Final = 256 * 1024

# How many connections are kept, however many there were at once.
KEPT: Final = 32

# Bytes of a header that is remembered: a long one is somebody's query.
SHORT: Final = 1024

# What is about one connection (RFC 9110, §7.6.1), and content, which no request of ours has.
_OWN: Final = frozenset(
    b"connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect".split()
)
_CONTENT: Final = frozenset((b"content-length", b"content-type", b"content-encoding"))

_LEFT_OUT: Final = _OWN | _CONTENT | {ASKED}

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class AwayError(Exception):
    """Nobody answers, or nothing that is understood."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Status, headers and content, as it comes; that has to be read to its end."""

    status: int
    headers: RawHeaders
    content: AsyncIterator[bytes]


class Upstream:
    """Whom requests are passed on to, on connections that are kept."""

    def __init__(self, path: Path) -> None:
        """Connect to nobody yet."""
        self._path = path
        self._idle: list[Streams] = []

    async def ask(self, scope: Scope, more: RawHeaders = (), *, in_haste: bool = False) -> Answered:
        """Pass a request on, with `more` headers; it has no content.

        Nothing is changed by a request, so that one that was cut off is asked again. Raises
        AwayError where that does not help in time; `in_haste`, where nobody is there now. Nobody
        will ever be there once the folder has gone.
        """
        try:
            async with asyncio.timeout(HASTE if in_haste else PATIENCE):
                streams, head = await self._asked(_request(scope, more), in_haste=in_haste)
        except TimeoutError as error:
            raise AwayError from error
        line, *fields = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        status, headers = int(line.split(b" ", 2)[1]), tuple(map(_field, fields))
        is_bodiless = scope["method"] == "HEAD" or status in (204, 304)
        length = 0 if is_bodiless else _length(headers)
        if length is None:
            streams[1].close()
            raise AwayError
        kept = tuple(one for one in headers if one[0] not in _OWN)
        return Answered(status, kept, self._content(streams, length))

    async def close(self) -> None:
        """Close the connections that are kept."""
        for _, writer in self._idle:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _asked(self, request: bytes, *, in_haste: bool) -> tuple[Streams, bytes]:
        while True:
            was_kept = bool(self._idle)
            with suppress(OSError, asyncio.IncompleteReadError):
                streams = await self._connected()
                try:
                    streams[1].write(request)
                    return streams, await streams[0].readuntil(b"\r\n\r\n")
                except BaseException:
                    streams[1].close()
                    raise
            if was_kept:  # and was closed meanwhile, which says nothing of who is there now
                continue
            if in_haste or not self._path.parent.exists():
                raise AwayError
            await asyncio.sleep(PAUSE)

    async def _connected(self) -> Streams:
        if self._idle:
            return self._idle.pop()
        return await asyncio.open_unix_connection(str(self._path), limit=HEAD)

    async def _content(self, streams: Streams, length: int) -> AsyncIterator[bytes]:
        reader, writer = streams
        try:
            while length:
                part = await reader.read(min(CHUNK, length))
                if not part:
                    raise asyncio.IncompleteReadError(b"", length)
                length -= len(part)
                yield part
        except BaseException:
            writer.close()
            raise
        if len(self._idle) < KEPT:
            self._idle.append(streams)
        else:
            writer.close()


def _length(headers: RawHeaders) -> int | None:
    found = dict(headers).get(b"content-length")
    return None if found is None else int(found)


def _request(scope: Scope, more: RawHeaders) -> bytes:
    asked = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    fields = [one for one in scope["headers"] if one[0] not in _LEFT_OUT]
    head = b"%b %b HTTP/1.1\r\n" % (scope["method"].encode(), asked)
    return head + b"".join(b"%b: %b\r\n" % one for one in (*fields, *more)) + b"\r\n"


def _field(line: bytes) -> tuple[bytes, bytes]:
    """A header; those that are equal are the same, of however many answers."""
    return _short(line) if len(line) < SHORT else _split(line)


@lru_cache(maxsize=4096)
def _short(line: bytes) -> tuple[bytes, bytes]:
    return _split(line)


def _split(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b": ")
    return name, value
