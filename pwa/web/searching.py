"""The answer to a search: nobody else's, in no cache and in no index."""

from typing import Final

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pwa.pages.policy import page_headers
from pwa.release.release import Release
from pwa.web.delivery import conditions, negotiate

# Made for one reader: a fortieth of the time that the best takes, for 15 % more bytes.
QUICK: Final = 5


async def search_page(release: Release, locale: str, request: Request) -> Response:
    """Return the page with what an edition has of the words in `q`; the first `q` counts."""
    asked = request.query_params.getlist("q")[:1]
    page = await run_in_threadpool(release.searches[locale].answer, "".join(asked))
    headers = dict(page_headers(page, https=release.is_secure))
    headers |= {"content-language": locale, "cache-control": "private, no-store"}
    headers |= {"x-robots-tag": "noindex", "vary": "Accept-Encoding"}
    if negotiate(conditions(request.headers.raw)[0], ("br", "identity")) == "br":
        page = brotli.compress(page, quality=QUICK)
        headers["content-encoding"] = "br"
    return HTMLResponse(page, headers=headers)
