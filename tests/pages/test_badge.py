import json
from xml.etree import ElementTree

import pytest

from pwa.pages.policy import svg_headers

SECTIONS = {"one": "# One\n\nFirst words.\n", "two": "# Two\n", "three": "# Three\n"}
SPANISH = {"One": "Uno", "First words.": "Primero.", "Two": "Dos", "Three": "~Tres"}
CATALOGS = {"es": SPANISH, "ar": {"One": "واحد", "Two": "اثنان"}}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, CATALOGS)


@pytest.fixture
def badge(root, build):
    """A function that takes a locale's badge apart, as it is now."""
    return lambda locale: ElementTree.fromstring(
        build(root).representations[f"/badges/{locale}.svg"].body
    )


def texts(picture):
    return [one.text for one in picture.iter(f"{SVG}text")]


def lines(picture):
    """The places where each line begins and ends, without the tracks."""
    found = [one for one in picture.iter(f"{SVG}line") if one.get("class")]
    return [(one.get("class"), float(one.get("x1")), float(one.get("x2"))) for one in found]


def test_it_counts_the_sections_that_each_step_holds_for(root, badge, sign):
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "revision", by="Ben")
    sign(root, "es", "two", "revision", by="Ben")
    sign(root, "es", "two", "review", by="Dr. C")
    assert texts(badge("es")) == [
        "español", "Secciones", "Traducido", "2/3", "Comparado con el original", "1/3",
        "Revisado por un especialista en la materia", "0/3",
    ]  # fmt: skip


def test_what_a_machine_wrote_and_nobody_checked_is_told_apart(root, badge, sign):
    sign(root, "es", "one", "translation", method="machine")
    sign(root, "es", "two", "translation", method="machine")
    assert texts(badge("es"))[4:6] == ["Traducido automáticamente, sin revisar", "2/3"]
    sign(root, "es", "two", "revision", by="Ben")
    assert texts(badge("es"))[4:8] == [
        "Traducido automáticamente, sin revisar", "1/3", "Comparado con el original", "1/3",
    ]  # fmt: skip
    assert [kind for kind, _, _ in lines(badge("es"))] == ["done", "warning", "done"]


def test_a_check_of_an_earlier_text_counts_for_nothing(root, badge, sign):
    sign(root, "es", "two", "translation")
    sign(root, "es", "two", "revision", by="Ben")
    assert texts(badge("es"))[5] == "1/3"
    path = root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text().replace('"Dos"', '"Segundo"'))
    assert texts(badge("es"))[5] == "0/3"


def test_an_original_is_reviewed_and_nothing_else(root, badge, sign):
    sign(root, "en", "one", "review", by="Dr. C")
    assert texts(badge("en")) == ["English", "Sections", "Reviewed by a subject expert", "1/3"]


def test_it_reads_from_the_side_where_the_language_begins(badge):
    picture = badge("ar")
    assert (picture.get("lang"), picture.get("direction")) == ("ar", "rtl")
    width = float(picture.get("width"))
    assert lines(badge("es"))[0][1] == 16
    assert lines(picture)[0][1] == width - 16
    [(_, begins, ends)] = lines(picture)
    assert ends < begins


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_it_says_to_a_screen_reader_what_it_shows(badge, locale):
    picture = badge(locale)
    named = {one.get("id"): one.text for one in picture if one.get("id")}
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby").split() == list(named)
    title, description = named.values()
    assert title.startswith(f"Book – {texts(picture)[0]} – ")
    assert all(text in description for text in texts(picture)[1:])


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_it_needs_nothing_else(root, build, locale):
    body = build(root).representations[f"/badges/{locale}.svg"].body.decode()
    asked = body.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert [word for word in ("http", "href", "url(", "@import", "<script") if word in asked] == []


def test_a_title_is_text_whatever_it_holds(root, badge):
    path = root / "content/publication.toml"
    path.write_text(path.read_text().replace('"Book"', '"A & B <script>"'))
    assert badge("en")[0].text.startswith("A & B <script> – English")


def test_a_longer_word_makes_it_wider(root, badge):
    folder = root / "locales/es/LC_MESSAGES"
    narrow = float(badge("es").get("width"))
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    words = "Traducido " * 8
    (folder / "interface.po").write_text(f'{head}msgid "Translated"\nmsgstr "{words}"\n')
    assert float(badge("es").get("width")) > max(narrow, len(words) * 7)


def test_it_is_asked_about_each_time_and_other_sites_may_show_it(root, serve):
    client = serve(root)
    answer = client.get("/badges/es.svg")
    own = dict(svg_headers()) | {"cross-origin-resource-policy": "cross-origin"}
    assert own.items() <= dict(answer.headers).items()
    assert answer.headers["content-type"] == "image/svg+xml"
    assert (answer.headers["cache-control"], answer.headers["content-language"]) == (
        "no-cache", "es",
    )  # fmt: skip
    again = client.get("/badges/es.svg", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_none_of_a_locale_that_is_not_published(root, serve):
    assert serve(root).get("/badges/it.svg").status_code == 404


def test_it_takes_no_room_on_a_readers_device(root, build):
    packs = [
        one.body for address, one in build(root).representations.items() if "/edition/" in address
    ]
    assert packs
    kept = [address for body in packs for address in json.loads(body)["files"]]
    assert not [address for address in kept if "/badges/" in address]
