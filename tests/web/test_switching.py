import logging
import socket
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from starlette.testclient import TestClient

from pwa.web import lasting, together
from pwa.web.app import create_app
from pwa.web.switching import Switching
from pwa.web.together import SWITCHES, Listening
from tests.git import git
from tests.patience import eventually
from tests.web.apart import nothing

PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture
def root(make_site):
    sections = {"one": "# One\n\nFirst words.\n", "two": "# Two\n\nMore.\n"}
    return make_site(sections, {"es": {"First words.": "Primero.", "More.": "Más."}})


def switching(root):
    return Switching(root, nothing, address="https://x.example/", environ={})


def change(root, old, new):
    path = root / PO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def purges(caplog):
    return [record.facts["purge"].split() for record in caplog.records if hasattr(record, "facts")]


def test_pages_that_changed_are_told_for_a_purge(root, caplog):
    published = switching(root)
    change(root, "Primero.", "Nuevo.")
    with caplog.at_level(logging.INFO):
        published.renew()
    [told] = purges(caplog)
    assert {"https://x.example/es/one/", "https://x.example/es/whole.html"} <= {*told}
    assert not {"https://x.example/es/two/", "https://x.example/en/whole.html"} & {*told}
    assert not any(one.endswith(".json") for one in told)


def test_what_changes_no_page_tells_nothing(root, caplog):
    published = switching(root)
    (root / PO).write_text((root / PO).read_text(encoding="utf-8") + "\n# a comment\n")
    with caplog.at_level(logging.INFO):
        published.renew()
    assert purges(caplog) == []


@pytest.fixture
def told():
    """A folder for sockets, whose paths are short (unix(7)), and what is heard on them."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


BEGUN = []


@pytest.fixture(autouse=True)
def ended():
    """Whoever began to listen, and would come again and again, listens no more."""
    yield
    while BEGUN:
        BEGUN.pop().end()


def listening(folder, places=(), do=lambda switch: None):
    heard = []

    def switch(to):
        do(to)
        heard.append(to)

    BEGUN.append(Listening(folder / SWITCHES, lambda: list(places), switch))
    return heard, BEGUN[-1]


def test_whoever_comes_is_told_what_is_served_and_what_it_asked_for(root, told):
    published = switching(root)
    published.serve_behind(told)
    heard, _ = listening(told, [("/es/one/", "br"), ("/nowhere/", "br")])
    eventually(lambda: heard)
    [switch] = heard
    assert switch.gone is None
    assert switch.facts.release == published.release.id
    assert [place[:2] for place in switch.ready] == [("/es/one/", "br")]


def test_those_who_serve_are_told_what_changed_with_what_readers_ask_for(root, told):
    published = switching(root)
    published.serve_behind(told)
    heard, _ = listening(told)
    eventually(lambda: heard)
    published.lookup("/es/one/").variant("br")
    published.lookup("/es/two/").variant("br")
    change(root, "Primero.", "Nuevo.")
    published.renew()
    eventually(lambda: len(heard) == 2)
    switch = heard[-1]
    assert "/es/one/" in switch.gone
    assert "/es/two/" not in switch.gone
    now = published.lookup("/es/one/").variant("br")
    assert ("/es/one/", "br", now.raw_headers, now.body) in switch.ready
    assert switch.stamp == published.current.stamp > heard[0].stamp


def test_the_switch_waits_for_those_who_serve(root, told, monkeypatch):
    monkeypatch.setattr(together, "PATIENCE", 60)
    published = switching(root)
    published.serve_behind(told)
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(told / SWITCHES))
        slow.sendall(together._packed([]))
        _, before = together._received(slow), together._received(slow)
        change(root, "Primero.", "Nuevo.")
        renewing = threading.Thread(target=published.renew)
        renewing.start()
        stamp, *_ = together._received(slow)
        renewing.join(0.1)
        assert published.current.stamp == before < stamp, "it was made before it was heard of"
        slow.sendall(together._packed(stamp))
        assert together._received(slow) == stamp
        renewing.join()
    assert published.current.stamp == stamp


def test_those_who_serve_wait_for_the_switch(root, told):
    published = switching(root)
    published.serve_behind(told)
    order = []
    heard, _ = listening(told, do=lambda to: order.append(("front", published.release.id)))
    eventually(lambda: heard)
    change(root, "Primero.", "Nuevo.")
    published.renew()
    eventually(lambda: len(heard) == 2)
    assert order[-1] == ("front", heard[-1].facts.release), "it was told to before we had"


def test_whoever_hears_nothing_is_not_waited_for_without_end(root, told, monkeypatch):
    monkeypatch.setattr(together, "PATIENCE", 0.1)
    published = switching(root)
    published.serve_behind(told)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(told / SWITCHES))
        deaf.sendall(together._packed([]))
        eventually(lambda: deaf.recv(1, socket.MSG_PEEK))
        change(root, "Primero.", "Nuevo.")
        published.renew()
    assert "Nuevo." in published.lookup("/es/one/").body.decode()


def once(fault, do):
    """What goes wrong the first time that it is called."""
    faults = [fault]

    def called(*given):
        if faults:
            raise faults.pop()
        return do(*given)

    return called


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(lasting, "PAUSE", 0.01)


def test_whoever_comes_is_told_even_if_that_went_wrong_before(root, told, monkeypatch, at_once):
    published = switching(root)
    monkeypatch.setattr(published, "_hello", once(ValueError("unforeseen"), published._hello))
    published.serve_behind(told)
    heard, _ = listening(told)
    eventually(lambda: heard)


def test_whoever_could_not_switch_comes_again(root, told, at_once):
    published = switching(root)
    published.serve_behind(told)
    heard, _ = listening(told, do=once(ValueError("unforeseen"), lambda to: None))
    eventually(lambda: heard)


def test_whoever_has_ended_is_told_to_switch_no_more(root, told, monkeypatch):
    published = switching(root)
    published.serve_behind(told)
    heard, one = listening(told)
    eventually(lambda: heard)
    one.end()
    change(root, "Primero.", "Nuevo.")
    published.renew()
    change(root, "Nuevo.", "Otro.")
    published.renew()  # it is not waited for: its line is closed, or it hears and is silent
    assert len(heard) == 1


def test_what_readers_ask_for_is_ready_when_it_is_replaced(root):
    published = switching(root)
    published.lookup("/es/one/").variant("br")
    change(root, "Primero.", "Nuevo.")
    published.renew()
    assert published.lookup("/es/one/").ready("br")
    assert not published.lookup("/es/").ready("br")


def on_day(monkeypatch, day):
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", f"2026-03-{day:02}T00:00:00Z")


@pytest.mark.parametrize("days_later", [0, 3])
def test_git_revert_brings_back_the_old_bytes_with_the_old_etag(
    root, tmp_path, monkeypatch, days_later
):
    on_day(monkeypatch, 1)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "good")
    app = create_app(root, watch=False, environ={"PWA_STATE": str(tmp_path / "state")})
    client = TestClient(app)
    published = app.app.app.state.published

    def served():
        published.renew()
        answers = (client.get(path) for path in ("/es/", "/es/one/", "/en/one/", "/es/read/"))
        return [(one.headers["etag"], one.content) for one in answers]

    good = served()
    section = root / "content/one.md"
    section.write_text(section.read_text(encoding="utf-8").replace("First", "Bad"))
    change(root, "Primero.", "Malo.")
    on_day(monkeypatch, 2)
    git(root, "commit", "--quiet", "--all", "-m", "bad")
    assert not {*served()} & {*good[1:]}
    on_day(monkeypatch, 2 + days_later)
    git(root, "revert", "--no-edit", "HEAD")
    assert served() == good


def test_after_a_commit_a_page_has_its_day(root, tmp_path, monkeypatch):
    """A change may wait for its commit: `git revert` has an editor opened in between."""
    on_day(monkeypatch, 1)
    git(root, "init", "--quiet")
    git(root, "commit", "--allow-empty", "-m", "first")
    git(root, "add", ".")
    app = create_app(root, environ={"PWA_STATE": str(tmp_path / "state")})
    with TestClient(app) as client:
        assert '"2026-03-01"' not in client.get("/en/one/").text
        git(root, "commit", "-m", "good")
        eventually(lambda: '"2026-03-01"' in client.get("/en/one/").text)
