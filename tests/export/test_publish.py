import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import brotli
import pytest

from pwa.errors import PublishError, RefusedError
from pwa.export import inventory, objects
from pwa.export.bucket import Bucket
from pwa.export.files import is_immutable
from pwa.export.plan import Publishing
from pwa.export.publish import publish
from pwa.release.builder import Builder
from pwa.release.packs import unpack
from pwa.release.patches import apply_patch
from pwa.release.representations import IMMUTABLE, compress
from pwa.release.shelf import Shelf
from pwa.release.store import PackStore
from tests.conftest import po_text
from tests.export.s3 import BUCKET, KEYS, backend

SECTIONS = {"one": "# One\n\nFirst words.\n\n[To two](two.md)\n", "two": "# Two\n"}
CATALOGS = {"es": {"One": "Uno", "First words.": "Primero."}}
ADDRESS = "https://x.example/book/"
PREFIX = "lib/book/"
NOW = datetime(2026, 11, 23, 21, tzinfo=UTC)
DATED = {"SOURCE_DATE_EPOCH": "0"}


@pytest.fixture
def store(server, monkeypatch):
    """A store with an empty bucket."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server.reset()
    return server


@pytest.fixture
def bucket(store):
    return Bucket.at(f"s3://{BUCKET}/{PREFIX}", {"AWS_MAX_ATTEMPTS": "1"}, store.endpoint)


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, CATALOGS)


@pytest.fixture(scope="module")
def releases(make_shared_site, build):
    """Two releases: in the second a section is new, one is gone, and words have changed."""
    return successive(make_shared_site(SECTIONS, CATALOGS), build)


def successive(root, build):
    before = build(root, Builder(environ=DATED), address=ADDRESS)
    (root / "content/two.md").unlink()
    (root / "content/three.md").write_text("# Three\n\n[To one](one.md)\n")
    (root / "content/one.md").write_text("# One\n\nOther words.\n\n[To three](three.md)\n")
    return before, build(root, Builder(environ=DATED), address=ADDRESS)


def published(release, bucket, *, now=NOW, at_once=1, **options):
    return publish(Publishing(release, now, **options), bucket, at_once=at_once)


def held():
    """Everything in the bucket, by name."""
    keys = backend.buckets[BUCKET].keys
    return {name.removeprefix(PREFIX): one for name, one in keys.items()}


def texts():
    return {name: one.value for name, one in held().items() if name != inventory.NAME}


# ---- What is there


def test_an_object_is_what_our_own_server_answers(releases, bucket, store):
    published(releases[0], bucket)
    found = held()
    for address, one in releases[0].representations.items():
        name = address.removeprefix("/book/")
        there = found[f"{name}index.html" if name.endswith("/") or not name else name]
        headers = dict(one.variant("identity").raw_headers)
        assert there.value == one.body
        for header in ("content-type", "cache-control", "content-language"):
            assert there.metadata.get(header, "") == headers.get(header.encode(), b"").decode()
        assert "content-encoding" not in there.metadata


def test_files_with_hashed_names_may_be_kept_for_ever(releases, bucket, store):
    published(releases[0], bucket)
    for name, one in held().items():
        assert (one.metadata["cache-control"] == IMMUTABLE) == is_immutable(name), name


def test_texts_can_be_stored_in_one_encoding(releases, bucket, store):
    published(releases[0], bucket, encoding="br")
    page = held()["es/one/index.html"]
    assert page.metadata["content-encoding"] == "br"
    assert brotli.decompress(page.value) == releases[0].representations["/book/es/one/"].body
    assert not any("content-encoding" in o.metadata for n, o in held().items() if n[-4:] == ".png")
    done = published(releases[0], bucket, encoding="br")
    assert done.written == done.removed == 0
    assert published(releases[0], bucket).written > 0


def test_nothing_is_compressed_twice(releases, bucket, store, monkeypatch):
    shelf, made = Shelf(), []

    def compressed(coding, body):
        made.append((coding, body))
        return compress(coding, body)

    monkeypatch.setattr(objects, "compress", compressed)
    published(releases[0], bucket, encoding="br", shelf=shelf)
    store.reset()
    before = len(made)
    published(releases[0], bucket, encoding="br", shelf=shelf)
    assert len({*made}) == len(made) == before > 30


# ---- What changed, and no more


def test_a_second_time_nothing_is_written(releases, bucket, store):
    first = published(releases[0], bucket)
    store.asked.clear()
    second = published(releases[0], bucket)
    assert (second.written, second.kept, second.removed) == (0, first.written, 0)
    assert [method for method, _ in store.asked] == ["GET", "GET"]  # the listing, the inventory


def test_what_changed_is_written(root, build, bucket, store):
    published(build(root, Builder(environ=DATED), address=ADDRESS), bucket)
    before = texts()
    path = root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text().replace("Primero.", "Nuevo."))
    store.asked.clear()
    published(build(root, Builder(environ=DATED), address=ADDRESS), bucket)
    after = texts()
    written = {path.split(f"/{PREFIX}")[1] for method, path in store.asked if method == "PUT"} - {
        inventory.NAME
    }
    assert written == {name for name in after if after[name] != before.get(name)}
    assert {name for name in written if not is_immutable(name)} == {
        "es/one/index.html", "es/read/index.html", "es/whole.html", "es/book.epub",
        "es/edition.json", "status.json",
    }  # fmt: skip


def test_what_a_cache_has_to_forget_is_told(releases, bucket, store):
    assert published(releases[0], bucket).stale == []
    stale = published(releases[1], bucket).stale
    assert {"en/one/index.html", "en/two/index.html", "en/edition.json", "sitemap.xml"} <= set(
        stale
    )
    assert not {"en/three/index.html", "sw.js"} & set(stale)
    assert not any(map(is_immutable, stale))


def test_a_dry_run_changes_nothing(releases, bucket, store):
    dry = publish(Publishing(releases[0], NOW), bucket, dry_run=True)
    assert texts() == {}
    assert dry == published(releases[0], bucket)
    before = texts()
    dry = publish(Publishing(releases[1], NOW), bucket, dry_run=True)
    assert texts() == before
    assert dry == published(releases[1], bucket)


@pytest.mark.parametrize("damage", [None, b"", b"[]", b'{"objects": {"sw.js": 1}}', b"{" * 9])
def test_an_inventory_that_is_lost_or_damaged_costs_requests_alone(releases, bucket, store, damage):
    published(releases[0], bucket)
    keys = backend.buckets[BUCKET].keys
    if damage is None:
        del keys[PREFIX + inventory.NAME]
    else:
        backend.put_object(BUCKET, PREFIX + inventory.NAME, damage)
    done = published(releases[0], bucket)
    assert (done.written, done.removed) == (0, 0)
    assert published(releases[1], bucket).written > 0


def test_an_object_that_was_lost_is_written_again(releases, bucket, store):
    published(releases[0], bucket)
    before = texts()
    del backend.buckets[BUCKET].keys[f"{PREFIX}es/one/index.html"]
    assert published(releases[0], bucket).written == 1
    assert texts() == before


def test_an_object_that_somebody_overwrote_is_told(releases, bucket, store):
    published(releases[0], bucket)
    backend.put_object(BUCKET, f"{PREFIX}es/one/index.html", b"Defaced")
    with pytest.raises(RefusedError, match=r"es/one/index\.html"):
        published(releases[0], bucket)


def test_an_object_that_somebody_put_there_again_without_its_headers_is_told(
    releases, bucket, store
):
    published(releases[0], bucket)
    page = backend.buckets[BUCKET].keys[f"{PREFIX}es/index.html"]
    again = backend.put_object(BUCKET, page.name, page.value)
    again.last_modified = page.last_modified + timedelta(minutes=1)
    with pytest.raises(RefusedError, match=r"es/index\.html"):
        published(releases[0], bucket)


def test_other_peoples_objects_stay_as_they_are(releases, bucket, store):
    for name in (f"{PREFIX}CNAME", f"{PREFIX}es/mine.html", "lib/booklet/index.html", "index.html"):
        backend.put_object(BUCKET, name, b"mine")
    published(releases[0], bucket)
    published(releases[1], bucket, now=NOW + timedelta(days=30))
    keys = backend.buckets[BUCKET].keys
    assert sum(one.value == b"mine" for _, one in keys.items()) == 4


@pytest.mark.parametrize("child", [f"{PREFIX}deep", f"{PREFIX}es"], ids=["beside", "in the way"])
def test_a_publication_in_a_folder_of_another_stays_as_it_is(releases, bucket, store, child):
    inner = Bucket.at(f"s3://{BUCKET}/{child}", {"AWS_MAX_ATTEMPTS": "1"}, store.endpoint)
    published(releases[0], inner)
    there = store.saved()
    if child.endswith("es"):
        with pytest.raises(RefusedError, match=r"es/index\.html"):
            published(releases[1], bucket)
    else:
        assert published(releases[1], bucket).removed == 0
    assert there.items() <= store.saved().items()


def test_a_publication_is_not_put_into_a_folder_of_another(releases, bucket, store):
    published(releases[0], bucket)
    there = store.saved()
    inner = Bucket.at(f"s3://{BUCKET}/{PREFIX}es", {"AWS_MAX_ATTEMPTS": "1"}, store.endpoint)
    with pytest.raises(RefusedError, match=r"index\.html"):
        published(releases[1], inner)
    assert store.saved() == there


def test_what_is_in_the_way_is_told_and_nothing_is_written(releases, bucket, store):
    backend.put_object(BUCKET, f"{PREFIX}sw.js", b"mine")
    with pytest.raises(RefusedError, match=r"sw\.js") as refused:
        published(releases[0], bucket)
    assert refused.value.findings[0].file == f"s3://{BUCKET}/{PREFIX}"
    assert texts() == {"sw.js": b"mine"}


# ---- What is old


def test_pages_that_are_gone_go_at_once(releases, bucket, store):
    published(releases[0], bucket)
    assert published(releases[1], bucket).removed == 2
    assert not {"en/two/index.html", "es/two/index.html"} & held().keys()


def test_packs_stay_while_patches_lead_from_them(releases, bucket, store):
    published(releases[0], bucket)
    published(releases[1], bucket)
    published(releases[1], bucket, now=NOW + timedelta(days=99))
    old = {pack.address.removeprefix("/book/") for pack in releases[0].packs.values()}
    assert old <= held().keys()


def test_a_grace_begins_when_nothing_names_a_file_any_more(root, build, bucket, store):
    (root / "content/one.md").write_text("# One\n\n![Drawn](drawing.svg)\n")
    days = []
    for day, text in enumerate("aabba"):
        (root / "content/drawing.svg").write_text(f"<svg>{text}</svg>")
        release = build(root, Builder(environ=DATED), address=ADDRESS)
        published(release, bucket, now=NOW + timedelta(days=4 * day))
        days.append(sum(name.startswith("static/content/drawing.") for name in held()))
    assert days == [1, 1, 2, 2, 2]
    published(release, bucket, now=NOW + timedelta(days=23, seconds=1))
    assert sum(name.startswith("static/content/drawing.") for name in held()) == 1


@pytest.mark.parametrize("is_kept_here", [False, True], ids=["in the bucket", "on this machine"])
def test_patches_lead_from_the_editions_published_last(
    root, build, bucket, store, tmp_path, is_kept_here
):
    packs = PackStore(tmp_path / "packs") if is_kept_here else None
    editions = []
    for text in "abc":
        path = root / "locales/es/LC_MESSAGES/content.po"
        path.write_text(re.sub(r'"(Primero|Texto).*"', f'"Texto {text}"', path.read_text()))
        release = build(root, Builder(environ=DATED), address=ADDRESS)
        if packs:
            packs.keep(release.packs)
        published(release, bucket, packs=packs, encoding="gzip")
        editions.append(unpack(release.packs["es"].body))
    for old in editions[:2]:
        name = f"es/edition/{editions[2].revision}.from.{old.revision}.json"
        assert apply_patch(bucket.read(name), old) == editions[2]
    again = published(release, bucket, packs=packs, encoding="gzip")
    assert (again.written, again.removed) == (0, 0)


# ---- Cut at any request


def names_in(page):
    return re.findall(rb'(?:href|src|data-worker)="([^"]+)"', page)


def pointers(name, body):
    """The names that an object names."""
    if name.endswith(".html"):
        found = [one.decode() for one in names_in(body)]
    elif name == "sitemap.xml":
        found = re.findall(r'(?:<loc>|href=")([^"<]+)', body.decode())
    elif name == "robots.txt":
        found = re.findall(r"Sitemap: (\S+)", body.decode())
    elif name.endswith("manifest.webmanifest"):
        read = json.loads(body)
        found = [read["start_url"], *(icon["src"] for icon in read["icons"])]
    elif re.fullmatch(r"[^/]+/edition\.json", name):
        read = json.loads(body)
        aids = f"/book/{read['locale']}/edition/{read['aids']}.json"
        found = [read["pack"]["address"], aids]
    else:
        found = []
    paths = [urlsplit(one).path for one in found if urlsplit(one).netloc in ("", "x.example")]
    return {path.removeprefix("/book/") for path in paths if path.startswith("/book/")}


def file_of(name, there):
    """The object that a host shows at an address; itself where there is none."""
    return next((n for n in (name, f"{name}index.html", f"{name}/index.html") if n in there), name)


def assert_every_pointer_leads_somewhere(before):
    """From where readers, devices and robots begin, and from every page that was there before."""
    there = texts()
    doors = ("index.html", "sitemap.xml", "robots.txt")
    waiting = [name for name in there if name in doors or name in before]
    waiting += [name for name in there if name.endswith("edition.json")]
    seen = set()
    while waiting:
        name = waiting.pop()
        assert name in there, name
        if name not in seen:
            seen.add(name)
            waiting += [file_of(one, there) for one in pointers(name, there[name])]
    return seen


def test_cut_at_any_request_all_links_lead_somewhere_and_the_rest_is_done_later(
    releases, bucket, store
):
    published(releases[0], bucket)
    cut_at_any_request(releases[1], bucket, store)


def test_when_a_section_moves_and_a_language_is_new_too(make_site, build, bucket, store):
    root = make_site({"one": "# One\n\n[To two](two.md)\n", "two": "# Two\n"})
    published(build(root, Builder(environ=DATED), address=ADDRESS), bucket)
    (root / "content/two.md").rename(root / "content/second.md")
    (root / "content/second.md").write_text("---\nformerly: [two]\n---\n# Two\n")
    (root / "content/one.md").write_text("# One\n\n[To two](second.md)\n")
    write_catalog(root / "locales/es/LC_MESSAGES/content.po", {"One": "Uno"})
    release = build(root, Builder(environ=DATED), address=ADDRESS)
    assert release.locales == ("en", "es")
    cut_at_any_request(release, bucket, store)


def write_catalog(path, pairs):
    path.parent.mkdir(parents=True)
    path.write_text(po_text(pairs, language=path.parts[-3]))


def test_the_first_time_too(make_site, build, bucket, store):
    release, _ = successive(make_site(SECTIONS), build)
    cut_at_any_request(release, bucket, store)


def test_cut_while_several_are_under_way(releases, bucket, store):
    published(releases[0], bucket)
    before, beginning = texts(), store.saved()
    store.asked.clear()
    published(releases[1], bucket, at_once=8)
    goal, requests = texts(), len(store.asked)
    for cut in range(2, requests, 5):
        store.restore(beginning)
        store.left = cut
        with pytest.raises(PublishError):
            published(releases[1], bucket, at_once=8)
        store.left = None
        assert_every_pointer_leads_somewhere(before.keys() & texts().keys())
        published(releases[1], bucket, at_once=8)
        assert texts() == goal


def cut_at_any_request(release, bucket, store):
    """Before it has an effect and after it, by turns."""
    before, beginning = texts(), store.saved()
    store.asked.clear()
    published(release, bucket)
    goal, requests = texts(), len(store.asked)
    assert assert_every_pointer_leads_somewhere(before) > {"en/one/index.html", "sw.js"}
    for cut in range(requests):
        store.restore(beginning)
        store.left, store.deaf = cut, cut % 2 == 1
        with pytest.raises(PublishError):
            published(release, bucket)
        store.left = None
        assert_every_pointer_leads_somewhere(before.keys() & texts().keys())
        missing = {name for name in goal if texts().get(name) != goal[name]}
        store.asked.clear()
        published(release, bucket)
        written = {path.split(f"/{PREFIX}")[1] for verb, path in store.asked if verb == "PUT"}
        assert written - {inventory.NAME} == missing
        assert texts() == goal
    assert requests > 10
