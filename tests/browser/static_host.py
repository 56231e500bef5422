"""Static hosts that know nothing of us, serving a folder."""

import gzip
import hashlib
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli

from tests.ports import free_port, is_closed

# On the fly hosts compress less than they could.
BROTLI: Mapping[str, Callable[[bytes], bytes]] = {"br": partial(brotli.compress, quality=4)}
GZIP: Mapping[str, Callable[[bytes], bytes]] = {"gzip": partial(gzip.compress, compresslevel=6)}


@dataclass
class Answered:
    """What was answered: to which request, and how many bytes of a body were sent."""

    path: str
    status: int
    size: int = 0


@dataclass
class StaticHost:
    """A folder on a port of its own, under a name that is not this machine's to the worker.

    Without `codings` it is Python's own http.server. With them it is such a host as publications
    are often on: it compresses on the fly, with ETags that are weak for it, answers conditional
    requests, has all files kept for ten minutes, and shows 404.html.
    """

    folder: Path
    codings: Mapping[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://reader.localhost:{self.port}"

    @property
    def kind(self) -> str:
        """What it compresses with, if with anything."""
        return next(iter(self.codings), "plain")

    def start(self) -> "StaticHost":
        handler = partial(_Compressing if self.codings else _Plain, directory=str(self.folder))
        self._server = _Server(("127.0.0.1", self.port), handler, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop, hang up on everybody, and prove that nobody answers at the port any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        assert is_closed(self.port)

    def asked(self) -> list[Answered]:
        """What was answered since this was asked last, but for the browser's looks at sw.js."""
        found = [one for one in self.answered if one.path != "/sw.js"]
        self.answered.clear()
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: Any, host: StaticHost) -> None:
        self.host = host
        self.connections: set[Any] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle is no fault."""

    def hang_up(self) -> None:
        """End idle connections too, which could be answered still."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed meanwhile
        self.server_close()


class _Plain(SimpleHTTPRequestHandler):
    """`python -m http.server`, which counts."""

    server: _Server

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.answer = Answered(self.path, int(code))
        self.server.host.answered.append(self.answer)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        self.send_body(source.read())

    def send_body(self, body: bytes) -> None:
        self.answer.size = len(body)
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """The host keeps its own list."""


class _Compressing(_Plain):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not self.path.endswith("/"):
            self.lead_to(f"{self.path}/")
            return
        path = path / "index.html" if path.is_dir() else path
        is_there = path.is_file()
        found = path if is_there else self.server.host.folder / "404.html"
        self.send_file(found, 200 if is_there else 404)

    def lead_to(self, address: str) -> None:
        self.send_response(301)
        self.send_header("location", address)
        self.send_header("content-length", "0")
        self.end_headers()

    def send_file(self, path: Path, status: int) -> None:
        body = path.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        named = {"content-type": self.guess_type(str(path)), "cache-control": "max-age=600"}
        if coding := self.coding():
            body, etag = self.server.host.codings[coding](body), f"W/{etag}"
            named |= {"content-encoding": coding, "vary": "Accept-Encoding"}
        if status == 200 and self.headers["if-none-match"] == etag:
            status, body = 304, b""
        else:
            named |= {"content-length": str(len(body))}
        self.send_response(status)
        for name, value in (named | {"etag": etag}).items():
            self.send_header(name, value)
        self.end_headers()
        self.send_body(body)

    def coding(self) -> str | None:
        accepted = {one.strip() for one in self.headers.get("accept-encoding", "").split(",")}
        return next((one for one in self.server.host.codings if one in accepted), None)
