import pytest

from pwa.addresses import Addresses
from pwa.edition.edition import make_edition
from pwa.memo import Memo
from pwa.pages.views import EditionViews
from pwa.release.inputs import Reader
from pwa.site import load_site

TEXT = """---
summary: A *summary* with [a link](two.md).
---
# One [linked](two.md) `code`

See [two](two.md#more), [here](#part), [out](https://x.example/), [gone](gone.md), ![i](i.svg),
![theirs](https://x.example/i.png).

## Part
"""


@pytest.fixture(scope="module")
def views(make_shared_site):
    root = make_shared_site(
        {"one": TEXT, "two": "# Two\n\n## More\n", "deep/three": "# Three\n\n[up](../one.md)\n"},
        {"ar": {"Two": "اثنان", "Book": "كتاب"}},
    )
    (root / "content/i.svg").write_text("<svg/>")
    memo = Memo()
    inputs = Reader(memo).read(load_site(root, environ={}))
    addresses = Addresses("https://x.example/book")
    return {
        locale: EditionViews(
            make_edition(inputs.publication, locale, one.catalog, one.ledger, memo), addresses, memo
        )
        for locale, one in inputs.locales.items()
    }


def section(views, locale, number):
    return views[locale].section(views[locale].edition.sections[number])


def test_a_translated_text_needs_no_language(views):
    shown = views["ar"].outside(views["ar"].edition.publication.title)
    assert (shown.text, shown.lang, shown.dir) == ("كتاب", None, None)


def test_a_text_in_the_source_language_says_so(views):
    shown = views["ar"].outside(views["ar"].edition.publication.tagline)
    assert (shown.text, shown.lang, shown.dir) == ("About it", "en", "ltr")


def test_in_the_source_edition_no_text_is_foreign(views):
    assert views["en"].outside(views["en"].edition.publication.title).lang is None


def test_short_texts_have_markup_but_no_links(views):
    one = section(views, "en", 1)
    assert (one.title.html, one.title.text) == ("One linked <code>code</code>", "One linked code")
    assert one.summary.html == "A <em>summary</em> with a link."


@pytest.mark.parametrize(
    ("there", "is_there"),
    [
        ('<a href="/book/ar/two/#more">two</a>', True),
        ('<a href="#part">here</a>', True),
        ('<a href="https://x.example/">out</a>', True),
        ("gone.md", False),
        ('src="/book/static/content/i.', True),
        ("i.png", False),
        ("theirs", True),
    ],
)
def test_links_and_images_lead_where_they_may(views, there, is_there):
    assert (there in section(views, "ar", 1).body) is is_there


def test_links_are_relative_to_their_file(views):
    assert '<a href="/book/ar/one/">up</a>' in section(views, "ar", 0).body


def test_ids_and_links_to_them_are_a_sections_own_where_several_share_a_page(views):
    [part] = views["en"].whole(views["en"].edition.parts)
    bodies = {one.id: one.body for one in part.sections}
    assert '<h3 id="one:part">' in bodies["one"]
    assert 'href="#one:part"' in bodies["one"]


def test_heads_have_no_body(views):
    [part] = views["en"].heads()
    assert [(one.id, one.body) for one in part.sections] == [
        ("deep/three", ""), ("one", ""), ("two", ""),
    ]  # fmt: skip


def test_only_a_translation_has_an_original(views):
    assert section(views, "ar", 2).source_url == "/book/en/two/"
    assert section(views, "en", 2).source_url == ""
