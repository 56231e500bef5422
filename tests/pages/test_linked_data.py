"""What a page tells search engines of its review, and that its readers are told the same."""

import json
import re

import pytest

ADDRESS = "https://x.example/book"
SETTINGS = """title = "Book"
[review]
show_machine = "translated"
distinct = false
"""
PEOPLE = """
[ana]
name = "Ana Gómez"
roles = ["translation"]

[ben]
name = "Ben Ortega"
roles = ["revision"]

[dora]
name = "{name}"
credential = "{credential}"
roles = ["review"]
"""
WORDS = {"Book": "Libro", "One": "Uno", "First words.": "Primeras palabras."}
AT = "2026-11-03T23:59:59Z"


@pytest.fixture
def root(make_site):
    return make_site({"one": "# One\n\nFirst words.\n"}, {"es": WORDS}, SETTINGS)


@pytest.fixture
def people(root):
    """A function that writes who Dora is."""

    def write(name="Dora Li", credential="psychiatrist"):
        text = PEOPLE.format(name=name, credential=credential)
        (root / "content/people.toml").write_text(text, encoding="utf-8")

    write()
    return write


@pytest.fixture
def page(root, build, builder, elements):
    """A function that takes a page apart, as it is now."""

    def at(path):
        release = build(root, builder, address=ADDRESS)
        return elements(release.representations[f"/book/{path}"].body.decode())

    return at


def data(found):
    blocks = [e.text for e in found if e.tag == "script" and e["type"] == "application/ld+json"]
    return [json.loads(block) for block in blocks]


def visible(found):
    return " ".join(next(e for e in found if e.tag == "main").text.split())


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_page_that_nobody_reviewed_claims_nothing(page, locale):
    assert data(page(f"{locale}/one/")) == []


@pytest.mark.parametrize("step", ["translation", "revision"])
def test_other_steps_are_no_review(root, page, sign, step):
    sign(root, "es", "one", step)
    assert data(page("es/one/")) == []


def test_a_review_is_told_in_its_locale_alone(root, page, sign, people):
    sign(root, "es", "one", "review", by="dora", at=AT)
    assert data(page("en/one/")) == []
    assert data(page("es/one/")) == [
        {
            "@context": "https://schema.org",
            "@type": "MedicalWebPage",
            "name": "Uno",
            "url": f"{ADDRESS}/es/one/",
            "inLanguage": "es",
            "isPartOf": {"@type": "WebSite", "name": "Libro", "url": f"{ADDRESS}/es/"},
            "lastReviewed": "2026-11-03",
            "reviewedBy": {
                "@type": "Person",
                "name": "Dora Li",
                "hasCredential": {
                    "@type": "EducationalOccupationalCredential",
                    "name": "psychiatrist",
                },
            },
            "translationOfWork": {
                "@type": "WebPage",
                "url": f"{ADDRESS}/en/one/",
                "inLanguage": "en",
            },
        }
    ]


def test_the_originals_review_is_of_no_translation(root, page, sign):
    sign(root, "en", "one", "review", by="Dora", at=AT)
    [found] = data(page("en/one/"))
    assert found["reviewedBy"] == {"@type": "Person", "name": "Dora"}
    assert not {"translationOfWork", "translator"} & found.keys()
    assert data(page("es/one/")) == []


def test_a_review_of_an_earlier_text_is_told_no_more(root, page, sign):
    sign(root, "es", "one", "review")
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("Primeras", "Las primeras"))
    assert data(page("es/one/")) == []


def test_a_review_of_what_readers_are_not_shown_is_not_told(root, page, sign):
    sign(root, "es", "one", "review")
    settings = root / "content/publication.toml"
    settings.write_text(SETTINGS.replace("translated", "reviewed") + 'show = "reviewed"\n')
    assert data(page("es/one/")) == []


def test_a_review_of_half_a_translation_is_not_told(root, page, sign):
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("Primeras palabras.", ""))
    sign(root, "es", "one", "review")
    assert data(page("es/one/")) == []


@pytest.mark.parametrize(
    ("method", "is_named"), [("human", True), ("post-edited", False), ("machine", False)]
)
def test_a_translator_is_named_where_a_person_made_all_of_it(
    root, page, sign, people, method, is_named
):
    sign(root, "es", "one", "translation", by="ana", method=method)
    sign(root, "es", "one", "review", by="dora")
    [found] = data(page("es/one/"))
    assert found.get("translator") == (
        {"@type": "Person", "name": "Ana Gómez"} if is_named else None
    )


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("name", ["Dora Li", ""])
def test_readers_times_and_machines_are_told_the_same(root, page, sign, people, locale, name):
    people(name=name)
    sign(root, locale, "one", "review", by="dora", at=AT)
    found = page(f"{locale}/one/")
    [told] = data(found)
    times = {(e["datetime"], e.text) for e in found if e.tag == "time" and "main" in e.within}
    day = "November 3, 2026" if locale == "en" else "3 de noviembre de 2026"
    assert (AT, day) in times
    assert told["lastReviewed"] == AT[:10]
    text = visible(found)
    assert text.count(day) >= 2
    reviewer = told["reviewedBy"]
    assert reviewer.get("name", "") == name
    assert f"{reviewer['hasCredential']['name']} · {day}" in text
    assert ("Dora Li" in text) is bool(name)
    assert "dora" not in text


def test_a_name_given_later_reaches_the_page(root, page, sign, people):
    people(name="")
    sign(root, "es", "one", "review", by="dora")
    before = visible(page("es/one/"))
    people(name="Dora Li")
    assert "Dora Li" in visible(page("es/one/"))
    assert "Dora Li" not in before


def test_of_somebody_of_whom_nothing_may_be_said_nothing_is(root, page, sign, people):
    people(name="", credential="")
    sign(root, "es", "one", "review", by="dora", at=AT)
    [found] = data(page("es/one/"))
    assert found["lastReviewed"] == AT[:10]
    assert "reviewedBy" not in found


def test_no_mail_address_is_published(root, page, sign):
    sign(root, "es", "one", "review", by="Ben Roe <ben@x.example>", at=AT)
    found = page("es/one/")
    assert data(found)[0]["reviewedBy"]["name"] == "Ben Roe"
    assert "Ben Roe" in visible(found)
    assert not any("ben@x.example" in e.text for e in found)


@pytest.mark.parametrize("signed", [None, "resident"])
def test_page_and_table_agree_on_the_credential(root, page, sign, people, build, signed):
    sign(root, "es", "one", "review", by="dora", credential=signed)
    found, table = page("es/one/"), json.loads(build(root).status("2026-11-04").body)
    [record] = table["locales"]["es"]["sections"]["one"]["records"]
    told = data(found)[0]["reviewedBy"]["hasCredential"]["name"]
    assert told == record["credential"] == "psychiatrist"
    assert told in visible(found)


EVIL = "</script><!-- <script> &amp; \u2028 ' \" ]]> Li"


def test_no_name_ends_the_block(root, page, sign):
    sign(root, "es", "one", "review", by=EVIL, credential=EVIL)
    found = page("es/one/")
    assert data(found)[0]["reviewedBy"]["name"] == EVIL
    [block] = [e for e in found if e["type"] == "application/ld+json"]
    assert not re.search("[<>&]", block.text)
