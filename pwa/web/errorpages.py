"""What a reader is shown where something went wrong, in the reader's language."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pwa.pages.policy import page_headers
from pwa.release.release import Release
from pwa.web.documents import document
from pwa.web.published import Published
from pwa.web.redirects import reader_locale


class Failed:
    """An ASGI app that answers 500, whatever it is asked."""

    def __init__(self, published: Published) -> None:
        """Speak for what is published at the time."""
        self._published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request."""
        page = error_page(self._published.release, Request(scope), 500)
        await page(scope, receive, send)


def error_page(release: Release, request: Request, status: int) -> Response:
    """Return the page for a 404 or 500: in the language of its address, else the reader's own."""
    named = _named_locale(release, request.scope["path"])
    locale = named or reader_locale(request, release.locales)
    messages = release.messages[locale]
    page = messages.lost if status == 404 else messages.failed
    headers = dict(page_headers(page, https=release.is_secure))
    headers |= {"content-language": locale, "cache-control": "no-store"}
    headers |= {} if named else {"vary": "Accept-Language"}
    return document(page, headers, request, status)


def _named_locale(release: Release, path: str) -> str | None:
    """The published locale that an address begins with."""
    first = path.removeprefix(release.addresses.prefix).split("/")[1:2]
    return first[0] if first and first[0] in release.locales else None
