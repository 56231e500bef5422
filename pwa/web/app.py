"""The ASGI application: a release in front, Starlette for everything that is no page."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.site import site_root
from pwa.web.behind import Behind
from pwa.web.delivery import Delivery, answer_with, respond
from pwa.web.editions import Editions
from pwa.web.errorpages import Failed, error_page
from pwa.web.headers import SecurityHeaders
from pwa.web.misspelled import meant_address
from pwa.web.preview import preview_routes
from pwa.web.published import Published
from pwa.web.redirects import doorway, redirect
from pwa.web.searching import search_page
from pwa.web.switching import Switching
from pwa.web.waiting import patiently
from pwa.web.watch import watching

# Seconds that a thread which makes a release goes on while an answer waits to be sent.
SWITCH = 0.0001


def create_app(
    root: Path,
    *,
    address: str | None = None,
    preview: bool = False,
    retire: bool = False,
    watch: bool = True,
    behind: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> ASGIApp:
    """Return the application that serves the site in a folder, its first release built.

    `address` is the publication's own; a `preview` is for translators (`pwa.web.preview`);
    `retire` removes the offline engine from every device that calls; `watch` publishes what
    changes on disk; `behind` is the folder of those who ask for readers (`pwa.web.front`). Raises
    PwaError where nothing can be published.
    """
    environ = os.environ if environ is None else environ
    published = Switching(
        root,
        _lost,
        address=address,
        preview=preview,
        retire=retire,
        finish_later=watch,
        environ=environ,
    )
    addresses = published.release.addresses

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sys.setswitchinterval(SWITCH)
        async with watching(published) if watch else nullcontext():
            yield

    routes = [
        Route(addresses.root(), _doorway),
        Route(addresses.start(), _doorway),
        Route(addresses.health(), _health),
        Route(addresses.status(), _Status(published)),
        Mount(addresses.static(), _Static(published)),
        Route(addresses.whole("{tag}"), _Later(published)),
        Route(addresses.book("{tag}", "{name}"), _Later(published)),
        Route(f"{addresses.prefix}/{{tag}}/edition/{{name}}", Editions(published, _lost)),
        Route(addresses.search("{tag}"), _search),
        *(preview_routes(published, addresses.prefix) if preview else ()),
        Route("/{path:path}", _elsewhere),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    app.router.redirect_slashes = False
    app.state.published = published
    secured = SecurityHeaders(app, is_secure=lambda: published.release.is_secure)
    whole = Delivery(
        secured, published.lookup, completed=secured.completed, failed=Failed(published)
    )
    if behind is None:
        return whole
    published.serve_behind(behind)
    return Behind(whole, published)


def described_app(behind: Path | None = None) -> ASGIApp:
    """Return the application that PWA_SITE, PWA_ADDRESS, PWA_BOUND and the like describe."""
    preview, retire = (bool(os.environ.get(f"PWA_{name}")) for name in ("PREVIEW", "RETIRE"))
    return create_app(site_root(None), preview=preview, retire=retire, behind=behind)


def app_from_environment() -> ASGIApp:
    """Return the same for each of several worker processes.

    Where nothing can be published, it waits until something can.
    """
    return patiently(site_root(None), described_app)


def _published(request: Request) -> Published:
    published: Published = request.app.state.published
    return published


async def _doorway(request: Request) -> Response:
    return doorway(request, _published(request).release.covers)


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
        await respond(send, await answer_with(self._published.release.status(today), scope))


class _Later:
    """A publication in one file, of either kind, made when it is first asked for."""

    def __init__(self, published: Published) -> None:
        self._published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        made = self._published.release.later.get(scope["path"])
        if made:
            await respond(send, await answer_with(await run_in_threadpool(made), scope))
        else:
            await _lost(scope, receive, send)


class _Static:
    """The static files of the release in service."""

    def __init__(self, published: Published) -> None:
        self._published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._published.current.static(scope, receive, send)


async def _search(request: Request) -> Response:
    """Answer a search of an edition; a tag that is none of ours may be meant as one."""
    release = _published(request).release
    locale = request.path_params["tag"]
    if locale not in release.searches:
        return await _elsewhere(request)
    return await search_page(release, locale, request)


async def _elsewhere(request: Request) -> Response:
    """Every other address: a misspelling of one of ours, or nothing."""
    release = _published(request).release
    meant = meant_address(release, request.scope["path"])
    return redirect(request, meant, 301) if meant else error_page(release, request, 404)


async def _lost(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 404 within a mounted application."""
    request = Request(scope)
    page = error_page(_published(request).release, request, 404)
    await page(scope, receive, send)


async def _refused(request: Request, error: Exception) -> Response:
    refused = cast("HTTPException", error)
    if refused.status_code == 404:
        return error_page(_published(request).release, request, 404)
    return Response(status_code=refused.status_code, headers=refused.headers)


async def _failed(request: Request, _: Exception) -> Response:
    return error_page(_published(request).release, request, 500)
