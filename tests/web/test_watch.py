import shutil
from itertools import chain, repeat
from pathlib import Path
from unittest.mock import DEFAULT, Mock

import pytest
from starlette.testclient import TestClient

from pwa.web import watch as module
from pwa.web.app import create_app
from tests.patience import eventually

PO = "locales/es/LC_MESSAGES/content.po"

HSTS = "strict-transport-security"


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


@pytest.fixture
def client(root):
    app = create_app(root, environ={})
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


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


def test_an_address_that_becomes_secure_is_told_by_every_answer(make_site):
    root = make_site(settings='title = "Book"\naddress = "http://x.example/"\n')
    with TestClient(create_app(root, environ={})) as client:
        told = [
            lambda at=at: HSTS in client.get(at).headers
            for at in ("/en/", "/health", "/robots.txt")
        ]
        assert not any(tells() for tells in told)
        change(root, "content/publication.toml", "http:", "https:")
        for tells in told:
            eventually(tells)


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


def say(root, text):
    change(root, "content/one.md", (root / "content/one.md").read_text(), f"# One\n\n{text}\n")


def says(client, text):
    return lambda: text in client.get("/en/one/").text


def put_another_in_its_place(root):
    root.rename(root.with_name("old"))
    shutil.copytree(root.with_name("old"), root)


def make_it_again(root):
    shutil.copytree(root, root.with_name("copy"))
    shutil.rmtree(root)
    root.with_name("copy").rename(root)


def make_its_sources_again(root):
    shutil.copytree(root / "content", root.with_name("content"))
    shutil.rmtree(root / "content")
    shutil.copytree(root.with_name("content"), root / "content")


def is_watched(root, client, text):
    say(root, text)
    eventually(says(client, text))


@pytest.mark.parametrize(
    "replace", [put_another_in_its_place, make_it_again, make_its_sources_again]
)
def test_a_folder_that_is_replaced_is_watched_on(root, client, replace):
    is_watched(root, client, "Before.")
    replace(root)
    is_watched(root, client, "Other words.")
    is_watched(root, client, "Last words.")


def test_a_site_that_is_gone_is_served_on_and_followed_when_it_is_back(root, client):
    is_watched(root, client, "Before.")
    away = root.rename(root.with_name("away"))
    eventually(lambda: client.get("/health").json()["status"] == "degraded")
    assert says(client, "Before.")()
    say(away, "Back again.")
    away.rename(root)
    eventually(says(client, "Back again."))
    is_watched(root, client, "Last words.")


def test_a_link_to_the_site_that_is_swapped_is_followed(make_site, tmp_path):
    before, after = make_site(name="before"), make_site({"one": "# One\n\nAfter.\n"}, name="after")
    link = tmp_path / "current"
    link.symlink_to(before)
    with TestClient(create_app(link, environ={"PWA_STATE": str(tmp_path / "state")})) as client:
        is_watched(before, client, "Before.")
        (tmp_path / "next").symlink_to(after)
        (tmp_path / "next").replace(link)
        eventually(says(client, "After."))
        is_watched(after, client, "Last words.")


def test_a_site_named_relatively_is_its_folder_and_not_whatever_becomes_of_it(root, monkeypatch):
    monkeypatch.chdir(root)
    with TestClient(create_app(Path(), environ={})) as client:
        is_watched(root, client, "Before.")
        put_another_in_its_place(root)
        is_watched(root, client, "Other words.")


def test_a_watch_that_breaks_off_is_reported_and_begins_again(root, monkeypatch, caplog):
    watch = Mock(
        wraps=module.watch, side_effect=chain([OSError("no more watches")], repeat(DEFAULT))
    )
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setattr(module, "watch", watch)
    with TestClient(create_app(root, environ={})) as client:
        is_watched(root, client, "Other words.")
    assert "OSError: no more watches" in caplog.text
