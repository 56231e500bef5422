import logging
import shutil
from datetime import datetime
from threading import Thread

import pytest

from pwa.errors import PwaError
from pwa.web import published as module
from pwa.web.published import Published
from tests.web.apart import nothing

PO = "locales/es/LC_MESSAGES/content.po"

# The attribute that names a static file, and the elements whose attribute it is.
NAMED = [("src", lambda e: e.tag == "script"), ("href", lambda e: e["rel"] == "icon")]


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


@pytest.fixture
def published(root):
    return Published(root, nothing, environ={"SOURCE_DATE_EPOCH": "0"})


def text(published, address="/es/one/"):
    return published.lookup(address).body.decode()


def change(root, file, old, new):
    path = root / file
    path.write_text(path.read_text().replace(old, new))


def test_what_changed_on_disk_is_served(root, published):
    change(root, PO, "Primero.", "Nuevo.")
    assert "Primero." in text(published)
    published.renew()
    assert "Nuevo." in text(published)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (PO, '"Primero."', '"Cut', (PO, 10, "es")),
        (PO, 'msgid "One"', '<<<<<<< HEAD\nmsgid "One"', (PO, 6, "es")),
        ("content/one.md", "# One", "---\nrisk: x\n---\n", ("content/one.md", 2, None)),
        ("content/publication.toml", "title", "titel", ("content/publication.toml", 1, None)),
        ("content/publication.toml", '"', "", ("content/publication.toml", 1, None)),
    ],
)
def test_what_is_broken_leaves_the_last_good_release(
    root, published, caplog, file, old, new, place
):
    before = text(published)
    good = (root / file).read_text()
    change(root, file, old, new)
    with caplog.at_level(logging.ERROR, "pwa"):
        published.renew()
    assert text(published) == before
    assert place in {(e.file, e.line, e.locale) for e in published.errors}
    assert f"{place[0]}:{place[1]}" in caplog.text
    (root / file).write_text(good.replace("Primero.", "Otra vez."))
    published.renew()
    assert published.errors == ()


def test_a_release_is_replaced_in_one_step(root, published):
    """While it is, every look at an address finds a whole page, the old or the new."""
    before = text(published)
    seen, done = set(), []

    def read():
        while not done:
            seen.add(text(published))

    reader = Thread(target=read)
    reader.start()
    change(root, PO, "Primero.", "Nuevo.")
    published.renew()
    done.append(True)
    reader.join()
    assert seen <= {before, text(published)}


def test_nothing_is_lost_where_nothing_changed(published):
    release = published.release
    published.renew()
    assert published.release.representations == release.representations
    assert published.release.id == release.id


def test_the_date_of_a_release_is_that_of_its_id(root, published, monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2030, 1, 1, tzinfo=tz)

    monkeypatch.setattr(module, "datetime", Later)
    built = published.current.built
    (root / PO).touch()
    published.renew()
    assert published.current.built == built
    change(root, PO, "Primero.", "Nuevo.")
    published.renew()
    assert published.current.built == "2030-01-01T00:00:00Z"


def test_a_fault_is_reported_and_withdrawn_where_the_release_stays_the_same(root, published):
    record = root / "locales/es/records/one/broken.json"
    record.parent.mkdir(parents=True)
    record.write_text("{")
    current = published.current
    published.renew()
    assert published.current.built == current.built
    assert [error.locale for error in published.errors] == ["es"]
    record.unlink()
    published.renew()
    assert published.errors == ()


def test_static_files_are_written_where_state_may_be_thrown_away(root, tmp_path):
    Published(root, nothing, environ={"PWA_STATE": str(tmp_path / "state")})
    assert list((tmp_path / "state/static").glob("page.*.js"))
    assert not (root / ".pwa").exists()


def test_static_files_that_were_lost_are_there_at_the_next_request(root, serve, elements):
    client = serve(root)
    page = elements(client.get("/es/one/").text)
    [script], [icon] = ([e[name] for e in page if e[name] and test(e)] for name, test in NAMED)
    before = [client.get(address).content for address in (script, icon)]
    shutil.rmtree(root / ".pwa")
    assert [client.get(address).content for address in (script, icon)] == before


def packs(root):
    return {path.parent.name: path.stem for path in (root / ".pwa/packs").glob("*/*.json")}


def test_packs_that_were_lost_are_written_again(root, published):
    before = packs(root)
    assert set(before) == {"en", "es"}
    shutil.rmtree(root / ".pwa")
    published.renew()
    assert packs(root) == before


def test_a_patch_leads_from_an_edition_whose_pack_was_lost(root, published):
    before = published.release.packs["es"].revision
    shutil.rmtree(root / ".pwa")
    change(root, PO, "Primero.", "Nuevo.")
    published.renew()
    now = published.release.packs["es"].revision
    assert set(published.current.packs.revisions("es")) == {now, before}


def test_without_a_first_good_release_there_is_none(make_site):
    with pytest.raises(PwaError, match="risk"):
        Published(make_site({"one": "---\nrisk: x\n---\n"}), nothing, environ={})


@pytest.mark.parametrize("file", ["static/style.css", "content/publication.toml"])
def test_bytes_that_are_no_text_are_reported_and_kill_nothing(root, published, file):
    before = text(published)
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_bytes(b"\xff\xfe")
    published.renew()
    assert text(published) == before
    assert file in published.errors[0].message or published.errors[0].file == file


def test_a_faulty_template_of_the_sites_own_is_reported(root, published):
    before = text(published)
    (root / "templates").mkdir()
    (root / "templates/cover.html").write_text("{% if %}")
    published.renew()
    assert text(published) == before
    assert "cover.html" in str(published.errors[0])


def test_the_address_may_change_but_not_its_path(make_site):
    root = make_site(settings='title = "Book"\naddress = "https://a.example/book"')
    published = Published(root, nothing, environ={"PWA_STATE": str(root / "state")})

    def at(address):
        text = f'title = "Book"\naddress = "{address}"'
        (root / "content/publication.toml").write_text(text)
        published.renew()
        return published.release.addresses.base, [error.message for error in published.errors]

    assert at("https://b.example/book") == ("https://b.example/book", [])
    assert at("https://b.example/") == (
        "https://b.example/book",
        ["the path of the address has changed; start again"],
    )


def test_a_catalog_that_broke_before_a_restart_is_served_as_it_last_was(root, published):
    change(root, PO, "msgid", "")
    again = Published(root, nothing, environ={"SOURCE_DATE_EPOCH": "0"})
    assert text(again) == text(published)
    assert {finding.file for finding in again.errors} == {PO}
