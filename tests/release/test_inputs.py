import shutil

import pytest

from pwa.errors import SiteError
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.site import load_site

PO = "locales/es/LC_MESSAGES/content.po"
INTERFACE = "locales/es/LC_MESSAGES/interface.po"


def read(root, reader=None, **options):
    return (reader or Reader(Memo(), **options)).read(load_site(root, environ={}))


def test_the_source_comes_first_and_has_no_catalog(make_site):
    inputs = read(make_site(catalogs={"ar": {}, "en": {"One": "Wrong"}, "es": {}}))
    assert list(inputs.locales) == ["en", "ar", "es"]
    assert inputs.locales["en"].catalog.translations == {}


@pytest.mark.parametrize(("drafts", "locales"), [(False, ["en"]), (True, ["en", "pt-BR"])])
def test_drafts_are_read_when_asked_for(make_site, drafts, locales):
    root = make_site(catalogs={"pt-BR": {}}, settings='title = "T"\ndraft = ["pt_br"]\n')
    assert list(read(root, drafts=drafts).locales) == locales


@pytest.mark.parametrize("folder", ["not!", "pt_br"])
def test_a_folder_that_is_no_locale_is_told_and_keeps_nobody_from_being_published(
    make_site, folder
):
    inputs = read(make_site(catalogs={"es": {}, folder: {}}))
    assert list(inputs.locales) == ["en", "es"]
    [finding] = inputs.findings
    assert finding.file == f"locales/{folder}"
    assert "rename the folder" in finding.message


@pytest.mark.parametrize("to", ["file", "nowhere"])
@pytest.mark.parametrize("name", ["locales/es/records", "locales/es/LC_MESSAGES", "static"])
def test_what_stands_in_a_folders_place_is_told_and_nothing_is_taken_for_gone(make_site, name, to):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    place = root / name
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("") if to == "file" else place.symlink_to("/no/where")
    with pytest.raises(SiteError, match=f"{name}: is no folder"):
        read(root)


def test_interface_messages_come_from_the_site_then_from_the_engine(make_site):
    root = make_site(catalogs={"es": {}})
    (root / "locales/es/LC_MESSAGES/interface.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Contents"\nmsgstr "Lo que hay"\n'
    )
    interface = read(root).locales["es"].interface
    assert interface.gettext("Contents") == "Lo que hay"
    assert interface.gettext("Page not found") not in {"", "Page not found"}


def test_a_faulty_catalog_stays_as_it_last_was(make_site):
    root, reader = make_site(catalogs={"es": {"One": "Uno"}}), Reader(Memo())
    read(root, reader)
    (root / PO).write_bytes(b'msgid "One"\nmsgstr "\xff"\n')
    inputs = read(root, reader)
    assert inputs.locales["es"].catalog.text((None, "One")) == "Uno"
    assert [(f.file, f.line, f.locale) for f in inputs.findings] == [(PO, 2, "es")]


def test_a_mended_catalog_counts_again(make_site):
    root, reader = make_site(catalogs={"es": {"One": "Uno"}}), Reader(Memo())
    good = (root / PO).read_text()
    for text in (good, "msgid", good.replace("Uno", "Dos")):
        (root / PO).write_text(text)
        inputs = read(root, reader)
    assert inputs.locales["es"].catalog.text((None, "One")) == "Dos"
    assert inputs.findings == ()


HEADER = 'msgid ""\nmsgstr "Language: es\\n"\n'
LIVE = '\nmsgid "One"\nmsgstr "Uno"\n'
OBSOLETE = '\n#~ msgid "One"\n#~ msgstr "Uno"\n'

EMPTIED = [
    ("", "no header"), ("\n", "no header"), ("#", "no header"), ("# hello\n", "no header"),
    (LIVE, "no header"), (HEADER, "no messages"), (HEADER + OBSOLETE, "no messages"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), EMPTIED)
def test_a_catalog_that_was_emptied_stays_as_it_last_was(make_site, text, what):
    root, reader = make_site(catalogs={"es": {"One": "Uno"}}), Reader(Memo())
    read(root, reader)
    (root / PO).write_text(text)
    inputs = read(root, reader)
    assert inputs.locales["es"].catalog.text((None, "One")) == "Uno"
    [finding] = inputs.findings
    assert (finding.file, finding.locale, finding.severity) == (PO, "es", "error")
    assert what in finding.message
    command = "import es FILE" if what == "no header" else "update es"
    assert "from version control" in finding.message
    assert finding.message.endswith(f"pwa {command}")


@pytest.mark.parametrize("text", ["", LIVE])
def test_an_emptied_interface_catalog_is_told(make_site, text):
    root = make_site(catalogs={"es": {}})
    (root / INTERFACE).write_text(text)
    inputs = read(root)
    assert [(f.file, f.code) for f in inputs.findings] == [(INTERFACE, "po-header")]
    assert inputs.locales["es"].interface.gettext("Contents") != "Contents"


def test_an_interface_catalog_may_leave_all_to_the_engine(make_site):
    root = make_site(catalogs={"es": {}})
    (root / INTERFACE).write_text(HEADER)
    assert read(root).findings == ()


def dangling(path):
    path.unlink(missing_ok=True)
    path.symlink_to("nowhere")


def folder(path):
    path.unlink(missing_ok=True)
    path.mkdir()


@pytest.mark.parametrize("file", [PO, INTERFACE])
@pytest.mark.parametrize("break_it", [dangling, folder])
def test_a_catalog_that_cannot_be_read_stays_as_it_last_was(make_site, file, break_it):
    root, reader = make_site(catalogs={"es": {"One": "Uno"}}), Reader(Memo())
    (root / INTERFACE).write_text(HEADER + '\nmsgid "Contents"\nmsgstr "Lo que hay"\n')
    read(root, reader)
    break_it(root / file)
    inputs = read(root, reader)
    assert inputs.locales["es"].catalog.text((None, "One")) == "Uno"
    assert inputs.locales["es"].interface.gettext("Contents") == "Lo que hay"
    assert [(f.file, f.locale, f.code) for f in inputs.findings] == [(file, "es", "po-unreadable")]


BROKEN = "msgid"


def restarted(root, *, keep=True):
    reader = Reader(Memo(), keep=keep)
    inputs = read(root, reader)
    reader.settle()
    return inputs


def test_a_server_that_starts_on_a_broken_catalog_has_what_it_last_said(make_site):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    (root / INTERFACE).write_text(HEADER + '\nmsgid "Contents"\nmsgstr "Lo que hay"\n')
    restarted(root)
    (root / PO).write_text(BROKEN)
    (root / INTERFACE).write_text(BROKEN)
    for _ in range(2):
        inputs = restarted(root)
        assert inputs.locales["es"].catalog.text((None, "One")) == "Uno"
        assert inputs.locales["es"].interface.gettext("Contents") == "Lo que hay"
        assert {f.file for f in inputs.findings} == {PO, INTERFACE}


def test_what_was_said_last_is_kept(make_site):
    root, reader = make_site(catalogs={"es": {"One": "Uno"}}), Reader(Memo(), keep=True)
    good = (root / PO).read_text()
    for text in (good, good.replace("Uno", "Dos"), BROKEN):
        (root / PO).write_text(text)
        read(root, reader)
    reader.settle()
    assert restarted(root).locales["es"].catalog.text((None, "One")) == "Dos"


def test_who_judges_the_disk_neither_keeps_nor_is_told_what_was_kept(make_site):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    restarted(root, keep=False)
    assert not (root / ".pwa").exists()
    restarted(root)
    (root / PO).write_text(BROKEN)
    assert list(restarted(root, keep=False).locales) == ["en"]


@pytest.mark.parametrize("harm", [b"", b"abc", None])
def test_a_damaged_state_harms_nothing(make_site, harm):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    restarted(root)
    [kept] = (root / ".pwa").rglob("content.po")
    kept.write_bytes(kept.read_bytes()[:-9] if harm is None else harm)
    assert restarted(root).findings == ()
    kept.write_bytes(b"no")
    (root / PO).write_text(BROKEN)
    inputs = restarted(root)
    assert list(inputs.locales) == ["en"]
    assert [f.file for f in inputs.findings] == [PO]


def test_a_state_that_cannot_be_written_harms_nothing(make_site):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    (root / ".pwa").write_text("no folder")
    assert list(restarted(root).locales) == ["en", "es"]


def test_records_that_cannot_be_read_are_told_and_the_locks_of_editors_passed_over(make_site):
    root = make_site(catalogs={"es": {}})
    records = root / "locales/es/records/one"
    (records / "folder.json").mkdir(parents=True)
    (records / "gone.json").symlink_to("nowhere")
    (records / ".#gone.json").symlink_to("ana@desk.1234")
    found = [(f.file, f.locale) for f in read(root).findings]
    assert found == [(f"locales/es/records/one/{name}.json", "es") for name in ("folder", "gone")]


def test_records_are_read_with_what_is_wrong(make_site, sign):
    root = make_site({"deep/one": "# One"}, {"es": {"One": "Uno"}})
    sign(root, "es", "deep/one", "translation")
    (root / "locales/es/records/deep/one/x.json").write_text("no")
    inputs = read(root)
    assert [r.section for r in inputs.locales["es"].ledger.records] == ["deep/one"]
    assert [f.file for f in inputs.findings] == ["locales/es/records/deep/one/x.json"]
