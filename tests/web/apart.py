"""The process that makes releases and those before it, as threads of one."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.web.app import create_app
from pwa.web.front import Front, Meanwhile
from pwa.web.protocol import Protocol
from pwa.web.switching import Switching
from pwa.web.together import HTTP
from tests.patience import eventually

QUIET: Any = {"server_header": False, "log_config": None, "proxy_headers": False, "ws": "none"}


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that nobody is to ask."""
    raise AssertionError(scope["path"])


@contextmanager
def folder_for_sockets() -> Iterator[Path]:
    """Their paths have to be short (unix(7))."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def served(app: ASGIApp, **options: Any) -> Iterator[int]:
    """Serve an application in a thread; yields its port, of no use where it has a socket's path."""
    server = uvicorn.Server(uvicorn.Config(app, **QUIET, **options))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    sockets = None if "uds" in options else [listening]
    thread = threading.Thread(target=server.run, args=(sockets,))
    thread.start()
    eventually(lambda: server.started)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


@contextmanager
def served_behind(root: Path, folder: Path) -> Iterator[Any]:
    """What makes releases, for those who ask at the sockets in a folder."""
    app: Any = create_app(root, watch=False, behind=folder, environ={})
    options = {"uds": str(folder / HTTP), "date_header": False, "lifespan": "off"}
    with served(app, **options):
        yield app


def front(folder: Path, meanwhile: Meanwhile | None = None) -> Any:
    return served(Front(folder, meanwhile), http=Protocol, lifespan="on")


@dataclass
class Apart:
    """Fronts before one publication, and the same publication without them, by their ports."""

    published: Switching
    whole: int
    fronts: list[int]


@contextmanager
def apart(root: Path, fronts: int = 1) -> Iterator[Apart]:
    with ExitStack() as stack:
        folder = stack.enter_context(folder_for_sockets())
        app = stack.enter_context(served_behind(root, folder))
        whole = stack.enter_context(served(app.app, http=Protocol, lifespan="off"))
        ports = [stack.enter_context(front(folder)) for _ in range(fronts)]
        yield Apart(app.published, whole, ports)


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
