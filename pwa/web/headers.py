"""The security headers on every answer, whoever gave it.

Most answers bring what they need; this is for what follows from the publication's address,
and for whatever the framework says of its own accord.
"""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwa.pages.policy import common_headers, document_headers
from pwa.release.representations import RawHeaders, encode_headers


class SecurityHeaders:
    """Completes the answers of `app`: HTML as a document, others with the common headers.

    It belongs outside the framework's own error handling, so that a 500 passes through.
    """

    def __init__(self, app: ASGIApp, *, is_secure: Callable[[], bool]) -> None:
        """`is_secure` says whether the publication's address is https, now."""
        self.app = app
        self.is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an ASGI connection on, completing what starts an answer."""

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self.completed(tuple(message.get("headers", ())))
            await send(message)

        await self.app(scope, receive, send_completed if scope["type"] == "http" else send)

    def completed(self, headers: RawHeaders) -> RawHeaders:
        """Return headers with those that the answer lacks."""
        present = {name.lower(): value for name, value in headers}
        is_document = present.get(b"content-type", b"").lower().startswith(b"text/html")
        https = self.is_secure()
        wanted = document_headers("", https=https) if is_document else common_headers(https=https)
        lacking = (header for header in encode_headers(wanted) if header[0] not in present)
        return (*headers, *lacking)
