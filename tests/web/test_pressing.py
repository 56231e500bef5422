import time
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient

from pwa.release.builder import Builder
from pwa.release.representations import place
from pwa.web import lasting
from pwa.web import published as module
from pwa.web.app import create_app
from tests.patience import PATIENCE, eventually

PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


def is_pressed(published, address):
    one = published.lookup(address)
    return one.content._shelf.has(place("br", one.sha256))


def test_what_is_served_is_compressed_as_well_as_can_be_before_anybody_asks(root):
    app = create_app(root, environ={})
    published = app.app.app.state.published
    with TestClient(app):
        eventually(lambda: is_pressed(published, "/es/one/"))
        path = root / PO
        path.write_text(path.read_text().replace("Primero.", "Nuevo."))
        eventually(lambda: b"Nuevo." in published.lookup("/es/one/").body)
        eventually(lambda: is_pressed(published, "/es/one/"))
    assert published.lookup("/es/one/").ready("br") is None


def test_what_is_saved_meanwhile_does_not_wait_for_that(root, monkeypatch):
    went_on = []

    def press(_, begun, go_on):
        went_on.append(begun.release.id)
        while go_on():
            time.sleep(0.01)

    monkeypatch.setattr(Builder, "press", press)
    app = create_app(root, environ={})
    published = app.app.app.state.published
    with TestClient(app) as client:
        eventually(lambda: went_on)
        path = root / PO
        path.write_text(path.read_text().replace("Primero.", "Nuevo."))
        eventually(lambda: "Nuevo." in client.get("/es/one/").text)
        eventually(lambda: len(set(went_on)) == 2)
    assert went_on[-1] == published.release.id


def test_what_went_wrong_at_rest_ends_nothing(root, monkeypatch):
    monkeypatch.setattr(lasting, "PAUSE", 0.01)
    app = create_app(root, environ={})
    published = app.app.app.state.published
    faults = [ValueError("unforeseen")]

    def at_rest():
        if faults:
            raise faults.pop()
        return True

    monkeypatch.setattr(published, "at_rest", at_rest)
    with TestClient(app):
        eventually(lambda: is_pressed(published, "/es/one/"))


def test_who_is_being_served_anew_is_not_at_rest(root, monkeypatch):
    published = create_app(root, watch=False, environ={}).app.app.state.published
    monkeypatch.setattr(module, "PULSE", 0.01)
    rested, stop = Event(), Event()
    monkeypatch.setattr(published, "at_rest", rested.set)
    published._is_calm.clear()
    thread = Thread(target=published.finish, args=(stop,))
    thread.start()
    assert not rested.wait(0.2)
    published._is_calm.set()
    assert rested.wait(PATIENCE)
    stop.set()
    thread.join()
