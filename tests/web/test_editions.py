import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from pwa.release.packs import unpack
from pwa.release.patches import apply_patch, make_patch
from pwa.release.representations import IMMUTABLE
from pwa.review.records import write_record

SECTIONS = {"one": "# One\n\nFirst words.\n", "two": "# Two\n\nOther words.\n"}
CATALOGS = {"es": {"First words.": "Texto uno."}}
BOOK = "https://x.example/book/"


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, CATALOGS)


@pytest.fixture
def client(root, serve):
    return serve(root)


def published(client):
    return client.app.app.app.state.published


def translate(root, text):
    path = root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(re.sub(r'msgstr "Texto.*"', f'msgstr "Texto {text}."', path.read_text()))


def edition(client, prefix=""):
    announced = client.get(f"{prefix}/es/edition.json").json()
    return unpack(client.get(announced["pack"]["address"]).content)


def renewed(client, root, text):
    """The edition of the next release."""
    translate(root, text)
    published(client).renew()
    return edition(client)


def patch(client, new, old, prefix=""):
    return client.get(f"{prefix}/es/edition/{new.revision}.from.{old.revision}.json")


def test_a_patch_leads_from_each_earlier_edition_to_the_present_one(client, root):
    editions = [edition(client), *(renewed(client, root, text) for text in "abc")]
    for old in editions[:-1]:
        answer = patch(client, editions[-1], old)
        assert answer.headers["cache-control"] == IMMUTABLE
        assert answer.headers["content-type"] == "application/json"
        assert apply_patch(answer.content, old) == editions[-1]


def test_a_patch_is_made_once_however_many_ask_at_once(client, root, monkeypatch):
    old, new = edition(client), renewed(client, root, "a")
    made = []
    monkeypatch.setattr(
        "pwa.web.editions.make_patch", lambda *of: made.append(1) or make_patch(*of)
    )
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: patch(client, new, old).content, range(16)))
    assert len(set(answers)) == len(made) == 1


def test_another_process_gives_the_same_patch_after_a_restart_too(client, root, serve):
    old, new = edition(client), renewed(client, root, "a")
    assert patch(serve(root), new, old).content == patch(client, new, old).content


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_where_there_is_no_patch_the_answer_has_no_page(client, root, method):
    new = edition(client)
    for name in (f"{new.revision}.from.{'0' * 64}", f"{'0' * 64}.from.{new.revision}", "0" * 64):
        answer = client.request(method, f"/es/edition/{name}.json")
        assert (answer.status_code, answer.content) == (404, b"")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/es/edition/", "/es/edition/x.json", "/xx/edition/{}.json", "/es/edition/../{}.json"]
)
def test_other_names_are_lost(client, path):
    answer = client.get(path.format("0" * 64))
    assert answer.status_code == 404
    assert "<html" in answer.text


def test_no_patch_leads_anywhere_but_to_the_present_edition(client, root):
    first, second = edition(client), renewed(client, root, "a")
    renewed(client, root, "b")
    assert patch(client, second, first).status_code == 404


def test_a_patch_leads_to_the_edition_of_a_process_that_is_ahead(client, root, serve):
    old, new = edition(client), renewed(serve(root), root, "a")
    assert edition(client) == old
    assert apply_patch(patch(client, new, old).content, old) == new


def test_a_damaged_store_gives_the_pack_alone(client, root):
    old, new = edition(client), renewed(client, root, "a")
    for path in (root / ".pwa/packs").rglob("*.json"):
        path.write_bytes(b"damaged")
    assert patch(client, new, old).status_code == 404
    assert edition(client) == new


def test_a_pack_that_another_process_announced_is_there(client, root, serve):
    new = renewed(serve(root), root, "a")
    answer = client.get(f"/es/edition/{new.revision}.json")
    assert unpack(answer.content) == new
    assert answer.headers["cache-control"] == IMMUTABLE


def test_under_a_path_patches_are_there_too(root, serve):
    client = serve(root, address=BOOK)
    old = edition(client, "/book")
    translate(root, "a")
    published(client).renew()
    new = edition(client, "/book")
    answer = patch(client, new, old, "/book")
    assert apply_patch(answer.content, old) == new
    assert "strict-transport-security" in answer.headers


def test_a_preview_keeps_no_packs(root, serve):
    serve(root, preview=True)
    assert not list((root / ".pwa").rglob("packs/*/*"))


def test_a_retired_worker_has_devices_let_go_of_everything(root, serve):
    client = serve(root, retire=True)
    assert "unregister" in client.get("/sw.js").text
    page = client.get("/es/").text
    assert 'data-worker=""' in page
    assert "<script" in page
    assert client.get("/es/edition.json").status_code == 404


def test_a_revocation_is_told_and_changes_no_edition(client, root, serve):
    old, new = edition(client), renewed(client, root, "a")
    folder = root / "locales/es/records"
    at, note = "2026-11-23T10:00:00Z", "Wrong dose."
    fields = {"step": "revocation", "of": old.revision, "by": "Eva", "at": at, "note": note}
    write_record(folder, fields)
    before = client.get("/es/edition.json").json()
    published(client).renew()
    after = client.get("/es/edition.json").json()
    assert after == before | {"revoked": {old.revision[:12]: note}}
    assert after["revision"] == new.revision
    assert client.get("/en/edition.json").json()["revoked"] == {}
