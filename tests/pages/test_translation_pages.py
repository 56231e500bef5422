"""Where an edition stands, for those who work on it, and all editions side by side."""

import pytest

SECTIONS = {
    "one": "# One\n\nFirst words.\n\n## Risks\n\nAsk.\n\n## Risks\n",
    "two": "---\nrisk: high\n---\n# Two\n\n## Risks\n\nOther words.\n",
    "three": "# Three\n\nAsk.\n",
}
SPANISH = {"One": "Uno", "First words.": "Primero.", "Risks": "Riesgos", "Ask.": "Pregunte.",
           "Two": "Dos", "Other words.": "Otras."}  # fmt: skip
SETTINGS = """title = "Book"
sections = ["one", "two", "three"]
[review]
show_machine = "translated"
required = ["review"]
[review.high]
required = ["revision", "review"]
"""


@pytest.fixture
def root(make_site):
    return make_site(SECTIONS, {"es": SPANISH, "eo": {}}, SETTINGS)


@pytest.fixture
def page(root, build, builder, elements):
    """A function that takes a page apart, as it is now."""

    def at(address):
        return elements(build(root, builder).representations[address].body.decode())

    return at


def texts(found, tag, within=""):
    return [
        " ".join(e.text.split())
        for e in found
        if e.tag == tag and (not within or within in e.within)
    ]


def totals(found):
    lists = next(e for e in found if e["class"] == "totals")
    terms = texts(found, "dt", "div")
    assert all(term in lists.text for term in terms)
    return dict(zip(terms, texts(found, "dd", "div"), strict=True))


def test_totals_stand_at_the_top_in_words_and_shape(root, page, sign):
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "review", by="Dora")
    found = page("/es/translation/")
    assert list(totals(found)) == [
        "Traducido", "Comparado con el original", "Revisado por un especialista en la materia",
    ]  # fmt: skip
    bars = [(e["value"], e["max"]) for e in found if e.tag == "progress" and "div" in e.within]
    assert bars == [("2", "3"), ("0", "3"), ("1", "3")]
    numbers = [[word for word in said.split() if word.isdigit()] for said in totals(found).values()]
    assert numbers == [["2", "3"], ["0", "3"], ["1", "3"]]


def test_the_source_has_nothing_but_a_review_to_count(page):
    assert totals(page("/en/translation/")) == {"Reviewed by a subject expert": "0 of 3 sections"}


def test_what_is_owed_follows_each_sections_own_policy(root, page, sign):
    for section in ("one", "two"):
        sign(root, "es", section, "translation", by="Ana")
    rows = [text for text in texts(page("/es/translation/"), "p", "li") if "Siguiente" in text]
    assert [row[row.index("Siguiente") :] for row in rows] == [
        "Siguiente paso: un especialista en la materia lo revisa.",
        "Siguiente paso: otra persona lo compara con el original.",
        "Siguiente paso: un traductor traduce 1 párrafo.",
    ]


def test_people_are_other_people_where_the_policy_says_so(root, page):
    said = "Nobody checks or reviews what they have translated themselves."
    assert said in texts(page("/eo/translation/"), "p")
    assert said not in texts(page("/en/translation/"), "p")
    path = root / "content/publication.toml"
    path.write_text(SETTINGS.replace("[review]", "[review]\ndistinct = false"))
    assert said not in texts(page("/eo/translation/"), "p")


def test_a_message_of_several_sections_is_told_with_all_of_them(page):
    found = page("/es/translation/")
    links = [(e["href"], e.text) for e in found if e.tag == "a" and e.within[-1] == "dd"]
    assert texts(found, "dt")[-2:] == ["Riesgos", "Pregunte."]
    assert links == [
        ("/es/one/", "Uno"),
        ("/es/two/", "Dos"),
        ("/es/one/", "Uno"),
        ("/es/three/", "Three"),
    ]


def test_a_shared_message_that_is_not_translated_says_its_language(page):
    found = page("/eo/translation/")
    assert [(e["lang"], e["dir"]) for e in found if e.tag == "dt" and e.text == "Risks"] == [
        ("en", "ltr")
    ]


def test_where_nothing_is_shared_nothing_is_said_of_it(make_site, build, elements):
    root = make_site({"one": "# One\n\nWords.\n\nWords.\n", "two": "# Two\n"})
    found = elements(build(root).representations["/en/translation/"].body.decode())
    assert "h2" not in {e.tag for e in found}


def test_a_shared_message_reaches_the_page_when_it_becomes_one(root, page):
    """Equal keys mean equal bytes: what is shown has to be in the page's key."""
    path = root / "content/three.md"
    assert "Riesgos" in texts(page("/es/translation/"), "dt")
    path.write_text("# Three\n\nOther words.\n")
    assert texts(page("/es/translation/"), "dt")[-2:] == ["Riesgos", "Otras."]


def test_it_leads_on_to_badge_data_and_catalog(root, page):
    found = page("/es/translation/")
    links = {e["href"] for e in found if e.tag == "a"}
    assert {"/badges/es.svg", "/status.json", "/translation/", "/es/about/#checks"} <= links
    assert texts(found, "code") == ["locales/es/LC_MESSAGES/content.po", "pwa check es"]
    assert texts(page("/en/translation/"), "code") == []


def test_all_editions_are_a_table_that_can_be_heard(root, page, sign):
    """WCAG 2.2, 1.3.1: cells belong to the headers of their row and column."""
    sign(root, "es", "one", "revision", by="Ben")
    found = page("/translation/")
    [region] = [e for e in found if e["role"] == "region"]
    assert (region["tabindex"], region["aria-labelledby"]) == ("0", ".title")
    assert texts(found, "caption") == ["What every section is worth in every language."]
    heads = [e for e in found if e.tag == "th"]
    assert [e.text for e in heads if e["scope"] == "col"] == [
        "Language", "Translated", "Checked against the original", "Reviewed by a subject expert",
        "One", "Two", "Three",
    ]  # fmt: skip
    rows = [e for e in heads if e["scope"] == "row"]
    assert [e.text for e in rows] == ["English", "Esperanto", "español"]
    cells = texts(found, "td")
    assert len(cells) == len(rows) * 6
    assert [cells[at : at + 3] for at in (0, 6, 12)] == [
        ["–", "–", "0/3"], ["0/3", "0/3", "0/3"], ["2/3", "0/3", "0/3"],
    ]  # fmt: skip


def test_every_languages_name_is_in_that_language_and_leads_to_it(page):
    found = page("/translation/")
    links = [(e["href"], e["lang"], e["dir"]) for e in found if e.tag == "a" and "th" in e.within]
    assert links == [
        ("/en/translation/", "en", "ltr"),
        ("/eo/translation/", "eo", "ltr"),
        ("/es/translation/", "es", "ltr"),
    ]
