"""The process that makes releases hangs, ends in the middle, or says what is not understood."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from threading import Thread

import pytest
from starlette.testclient import TestClient

from pwa.release.shelf import Shelf
from pwa.web import upstream
from pwa.web.front import Front
from pwa.web.kept import Facts, Kept
from pwa.web.together import HTTP
from tests.web.apart import folder_for_sockets

FACTS = Facts("id", "built", is_secure=False, health="/health", static="/static/", files="nowhere")
WHOLE = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nWords"
HALF = WHOLE[:-2]
HANGING = b""


@contextmanager
def before(*answers: bytes) -> Iterator[TestClient]:
    """A front of one whose connections bring these bytes, the last ones from then on."""
    with folder_for_sockets() as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / HTTP))
        door.listen()
        Thread(target=answer, args=(door, answers), daemon=True).start()
        with TestClient(Front(folder, Kept(FACTS, {}, [], Shelf()))) as client:
            yield client


def answer(door: socket.socket, answers: tuple[bytes, ...]) -> None:
    open_ones = []
    for said in chain(answers, repeat(answers[-1])):
        try:
            line, _ = door.accept()
        except OSError:
            return
        line.recv(65536)
        line.sendall(said)
        if said == HANGING:
            open_ones.append(line)
        else:
            line.close()


@pytest.fixture(autouse=True)
def haste(monkeypatch):
    monkeypatch.setattr(upstream, "PATIENCE", 0.3)
    monkeypatch.setattr(upstream, "HASTE", 0.1)


def test_whoever_asks_how_it_is_does_not_wait_for_what_hangs():
    with before(HANGING) as client:
        assert client.get("/health").json()["status"] == "degraded"


def test_a_page_is_not_waited_for_without_end():
    with before(HANGING) as client:
        answered = client.get("/es/search?q=a")
    assert answered.status_code == 503
    assert answered.headers["retry-after"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_answered_is_passed_on(method):
    with before(WHOLE) as client:
        assert client.request(method, "/es/one/").text == "Words"


VARIANT = b"HTTP/1.1 200 OK\r\nx-pwa-variant: 1\r\netag: x\r\ncontent-length: 5\r\n\r\nWords"


def test_what_was_cut_off_is_asked_for_once_more():
    with before(VARIANT[:-2], VARIANT) as client:
        assert client.get("/es/one/").text == "Words"


def test_what_is_cut_off_again_is_not_asked_for_without_end():
    with before(VARIANT[:-2]) as client:
        assert client.get("/es/one/").status_code == 503


def test_an_answer_that_does_not_say_how_long_it_is_is_none():
    with before(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n") as client:
        assert client.get("/es/one/").status_code == 503
