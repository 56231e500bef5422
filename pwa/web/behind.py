"""The application of the process that makes releases, whom other processes ask: see `front`."""

from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwa.release.representations import Encoding, Representation
from pwa.web.delivery import respond
from pwa.web.switching import Switching
from pwa.web.together import ASKED, STAMP, VARIANT


class Behind:
    """Answers as `app` does, and says of which release; variants whole, to be remembered."""

    def __init__(self, app: ASGIApp, published: Switching) -> None:
        """Stand before the whole application."""
        self.app = app
        self.published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        current = self.published.current
        encoding = cast("Encoding", dict(scope["headers"]).get(ASKED, b"").decode())
        found = current.release.representations.get(scope["path"])
        if found and encoding and await _can_be_made(found, encoding):
            variant = found.variant(encoding)
            headers = (*variant.raw_headers, _stamped(current.stamp), (VARIANT, b"1"))
            await respond(send, (200, headers, variant.body))
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Of now: what answers may have looked at the release after us.
                own = _stamped(self.published.current.stamp)
                message["headers"] = [*message["headers"], own]
            await send(message)

        await self.app(scope, receive, told)


def _stamped(stamp: int) -> tuple[bytes, bytes]:
    return STAMP, b"%d" % stamp


async def _can_be_made(found: Representation, encoding: Encoding) -> bool:
    """Whether a variant is there now; what went wrong goes wrong again, and is answered."""
    try:
        if not found.ready(encoding):
            await run_in_threadpool(found.variant, encoding)
    except Exception:
        return False
    return True
