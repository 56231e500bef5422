import asyncio

import pytest
from starlette.testclient import TestClient

from pwa.release.builder import Builder
from pwa.site import load_site
from pwa.web.app import create_app
from pwa.web.preview import _changes
from pwa.web.published import Published

TEXT = "# One\n\nFirst.\n\n- Second.\n\nThird.\n"
CATALOG = {"One": "~Uno", "First.": "~Primero.", "Second.": "", "Third.": "Tercero."}
PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture
def root(make_site):
    return make_site({"one": TEXT}, {"es": CATALOG})


@pytest.fixture
def preview(root):
    app = create_app(root, watch=False, preview=True, environ={"PWA_STATE": str(root / "state")})
    return TestClient(app)


def test_fuzzy_text_is_shown_and_marked(preview):
    page = preview.get("/es/one/").text
    assert f'<p id=".1" data-preview="fuzzy" data-entry="{PO}:11">Primero.</p>' in page


def test_missing_text_is_marked_beside_its_language(preview):
    page = preview.get("/es/one/").text
    marks = f'data-preview="missing" data-entry="{PO}:14"'
    assert f'<li id=".2"><span lang="en" dir="ltr" {marks}>Second.</span></li>' in page


def test_a_title_is_marked_too(preview):
    title = f'<h1 id="one" data-preview="fuzzy" data-entry="{PO}:7">Uno</h1>'
    assert title in preview.get("/es/one/").text


def test_what_is_translated_has_no_mark(preview):
    assert '<p id=".3">Tercero.</p>' in preview.get("/es/one/").text


def test_an_entry_is_shown_as_it_stands_in_the_file(preview):
    answer = preview.get("/preview/entry", params={"at": f"{PO}:11"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == f'{PO}:11\n\n#, fuzzy\nmsgid "First."\nmsgstr "Primero."\n'


@pytest.mark.parametrize(
    "at",
    [
        "", "x", f"{PO}:x", f"{PO}:", "content/publication.toml:1", "../x.po:1",
        "/etc/passwd:1", "\0:1", "\n:1", f"{PO}:0", f"{PO}:-1", f"{PO}:\u0663", f"{PO}:\u00b2",
        f"{PO}:" + "9" * 5000, f"../site/{PO}:1", "locales/es/LC_MESSAGES/folder.po:1",
    ],
    ids=lambda at: repr(at)[:40],
)  # fmt: skip
def test_no_other_file_is_shown(root, preview, at):
    (root / "locales/es/LC_MESSAGES/folder.po").mkdir()
    assert preview.get("/preview/entry", params={"at": at}).status_code == 404


def test_a_line_past_the_end_shows_the_last_entry(preview):
    assert 'msgid "Third."' in preview.get("/preview/entry", params={"at": f"{PO}:9999"}).text


def test_lines_are_counted_as_the_catalog_counts_them(root, preview):
    (root / PO).write_bytes('# one\u2028line\r\n\r\nmsgid "x"\r\n'.encode())
    answer = preview.get("/preview/entry", params={"at": f"{PO}:3"})
    assert answer.text == f'{PO}:3\n\nmsgid "x"\r\n'


def test_an_empty_catalog_has_nothing_to_show(root, preview):
    (root / PO).write_bytes(b"")
    answer = preview.get("/preview/entry", params={"at": f"{PO}:1"})
    assert (answer.status_code, answer.text) == (200, f"{PO}:1\n\n\n")


@pytest.mark.parametrize("page", ["", "%00", "/es/one/"])
def test_a_stream_that_is_asked_for_without_its_body_ends_at_once(preview, page):
    answer = preview.head(f"/preview/events?page={page}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "content-length" not in answer.headers


@pytest.mark.parametrize("address", ["events", "entry"])
def test_a_preview_too_is_changed_by_no_request(preview, address):
    answer = preview.post(f"/preview/{address}?at={PO}:1&page=/es/one/")
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
def test_pseudo_locales_are_whole(preview, locale):
    page = preview.get(f"/{locale}/one/").text
    assert 'data-status="translated"' in page
    assert "data-entry=" not in page


def test_a_preview_keeps_nothing_and_has_what_was_kept_removed(preview):
    assert 'data-worker=""' in preview.get("/es/one/").text
    assert preview.get("/es/edition.json").status_code == 404
    assert "unregister()" in preview.get("/sw.js").text


def test_nothing_of_a_preview_is_published(root):
    release = Builder().build(load_site(root, environ={}))
    assert release.locales == ("en", "es")
    bodies = b"".join(one.body for one in release.representations.values())
    for word in (b"data-preview", b"data-entry", b"preview.", b"en-XA"):
        assert word not in bodies
    assert not [asset.name for asset in release.assets if asset.name.startswith("preview")]


def test_a_served_publication_has_no_preview_addresses(root):
    app = create_app(root, watch=False, environ={"PWA_STATE": str(root / "state")})
    for address in ("/preview/events", "/preview/entry"):
        assert TestClient(app).get(address).status_code == 404


async def refused(scope, receive, send):
    raise AssertionError("not asked for")


def test_an_open_page_is_told_when_it_has_changed_and_only_then(root):
    environ = {"PWA_STATE": str(root / "state")}
    published = Published(root, refused, preview=True, environ=environ)

    async def told():
        events = _changes(published, "/es/one/")
        assert (await anext(events)).startswith(":")
        waiting = asyncio.ensure_future(anext(events))
        (root / "content/publication.toml").write_text('title = "Book"\ntagline = "Else"\n')
        published.renew()
        other = published.lookup("/es/")
        await asyncio.sleep(0.2)
        assert not waiting.done(), "the cover changed, this page did not"
        (root / PO).write_text((root / PO).read_text().replace("Tercero", "Tercera"))
        published.renew()
        return other, await asyncio.wait_for(waiting, 10)

    _, event = asyncio.run(told())
    assert event == "event: changed\ndata:\n\n"
