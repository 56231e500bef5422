"""What a section's page tells on demand."""

import pytest

TEXT = """---
risk: {risk}
sources:
  - title: A study
    year: 2023
  - title: A book
    year: 2019
  - title: A talk
---
# One

Words.

## More

It {may} help.
"""
WORDS = {"One": "Uno", "Words.": "Palabras.", "More": "Más", "It may help.": "Puede ayudar."}
SETTINGS = """title = "Soups & more"
{more}
[review]
show_machine = "translated"
interval = "P1Y"
"""


@pytest.fixture
def root(make_site):
    return make_site(
        {"one": TEXT.format(risk="normal", may="may")}, {"es": WORDS, "eo": WORDS}, settings()
    )


def settings(more=""):
    return SETTINGS.format(more=more)


@pytest.fixture
def page(root, build, builder, elements):
    """A function that takes a section's page apart, as it is now."""

    def at(locale="en"):
        return elements(build(root, builder).representations[f"/{locale}/one/"].body.decode())

    return at


def details(found):
    return next(e for e in found if e.tag == "details" and "main" in e.within)


def steps(found):
    """The labels with what stands under them."""
    terms = [e for e in found if e.tag in {"dt", "dd"} and "details" in e.within]
    pairs = zip(terms[::2], terms[1::2], strict=True)
    return {term.text: " ".join(said.text.split()) for term, said in pairs}


def test_each_step_says_who_took_it_as_what_when_and_on_which_text(root, page, sign):
    sign(root, "es", "one", "translation", by="Ana")
    sign(root, "es", "one", "revision", by="Ben", credential="linguist")
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("Palabras", "Unas palabras"))
    sign(root, "es", "one", "translation", by="Ana", at="2026-02-01T00:00:00Z")
    found = steps(page("es"))
    assert found["Traducción"] == (
        "Traducido por una persona. Ana · 1 de febrero de 2026 Para la versión actual."
    )
    assert found["Comparación con el original"] == (
        "Ben · linguist · 1 de enero de 2026 Para una versión anterior."
    )
    assert found["Revisión por un especialista en la materia"] == "Pendiente."


def test_a_step_says_when_it_is_due_again_by_the_policy_too(root, page, sign):
    sign(root, "en", "one", "review", by="Dora", note="Twice.")
    found = page()
    assert steps(found)["Review by a subject expert"] == (
        "Dora · January 1, 2026 "
        "For the present version. To be checked again by January 1, 2027. Twice."
    )
    assert "2027-01-01" in {e["datetime"] for e in found if e.tag == "time"}


def test_a_name_is_withheld_where_its_owner_wants_that(root, page, sign):
    people = '[d]\ncredential = "doctor"\nroles = ["review"]\n'
    (root / "content/people.toml").write_text(people)
    sign(root, "en", "one", "review", by="d")
    said = steps(page())["Review by a subject expert"]
    assert said.startswith("Name withheld · doctor · January 1, 2026")


@pytest.mark.parametrize("locale", ["en", "es"])
def test_it_leads_to_the_sources_and_says_of_when_they_are(page, locale):
    found = page(locale)
    [link] = [e for e in found if e.tag == "a" and e["href"] == "#.sources"]
    assert link.text == "2019, 2023"
    assert [e["class"] for e in found if e["id"] == ".sources"] == ["sources"]


def test_where_the_original_is_read_the_steps_are_said_to_be_the_translations(root, page, sign):
    said = "These steps are about the translation."
    assert said not in details(page("eo")).text
    (root / "content/publication.toml").write_text(
        settings().replace(
            'show_machine = "translated"', 'show = "reviewed"\nshow_machine = "reviewed"'
        )
    )
    found = page("eo")
    assert next(e for e in found if e.tag == "article")["data-shown"] == "source"
    assert said in details(found).text
    assert said not in details(page("en")).text


def test_what_is_folded_away_names_the_machine_that_made_it(root, page, sign):
    (root / "content/one.md").write_text(TEXT.format(risk="high", may="may"))
    sign(root, "es", "one", "translation", method="machine")
    (root / "content/one.md").write_text(TEXT.format(risk="high", may="can"))
    folded = next(e for e in page("es") if e["class"] == "earlier")
    assert "Traducido en parte, de forma automática." in folded.text


def test_a_fault_is_reported_with_the_place_and_the_very_text(root, page):
    path = root / "content/publication.toml"
    path.write_text(settings('contact = "info@x.example"'))

    def named():
        found = page("es")
        [link] = [e for e in found if (e["href"] or "").startswith("mailto:")]
        [code] = [e for e in found if e.tag == "code"]
        place, version = code.text.split(" ")
        assert link["href"] == (
            f"mailto:info@x.example?subject=Soups%20%26%20more%3A%20es%2Fone%20%28{version}%29"
        )
        assert (place, code["dir"], len(version)) == ("es/one", "ltr", 8)
        return version

    before = named()
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("Palabras", "Unas palabras"))
    assert named() != before


def test_without_a_contact_that_is_said_and_nothing_asked_for(page):
    found = page()
    assert "A contact address has not been set yet." in details(found).text
    assert not [e for e in found if e.tag == "code"]


def test_the_original_is_one_link_away_from_a_translation_alone(page):
    links = [e for e in page("es") if e["class"] == "button original"]
    assert [(e["href"], e["hreflang"]) for e in links] == [("/en/one/", "en")]
    assert not [e for e in page("en") if e["class"] == "button original"]
