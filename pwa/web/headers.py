"""The security headers on every answer that does not carry them yet.

Representations bring their own; this is for the rest: redirects, errors, searches.
"""

from collections.abc import Iterable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwa.pages.policy import common_headers, document_headers
from pwa.release.representations import RawHeaders, encode_headers


class SecurityHeaders:
    """Completes the answers of `app`: HTML as a document, others with the common headers.

    It belongs outside the framework's own error handling, so that a 500 passes through.
    """

    def __init__(
        self, app: ASGIApp, *, style_hashes: Sequence[str] = (), https: bool = False
    ) -> None:
        """`style_hashes` are the `pwa.pages.policy.style_sha256` of the inlined style sheets."""
        self.app = app
        self._document = encode_headers(document_headers(style_hashes, https=https))
        self._common = encode_headers(common_headers(https=https))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an ASGI connection on, completing what starts an answer."""

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._completed(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, send_completed if scope["type"] == "http" else send)

    def _completed(self, headers: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
        given = tuple(headers)
        present = {name.lower(): value for name, value in given}
        is_document = present.get(b"content-type", b"").lower().startswith(b"text/html")
        wanted = self._document if is_document else self._common
        return given + tuple(header for header in wanted if header[0] not in present)
