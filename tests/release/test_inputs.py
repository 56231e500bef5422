import pytest

from pwa.errors import SiteError
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.site import load_site

PO = "locales/es/LC_MESSAGES/content.po"


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


def test_a_folder_that_is_no_language_is_an_error(make_site):
    with pytest.raises(SiteError, match="rename the folder"):
        read(make_site(catalogs={"not!": {}}))


def test_interface_messages_come_from_the_site_then_from_the_engine(make_site):
    root = make_site(catalogs={"es": {}})
    (root / "locales/es/LC_MESSAGES/interface.po").write_text(
        'msgid "Contents"\nmsgstr "Lo que hay"\n'
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


def test_records_are_read_with_what_is_wrong(make_site, sign):
    root = make_site({"deep/one": "# One"}, {"es": {"One": "Uno"}})
    sign(root, "es", "deep/one", "translation")
    (root / "locales/es/records/deep/one/x.json").write_text("no")
    inputs = read(root)
    assert [r.section for r in inputs.locales["es"].ledger.records] == ["deep/one"]
    assert [f.file for f in inputs.findings] == ["locales/es/records/deep/one/x.json"]
