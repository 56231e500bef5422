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
from pwa.web.shared import with_shared

METHODS: Final = ("GET", "HEAD")

# Browsers send some 25 bytes; the bound keeps the cache of parsed fields small.
LONGEST_FIELD: Final = 1024

# Identity is acceptable without being named (§12.5.3), but less wanted than what is.
UNNAMED: Final = 0.0005

_CONDITIONS: Final = frozenset((b"accept-encoding", b"if-match", b"if-none-match"))

# A list element with its weight (§12.4.2), which has at most three digits.
_CODING: Final = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
)

# A request's headers, their names in lower case.
Fields = Iterable[tuple[bytes, bytes]]

# Status, headers and body.
Answer = tuple[int, RawHeaders, bytes]

# Accept-Encoding, If-Match and If-None-Match, None where absent.
Conditions = tuple[bytes | None, bytes | None, bytes | None]

# The headers of an answer without content.
EMPTY: Final[RawHeaders] = ((b"content-length", b"0"), *encode_headers(COMMON_HEADERS))

# Nothing that is published can be changed by a request.
METHOD_REFUSED: Final[Answer] = (405, ((b"allow", b"GET, HEAD"), *EMPTY), b"")

# The request wants another answer than the one there is (If-Match).
CONDITION_FAILED: Final[Answer] = (412, EMPTY, b"")

# There are several encodings, and the request accepts none of them.
ENCODINGS_REFUSED: Final[Answer] = (406, ((b"vary", b"Accept-Encoding"), *EMPTY), b"")


class Delivery:
    """Answers the addresses that `lookup` knows and leaves everything else to `app`.

    `lookup` takes the decoded path and reads whatever release is current; `completed` adds what
    every answer carries to the headers of a refusal, representations having theirs; `failed`
    answers where there is a fault of ours.
    """

    def __init__(
        self,
        app: ASGIApp,
        lookup: Callable[[str], Representation | None],
        completed: Callable[[RawHeaders], RawHeaders],
        failed: ASGIApp,
    ) -> None:
        """Stand before `app`."""
        self.app = app
        self.lookup = lookup
        self.completed = completed
        self.failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI connection. Raises what went wrong, once it is answered, for the log."""
        try:
            representation = self.lookup(scope["path"]) if scope["type"] == "http" else None
            answer = await answer_with(representation, scope) if representation else None
        except Exception:
            await self.failed(scope, receive, send)
            raise
        if answer is None:
            await self.app(scope, receive, send)
        else:
            await respond(send, self._completed(answer))

    def at_once(self, method: str, path: str, headers: Fields) -> Answer | None:
        """Answer an HTTP request where nothing has to be made for it, None everywhere else.

        For a server that can send it without ASGI; the answer is the same.
        """
        representation = self.lookup(path)
        answer = answer_at_once(representation, method, headers) if representation else None
        return self._completed(answer) if answer else None

    def _completed(self, answer: Answer) -> Answer:
        status, headers, body = answer
        return (status, self.completed(headers), body) if status >= 400 else answer


async def answer_with(representation: Representation, scope: Scope) -> Answer:
    """Answer an HTTP request with the variant it asks for, made now if it is the first."""
    method, headers = scope["method"], scope["headers"]
    answer = answer_at_once(representation, method, headers)
    if answer is None:
        encoding = negotiate(conditions(headers)[0])
        variant = await run_in_threadpool(representation.variant, encoding or "identity")
        answer = answered(variant, encoding, method, conditions(headers))
    return answer


def answer_at_once(representation: Representation, method: str, headers: Fields) -> Answer | None:
    """Answer an HTTP request; None where its variant has yet to be made."""
    if method not in METHODS:
        return METHOD_REFUSED
    asked = conditions(headers)
    encoding = negotiate(asked[0])
    variant = representation.ready(encoding or "identity")
    return answered(variant, encoding, method, asked) if variant else None


def answered(variant: Variant, encoding: Encoding | None, method: str, asked: Conditions) -> Answer:
    """Answer with a variant, `encoding` being what is acceptable; a Range is ignored (§14.2)."""
    _, if_match, if_none_match = asked
    if encoding is None and variant.varies:
        return ENCODINGS_REFUSED
    if not is_wanted(if_match, variant.etag):
        return CONDITION_FAILED
    if is_current(if_none_match, variant.etag):
        return 304, with_shared(variant.not_modified_headers, variant.raw_headers), b""
    headers = with_shared(variant.raw_headers, variant.raw_headers)
    return 200, headers, (variant.body if method == "GET" else b"")


async def respond(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def conditions(headers: Fields) -> Conditions:
    """Accept-Encoding, If-Match and If-None-Match, None where absent.

    In one pass, as every page takes it. Several lines of one field are one list (§5.3).
    """
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _CONDITIONS:
            found[name] = found[name] + b"," + value if name in found else value
    return found.get(b"accept-encoding"), found.get(b"if-match"), found.get(b"if-none-match")


def is_wanted(if_match: bytes | None, etag: bytes) -> bool:
    """Whether If-Match lets what has this ETag be answered, by strong comparison (§13.1.1)."""
    if if_match is None or if_match.strip() == b"*":
        return True
    return etag in (element.strip(b" \t") for element in if_match.split(b","))


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
