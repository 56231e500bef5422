"""Where readers ask: a process that answers what stands ready, and asks another for the rest.

That other one makes releases, which is work that would keep readers waiting. What it answers at an
address is remembered until it says that there is something else.
"""

import asyncio
import gc
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.pages.policy import common_headers
from pwa.release.representations import (
    ENCODINGS,
    Encoding,
    RawHeaders,
    Variant,
    cached_headers,
)
from pwa.web.delivery import METHODS, Answer, Fields, answered, conditions, negotiate, respond
from pwa.web.headers import SecurityHeaders
from pwa.web.kept import Facts, Kept
from pwa.web.narrow import Narrow
from pwa.web.redirects import doorway
from pwa.web.remembered import Remembered
from pwa.web.staticfiles import StaticFiles
from pwa.web.together import (
    ASKED,
    HTTP,
    STAMP,
    SWITCHES,
    VARIANT,
    Listening,
    Place,
    Switch,
)
from pwa.web.upstream import Answered, AwayError, Upstream

# Seconds between two looks at whether a switch that was announced has come, and for how long.
PAUSE: Final = 0.001
PATIENCE: Final = 1.0

_BETWEEN: Final = frozenset((ASKED, VARIANT, STAMP))

_ALONE: Final = "releases are not being made at the moment: what was made last is served"


# Who knows variants without a release.
Meanwhile = Kept | Narrow

NOTHING: Final = Facts("", "", is_secure=False, health="", static="", files="")


@dataclass(slots=True)
class Serving:
    """What is served: of which release, and what is known of it."""

    facts: Facts = NOTHING
    meanwhile: Meanwhile | None = None
    stamp: int = 0


class Front:
    """An ASGI application that serves what the process behind a folder's sockets makes.

    Until that process is there, what is known `meanwhile` is served.
    """

    def __init__(self, folder: Path, meanwhile: Meanwhile | None = None) -> None:
        """Begin with what is known without that process."""
        self._folder = folder
        self._upstream = Upstream(folder / HTTP)
        self._remembered = Remembered()
        self._serving = Serving(meanwhile.facts, meanwhile) if meanwhile else Serving()
        self._files: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif answer := await self._known(scope):
            await respond(send, answer)
        elif scope["path"] in self._serving.facts.doors and scope["method"] in METHODS:
            await SecurityHeaders(self._lead_in, is_secure=self._is_secure)(scope, receive, send)
        elif scope["path"] == self._serving.facts.health:
            await self._say_how_it_is(scope, receive, send)
        elif self._is_static(scope["path"]):
            await (await self._static())(scope, receive, send)
        else:
            await self._pass_on(scope, receive, send)

    def at_once(self, method: str, path: str, headers: Fields) -> Answer | None:
        """Answer an HTTP request where that is remembered, None everywhere else."""
        asked = conditions(headers)
        encoding = negotiate(asked[0])
        variant = self._remembered.find((path, encoding or "identity"))
        return _welcome(answered(variant, encoding, method, asked)) if variant else None

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        loop = asyncio.get_running_loop()
        first = asyncio.Event()

        def switch(to: Switch) -> None:
            loop.call_soon_threadsafe(self._switch, to)
            loop.call_soon_threadsafe(first.set)

        listening = Listening(self._folder / SWITCHES, self._remembered.places, switch)
        if self._serving.meanwhile is None:
            await first.wait()
        gc.freeze()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        listening.end()
        await self._upstream.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _switch(self, to: Switch) -> None:
        """Serve another release, in one step: requests are answered by this thread alone."""
        if to.gone is None:
            self._remembered.clear()
        for address in to.gone or ():
            for encoding in ENCODINGS:
                self._remembered.drop((address, encoding))
        for address, encoding, headers, body in to.ready:
            self._remembered.put((address, encoding), _variant(headers, body))
        self._serving = Serving(to.facts, None, to.stamp)

    def _is_static(self, path: str) -> bool:
        static = self._serving.facts.static
        return bool(static) and path.startswith(static)

    async def _static(self) -> ASGIApp:
        """What serves the files of all releases, which are found by their hashed names."""
        if self._files is None:
            facts = self._serving.facts
            at = (Path(facts.files), facts.static, self._pass_on, _nothing)
            with suppress(OSError):
                files = await run_in_threadpool(StaticFiles, *at)
                self._files = SecurityHeaders(files, is_secure=self._is_secure)
        return self._files or self._pass_on

    def _is_secure(self) -> bool:
        return self._serving.facts.is_secure

    async def _lead_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        await doorway(Request(scope), self._serving.facts.covers)(scope, receive, send)

    async def _known(self, scope: Scope) -> Answer | None:
        """The answer that is remembered or known meanwhile; refusals are not."""
        method, asked = scope["method"], conditions(scope["headers"])
        encoding = negotiate(asked[0])
        place = (scope["path"], encoding or "identity")
        if method not in METHODS:
            return None
        variant = self._remembered.find(place) or await self._meanwhile(place)
        return _welcome(answered(variant, encoding, method, asked)) if variant else None

    async def _meanwhile(self, place: Place) -> Variant | None:
        known = self._serving.meanwhile
        variant = await run_in_threadpool(known.variant, *place) if known else None
        if variant is None or self._serving.meanwhile is not known:
            return None
        self._remembered.put(place, variant)
        return variant

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            found = await self._found(scope)
        except AwayError:
            common = dict(common_headers(https=self._is_secure()))
            said = {"retry-after": "10", "cache-control": "no-store", **common}
            nobody = PlainTextResponse("", 503, said)
            await nobody(scope, receive, send)
            return
        if isinstance(found, Answered):
            await _stream(found, send)
        else:
            await respond(send, found)

    async def _found(self, scope: Scope) -> Answer | Answered:
        """What the other process answers; asked once more where it ended in the middle."""
        for _ in range(2):
            with suppress(asyncio.IncompleteReadError):
                answer = await self._asked(scope) if scope["method"] in METHODS else None
                return answer or await self._upstream.ask(scope)
        raise AwayError

    async def _asked(self, scope: Scope) -> Answer | Answered | None:
        """What the other process answers, remembered where it is a variant; None for a refusal."""
        method, asked = scope["method"], conditions(scope["headers"])
        encoding = negotiate(asked[0])
        name = encoding or "identity"
        found = await self._upstream.ask(scope, ((ASKED, name.encode()),))
        stamp = await self._reached(found)
        if (VARIANT, b"1") not in found.headers:
            return found
        body = b"".join([part async for part in found.content])
        variant = _variant(tuple(one for one in found.headers if one[0] not in _BETWEEN), body)
        if stamp == self._serving.stamp and method == "GET":
            self._remembered.put((scope["path"], name), variant)
        return _welcome(answered(variant, encoding, method, asked))

    async def _reached(self, found: Answered) -> int:
        """Wait until what is answered here is of the release of this answer, and return that.

        It may be ahead of us for as long as the word of its switch is under way.
        """
        stamp, end = int(dict(found.headers).get(STAMP, b"0")), time.monotonic() + PATIENCE
        while self._serving.stamp < stamp and time.monotonic() < end:
            await asyncio.sleep(PAUSE)
        return stamp

    async def _say_how_it_is(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as /health does, also where the process that makes releases is not there."""
        try:
            await _stream(await self._upstream.ask(scope, in_haste=True), send)
        except AwayError:
            await self._say_alone(scope, receive, send)

    async def _say_alone(self, scope: Scope, receive: Receive, send: Send) -> None:
        facts = self._serving.facts
        nowhere = dict.fromkeys(("file", "line", "locale"))
        content = {
            "status": "degraded",
            "release": facts.release,
            "built": facts.built,
            "errors": [{**nowhere, "message": _ALONE}],
        }
        headers = {"cache-control": "no-store", **dict(common_headers(https=facts.is_secure))}
        await JSONResponse(content, headers=headers)(scope, receive, send)


def _nothing() -> None:
    """Files that were thrown away are written by the process that has them."""


def _welcome(answer: Answer) -> Answer | None:
    """An answer that is no refusal: these are completed where everything is known."""
    return answer if answer[0] < 400 else None


def _variant(headers: RawHeaders, body: bytes) -> Variant:
    said = dict(headers)
    encoding = cast("Encoding", said.get(b"content-encoding", b"identity").decode())
    etag, varies = said[b"etag"], b"vary" in said
    return Variant(encoding, body, etag, varies, headers, cached_headers(headers))


async def _stream(found: Answered, send: Send) -> None:
    headers = [one for one in found.headers if one[0] not in _BETWEEN]
    await send({"type": "http.response.start", "status": found.status, "headers": headers})
    async for part in found.content:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
