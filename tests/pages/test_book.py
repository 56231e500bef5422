"""The e-book: what is in it, and that it is the same for the same edition. epubcheck, in
tests/audit, looks at the rest."""

import io
import posixpath
import xml.etree.ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest

from pwa.errors import PwaError
from pwa.review.records import write_record

SECTIONS = {
    "one": "---\nsources: [{title: A study, address: 'https://doi.org/10.1/x'}]\n---\n"
    "# One\n\nSee [two](far/two.md#more), [here](#one) and [it](https://y.example/).\n\n"
    "A [file](a.pdf).\n\n![Drawn](drawing.svg)\n\n![New](new.avif)\n",
    "far/two": "# Two\n\n## More\n\nWords.\n",
}
CATALOGS = {
    "ar": {"Book": "كتاب", "One": "واحد", "A [file](a.pdf).": "[ملف](a.pdf)."},
    "es": {"Book": "Libro", "One": "Uno"},
    "ja": {"Book": "本"},
}
ADDRESS = "https://x.example/book/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture(scope="module")
def root(make_shared_site):
    root = make_shared_site(SECTIONS, CATALOGS)
    (root / "content/drawing.svg").write_text(SVG)
    (root / "content/new.avif").write_bytes(b"avif")
    (root / "content/a.pdf").write_bytes(b"%PDF")
    return root


@pytest.fixture(scope="module")
def client(root, serve):
    return serve(root, address=ADDRESS)


def opened(client, locale):
    return ZipFile(io.BytesIO(client.get(f"/book/{locale}/book.epub").content))


def xml(client, locale, name):
    return ET.fromstring(opened(client, locale).read(f"book/{name}"))


def package(client, locale):
    return xml(client, locale, "package.opf")


def html(root, tag):
    return root.iter(f"{{http://www.w3.org/1999/xhtml}}{tag}")


def test_its_media_type_comes_first_and_uncompressed(client):
    first = opened(client, "es").infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == ZIP_STORED
    assert opened(client, "es").read(first) == b"application/epub+zip"


def test_the_package_names_every_file_and_no_other(client):
    book = opened(client, "es")
    named = {item.get("href") for item in package(client, "es").iter(f"{OPF}item")}
    inside = {name for name in book.namelist() if name.startswith("book/")}
    assert inside == {f"book/{name}" for name in named} | {"book/package.opf"}


def test_it_says_what_it_is_of_when_and_from_where(client):
    found = package(client, "es")
    [own, revision] = [one.text for one in found.iter(f"{DC}identifier")]
    assert own == "https://x.example/book/es/"
    edition = client.get("/book/es/edition.json").json()
    assert revision == f"https://x.example{edition['pack']['address']}"
    assert [one.text for one in found.iter(f"{DC}title")] == ["Libro"]
    told = {one.get("property"): one.text for one in found.iter(f"{OPF}meta")}
    assert told["dcterms:modified"] == edition["date"]
    assert told["schema:accessibilityHazard"] == "none"


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ja", "ltr")])
def test_its_pages_go_the_way_of_its_script(client, locale, direction):
    name = "section-2.xhtml"
    [spine] = package(client, locale).iter(f"{OPF}spine")
    assert spine.get("page-progression-direction") == direction
    page = xml(client, locale, name)
    assert [page.get(one) for one in ("lang", f"{XML}lang", "dir")] == [locale, locale, direction]


def test_nothing_in_it_knows_left_from_right(client):
    style = opened(client, "ja").read("book/style.css").decode()
    for physical in ("left", "right", "width", "height", "margin-left", "padding-top"):
        assert f" {physical}" not in style


def test_every_section_has_its_status_and_what_is_not_translated_its_language(client):
    page = xml(client, "ar", "section-2.xhtml")
    [article] = html(page, "article")
    assert article.get("data-status") == "partial"
    languages = [one.get("lang") for one in html(article, "p")]
    assert languages == ["en", None, "en", "en"]
    assert all(one.get("dir") == "ltr" for one in html(article, "p") if one.get("lang"))


def test_every_link_leads_to_an_id_in_it_or_to_a_whole_address(client):
    book = opened(client, "es")
    pages = {
        name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")
    }
    for name, page in pages.items():
        for link in html(page, "a"):
            file, _, fragment = link.get("href").partition("#")
            if file.startswith("https://"):
                continue
            where = posixpath.join("book", file) if file else name
            assert not fragment or any(one.get("id") == fragment for one in pages[where].iter())


def test_a_picture_comes_along_and_one_that_not_every_device_shows_is_described(client):
    book = opened(client, "es")
    page = xml(client, "es", "section-2.xhtml")
    assert [one.get("src") for one in html(page, "img")] == ["image-1.svg"]
    assert book.read("book/image-1.svg").decode() == SVG
    assert "New" in "".join(page.itertext())


def test_nothing_is_hidden_and_nothing_runs(client):
    for name in opened(client, "es").namelist():
        if name.endswith(".xhtml"):
            page = xml(client, "es", name.removeprefix("book/"))
            assert not [one for one in page.iter() if "hidden" in one.attrib]
            assert not [*html(page, "script"), *html(page, "svg")]


def test_parts_stand_in_its_contents(make_site, serve):
    settings = (
        'title = "Book"\n[[parts]]\ntitle = "First"\nsections = ["one"]\n'
        '[[parts]]\ntitle = "Second"\nsections = ["far/two"]\n'
    )
    client = serve(make_site({"one": "# One\n", "far/two": "# Two\n"}, settings=settings))
    book = ZipFile(io.BytesIO(client.get("/en/book.epub").content))
    contents = ET.fromstring(book.read("book/contents.xhtml"))
    assert [one.text for one in html(contents, "span")] == ["First", "Second"]


def test_a_book_that_was_taken_back_says_so(make_site, serve, sign):
    root = make_site()
    client = serve(root)
    revision = client.get("/en/edition.json").json()["revision"]
    records = root / "locales/en/records"
    records.mkdir(parents=True, exist_ok=True)
    fields = {"step": "revocation", "of": revision, "by": "Ana", "note": "A wrong dose."}
    write_record(records, {**fields, "at": "2026-01-01T00:00:00Z"})
    page = xml_of(serve(root), "/en/book.epub", "title.xhtml")
    assert "A wrong dose." in "".join(page.itertext())


def xml_of(client, address, name):
    book = ZipFile(io.BytesIO(client.get(address).content))
    return ET.fromstring(book.read(f"book/{name}"))


def test_the_same_edition_makes_the_same_bytes(root, build):
    first, second = build(root), build(root)
    for address, made in first.later.items():
        assert made().body == second.later[address]().body


def test_a_preview_has_one_too(root, serve):
    page = xml_of(serve(root, preview=True), "/es/book.epub", "section-2.xhtml")
    assert page.get("lang") == "es"


def test_it_is_a_download_of_its_media_type(client):
    answer = client.get("/book/es/book.epub")
    assert answer.headers["content-type"] == "application/epub+zip"
    assert answer.headers["content-disposition"].startswith(
        'attachment; filename="Libro (es).epub"'
    )
    assert answer.headers["content-language"] == "es"


def test_the_offline_page_leads_to_it(client, elements):
    links = [e["href"] for e in elements(client.get("/book/es/offline/").text) if e.tag == "a"]
    assert "/book/es/book.epub" in links


def test_there_is_none_under_another_name(client):
    assert client.get("/book/es/other.epub").status_code == 404


def test_a_section_cannot_have_such_a_name(make_site, build):
    with pytest.raises(PwaError, match=r"x\.epub"):
        build(make_site({"x.epub": "# One\n"}))


def test_a_discreet_one_tells_the_subject_in_no_title(make_site, serve):
    settings = 'title = "Grief"\nshort_name = "Pages"\ntagline = "On grief"\ndiscreet = true\n'
    client = serve(make_site({"one": "# Grieving\n"}, settings=settings))
    book = ZipFile(io.BytesIO(client.get("/en/pages.epub").content))
    assert "rief" not in book.read("book/package.opf").decode()
    page = ET.fromstring(book.read("book/section-1.xhtml"))
    assert [one.text for one in html(page, "title")] == ["Pages"]


def test_a_source_edition_is_in_one_language_however_little_is_shown(make_site, serve):
    settings = 'title = "Book"\n[review]\nshow = "reviewed"\n'
    client = serve(make_site(catalogs={"ar": {}}, settings=settings))
    for locale, languages in {"en": ["en"], "ar": ["ar", "en"]}.items():
        book = ZipFile(io.BytesIO(client.get(f"/{locale}/book.epub").content))
        found = ET.fromstring(book.read("book/package.opf"))
        assert [one.text for one in found.iter(f"{DC}language")] == languages


def test_what_xml_has_no_character_for_is_left_out(make_site, serve):
    settings = 'title = "B\\u0008ook"\n'
    client = serve(make_site({"one": "# One\n\nA\x0bB.\n"}, settings=settings))
    book = ZipFile(io.BytesIO(client.get("/en/b-ook.epub").content))
    for name in book.namelist():
        if name.endswith((".opf", ".xhtml")):
            ET.fromstring(book.read(name))
