"""A translation that lags where the risk is high: the present source first, the rest folded."""

import re

import pytest

from pwa.site import load_site
from pwa.translation import files
from pwa.translation.po import parse

SETTINGS = """title = "Book"
[review]
show_machine = "translated"
"""
WORDS = """---
summary: What it does.
risk: {risk}
---
# One {{#top}}

It {may} help.[^n]

## Rest

Stay, see [the beginning](#top), [rest](#rest) and [two](two.md).

## Stop

Go *home*.

[^n]: A note.
"""
ONE = WORDS.format(risk="high", may="may")
SPANISH = {
    "Book": "Libro",
    "One": "Uno",
    "It may help.[^n]": "Acaso ayude.[^n]",
    "Rest": "Descanso",
    "Stay, see [the beginning](#top), [rest](#rest) and [two](two.md).": (
        "Quédese, vea [el comienzo](#top), [el descanso](#rest) y [dos](two.md)."
    ),
    "Stop": "~Alto",
    "Go *home*.": "A *casa*.",
    "A note.": "Una nota.",
    "What it does.": "Lo que hace.",
    "Two": "Dos",
}
WHERE = {"/es/one/": "", "/es/read/": "one:"}
on_both = pytest.mark.parametrize("where", WHERE)


class Desk:
    """A site whose source changes, and its translator."""

    def __init__(self, root, build):
        self.root, self.build = root, build

    def write(self, **words):
        (self.root / "content/one.md").write_text(WORDS.format(**words), encoding="utf-8")
        site = load_site(self.root, environ={})
        list(files.write(site, files.update(site, "es", now="2026-11-23 10:00+0000")))

    def translate(self):
        path = self.root / "locales/es/LC_MESSAGES/content.po"
        old = parse(path.read_bytes(), file="content.po")
        entries = (each.replace(flags=(), previous_msgid=None) for each in old.entries)
        path.write_bytes(old.with_entries(entries).encode())

    def page(self, where):
        return self.build(self.root).representations[where].body.decode()


@pytest.fixture
def desk(make_site, build):
    root = make_site({"one": ONE, "two": "# Two\n"}, {"es": SPANISH}, SETTINGS)
    return Desk(root, build)


@pytest.fixture
def outdated(desk):
    desk.write(risk="high", may="can")
    return desk


def article(found):
    return next(e for e in found if e.tag == "article" and e["data-section"] == "one")


def folded(found):
    return [e for e in found if e.tag == "details" and e["class"] == "earlier"]


def within_fold(html):
    return html.partition('<details class="earlier"')[2].partition("</details>")[0]


@on_both
def test_the_present_source_comes_first(outdated, elements, where):
    html = outdated.page(where)
    found = elements(html)
    one = article(found)
    assert (one["data-status"], one["data-shown"]) == ("partial", "source")
    assert (one["lang"], one["dir"]) == ("en", "ltr")
    before = html.partition('data-section="one"')[2].partition("<details")[0]
    for source in ("It can help.", "Stay, see", "Go <em>home</em>.", "Stop"):
        assert source in before
    assert "Acaso" not in before
    assert "Quédese" not in before


@on_both
def test_what_is_translated_is_folded_and_marked(outdated, elements, where):
    html = outdated.page(where)
    [fold] = folded(elements(html))
    assert "article" in fold.within
    assert (fold["lang"], fold["dir"]) == ("es", "ltr")
    assert "open" not in fold.attributes
    inside = within_fold(html)
    assert "Quédese" in inside
    assert re.search('<p id="[^"]+" lang="en" dir="ltr">It can help[.]', inside)
    assert "Acaso" not in inside, "fuzzy text is never shown"


@pytest.mark.parametrize(("where", "levels"), [("/es/one/", "h2 h3"), ("/es/read/", "h3 h4")])
def test_headings_go_on_below_that_of_the_fold(outdated, elements, where, levels):
    inside = elements("<details" + within_fold(outdated.page(where)) + "</details>")
    summary, *others = [e.tag for e in inside if e.tag in {"h1", "h2", "h3", "h4", "h5"}]
    assert f"{summary} {others[0]}" == levels
    assert len({*others}) == 1


@on_both
def test_no_id_stands_twice_and_links_stay_among_their_own(outdated, elements, where):
    html, prefix = outdated.page(where), WHERE[where]
    ids = [e["id"] for e in elements(html) if e["id"]]
    assert len(ids) == len(set(ids))
    inside = [e["href"] for e in elements("<i" + within_fold(html) + "</i>") if e.tag == "a"]
    own = [href for href in inside if href.startswith("#")]
    assert f"#{prefix}.earlier:rest" in own
    assert f"#{prefix}.earlier:top" in own
    assert {href[1:] for href in own} <= set(ids)
    assert "/es/two/" in inside


@on_both
def test_who_cannot_read_the_original_finds_the_fold_from_the_top(outdated, elements, where):
    html = outdated.page(where)
    [fold] = folded(elements(html))
    above = html.partition('<article data-section="one"')[0]
    assert f'href="#{fold["id"]}"' in above


def test_title_and_summary_stand_in_the_readers_language_where_they_are_current(outdated, elements):
    cover = elements(outdated.page("/es/"))
    [link] = [e for e in cover if e.tag == "a" and e["href"] == "/es/one/"]
    assert (link.text, link["lang"]) == ("Uno", None)
    assert any(e.text == "Lo que hace." for e in cover if e.tag == "p")
    [heading] = [e for e in elements(outdated.page("/es/one/")) if e.tag == "h1"]
    assert (heading.text, heading["lang"]) == ("Uno", None)


def test_once_it_is_translated_the_translation_is_shown_again(outdated, elements):
    outdated.translate()
    found = elements(outdated.page("/es/one/"))
    assert folded(found) == []
    assert (article(found)["data-shown"], article(found)["lang"]) == ("translation", "es")


def test_where_the_risk_is_not_high_the_translation_comes_first(desk, elements):
    desk.write(risk="normal", may="can")
    found = elements(desk.page("/es/one/"))
    assert article(found)["data-shown"] == "translation"
    assert folded(found) == []


def test_what_does_not_lag_is_shown_message_by_message(desk, elements):
    """Partly translated, and the source has not moved."""
    found = elements(desk.page("/es/one/"))
    assert article(found)["data-shown"] == "translation"
    assert folded(found) == []


@pytest.mark.parametrize("locale", ["en", "es"])
def test_the_source_and_the_contents_fold_nothing(outdated, elements, locale):
    for where in (f"/{locale}/", "/en/one/", "/en/read/"):
        assert folded(elements(outdated.page(where))) == []


def test_a_change_of_what_is_folded_makes_another_page(outdated):
    before = outdated.page("/es/one/")
    path = outdated.root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Una nota.", "Otra nota."))
    assert "Otra nota." not in before
    assert "Otra nota." in outdated.page("/es/one/")
