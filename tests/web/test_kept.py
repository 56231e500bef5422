"""What was served last is found again at the next start; or nothing is, and it is made anew."""

import os
import sqlite3
from contextlib import closing

import pytest

from pwa.release.representations import ENCODINGS
from pwa.release.shelf import Shelf, shelf_path
from pwa.site import load_site
from pwa.web import kept as module
from pwa.web.kept import kept, stamp
from pwa.web.switching import Switching
from tests.web.apart import nothing

PO = "locales/es/LC_MESSAGES/content.po"
ENVIRON = {"PWA_BOUND": "http://127.0.0.1:8000"}


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


@pytest.fixture
def published(root):
    return Switching(root, nothing, environ=ENVIRON)


def at_rest(published, times=2):
    for _ in range(times):
        published.at_rest()


def found(root, **given):
    site = load_site(root, environ=ENVIRON)
    return kept(site, stamp(site, ENVIRON | given, retire=False))


def test_what_is_served_is_found_again_as_it_was(root, published):
    at_rest(published)
    table = found(root)
    assert table.facts.release == published.release.id
    served = published.release.representations
    # Packs are made again: they are long, and can wait.
    assert table.rows.keys() == {path for path in served if "/edition/" not in path}
    for path in table.rows:
        for encoding in ENCODINGS:
            assert table.variant(path, encoding) == served[path].variant(encoding)


def test_what_is_nowhere_is_not_known(root, published):
    at_rest(published)
    assert found(root).variant("/nowhere", "br") is None


def test_it_is_kept_when_nothing_changed_for_a_while(root, published):
    at_rest(published, times=1)
    assert found(root) is None
    (root / PO).touch()
    at_rest(published, times=1)
    assert found(root) is None
    at_rest(published, times=1)
    assert found(root)


def test_what_cannot_be_published_is_no_reason_to_serve_what_was(root, published):
    (root / "content/publication.toml").write_text("titel = 1")
    published.renew()
    at_rest(published)
    assert Shelf(shelf(root)).find(module.KEY) is None


CHANGES = {
    "a word": lambda root: (root / PO).write_text((root / PO).read_text() + "\n"),
    "a time": lambda root: os.utime(root / PO, ns=(1, 1)),
    "gone": lambda root: (root / "content/one.md").unlink(),
    "another name": lambda root: (root / "content/one.md").rename(root / "content/two.md"),
    "a folder": lambda root: (root / "static").mkdir() or (root / "static/x.css").touch(),
    "a record": lambda root: (root / "locales/es/x.json").touch(),
    "a commit": lambda root: (
        (root / ".git/logs").mkdir(parents=True) or (root / ".git/logs/HEAD").touch()
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_file_is_another_stamp(root, published, change):
    at_rest(published)
    assert found(root)
    CHANGES[change](root)
    assert found(root) is None


@pytest.mark.parametrize("name", ["content/.#one.md", "notes.txt"])
def test_what_pages_are_not_made_of_changes_nothing(root, published, name):
    at_rest(published)
    (root / name).touch()
    assert found(root)


def test_another_date_for_editions_is_another_stamp(root, published):
    at_rest(published)
    assert found(root, SOURCE_DATE_EPOCH="0") is None


def test_a_long_publication_is_served_as_it_was_whatever_changed(root, published, monkeypatch):
    at_rest(published)
    (root / "content/one.md").write_text("# Another\n")
    assert found(root) is None
    monkeypatch.setattr(module, "LONG", 3)
    assert found(root)


@pytest.mark.parametrize(
    "given", [{"SOURCE_DATE_EPOCH": "0"}, {"PWA_ADDRESS": "https://b.example"}]
)
def test_a_long_publication_is_not_served_with_the_settings_that_it_had(
    root, published, monkeypatch, given
):
    at_rest(published)
    monkeypatch.setattr(module, "LONG", 3)
    site = load_site(root, environ=ENVIRON | given)
    assert kept(site, stamp(site, ENVIRON | given, retire=False)) is None


def test_a_long_publication_is_not_served_with_the_engine_of_before(root, published, monkeypatch):
    at_rest(published)
    monkeypatch.setattr(module, "LONG", 3)
    site = load_site(root, environ=ENVIRON)
    assert kept(site, stamp(site, ENVIRON, retire=True)) is None


def shelf(root):
    return shelf_path(root / ".pwa")


def damage(root):
    for path in (root / ".pwa").glob("shelf.*"):
        path.write_bytes(b"no such thing" * 1000)


def lose(root):
    for path in (root / ".pwa").glob("shelf.*"):
        path.unlink()


@pytest.mark.parametrize("harm", [damage, lose])
def test_a_table_that_is_damaged_or_lost_is_none(root, published, harm):
    at_rest(published)
    harm(root)
    assert found(root) is None


def test_a_body_that_is_lost_is_left_to_who_can_make_it(root, published):
    at_rest(published)
    script = f"DELETE FROM shelf WHERE key LIKE 'gzip {published.lookup('/es/one/').sha256}'"
    with closing(sqlite3.connect(shelf(root))) as file, file:
        file.execute(script)
    assert found(root).variant("/es/one/", "br") is None
    assert found(root).variant("/en/one/", "br")


def test_a_preview_is_kept_nowhere(root):
    at_rest(Switching(root, nothing, preview=True, environ=ENVIRON))
    assert found(root) is None
