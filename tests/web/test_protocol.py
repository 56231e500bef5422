"""What is sent without ASGI is what uvicorn would have sent; and nobody is cut off by a stop."""

import asyncio
import socket
import threading
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pwa.release.representations import HTML, Representation
from pwa.web.delivery import Delivery
from pwa.web.protocol import Protocol
from tests.patience import eventually
from tests.ports import until_closed

PAGE = Representation(b"<p>The same calm sentence.</p>" * 40, HTML, (("x-more", "yes"),))
ETAG = PAGE.variant("gzip").etag.decode()
UNMADE = Representation(b"never asked for " * 40, HTML)
SLOW = 0.2


async def framework(scope, receive, send):
    """Answers late, and says what it was asked."""
    await asyncio.sleep(SLOW)
    content = (await receive())["body"].decode()
    say = PlainTextResponse(f"{scope['method']} {scope['path']} {content}")
    await say(scope, receive, send)


def lookup(path):
    if path == "/fault":
        raise RuntimeError
    return {"/page": PAGE, "/日本": PAGE}.get(path)


def delivery(kind=Delivery):
    return kind(framework, lookup, lambda headers: headers, PlainTextResponse("fault", 500))


@contextmanager
def running(protocol, application=None):
    """A server in a thread, and where it listens."""
    listening = socket.create_server(("127.0.0.1", 0))
    at = listening.getsockname()
    config = uvicorn.Config(
        application or delivery(),
        http=protocol,
        ws="none",
        proxy_headers=False,
        lifespan="off",
        log_config=None,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    eventually(lambda: server.started)
    try:
        yield server, at
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def ours():
    with running(Protocol) as (_, at):
        yield at


@pytest.fixture(scope="module")
def theirs():
    with running(HttpToolsProtocol) as (_, at):
        yield at


def request(line, *fields, body=""):
    return "\r\n".join((line, "host: x", *fields, "", body)).encode()


def said(at, *requests):
    """All that is answered to requests sent at once; the last one ends the connection."""
    with socket.create_connection(at, timeout=10) as connection:
        connection.sendall(b"".join(requests))
        return until_closed(connection)


LAST = request("GET /page HTTP/1.1", "accept-encoding: gzip", "connection: close")


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [request("GET /page HTTP/1.1")],
        [request("GET /page HTTP/1.1", "accept-encoding: br")],
        [request("GET /page HTTP/1.1", "Accept-Encoding: GZIP")],
        [request("GET /page?q=1 HTTP/1.1")],
        [request("GET http://x/page HTTP/1.1")],
        [request("GET /%E6%97%A5%E6%9C%AC HTTP/1.1")],
        [request("HEAD /page HTTP/1.1", "accept-encoding: gzip")],
        [request("GET /page HTTP/1.1", "accept-encoding: gzip", f"if-none-match: {ETAG}")],
        [request("GET /page HTTP/1.1", "if-none-match: *")],
        [request("GET /page HTTP/1.1", 'if-match: "other"')],
        [request("GET /page HTTP/1.1", "accept-encoding: *;q=0")],
        [request("GET /page HTTP/1.1", "content-length: 4", body="body")],
        [request("POST /page HTTP/1.1", "content-length: 4", body="body")],
        [request("POST /else HTTP/1.1", "content-length: 4", body="body")],
        [request("GET /page HTTP/1.1", "expect: 100-continue", "content-length: 1", body="b")],
        [request("GET /else HTTP/1.1")],
        [request("GET /else HTTP/1.1"), request("GET /page HTTP/1.1")],
        [request("GET /page HTTP/1.1"), request("GET /else HTTP/1.1"), request("GET /a HTTP/1.1")],
        [request("GET /fault HTTP/1.1", "connection: close")],
        [request("GET /page HTTP/1.0")],
        [request("GET /page HTTP/1.0", "connection: keep-alive")],
        [b"nonsense\r\n\r\n"],
    ],
)
def test_what_is_sent_at_once_is_what_asgi_would_have_sent(ours, theirs, requests):
    assert said(ours, *requests, LAST) == said(theirs, *requests, LAST)


class OfNoUse(Delivery):
    """One whose ASGI side is not to be called."""

    async def __call__(self, scope, receive, send):
        raise AssertionError(scope["path"])


def test_what_stands_ready_takes_no_task():
    PAGE.variant("gzip")
    with running(Protocol, delivery(OfNoUse)) as (_, at):
        assert said(at, LAST).startswith(b"HTTP/1.1 200 OK")


def test_what_has_yet_to_be_made_is_not_waited_for():
    application = Delivery(framework, {"/": UNMADE}.get, lambda headers: headers, framework)
    assert application.at_once("GET", "/", [(b"accept-encoding", b"br")]) is None
    UNMADE.variant("br")
    assert application.at_once("GET", "/", [(b"accept-encoding", b"br")])[0] == 200


@pytest.mark.parametrize("path", ["/page", "/else"])
def test_whoever_asks_while_the_server_stops_is_answered_and_told_that_it_closes(path):
    with running(Protocol) as (server, at), socket.create_connection(at, timeout=10) as connection:
        connection.sendall(request("GET /page HTTP/1.1"))
        assert b" 200 OK" in connection.recv(65536)
        server.should_exit = True
        eventually(lambda: not server.servers[0].is_serving())
        connection.sendall(request(f"GET {path} HTTP/1.1"))
        answer = until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"\r\nconnection: close\r\n" in answer


def test_what_is_being_answered_while_the_server_stops_is_answered():
    with running(Protocol) as (server, at), socket.create_connection(at, timeout=10) as connection:
        connection.sendall(request("GET /else HTTP/1.1"))
        eventually(lambda: server.server_state.tasks)
        server.should_exit = True
        assert b"GET /else" in until_closed(connection)


def test_a_connection_on_which_nothing_is_asked_does_not_keep_the_server_from_stopping():
    with running(Protocol) as (server, at), socket.create_connection(at, timeout=10) as connection:
        eventually(lambda: server.server_state.connections)
        server.should_exit = True
        assert until_closed(connection) == b""
