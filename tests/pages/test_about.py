"""The page about the publication: what it says of privacy and of citing it, in every language."""

import pytest

SECTIONS = {"one": "# One\n", "two": "# Two\n"}
SETTINGS = """title = "Harbour *Notes*"
publisher = "Harbour & Sons"
licence = "CC BY 4.0"
[review]
show_machine = "translated"
"""
SPANISH = {"Harbour *Notes*": "Notas", "One": "Uno", "Two": "Dos"}


@pytest.fixture
def cited(make_site, sign, build, elements):
    """A function that gives what is to be cited of an edition, its sections made by so many."""

    def of(locale, *methods, settings=SETTINGS):
        root = make_site(SECTIONS, {"es": SPANISH}, settings)
        for section, method in zip(SECTIONS, methods, strict=False):
            sign(root, "es", section, "translation", method=method)
        release = build(root, address="https://x.example/book")
        found = elements(release.representations[f"/book/{locale}/about/"].body.decode())
        [citation] = [e for e in found if "data-citation" in e.attributes]
        return [line.strip() for line in citation.text.splitlines()]

    return of


def test_a_citation_has_title_language_publisher_edition_and_address(cited):
    assert cited("en") == [
        "Harbour Notes · English",
        "Published by Harbour & Sons.",
        "This edition is of .",
        "https://x.example/book/en/",
    ]


@pytest.mark.parametrize(
    ("methods", "origin"),
    [
        (("machine", "machine"), "Traducido automáticamente. Original: English"),
        (("human", "human"), "Original: English"),
        ((), "Original: English"),
    ],
)
def test_a_translation_names_its_original_and_keeps_no_machine_quiet(cited, methods, origin):
    assert cited("es", *methods)[2] == origin


def test_one_section_by_machine_is_told_as_well(cited):
    told = cited("es", "human", "machine")[2]
    assert told.endswith("Original: English")
    assert told != "Original: English"


def test_without_a_publisher_nobody_is_named(cited):
    assert cited("es", settings='title = "Book"\n')[0] == "Book · español"


def test_the_day_of_an_edition_is_left_to_the_device_that_keeps_it(make_site, build, elements):
    """A page has no day of its own: it would change with every other one."""
    found = elements(build(make_site()).representations["/en/about/"].body.decode())
    [day] = [e for e in found if "data-edition-date" in e.attributes]
    [words] = [e for e in found if e.tag == "span" and "data-kept" in e.attributes]
    assert (day.text, "hidden" in words.attributes) == ("", True)
