"""Caches that many readers share (a CDN): what they may keep, and what they are to forget.

Readers' own caches ask about each page (`no-cache`), so that nothing changed costs one request
without a body and nobody reads what was taken back. Asking is cheap for one reader, and not for a
CDN in front of all of them: it has a header of its own (RFC 9213), which browsers do not read.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from pwa.release.representations import (
    HTML,
    REVALIDATED,
    SHARED,
    RawHeaders,
    Representation,
    encode_headers,
)

# Documents alone: what announces an edition, revocations included, and the offline engine are
# asked for each time. A page is at most two minutes old, or an hour where we do not answer.
[_KEPT] = encode_headers((SHARED,))
_DOCUMENT: Final = {
    (b"content-type", HTML.encode()),
    (b"cache-control", REVALIDATED.encode()),
}

# More addresses than this are told as one: a change of the interface concerns all of them.
MANY: Final = 200


@lru_cache(maxsize=4096)
def with_shared(headers: RawHeaders, kept: RawHeaders) -> RawHeaders:
    """Return `headers`, of a 200 or 304, with what a CDN is told of what has `kept` as a 200's."""
    return (*headers, _KEPT) if _DOCUMENT.issubset(kept) else headers


def outdated(
    before: Mapping[str, Representation], after: Mapping[str, Representation]
) -> Iterable[str]:
    """Yield the addresses of documents that a CDN may still have as they were.

    What did not change is the same object in both: nothing is made anew for being compared.
    """
    for address, one in before.items():
        if one.media_type == HTML and after.get(address) is not one:
            yield address


def to_purge(origin: str, root: str, addresses: Iterable[str]) -> str:
    """Return addresses in full, for a CDN's purge; one that stands for all where they are many."""
    found = sorted(addresses)
    return f"{origin}{root}*" if len(found) > MANY else " ".join(f"{origin}{one}" for one in found)
