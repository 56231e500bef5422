"""The publication as readers have it, and all that is said between them and its server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwa.web.app import create_app
from tests.ports import free_port, is_closed

# Let 'localhost' be localhost (RFC 6761 §6.3): no worker takes this name for its own machine.
HOST = "reader.localhost"


@dataclass
class Exchange:
    """A request as the server hears it, and how many bytes of a body go back."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    answered: dict[str, str] = field(default_factory=dict)
    sent: int = 0


@dataclass
class Heard:
    """An ASGI application that notes each exchange with the one behind it."""

    app: ASGIApp
    exchanges: list[Exchange] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode()
        one = Exchange(scope["method"], scope["path"], query, _named(scope["headers"]))
        self.exchanges.append(one)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                one.answered = _named(message["headers"])
            one.sent += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, noted)


def _named(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode().lower(): value.decode("latin-1") for name, value in headers}


@dataclass
class Served:
    """A publication at its address, built once however often it is stopped and started again."""

    app: Heard
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def exchanges(self) -> list[Exchange]:
        """All that was said so far."""
        return self.app.exchanges

    def start(self) -> None:
        """Answer at the port; a second time too."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]})
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody, and prove that nobody answers at the port any more."""
        self._server.should_exit = True
        self._thread.join()
        assert is_closed(self.port)

    @property
    def is_up(self) -> bool:
        return self._thread.is_alive()


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    """Serve a publication while the context lasts."""
    port = free_port()
    app = create_app(root, address=f"http://{HOST}:{port}", watch=False)
    served = Served(Heard(app), port)
    served.start()
    yield served
    served.stop()
