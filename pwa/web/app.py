"""The ASGI application: a release in front, Starlette for everything that is no page."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.locales import negotiate
from pwa.pages.policy import document_headers
from pwa.site import site_root
from pwa.web.delivery import Delivery, deliver
from pwa.web.headers import SecurityHeaders
from pwa.web.misspelled import meant_address
from pwa.web.preview import preview_routes
from pwa.web.published import Published
from pwa.web.watch import watching

# Longer than any list of languages that a person has set.
LONGEST_LANGUAGES = 1000


def create_app(
    root: Path,
    *,
    address: str | None = None,
    preview: bool = False,
    watch: bool = True,
    environ: Mapping[str, str] | None = None,
) -> ASGIApp:
    """Return the application that serves the site in a folder, its first release built.

    `address` is the publication's own; a `preview` is for translators (`pwa.web.preview`);
    `watch` publishes what changes on disk. Raises PwaError where nothing can be published.
    """
    environ = os.environ if environ is None else environ
    published = Published(root, _lost, address=address, preview=preview, environ=environ)
    prefix = published.release.addresses.prefix

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with watching(published) if watch else _nothing():
            yield

    routes = [
        Route(f"{prefix}/", _doorway),
        Route(f"{prefix}/start", _doorway),
        Route(f"{prefix}/health", _health),
        Route(f"{prefix}/status.json", _Status(published)),
        Mount(f"{prefix}/static", _Static(published)),
        *(preview_routes(published, prefix) if preview else ()),
        Route("/{path:path}", _elsewhere),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    app.router.redirect_slashes = False
    app.state.published = published
    https = published.release.is_secure
    return Delivery(published.lookup, SecurityHeaders(app, https=https))


def app_from_environment() -> ASGIApp:
    """Return the application that PWA_SITE, PWA_ADDRESS, PWA_BOUND and PWA_PREVIEW describe.

    This is what each of several worker processes calls.
    """
    return create_app(site_root(None), preview=bool(os.environ.get("PWA_PREVIEW")))


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


def _published(request: Request) -> Published:
    published: Published = request.app.state.published
    return published


def _locale(request: Request) -> str:
    """The published locale that the reader's browser asks for."""
    release = _published(request).release
    header = ",".join(request.headers.getlist("accept-language"))[:LONGEST_LANGUAGES]
    return negotiate(header, release.locales, release.source_locale)


async def _doorway(request: Request) -> Response:
    """Lead to the edition in the reader's language; nobody else's answer, never kept."""
    address = _published(request).release.addresses.cover(_locale(request))
    headers = {"vary": "Accept-Language", "cache-control": "private, no-store"}
    return _redirect(request, address, 302, headers)


async def _health(request: Request) -> Response:
    """Say whether a good release serves, and what is wrong on disk."""
    published = _published(request)
    errors = [
        {"file": e.file, "line": e.line, "locale": e.locale, "message": e.message}
        for e in published.errors
    ]
    answer = {
        "status": "degraded" if errors else "ok",
        "release": published.release.id,
        "built": published.current.built,
        "errors": errors,
    }
    return JSONResponse(answer, headers={"cache-control": "no-store"})


class _Status:
    """status.json: its own representation for each UTC day."""

    def __init__(self, published: Published) -> None:
        self._published = published

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        today = datetime.now(UTC).date().isoformat()
        await deliver(self._published.release.status(today), scope, send)


class _Static:
    """The static files of the release in service."""

    def __init__(self, published: Published) -> None:
        self._published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._published.current.static(scope, receive, send)


async def _elsewhere(request: Request) -> Response:
    """Every other address: a misspelling of one of ours, or nothing."""
    meant = meant_address(_published(request).release, request.scope["path"])
    return _redirect(request, meant, 301) if meant else _page(request, 404)


def _redirect(
    request: Request, address: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Lead to one of our addresses, with the query as it came.

    From the scope, not from `request.url`: that depends on the Host that a client sends.
    """
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{address}?{query}" if query else address, status, headers)


async def _lost(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 404 within a mounted application."""
    await _page(Request(scope, receive), 404)(scope, receive, send)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _page(request, 404)
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(status_code=status, headers=headers)


async def _failed(request: Request, _: Exception) -> Response:
    return _page(request, 500)


def _page(request: Request, status: int) -> Response:
    """The page for what went wrong, in the language of its address, else the reader's own."""
    release = _published(request).release
    prefix = release.addresses.prefix
    first = request.scope["path"].removeprefix(prefix).split("/")[1:2]
    locale = first[0] if first and first[0] in release.locales else _locale(request)
    messages = release.messages[locale]
    headers = dict(document_headers([release.style_hash], https=release.is_secure))
    headers |= {"content-language": locale, "cache-control": "no-store", "vary": "Accept-Language"}
    return HTMLResponse(messages.lost if status == 404 else messages.failed, status, headers)
