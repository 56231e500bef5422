"""The answer to a search: nobody else's, in no cache and in no index."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pwa.pages.policy import page_headers
from pwa.release.release import Release
from pwa.web.documents import document


async def search_page(release: Release, locale: str, request: Request) -> Response:
    """Return the page with what an edition has of the words in `q`; the first `q` counts."""
    asked = request.query_params.getlist("q")[:1]
    page = await run_in_threadpool(release.searches[locale].answer, "".join(asked))
    headers = dict(page_headers(page, https=release.is_secure))
    headers |= {"content-language": locale, "cache-control": "private, no-store"}
    headers["x-robots-tag"] = "noindex"
    return document(page, headers, request)
