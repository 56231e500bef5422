import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pwa.errors import PwaError, SourceError
from pwa.pages.policy import sha256
from pwa.release import packs
from pwa.release.builder import Builder
from pwa.release.packs import File, revision, unpack
from pwa.review.records import write_record

SECTIONS = {
    name: f"# {name.title()}\n\n{name.title()} words.\n" for name in ("one", "two", "three")
}
SPANISH = {"One": "Uno", "One words.": "Uno dice.", "Two": "Dos", "Two words.": "Dos dice."}
PO = "locales/es/LC_MESSAGES/content.po"
DATED = {"SOURCE_DATE_EPOCH": "1700000000"}
ICON = Path(__file__).parents[2] / "manifest/icon.svg"


@pytest.fixture
def root(make_site):
    root = make_site(SECTIONS, {"es": SPANISH, "ar": {"One": "واحد"}})
    (root / "content/drawing.svg").write_text("<svg/>")
    return root


@pytest.fixture
def builder():
    return Builder(environ=DATED)


def change(root, file, old, new):
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def bodies(release):
    return {address: one.body for address, one in release.representations.items()}


def replaced(before, after):
    old, new = before.representations, after.representations
    return {address for address in new if new[address] is not old.get(address)}


def pages_of(addresses):
    return {address for address in addresses if address.endswith("/")}


def test_the_same_input_makes_the_same_release(root, build):
    one, other = build(root, Builder(environ=DATED)), build(root, Builder(environ=DATED))
    assert one.id == other.id
    assert bodies(one) == bodies(other)


SCRIPT = """
import sys; from pathlib import Path
from pwa.release.builder import Builder; from pwa.site import load_site
import os
print(Builder(environ=os.environ).build(load_site(Path(sys.argv[1]), environ={})).id)
"""


def test_another_process_makes_the_same_release(root, build, builder):
    environ = {**os.environ, **DATED, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", SCRIPT, str(root)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == build(root, builder).id


def test_where_nothing_changed_nothing_is_made(root, build, builder):
    before = build(root, builder)
    made = builder.memo.made
    after = build(root, builder)
    assert builder.memo.made == made
    assert replaced(before, after) == set()
    assert after.id == before.id


def test_who_tidies_up_twice_forgets_nothing_that_is_served(root, build, builder):
    """Of two saves in a row, the first one's release is given up and tidied up after too."""
    build(root, builder)
    builder.tidy()
    made = builder.memo.made
    build(root, builder)
    assert builder.memo.made == made


def test_a_changed_translation_makes_exactly_the_pages_that_show_it(root, build, builder):
    before = build(root, builder)
    change(root, PO, "Uno dice.", "Uno habla.")
    after = build(root, builder)
    assert pages_of(replaced(before, after)) == {"/es/one/", "/es/read/"}
    assert after.id != before.id


def test_a_new_title_reaches_what_shows_it_in_that_language_alone(root, build, builder):
    before = build(root, builder)
    change(root, PO, '"Uno"', '"Primero"')
    assert pages_of(replaced(before, build(root, builder))) == {
        "/es/", "/es/one/", "/es/three/", "/es/read/", "/es/qr/", "/es/translation/",
    }  # fmt: skip


def test_what_changes_no_text_makes_nothing_anew(root, build, builder):
    before = build(root, builder)
    change(root, PO, 'msgid "One words."', '# a comment\n#: x.md:3\nmsgid ""\n"One "\n"words."')
    after = build(root, builder)
    assert replaced(before, after) == set()
    assert after.id == before.id


def test_a_source_that_is_written_otherwise_and_says_the_same_gives_the_same_bytes(
    root, build, builder
):
    before = build(root, builder)
    change(root, "content/one.md", "One words.", "One\nwords.")
    after = build(root, builder)
    assert bodies(after) == bodies(before)
    assert dict(after.packs) == dict(before.packs)
    assert edition(after) == edition(before)


def test_a_record_changes_the_status_where_it_is_shown(root, build, builder, sign):
    before = build(root, builder)
    sign(root, "es", "one", "translation", method="machine")
    after = build(root, builder)
    assert pages_of(replaced(before, after)) == {
        "/es/", "/es/one/", "/es/read/", "/es/about/", "/es/translation/", "/translation/",
    }  # fmt: skip
    assert b"Ana" in after.representations["/es/one/"].body


def test_a_record_that_says_nothing_is_an_error_of_its_locale(root, build, builder):
    path = root / "locales/es/records/one/x.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    [error] = build(root, builder).errors
    assert (error.file, error.locale) == ("locales/es/records/one/x.json", "es")


def test_new_settings_are_published(root, build, builder):
    build(root, builder)
    change(root, "content/publication.toml", '"Book"', '"Novel"')
    assert b"Novel" in build(root, builder).representations["/es/"].body


def test_a_new_style_sheet_is_published_and_allowed(root, build, builder):
    before = build(root, builder)
    (root / "static").mkdir()
    (root / "static/style.css").write_text("p { color: red }")
    after = build(root, builder)
    assert b"<style>p{color:red}</style>" in after.representations["/es/"].body
    policies = [
        dict(one.representations["/es/"].variant("identity").raw_headers)[
            b"content-security-policy"
        ]
        for one in (before, after)
    ]
    assert policies[0] != policies[1]
    assert sha256("p{color:red}").encode() in policies[1]


def test_a_broken_catalog_keeps_its_last_good_words(root, build, builder):
    build(root, builder)
    change(root, PO, '"Uno dice."', '"Cut')
    change(root, "locales/ar/LC_MESSAGES/content.po", "واحد", "الأول")
    after = build(root, builder)
    assert b"Uno dice." in after.representations["/es/one/"].body
    assert "الأول".encode() in after.representations["/ar/one/"].body
    assert {(error.file, error.locale) for error in after.errors} == {(PO, "es")}
    assert {error.line for error in after.errors} == {10}
    change(root, PO, '"Cut', '"Uno cura."')
    mended = build(root, builder)
    assert b"Uno cura." in mended.representations["/es/one/"].body
    assert mended.errors == ()


def test_a_catalog_broken_from_the_start_keeps_no_other_from_readers(root, build, builder):
    change(root, PO, '"Uno dice."', '"Cut')
    release = build(root, builder)
    assert release.locales == ("en", "ar")
    assert release.errors


INTERFACE = r"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n{}"

msgid "Contents"
msgstr "{}"
"""


@pytest.mark.parametrize(
    "broken",
    ['msgid "x', INTERFACE.format(r"Plural-Forms: none\n", "Roto")],
    ids=["syntax", "plural"],
)
def test_broken_interface_messages_keep_their_last_good_form(root, build, builder, broken):
    path = root / "locales/es/LC_MESSAGES/interface.po"
    path.write_text(INTERFACE.format("", "Índice nuestro"))
    build(root, builder)
    path.write_text(broken)
    after = build(root, builder)
    assert "Índice nuestro".encode() in after.representations["/es/"].body
    assert [(error.file, error.locale) for error in after.errors] == [
        ("locales/es/LC_MESSAGES/interface.po", "es")
    ]


def test_a_broken_source_is_an_error_with_its_place(root, build, builder):
    before = build(root, builder)
    change(root, "content/one.md", "# One", "---\nrisk: great\n---\n# One")
    with pytest.raises(SourceError) as raised:
        build(root, builder)
    assert [(f.file, f.line) for f in raised.value.findings] == [("content/one.md", 2)]
    change(root, "content/one.md", "---\nrisk: great\n---\n", "")
    assert replaced(before, build(root, builder)) == set()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("content/publication.toml", "title ="),
        ("content/publication.toml", 'title = "x"\nsections = ["gone"]'),
        ("manifest/manifest.webmanifest", "{"),
    ],
)
def test_broken_settings_are_our_errors(root, build, builder, file, text):
    build(root, builder)
    path = root / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    with pytest.raises(PwaError, match=file.rpartition("/")[2]):
        build(root, builder)


def test_drafts_are_seen_in_previews_only(make_site, build):
    settings = 'title = "Book"\ndraft = ["it"]\n'
    root = make_site(catalogs={"it": {"One": "Uno"}, "es": {}}, settings=settings)
    assert build(root, Builder()).locales == ("en", "es")
    assert build(root, Builder(preview=True)).locales == ("en", "es", "it", "en-XA", "ar-XB")


def test_a_preview_keeps_nothing_on_devices(make_site, build):
    for preview, worker in [(True, b'data-worker=""'), (False, b'data-worker="/sw.js"')]:
        release = build(make_site(), Builder(preview=preview))
        assert worker in release.representations["/en/"].body


def test_a_locale_without_content_is_not_published(root, build, builder):
    path = root / "locales/it/LC_MESSAGES/interface.po"
    path.parent.mkdir(parents=True)
    path.write_text(INTERFACE.format("", "Indice"))
    assert "it" not in build(root, builder).locales


def test_a_removed_locale_is_gone(root, build, builder):
    build(root, builder)
    (root / PO).unlink()
    release = build(root, builder)
    assert release.locales == ("en", "ar")
    assert not [address for address in release.representations if address.startswith("/es/")]


def edition(release, locale="es"):
    announced = json.loads(release.representations[f"/{locale}/edition.json"].body)
    return announced, release.representations[announced["pack"]["address"]].body


def test_what_helps_in_reading_has_a_pack_beside_the_editions(root, build, builder):
    release = build(root, builder)
    announced, body = edition(release)
    address = f"/es/edition/{announced['aids']}.json"
    aids = unpack(release.representations[address].body)
    own = re.compile(r"(search|reading|listening|app|sharing)\.")
    scripts = {f"/static/{one.name}" for one in release.assets if own.match(one.name)}
    assert (aids.locale, aids.revision) == ("es", announced["aids"])
    assert set(aids.files) == {"/es/search", "/es/reading/", "/es/qr/", *scripts}
    assert not set(aids.files) & set(unpack(body).files)


def test_an_edition_is_announced_in_less_than_a_kilobyte(root, build, builder):
    release = build(root, builder)
    assert len(release.representations["/es/edition.json"].body) < 1000
    announced, body = edition(release)
    assert announced["pack"]["sha256"] == hashlib.sha256(body).hexdigest()
    assert announced["pack"]["size"] == len(body)
    assert announced["date"] == "2023-11-14T22:13:20Z"


def test_a_pack_is_what_its_revision_says(root, build, builder):
    announced, body = edition(build(root, builder))
    packed = json.loads(body)
    files = {a: File(f["type"], f["text"].encode()) for a, f in packed["files"].items()}
    assert revision(files, packed["headers"]) == announced["revision"]
    assert announced["pack"]["address"].endswith(f"/{announced['revision']}.json")


def test_a_pack_holds_every_page_of_its_edition_as_it_is_served(root, build, builder):
    release = build(root, builder)
    files = json.loads(edition(release)[1])["files"]
    for address in pages_of(release.representations):
        if address.startswith("/es/") and address not in ("/es/qr/", "/es/reading/"):
            assert files[address]["text"].encode() == release.representations[address].body
    assert not [address for address in files if address.startswith(("/ar/", "/en/"))]


def test_a_kept_page_finds_all_that_it_shows(root, build, builder, elements):
    change(root, "content/three.md", "words.", "words: ![drawn](drawing.svg)")
    announced, body = edition(build(root, builder))
    files = json.loads(body)["files"]
    shown = {*files, f"/static/{announced['script']}"}
    assert [address for address in files if address.startswith("/static/content/drawing.")]
    for address, file in files.items():
        if address.endswith("/"):
            scripts = [e["src"] for e in elements(file["text"]) if e["src"]]
            assert set(scripts) <= shown


def test_a_kept_page_finds_its_manifest(root, build, builder, elements):
    """Else a browser asks for it at every page."""
    release = build(root, builder)
    files = json.loads(edition(release)[1])["files"]
    [address] = {
        e["href"]
        for file in files.values()
        if file["type"].startswith("text/html")
        for e in elements(file["text"])
        if e["rel"] == "manifest"
    }
    served = release.representations[address]
    assert files[address] == {"type": served.media_type, "text": served.body.decode()}


def test_devices_that_are_at_the_pack_before_still_find_it(root, build, builder):
    first, body = edition(build(root, builder))
    change(root, PO, "Uno dice.", "Uno habla.")
    second = build(root, builder)
    assert edition(second)[0]["revision"] != first["revision"]
    assert second.representations[first["pack"]["address"]].body == body
    change(root, "locales/ar/LC_MESSAGES/content.po", "واحد", "الأول")
    third = build(root, builder)
    assert third.representations[first["pack"]["address"]].body == body


def test_a_long_edition_comes_in_parts_as_well(root, build, builder, monkeypatch):
    monkeypatch.setattr(packs, "LONG", 10_000)
    monkeypatch.setattr(packs, "PART", 30_000)
    release = build(root, builder)
    announced, body = edition(release)
    count, name = announced["parts"], announced["pack"]["address"].removesuffix("json")
    assert count > 1
    parts = [release.representations[f"{name}{n}.json"].body for n in range(1, count + 1)]
    assert f"{name}{count + 1}.json" not in release.representations
    files = {a: file for part in parts for a, file in json.loads(part)["files"].items()}
    assert files == json.loads(body)["files"]
    change(root, PO, "Uno dice.", "Uno habla.")
    after = build(root, builder).representations
    assert [after[f"{name}{n}.json"].body for n in range(1, count + 1)] == parts


def revoke(root, revision, note):
    at = "2026-11-23T10:00:00Z"
    fields = {"step": "revocation", "of": revision, "by": "Eva", "at": at, "note": note}
    return write_record(root / "locales/es/records", fields)


def test_what_was_revoked_changes_what_is_announced_and_nothing_else(root, build, builder):
    before, note = build(root, builder), "Wrong dose."
    revoke(root, "a" * 64, note)
    after = build(root, builder)
    assert replaced(before, after) == {"/es/edition.json"}
    assert edition(after)[0] == edition(before)[0] | {"revoked": {"a" * 12: note}}


def test_a_revoked_edition_is_as_old_as_it_was(root, build):
    """Nobody may take it for a newer one that is right."""
    before = edition(build(root, Builder()))[0]
    os.utime(revoke(root, before["revision"], "Wrong dose."), (4_000_000_000, 4_000_000_000))
    after = edition(build(root, Builder()))[0]
    assert after == before | {"revoked": {before["revision"][:12]: "Wrong dose."}}


def test_a_revoked_edition_says_so_in_one_file_too(root, build, builder):
    taken_back = "Wrong dose: &lt;5 mg&gt;."
    revoke(root, edition(build(root, builder))[0]["revision"], "Wrong dose: <5 mg>.")
    release = build(root, builder)
    assert taken_back in release.later["/es/whole.html"]().body.decode()
    assert taken_back not in release.later["/ar/whole.html"]().body.decode()
    change(root, PO, "Uno dice.", "Uno habla.")
    assert taken_back not in build(root, builder).later["/es/whole.html"]().body.decode()


def test_the_publication_in_one_file_is_made_when_it_is_asked_for(root, build, builder):
    before, made = build(root, builder), builder.memo.made
    whole = before.later["/es/whole.html"]
    assert whole() is whole()
    assert b"Uno dice." in whole().body
    assert builder.memo.made == made


def test_scripts_are_served_without_their_comments(root, build, builder):
    (root / "static").mkdir()
    script = "/*! Licence */\n// why\nconst one = `// kept`;\n"
    for name in ("sw.js", "page.js"):
        (root / "static" / name).write_text(script)
    release = build(root, builder)
    served = [release.representations["/sw.js"].body]
    served += [one.data for one in release.assets if one.name.startswith("page.")]
    for body in served:
        assert b"why" not in body
        assert b"Licence" in body
        assert b"`// kept`" in body


def test_the_names_in_a_script_are_its_own_and_those_of_a_module_can_be_imported(
    root, build, builder
):
    (root / "static").mkdir()
    (root / "static/page.js").write_text("const long = 1;\nalert(long);\n")
    (root / "static/search.js").write_text(
        "const own = 1;\nexport function found() { return own; }\n"
    )
    assets = {one.name.partition(".")[0]: one.data for one in build(root, builder).assets}
    assert re.fullmatch(rb"\(\(\)=>\{.*alert\(.*\}\)\(\);?", assets["page"])
    assert b"long" not in assets["page"]
    assert b"export function found" in assets["search"]


def test_a_change_that_is_taken_back_brings_back_the_same_pack(root, build, builder):
    first, body = edition(build(root, builder))
    change(root, PO, "Uno dice.", "Uno habla.")
    second, other = edition(build(root, builder))
    builder.environ = {"SOURCE_DATE_EPOCH": "1800000000"}
    change(root, PO, "Uno habla.", "Uno dice.")
    third = build(root, builder)
    assert edition(third)[0]["pack"] == first["pack"]
    assert edition(third)[1] == body
    assert third.representations[second["pack"]["address"]].body == other
    change(root, PO, "Uno dice.", "Uno cura.")
    assert second["pack"]["address"] not in build(root, builder).representations


def test_a_release_that_could_not_be_made_is_no_pack_before(root, build, builder):
    first, body = edition(build(root, builder))
    change(root, PO, "Uno dice.", "Uno habla.")
    (root / "templates").mkdir()
    (root / "templates/not_found.html").write_text("{{ nothing.here }}")
    with pytest.raises(PwaError, match=r"not_found\.html"):
        build(root, builder)
    (root / "templates/not_found.html").unlink()
    change(root, PO, "Uno habla.", "Uno cura.")
    after = build(root, builder)
    assert after.representations[first["pack"]["address"]].body == body


def test_a_pack_is_the_same_bytes_whatever_the_date(root, build):
    one = edition(build(root, Builder(environ=DATED)))
    other = edition(build(root, Builder(environ={"SOURCE_DATE_EPOCH": "1800000000"})))
    assert one[0]["date"] != other[0]["date"]
    assert (one[0]["pack"], one[1]) == (other[0]["pack"], other[1])


def test_an_edition_that_did_not_change_keeps_its_date(root, build):
    builder = Builder(environ=DATED)
    before = edition(build(root, builder), "ar")[0]
    builder.environ = {"SOURCE_DATE_EPOCH": "1800000000"}
    change(root, PO, "Uno dice.", "Uno habla.")
    release = build(root, builder)
    assert edition(release, "ar")[0] == before
    assert edition(release, "es")[0]["date"] == "2027-01-15T08:00:00Z"


def test_former_ids_lead_to_present_sections(make_site, build):
    sections = {"new": "---\nformerly: [old, older]\n---\n# New\n"}
    assert build(make_site(sections)).moved == {"old": "new", "older": "new"}


def test_an_id_that_is_in_use_again_is_no_former_one(make_site, build):
    sections = {"new": "---\nformerly: [old]\n---\n# New\n", "old": "# Old\n"}
    assert build(make_site(sections)).moved == {}


def test_asset_names_are_addresses_whatever_their_letters(make_site, build, elements):
    root = make_site({"one": "# One\n\n![A](<b ä.svg>)\n"})
    (root / "content/b ä.svg").write_text("<svg/>")
    release = build(root)
    files = json.loads(edition(release, "en")[1])["files"]
    [image] = [
        e["src"]
        for e in elements(release.representations["/en/one/"].body.decode())
        if e.tag == "img"
    ]
    assert image in files
    assert image.isascii()


def test_a_file_of_the_content_takes_no_address_from_one_of_the_same_name_and_bytes(
    make_site, build
):
    root = make_site({"one": "# One\n\n![A](manifest/icon.svg)\n"})
    (root / "content/manifest").mkdir()
    (root / "content/manifest/icon.svg").write_bytes(ICON.read_bytes())
    release = build(root)
    [icon] = json.loads(release.representations["/en/manifest.webmanifest"].body)["icons"][-1:]
    assert icon["src"].startswith("/static/icon.")
    assert len([one for one in release.assets if one.name.endswith(".svg")]) == 2
