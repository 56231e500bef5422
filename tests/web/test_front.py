"""Readers talk to a process that makes nothing: it answers what the one behind it would."""

import json
import re
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from pwa.site import engine_root, load_site
from pwa.web import kept as kept_module
from pwa.web import remembered as module
from pwa.web import upstream
from pwa.web.front import Front
from pwa.web.kept import keep, kept
from pwa.web.narrow import Narrow
from pwa.web.remembered import Remembered
from pwa.web.switching import _facts
from tests.patience import eventually
from tests.ports import until_closed
from tests.web.apart import apart, folder_for_sockets, front, get, served, served_behind

SECTIONS = {"one": "# One\n\nFirst words.\n", "two": "# Two\n\nMore.\n"}
CATALOGS = {"es": {"One": "Uno", "First words.": "Palabra 0.", "More.": "Palabra 0."}}
PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture(scope="module")
def ours(make_shared_site):
    with apart(make_shared_site(SECTIONS, CATALOGS)) as running:
        yield running


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, CATALOGS)


def said(port, line, *fields):
    """All that is answered to a request, but for the date."""
    request = "\r\n".join((line, "host: x", *fields, "connection: close", "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        return until_closed(connection)


def etag(port, path):
    return re.search(rb"(?m)^etag: ([^\r]+)", said(port, f"HEAD {path} HTTP/1.1"))[1].decode()


PAGE = "GET /es/one/ HTTP/1.1"


@pytest.mark.parametrize(
    "request_lines",
    [
        [PAGE],
        [PAGE, "accept-encoding: gzip"],
        [PAGE, "Accept-Encoding: gzip, deflate, br, zstd"],
        [PAGE, "accept-encoding: *;q=0"],
        [PAGE, 'if-match: "other"'],
        [PAGE, "if-none-match: *"],
        [PAGE, "range: bytes=0-9"],
        ["GET /es/one/?q=1 HTTP/1.1"],
        ["GET /es/one/ HTTP/1.0"],
        ["HEAD /es/one/ HTTP/1.1", "accept-encoding: br"],
        ["HEAD /es/two/ HTTP/1.1", "if-none-match: *"],
        ["POST /es/one/ HTTP/1.1", "content-length: 0"],
        ["OPTIONS /es/ HTTP/1.1"],
        ["GET / HTTP/1.1", "accept-language: es"],
        ["GET /?a=b%20c HTTP/1.1", "accept-language: fr, es;q=0.5"],
        ["HEAD /start HTTP/1.1"],
        ["POST / HTTP/1.1", "content-length: 0"],
        ["GET /es/one?a=b HTTP/1.1"],
        ["GET /ES/one/ HTTP/1.1"],
        ["GET /es/nowhere/ HTTP/1.1", "accept-encoding: br"],
        ["HEAD /nowhere HTTP/1.1", "accept-language: es"],
        ["GET /es/search?q=palabra&q=x HTTP/1.1", "accept-encoding: br"],
        ["GET /es/%73earch?q=%22 HTTP/1.1"],
        ["GET /status.json HTTP/1.1", "accept-encoding: br"],
        ["GET /health HTTP/1.1"],
        ["POST /health HTTP/1.1", "content-length: 0"],
        ["GET /es/edition.json HTTP/1.1"],
        ["GET /es/whole.html HTTP/1.1"],
        ["GET /sw.js HTTP/1.1", "accept-encoding: gzip"],
        ["GET /robots.txt HTTP/1.1"],
        ["GET /badges/es.svg HTTP/1.1"],
        ["GET /es/one/ HTTP/1.1", "x-pwa-encoding: br"],
        ["GET /%ff HTTP/1.1"],
    ],
)
def test_what_is_answered_is_what_the_process_behind_answers(ours, request_lines):
    asked = [said(ours.fronts[0], *request_lines) for _ in range(2)]
    assert asked == [said(ours.whole, *request_lines)] * 2


def static(ours):
    page = get(ours.whole, "/es/one/")[1].decode()
    return re.search(r'src="(/static/[^"]+\.js)"', page)[1]


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("accept-encoding: br",),
        ("range: bytes=5-20",),
        ("range: bytes=99999999-",),
        ("if-none-match: {etag}",),
        ("if-match: {etag}",),
    ],
)
def test_static_files_are_passed_on_with_ranges_and_conditions(ours, fields):
    path = static(ours)
    fields = [field.format(etag=etag(ours.whole, path)) for field in fields]
    for method in ("GET", "HEAD"):
        line = f"{method} {path} HTTP/1.1"
        assert said(ours.fronts[0], line, *fields) == said(ours.whole, line, *fields)


def test_static_files_of_each_release_are_found_by_whoever_serves_them(root):
    with apart(root) as running:
        get(running.fronts[0], static(running))
        (root / "static").mkdir()
        script = (engine_root() / "static/page.js").read_text(encoding="utf-8")
        (root / "static/page.js").write_text(f"{script}\nwindow.more = 1;", encoding="utf-8")
        before = static(running)
        running.published.renew()
        assert static(running) != before
        for path in (before, static(running), "/static/nowhere.js"):
            line = f"GET {path} HTTP/1.1", "accept-encoding: br"
            assert said(running.fronts[0], *line) == said(running.whole, *line)


def test_static_files_that_were_thrown_away_are_written_again(root):
    with apart(root) as running:
        port, path = running.fronts[0], static(running)
        before = get(port, path)
        shutil.rmtree(root / ".pwa/static")
        assert get(port, path) == before


def test_a_pack_arrives_whole(ours):
    address = json.loads(get(ours.whole, "/es/edition.json")[1])["pack"]
    address = address["address"] if isinstance(address, dict) else address
    assert get(ours.fronts[0], address) == get(ours.whole, address)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_was_asked_for_is_not_asked_for_again(root, encoding):
    with folder_for_sockets() as folder, served_behind(root, folder) as behind:
        app = Front(folder)
        with served(app, lifespan="on") as port:
            get(port, "/es/two/", **{"accept-encoding": encoding})
            found = app.at_once("GET", "/es/two/", [(b"accept-encoding", encoding.encode())])
        assert found[2] == behind.published.lookup("/es/two/").variant(encoding).body
        assert app.at_once("GET", "/es/", []) is None
        assert app.at_once("GET", "/es/two/", [(b"accept-encoding", b"*;q=0")]) is None


def translate(root, number):
    text = (root / PO).read_text(encoding="utf-8")
    (root / PO).write_text(re.sub(r"Palabra \d+", f"Palabra {number}", text), encoding="utf-8")


LOOKS = ("/es/one/", "/es/search?q=palabra", "/es/two/", "/es/one/")


def read_on(port, is_over):
    """Whoever reads on finds each release after the one before."""
    seen = []
    while not is_over.is_set():
        for path in LOOKS:
            found = re.search(rb"Palabra(?:</?mark>)? (\d+)\.", get(port, path)[1])
            seen.append(int(found[1]))
    return seen


def test_from_one_release_to_the_next_nobody_goes_back(root):
    is_over, last = Event(), 8
    with apart(root, fronts=2) as running, ThreadPoolExecutor(6) as threads:
        readers = [threads.submit(read_on, port, is_over) for port in running.fronts * 3]
        try:
            for number in range(1, last + 1):
                translate(root, number)
                running.published.renew()
            for port in running.fronts:
                eventually(lambda: b"Palabra %d." % last in get(port, "/es/one/")[1])  # noqa: B023
        finally:
            is_over.set()
        seen = [reader.result() for reader in readers]
    assert all(one == sorted(one) for one in seen)
    assert len(set().union(*seen)) > last / 2, "they hardly saw a change"


def test_a_page_that_readers_ask_for_is_there_at_the_switch(root):
    with folder_for_sockets() as folder, served_behind(root, folder) as behind:
        app = Front(folder)
        with served(app, lifespan="on") as port:
            get(port, "/es/one/", **{"accept-encoding": "br"})
            get(port, "/en/one/")
            translate(root, 7)
            behind.published.renew()
            stamp = behind.published.current.stamp
            eventually(lambda: app._serving.stamp == stamp)
            now = behind.published.lookup("/es/one/").variant("br").body
            assert app.at_once("GET", "/es/one/", [(b"accept-encoding", b"br")])[2] == now
            assert app.at_once("GET", "/en/one/", []), "it is as it was"


def kept_of(published):
    site = published._begun.packer.site
    release = published._builder.build(site)
    keep(release, _facts(published.current), "stamp", published._begun.packer.shelf)
    return kept(site, "stamp"), release


def test_what_was_kept_is_served_where_nobody_makes_anything(root):
    with apart(root) as before:
        table, release = kept_of(before.published)
        pages = [path for path, one in release.representations.items() if "html" in one.media_type]
        assert len(pages) > 15
        lines = [
            (f"GET {path} HTTP/1.1", f"accept-encoding: {encoding}")
            for path in (
                *pages,
                "/",
                "/start",
                "/sw.js",
                "/es/manifest.webmanifest",
                "/sitemap.xml",
            )
            for encoding in ("br", "identity")
        ]
        answered = [said(before.whole, *line) for line in lines]
    with folder_for_sockets() as empty, front(empty, table) as port:
        assert [said(port, *line) for line in lines] == answered
        assert json.loads(get(port, "/health")[1])["status"] == "degraded"


def test_whoever_asks_for_more_is_told_when_to_come_again(root, monkeypatch):
    monkeypatch.setattr(upstream, "PATIENCE", 0.1)
    with apart(root) as before:
        table, _ = kept_of(before.published)
    with folder_for_sockets() as empty, front(empty, table) as port:
        status, _ = get(port, "/es/search?q=palabra")
    assert status == 503


def test_what_was_kept_of_a_long_publication_is_served_until_there_is_a_newer(root, monkeypatch):
    monkeypatch.setattr(kept_module, "LONG", 0)
    with apart(root) as before:
        kept_of(before.published)
    translate(root, 5)
    # Settings as they were, and other files.
    table = kept(before.published._begun.packer.site, "stamp others")
    with folder_for_sockets() as folder, front(folder, table) as port:
        assert b"Palabra 0." in get(port, "/es/one/")[1]
        with served_behind(root, folder):
            eventually(lambda: b"Palabra 5." in get(port, "/es/one/")[1])
            assert json.loads(get(port, "/health")[1])["status"] == "ok"
        assert b"Palabra 5." in get(port, "/es/one/")[1], "what it has, it serves"


def test_what_is_no_sections_page_waits_for_who_makes_releases(root):
    narrow = Narrow(load_site(root, environ={}), retire=False)
    paths = ("/es/", "/health", "/static/nowhere.js")
    with folder_for_sockets() as folder, front(folder, narrow) as port:
        early = get(port, "/es/one/")
        with ThreadPoolExecutor(len(paths)) as threads:
            waiting = [threads.submit(get, port, path) for path in paths]
            with served_behind(root, folder):
                assert [one.result()[0] for one in waiting] == [200, 200, 404]
                assert get(port, "/es/one/") == early


def test_what_was_withdrawn_before_the_start_is_shown_until_there_is_a_newer(root, monkeypatch):
    monkeypatch.setattr(kept_module, "LONG", 0)
    with apart(root) as before:
        kept_of(before.published)
    (root / "content/two.md").unlink()
    table = kept(before.published._begun.packer.site, "stamp others")
    with folder_for_sockets() as folder, front(folder, table) as port:
        assert get(port, "/es/two/")[0] == 200
        with served_behind(root, folder):
            eventually(lambda: get(port, "/es/two/")[0] == 404)


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch, ours):
    variant = ours.published.lookup("/es/one/").variant("identity")
    monkeypatch.setattr(module, "SIZE", 2 * len(variant.body))
    remembered = Remembered()
    for path in ("/a", "/b"):
        remembered.put((path, "identity"), variant)
    remembered.find(("/a", "identity"))
    remembered.put(("/c", "identity"), variant)
    assert remembered.places() == [("/c", "identity"), ("/a", "identity")]
