"""Leading readers on: to the edition in their language, or from one address to another."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pwa.locales import MAX_HEADER, negotiate

# What stands in a query as it is (RFC 3986, §3.4), escapes included.
_QUERY: Final = "%!$&'()*+,;=:@/?"

_DOORWAY: Final = {"vary": "Accept-Language", "cache-control": "private, no-store"}


def reader_locale(request: Request, locales: tuple[str, ...]) -> str:
    """Return the one of the locales, the source's first, that the reader's browser asks for."""
    header = ",".join(request.headers.getlist("accept-language"))[:MAX_HEADER]
    return negotiate(header, locales, locales[0])


def doorway(request: Request, covers: Mapping[str, str]) -> Response:
    """Lead to the cover in the reader's language; nobody else's answer, never kept.

    `covers` are the addresses by locale, the source's first.
    """
    return redirect(request, covers[reader_locale(request, tuple(covers))], 302, _DOORWAY)


def redirect(
    request: Request, address: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Lead to one of our addresses, with the query as it came.

    From the scope, not from `request.url`: that depends on the Host that a client sends.
    """
    query = quote(request.scope["query_string"], safe=_QUERY)
    return RedirectResponse(f"{address}?{query}" if query else address, status, headers)
