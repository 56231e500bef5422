import gzip
import json
import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from urllib.error import HTTPError
from urllib.request import urlopen

import brotli
import pytest

from pwa.disk import write_whole
from pwa.errors import RefusedError
from pwa.export import LIST, Exported, export
from pwa.export.earlier import BASES
from pwa.release.builder import Builder
from pwa.release.packs import unpack
from pwa.release.patches import apply_patch
from pwa.release.representations import compress
from pwa.release.shelf import Shelf, shelf_path
from pwa.site import load_site

SECTIONS = {"one": "---\nformerly: [first]\n---\n# One\n\nFirst words.\n", "deep/two": "# Two\n"}
CATALOGS = {"es": {"One": "Uno", "First words.": "Primero."}, "ar": {}}
ADDRESS = "https://x.example/book/"
DAY = "2026-11-23"
DATED = {"SOURCE_DATE_EPOCH": "0"}


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, CATALOGS)


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    return build(make_shared_site(SECTIONS, CATALOGS), address=ADDRESS)


@pytest.fixture(scope="module")
def folder(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    export(release, folder, today=DAY)
    return folder


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_address_is_a_file_with_the_same_bytes(release, folder):
    for address, one in release.representations.items():
        name = address.removeprefix("/book/")
        path = folder / name / "index.html" if address.endswith("/") else folder / name
        assert path.read_bytes() == one.body


def test_the_same_is_served(release, folder, make_shared_site, serve):
    client = serve(make_shared_site(SECTIONS, CATALOGS, name="served"), address=ADDRESS)
    for address in release.representations:
        if address.endswith("/"):
            name = address.removeprefix("/book/")
            assert client.get(address).content == (folder / name / "index.html").read_bytes()


def test_static_files_are_there(release, folder):
    for asset in release.assets:
        assert (folder / "static" / asset.name).read_bytes() == asset.data


def test_what_a_server_would_decide_is_a_page(release, folder, elements):
    for name in ("index.html", "start/index.html"):
        links = [e for e in elements((folder / name).read_text()) if e.tag == "a" and e["hreflang"]]
        assert [e["href"] for e in links] == ["/book/en/", "/book/ar/", "/book/es/"]
    assert json.loads((folder / "status.json").read_bytes())["locales"].keys() == {"en", "ar", "es"}


def test_there_is_a_page_for_what_is_lost(folder, elements):
    found = elements((folder / "404.html").read_text())
    assert "/book/en/" in [e["href"] for e in found if e.tag == "a"]


def test_a_former_address_leads_to_the_present_one(folder, elements):
    found = elements((folder / "es/first/index.html").read_text())
    assert found[0]["lang"] == "es"
    [refresh] = [e for e in found if e["http-equiv"] == "refresh"]
    assert refresh["content"] == "0; url=/book/es/one/"
    assert [e["href"] for e in found if e.tag == "a"] == ["/book/es/one/"]


def test_an_id_in_use_again_keeps_its_own_page(make_site, build, tmp_path):
    sections = {"new": "---\nformerly: [old]\n---\n# New\n", "old": "# Still here\n"}
    export(build(make_site(sections)), tmp_path / "out", today=DAY)
    assert "Still here" in (tmp_path / "out/en/old/index.html").read_text()


def test_pages_carry_their_policy_where_no_server_sends_it(folder):
    for name in ("es/index.html", "index.html", "404.html", "es/one/index.html"):
        assert 'http-equiv="Content-Security-Policy"' in (folder / name).read_text()


def test_a_second_export_writes_nothing(release, folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = export(release, folder, today=DAY)
    assert (done.written, done.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_texts_can_have_their_compressed_forms_beside_them(release, tmp_path):
    export(release, tmp_path, today=DAY, precompressed=True)
    found = files(tmp_path)
    del found[LIST]
    originals = {name for name in found if not name.endswith((".br", ".gz"))}
    assert {f"{name}.br" for name in originals if name.endswith((".html", ".js", ".json"))} < set(
        found
    )
    for name in set(found) - originals:
        original = found[name.removesuffix(".br").removesuffix(".gz")]
        assert (brotli if name.endswith(".br") else gzip).decompress(found[name]) == original
    assert not any(name.endswith((".png.br", ".png.gz")) for name in found)


def compressions(monkeypatch):
    """The texts that an export compresses from now on."""
    made = []
    monkeypatch.setattr(
        "pwa.export.compressed.compress",
        lambda encoding, text: made.append(text) or compress(encoding, text),
    )
    return made


def test_a_compressed_form_on_the_shelf_is_not_made_again(root, build, tmp_path, monkeypatch):
    site, made = tmp_path / "state", compressions(monkeypatch)
    for name in ("one", "two"):
        shelf = Shelf(site / "shelf.sqlite")
        export(build(root), tmp_path / name, today=DAY, precompressed=True, shelf=shelf)
        if name == "one":
            assert made
            made.clear()
    assert made == []
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_what_a_server_has_compressed_an_export_need_not(root, build, out, monkeypatch):
    builder = Builder(environ=DATED, shelve=True)
    site = load_site(root, address=ADDRESS, environ={})
    begun = builder.begin(site)
    release = builder.complete(begun)
    builder.press(begun)
    made = compressions(monkeypatch)
    shelf = Shelf(shelf_path(site.state))
    export(release, out, today=DAY, precompressed=True, shelf=shelf)
    pages = {one.body for name, one in release.representations.items() if name.endswith("/")}
    assert not pages & set(made)


def test_a_compressed_form_is_made_again_for_what_has_changed_alone(root, build, out, monkeypatch):
    made = compressions(monkeypatch)
    export(build(root), out, today=DAY, precompressed=True)
    made.clear()
    export(build(root), out, today=DAY, precompressed=True)
    # What gzip makes no smaller is so short that trying again costs less than remembering.
    assert [one for one in made if len(gzip.compress(one)) < len(one)] == []
    (root / "content/one.md").write_text("# One\n\nOther words.\n")
    export(build(root), out, today=DAY, precompressed=True)
    assert any(b"Other words." in one for one in made)
    assert not any(one.startswith(b"<!doctype") and b"<h1>About" in one for one in made)
    page = (out / "en/one/index.html").read_bytes()
    assert gzip.decompress((out / "en/one/index.html.gz").read_bytes()) == page
    export(build(root), out, today=DAY)
    assert not (out / "en/one/index.html.gz").exists()


def test_a_compressed_form_of_another_text_is_made_again(release, tmp_path):
    export(release, tmp_path, today=DAY, precompressed=True)
    for name, other in (("br", brotli.compress(b"other")), ("gz", b"damaged")):
        (tmp_path / f"es/one/index.html.{name}").write_bytes(other)
    export(release, tmp_path, today=DAY, precompressed=True)
    page = (tmp_path / "es/one/index.html").read_bytes()
    assert brotli.decompress((tmp_path / "es/one/index.html.br").read_bytes()) == page
    assert gzip.decompress((tmp_path / "es/one/index.html.gz").read_bytes()) == page


def test_a_folder_with_other_things_in_it_is_left_alone(release, tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"1")
    with pytest.raises(RefusedError, match="no export wrote"):
        export(release, tmp_path, today=DAY)
    assert list(files(tmp_path)) == ["holiday.jpg"]


def test_what_is_hidden_in_a_folder_is_in_nobodys_way(release, tmp_path):
    """A folder may be a checkout of the branch that a host publishes."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".nojekyll").touch()
    export(release, tmp_path, today=DAY)
    assert export(release, tmp_path, today=DAY).removed == 0
    assert (tmp_path / ".nojekyll").exists()


@pytest.mark.parametrize(
    "name",
    ["../photo.jpg", "es/../../photo.jpg", "/photo.jpg", "", ".", "..", 1, None, ["photo.jpg"]],
)
@pytest.mark.parametrize("kind", ["files", "old"])
def test_a_list_that_names_what_no_export_wrote_is_not_believed(release, tmp_path, name, kind):
    listed = {"files": [], "old": [], kind: [name]}
    refused_with(json.dumps(listed).encode(), "names no file", release, tmp_path)


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"null", b'"files"', b"{}", b'{"files": []}', b'{"files": {}, "old": []}',
     b'{"files": "es", "old": []}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_a_damaged_list_is_told_and_nothing_is_touched(release, tmp_path, damaged):
    refused_with(damaged, "damaged", release, tmp_path)


def refused_with(listed, told, release, tmp_path):
    (tmp_path / "photo.jpg").touch()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / LIST).write_bytes(listed)
    (folder / "index.html").touch()
    before = files(tmp_path)
    with pytest.raises(RefusedError, match=told) as refused:
        export(release, folder, today=DAY)
    assert refused.value.findings[0].file == str(folder / LIST)
    assert files(tmp_path) == before


def test_no_export_goes_through_a_link(release, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/new.jpg").touch()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "es").symlink_to(tmp_path / "photos")
    (folder / LIST).write_text('{"files": ["es/new.jpg"], "old": []}')
    before = files(tmp_path)
    with pytest.raises(RefusedError, match="link") as refused:
        export(release, folder, today=DAY)
    assert refused.value.findings[0].file == str(folder / "es")
    assert files(tmp_path) == before


def test_the_folder_itself_may_be_a_link(release, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    assert export(release, tmp_path / "out", today=DAY).written > 0


def test_an_export_that_was_cut_short_can_be_done_again(release, tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", failing_after(5, Path.replace))
    with pytest.raises(OSError, match="full"):
        export(release, tmp_path, today=DAY)
    monkeypatch.undo()
    assert export(release, tmp_path, today=DAY).written > 0
    assert not [name for name in files(tmp_path) if name.endswith(".part")]


def failing_after(times, function):
    calls = iter(range(times))

    def limited(*arguments):
        if next(calls, None) is None:
            raise OSError("full")
        return function(*arguments)

    return limited


def test_a_folder_that_does_not_exist_is_made(release, tmp_path):
    assert export(release, tmp_path / "a/b", today=DAY).written > 0


def test_what_somebody_adds_to_an_export_stays(release, tmp_path):
    export(release, tmp_path, today=DAY)
    (tmp_path / "CNAME").write_text("x.example")
    assert export(release, tmp_path, today=DAY) == Exported(0, len(files(tmp_path)) - 2, 0)
    assert (tmp_path / "CNAME").exists()


def test_pages_that_are_gone_go_at_once(root, build, tmp_path):
    export(build(root), tmp_path / "out", today=DAY)
    (root / "content/deep/two.md").unlink()
    done = export(build(root), tmp_path / "out", today=DAY)
    assert done.removed == 3
    assert not (tmp_path / "out/es/deep").exists()


@pytest.fixture
def out(tmp_path):
    """A folder to export into."""
    return tmp_path / "out"


def exported(root, build, out, text=None):
    """Export with a new translation; return the pack's file and what it holds."""
    if text:
        path = root / "locales/es/LC_MESSAGES/content.po"
        path.write_text(
            re.sub(r'msgstr "(Primero|Texto).*"', f'msgstr "Texto {text}"', path.read_text())
        )
    release = build(root, Builder(environ=DATED))
    export(release, out, today=DAY)
    return out / release.packs["es"].address[1:], unpack(release.packs["es"].body)


def test_what_never_changes_stays_for_one_more_export(root, build, tmp_path):
    path, out = root / "content/drawing.svg", tmp_path / "out"
    (root / "content/one.md").write_text("# One\n\n![Drawn](drawing.svg)\n")
    there = []
    for number in range(3):
        path.write_text(f"<svg>{number}</svg>")
        exported(root, build, out)
        there.append(len(list(out.glob("static/content/drawing.*.svg"))))
    assert there == [1, 2, 2]


def test_a_patch_leads_from_each_of_the_last_editions_to_the_present_one(root, build, tmp_path):
    out = tmp_path / "out"
    before = [exported(root, build, out, text) for text in "abcdefg"]
    path, now = exported(root, build, out, "h")
    patches = {old.revision: path.with_suffix(f".from.{old.revision}.json") for _, old in before}
    last = [old for _, old in before[-BASES:]]
    assert [old for _, old in before if patches[old.revision].exists()] == last
    for old in last:
        assert apply_patch(patches[old.revision].read_bytes(), old) == now
    # The pack that no patch leads from any more stays for one more export, as all that is stale.
    assert [pack.exists() for pack, _ in before] == [False, False, True, True, True, True, True]


def announced(out):
    return json.loads((out / "es/edition.json").read_bytes())


def test_whoever_keeps_an_edition_finds_the_way_to_the_next(root, build, out):
    """From what edition.json says alone, as a device does."""
    exported(root, build, out, "a")
    then = announced(out)
    kept = unpack((out / then["pack"]["address"][1:]).read_bytes())
    exported(root, build, out, "b")
    now = announced(out)
    assert kept.revision == then["revision"] != now["revision"]
    assert unpack((out / then["pack"]["address"][1:]).read_bytes()) == kept
    patch = f"es/edition/{now['revision']}.from.{then['revision']}.json"
    updated = apply_patch((out / patch).read_bytes(), kept)
    assert updated.revision == now["revision"]
    assert updated == unpack((out / now["pack"]["address"][1:]).read_bytes())
    assert updated.files["/es/one/"].body == (out / "es/one/index.html").read_bytes()


def test_an_export_after_nothing_changed_keeps_patches_and_packs(root, build, tmp_path):
    for text in "abc":
        exported(root, build, tmp_path / "out", text)
    before = files(tmp_path / "out")
    exported(root, build, tmp_path / "out")
    after = files(tmp_path / "out")
    assert {name for name in after if ".from." in name} == {
        name for name in before if ".from." in name and name in after
    }
    # Of each text, and the aids to all of them.
    assert len([name for name in after if re.fullmatch(r"es/edition/.{64}\.json", name)]) == 4


def test_the_same_exports_leave_the_same_files(root, build, tmp_path):
    for out in ("one", "other"):
        for text in "abc":
            exported(root, build, tmp_path / out, text)
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_a_change_that_is_taken_back_is_led_to_as_well(root, build, out):
    first, _ = exported(root, build, out, "a")
    _, second = exported(root, build, out, "b")
    assert exported(root, build, out, "a")[0] == first
    assert first.with_suffix(f".from.{second.revision}.json").exists()


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_no_patch_leads_from_a_pack_that_is_damaged_or_lost(root, build, out, damage):
    pack, _ = exported(root, build, out, "a")
    pack.unlink() if damage is None else pack.write_bytes(damage)
    exported(root, build, out, "b")
    assert list(out.glob("es/edition/*.from.*")) == []


def test_patches_lead_from_an_export_that_did_not_list_its_packs(root, build, out):
    exported(root, build, out, "a")
    listed = json.loads((out / LIST).read_bytes())
    del listed["packs"]
    (out / LIST).write_text(json.dumps(listed))
    exported(root, build, out, "b")
    assert len(list(out.glob("es/edition/*.from.*"))) == 1


def test_a_retired_worker_is_exported_with_nothing_to_keep(root, build, out):
    export(build(root), out, today=DAY)
    export(build(root, Builder(retire=True)), out, today=DAY)
    assert "unregister" in (out / "sw.js").read_text()
    assert 'data-worker=""' in (out / "es/index.html").read_text()
    assert not (out / "es/edition.json").exists()


def test_only_what_changed_is_written(root, build, tmp_path):
    export(build(root), tmp_path / "out", today=DAY)
    path = root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text().replace("Primero.", "Nuevo."))
    before = files(tmp_path / "out")
    export(build(root), tmp_path / "out", today=DAY)
    after = files(tmp_path / "out")
    changed = {name for name in after if before.get(name) != after[name]}
    assert {name for name in changed if "edition/" not in name} == {
        "es/one/index.html", "es/read/index.html", "es/whole.html", "es/book.epub",
        "es/edition.json", "status.json", LIST,
    }  # fmt: skip


def test_a_section_called_edition_is_no_pack(make_site, build, tmp_path):
    """Only under a locale itself does a folder of that name hold what never changes."""
    root = make_site({"guide/edition/one": "# One", "two": "# Two"})
    export(build(root), tmp_path / "out", today=DAY)
    (root / "content/guide/edition/one.md").unlink()
    export(build(root), tmp_path / "out", today=DAY)
    assert not (tmp_path / "out/en/guide").exists()
    # The pack, the one before it, what leads from that to this, and the aids to each: one of
    # their pages names the sections.
    assert len(list((tmp_path / "out/en/edition").iterdir())) == 5


@pytest.fixture(scope="module")
def plain_host(release, tmp_path_factory):
    """A static server that knows nothing of us, with the export in its folder /book."""
    root = tmp_path_factory.mktemp("host")
    export(release, root / "book", today=DAY)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=root))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_behind_a_plain_static_server_every_link_is_answered(plain_host, elements):
    def read(address):
        with urlopen(plain_host + address) as answer:
            return answer.read()

    waiting, seen = ["/book/"], set()
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/"):
            continue
        assert address.startswith("/book/"), "all links stay under the path"
        seen.add(address)
        text = read(address)
        if address.endswith("/"):
            for element in elements(text.decode()):
                waiting += filter(None, (element["href"], element["src"]))
    assert {"/book/es/one/", "/book/ar/read/", "/book/translation/", "/book/status.json"} <= seen
    with pytest.raises(HTTPError, match="404"):
        read("/book/nothing/")


EXPORT = """
import sys
from pathlib import Path
from pwa.export import export
from pwa.release.builder import Builder
from pwa.site import load_site
site, out = map(Path, sys.argv[1:])
release = Builder(environ={}).build(load_site(site, address="https://x.example/", environ={}))
export(release, out, today="2026-11-23", precompressed=True)
"""


def test_two_processes_make_the_same_bytes_of_the_same_site(root, tmp_path):
    """Wherever it lies, whatever order a process keeps sets in, and whatever the clock says."""
    copytree(root, tmp_path / "elsewhere/copy")
    found = []
    for number, site in enumerate((root, tmp_path / "elsewhere/copy")):
        environ = os.environ | {"PYTHONHASHSEED": str(number + 1), "TZ": f"UTC{number * 9}"}
        out = tmp_path / f"out{number}"
        subprocess.run([sys.executable, "-c", EXPORT, site, out], env=environ, check=True)
        found.append(files(out))
    assert found[0] == found[1]
    assert len(found[0]) > 100


def test_what_has_not_changed_is_not_touched(root, build, out):
    def stamps():
        return {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}

    builder = Builder(environ=DATED)
    export(build(root, builder), out, today=DAY, precompressed=True)
    before = stamps()
    (root / "content/deep/two.md").write_text("# Two\n\nNow with words.\n")
    done = export(build(root, builder), out, today=DAY, precompressed=True)
    after = stamps()
    touched = {path for path in after if after[path] != before.get(path)}
    assert len(touched) == done.written + 1  # and the list
    assert not any("one" in path.parts or "about" in path.parts for path in touched)
    assert out / "en/deep/two/index.html.br" in touched


def test_nobody_who_reads_meanwhile_finds_a_link_to_what_is_not_there(
    root, build, out, monkeypatch
):
    """A host may be serving the folder while it is being written."""
    export(build(root), out, today=DAY)
    (root / "content/new.md").write_text("# New\n")
    names = []
    write = write_whole
    monkeypatch.setattr(
        "pwa.export.folder.write_whole",
        lambda path, data: write(path, data) and not names.append(path.relative_to(out).as_posix()),
    )
    export(build(root), out, today=DAY)
    place = {name: at for at, name in enumerate(names)}
    assert place["es/new/index.html"] < place["es/index.html"] < place["es/edition.json"]
    assert max(at for name, at in place.items() if "/edition/" in name) < place["es/new/index.html"]
    assert place["es/edition.json"] < place["sitemap.xml"]


def test_what_a_cut_export_did_not_write_is_as_new_as_before(root, build, out, monkeypatch):
    """Its list names more than there is: pages that are not there must not be linked to yet."""
    export(build(root), out, today=DAY)
    (root / "content/new.md").write_text("# New\n")
    monkeypatch.setattr("pathlib.Path.replace", failing_after(3, Path.replace))
    with pytest.raises(OSError, match="full"):
        export(build(root), out, today=DAY)
    names: list[Path] = []
    write = write_whole
    monkeypatch.undo()
    monkeypatch.setattr(
        "pwa.export.folder.write_whole",
        lambda path, data: write(path, data) and not names.append(path),
    )
    export(build(root), out, today=DAY)
    assert names.index(out / "es/new/index.html") < names.index(out / "es/index.html")


def test_a_publication_without_sections_can_be_exported(make_site, build, out):
    root = make_site()
    (root / "content/one.md").unlink()
    export(build(root), out, today=DAY)
    assert (out / "en/book.epub").stat().st_size > 0
