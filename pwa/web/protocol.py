"""HTTP/1.1 on one connection: what stands ready is sent at once, all else goes through ASGI.

A page costs an ASGI server more than it costs us: a task, a cycle, and a check of headers that
were checked when they were made. uvicorn takes a protocol of one's own; this is its own with two
changes. Both lean on what it keeps of a connection, so that its version is pinned, and
tests/web/test_protocol.py is the contract.
"""

from contextlib import suppress
from functools import lru_cache
from typing import Final, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from pwa.release.representations import RawHeaders
from pwa.web.delivery import METHODS, Answer, Delivery

# Seconds that an idle connection stays when the server stops: whoever has just sent a request on
# it is answered, and told that it closes.
LINGER: Final = 1

_CLOSE: Final = b"connection: close\r\n\r\n"


class Protocol(HttpToolsProtocol):
    """Serves a Delivery; closes no connection on which a request may be under way."""

    _answer: Answer | None = None

    def on_headers_complete(self) -> None:
        """Answer when the whole request is there; what takes longer begins now, in a task."""
        self._answer = self._at_once()
        if self._answer is None:
            super().on_headers_complete()
            self.cycle.keep_alive = self.cycle.keep_alive and not self._is_stopping()

    def on_body(self, body: bytes) -> None:
        """Pass a request's content on to whoever answers it."""
        if self._answer is None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Send an answer that has waited for the end of its request."""
        if self._answer is None:
            super().on_message_complete()
        else:
            self._send(self._answer)

    def shutdown(self) -> None:
        """Close after the next answer; or after a while, where nothing is asked."""
        vars(self.server_state)["is_stopping"] = True
        if self._is_idle() or self.cycle.response_started:
            # Whoever has been told that the connection stays may be about to ask on it.
            self.loop.call_later(LINGER, self._close_if_idle)
        else:
            self.cycle.keep_alive = False

    def _is_stopping(self) -> bool:
        """Whether the server that this connection is of takes no new ones."""
        return "is_stopping" in vars(self.server_state)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _close_if_idle(self) -> None:
        if self._is_idle():
            self.transport.close()
        elif not self.transport.is_closing():
            self.loop.call_later(LINGER, self._close_if_idle)

    def _at_once(self) -> Answer | None:
        """The answer, where nothing else on this connection has to come first."""
        method = self.parser.get_method().decode("ascii")
        if method not in METHODS or self.flow.write_paused or not self._is_idle():
            return None
        if self.parser.should_upgrade() or self.expect_100_continue:
            return None
        # What goes wrong goes wrong again behind ASGI, where it is answered and logged.
        with suppress(Exception):
            path = httptools.parse_url(self.url).path.decode("ascii")
            path = unquote(path) if "%" in path else path
            return cast("Delivery", self.app).at_once(method, path, self.headers)
        return None

    def _send(self, answer: Answer) -> None:
        status, headers, body = answer
        stays = self.parser.should_keep_alive() and self.parser.get_http_version() != "1.0"
        stays = stays and not self._is_stopping()
        own = b"".join(b"%b: %b\r\n" % field for field in self.server_state.default_headers)
        end = b"\r\n" if stays else _CLOSE
        self.transport.write(b"".join((STATUS_LINE[status], own, _head(headers), end, body)))
        if not stays:
            self.transport.close()
        self.on_response_complete()


@lru_cache(maxsize=4096)
def _head(headers: RawHeaders) -> bytes:
    return b"".join(b"%b: %b\r\n" % field for field in headers)
