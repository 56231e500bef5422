import time

import pytest
from starlette.testclient import TestClient

from pwa.web.app import create_app

PO = "locales/es/LC_MESSAGES/content.po"

# Far more than a change takes; a passing test does not wait for it.
PATIENCE = 20


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


@pytest.fixture
def client(root):
    app = create_app(root, environ={})
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def eventually(holds):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def change(root, file, old, new):
    path = root / file
    path.write_text(path.read_text().replace(old, new))


def test_a_changed_sentence_is_served_a_broken_file_reported_a_mended_one_served(root, client):
    change(root, PO, "Primero.", "Nuevo.")
    eventually(lambda: "Nuevo." in client.get("/es/one/").text)
    change(root, PO, '"Nuevo."', '"Cut')
    eventually(lambda: client.get("/health").json()["status"] == "degraded")
    assert "Nuevo." in client.get("/es/one/").text
    [error, *_] = client.get("/health").json()["errors"]
    assert (error["file"], error["line"], error["locale"]) == (PO, 10, "es")
    change(root, PO, '"Cut', '"Sano."')
    eventually(lambda: "Sano." in client.get("/es/one/").text)
    assert client.get("/health").json()["status"] == "ok"


def test_settings_records_and_static_files_are_watched(root, client, sign):
    change(root, "content/publication.toml", '"Book"', '"Novel"')
    eventually(lambda: "Novel" in client.get("/es/").text)
    sign(root, "es", "one", "translation", by="Ana")
    eventually(lambda: "Ana" in client.get("/es/one/").text)
    (root / "content/new.md").write_text("# New\n")
    eventually(lambda: client.get("/es/new/").status_code == 200)


def test_a_folder_that_was_not_there_is_watched_from_then_on(root, client):
    (root / "static").mkdir()
    (root / "static/style.css").write_text("p{color:red}")
    eventually(lambda: "color:red" in client.get("/es/").text)
    (root / "static/style.css").write_text("p{color:blue}")
    eventually(lambda: "color:blue" in client.get("/es/").text)


def test_a_file_that_is_replaced_as_editors_do_it_is_seen(root, client):
    part = root / f"{PO}.part"
    part.write_text((root / PO).read_text().replace("Primero.", "Cambiado."))
    part.replace(root / PO)
    eventually(lambda: "Cambiado." in client.get("/es/one/").text)


def test_a_new_language_appears_and_a_removed_one_goes(root, client):
    path = root / "locales/ar/LC_MESSAGES/content.po"
    path.parent.mkdir(parents=True)
    path.write_text((root / PO).read_text())
    eventually(lambda: client.get("/ar/").status_code == 200)
    path.unlink()
    eventually(lambda: client.get("/ar/").status_code == 404)
