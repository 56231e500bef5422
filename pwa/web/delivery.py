"""Answering a request with a representation: the rules of RFC 9110, and nothing else.

This is the path that every page takes, so it stands before routing, and whatever does not
depend on the request has been worked out before.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.pages.policy import COMMON_HEADERS
from pwa.release.representations import (
    ENCODINGS,
    Encoding,
    RawHeaders,
    Representation,
    Variant,
    encode_headers,
)

METHODS: Final = ("GET", "HEAD")

# Browsers send some 25 bytes; the bound keeps the cache of parsed fields small.
LONGEST_FIELD: Final = 1024

# Identity is acceptable without being named (§12.5.3), but less wanted than what is.
UNNAMED: Final = 0.0005

# A list element with its weight (§12.4.2), which has at most three digits.
_CODING: Final = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
)

# Status, headers and body.
Answer = tuple[int, RawHeaders, bytes]

# The headers of an answer without content.
EMPTY: Final[RawHeaders] = ((b"content-length", b"0"), *encode_headers(COMMON_HEADERS))

# Nothing that is published can be changed by a request.
METHOD_REFUSED: Final[Answer] = (405, ((b"allow", b"GET, HEAD"), *EMPTY), b"")

# There are several encodings, and the request accepts none of them.
ENCODINGS_REFUSED: Final[Answer] = (406, ((b"vary", b"Accept-Encoding"), *EMPTY), b"")


class Delivery:
    """Answers the addresses that `lookup` knows and leaves everything else to `fallback`.

    `lookup` takes the decoded path and reads whatever release is current.
    """

    def __init__(self, lookup: Callable[[str], Representation | None], fallback: ASGIApp) -> None:
        """Stand before `fallback`."""
        self.lookup = lookup
        self.fallback = fallback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI connection."""
        if scope["type"] == "http":
            representation = self.lookup(scope["path"])
            if representation is not None:
                await deliver(representation, scope, send)
                return
        await self.fallback(scope, receive, send)


async def deliver(representation: Representation, scope: Scope, send: Send) -> None:
    """Answer an HTTP request with the variant it asks for; a Range is ignored (§14.2)."""
    if scope["method"] not in METHODS:
        await respond(send, METHOD_REFUSED)
        return
    accept_encoding, if_none_match = conditions(scope["headers"])
    encoding = negotiate(accept_encoding)
    variant = representation.ready(encoding or "identity")
    if variant is None:
        variant = await run_in_threadpool(representation.variant, encoding or "identity")
    status, headers, body = _decide(variant, encoding, scope["method"], if_none_match)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _decide(
    variant: Variant, encoding: Encoding | None, method: str, if_none_match: bytes | None
) -> Answer:
    if encoding is None and variant.varies:
        return ENCODINGS_REFUSED
    if is_current(if_none_match, variant.etag):
        return 304, variant.not_modified_headers, b""
    return 200, variant.raw_headers, (variant.body if method == "GET" else b"")


async def respond(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def conditions(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes | None, bytes | None]:
    """Accept-Encoding and If-None-Match, None where absent, in one pass: every page takes it.

    Several lines of one field are one list (§5.3).
    """
    accept_encoding = if_none_match = None
    for name, value in headers:
        if name == b"accept-encoding":
            accept_encoding = value if accept_encoding is None else accept_encoding + b"," + value
        elif name == b"if-none-match":
            if_none_match = value if if_none_match is None else if_none_match + b"," + value
    return accept_encoding, if_none_match


def is_current(if_none_match: bytes | None, etag: bytes) -> bool:
    """Whether If-None-Match names this ETag, by weak comparison (§13.1.2).

    Our ETags have neither commas nor spaces within their quotes, so that one found in the
    field is an element of its list, and a field of any length costs one search.
    """
    if if_none_match is None:
        return False
    return etag in if_none_match or if_none_match.strip() == b"*"


def negotiate(
    accept_encoding: bytes | None, offered: tuple[Encoding, ...] = ENCODINGS
) -> Encoding | None:
    """The encoding that Accept-Encoding likes best, None if it accepts none (§12.5.3).

    Among equals the first offered wins. Without the field any coding may be sent, but who
    says nothing may be able to decode nothing; the same goes for a field past all measure.
    """
    if accept_encoding is None or len(accept_encoding) > LONGEST_FIELD:
        return "identity"
    return _negotiate(accept_encoding, offered)


@lru_cache(maxsize=512)
def _negotiate(accept_encoding: bytes, offered: tuple[Encoding, ...]) -> Encoding | None:
    weights = _weights(accept_encoding)

    def weight(encoding: Encoding) -> float:
        unnamed = UNNAMED if encoding == "identity" else 0.0
        return weights.get(encoding, weights.get("*", unnamed))

    best = max(offered, key=weight)
    return best if weight(best) > 0 else None


def _weights(accept_encoding: bytes) -> dict[str, float]:
    """The weight of each coding named; elements that do not parse are passed over."""
    elements = (_CODING.fullmatch(element.strip(b" \t")) for element in accept_encoding.split(b","))
    weights = {e[1].decode("ascii").lower(): float(e[2] or 1) for e in elements if e}
    # §8.4.1.3: x-gzip is another name of gzip.
    return {"gzip" if c == "x-gzip" else c: weight for c, weight in weights.items()}
