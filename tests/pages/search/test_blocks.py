"""The blocks that a page with whole sections holds."""

import pytest

from pwa.pages.search.blocks import blocks

SECTIONS = {
    "one": """# One *two*

First ![drawn](a.png) words[^n].

## More {#more}

- Outer
  - Inner

| a | b |
|---|---|
| c | d |

[^n]: The note.
""",
    "two/deep": "# Two\n\nLast\nwords.\n",
}


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    return build(make_shared_site(SECTIONS, {"es": {"Last words.": "Al fin."}}))


def found(release, tag):
    return blocks(release.representations[f"/{tag}/read/"].body.decode())


def test_they_are_titles_headings_and_text_in_reading_order(release):
    assert [(b.kind, b.section, b.anchor, b.words.text) for b in found(release, "en")] == [
        ("title", "one", "", "One two"),
        ("text", "one", ".1", "First drawn words."),
        ("heading", "one", "more", "More"),
        ("text", "one", ".2", "Outer"),
        ("text", "one", ".3", "Inner"),
        ("text", "one", ".4", "a"),
        ("text", "one", ".5", "b"),
        ("text", "one", ".6", "c"),
        ("text", "one", ".7", "d"),
        ("text", "one", ".8", "The note."),
        ("title", "two/deep", "", "Two"),
        ("text", "two/deep", ".1", "Last words."),
    ]


def test_each_knows_its_title_and_the_heading_above_it(release):
    above = {b.words.text: (b.title, b.heading) for b in found(release, "en")}
    title, heading = above["Inner"]
    assert (title.text, heading.text) == ("One two", "More")
    assert above["Last words."][1] is None


def test_each_knows_its_language(release):
    spoken = {b.words.text: b.words.lang for b in found(release, "es")}
    assert spoken["Al fin."] == "es"
    assert spoken["Two"] == spoken["Inner"] == "en"


def test_each_leads_to_an_element_of_its_sections_page(release, elements):
    for block in found(release, "es"):
        page = elements(release.representations[f"/es/{block.section}/"].body.decode())
        assert not block.anchor or [e for e in page if e["id"] == block.anchor]
