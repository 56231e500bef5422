"""Where others may look on, a discreet publication tells nobody what it is about."""

import json

import pytest

SECTIONS = {
    "one": "---\nsummary: Of hidden sorrows.\n---\n# Sorrows\n\nWords.\n",
    "two": "# Grief\n",
}
PARTS = '[[parts]]\ntitle = "Sorrows"\nsections = ["one"]\n[[parts]]\nsections = ["two"]\n'
SETTINGS = """title = "Hidden Sorrows"
tagline = "Of *grief*"
short_name = "Pages"
{discreet}
address = "https://x.example/"
[review]
show_machine = "translated"
"""
SPANISH = {
    "Hidden Sorrows": "Penas ocultas",
    "Of *grief*": "Del *duelo*",
    "Pages": "Páginas",
    "Sorrows": "Penas",
    "Grief": "Duelo",
}
SUBJECT = ("sorrow", "grief", "pena", "duelo")
LOCALES = ("en", "es")


@pytest.fixture(scope="module")
def make(make_shared_site, build):
    def made(discreet, more=""):
        settings = SETTINGS.format(discreet="discreet = true" if discreet else "") + more
        name = f"{discreet}{len(more)}"
        return build(make_shared_site(SECTIONS, {"es": SPANISH, "ar": {}}, settings, name=name))

    return made


@pytest.fixture(scope="module")
def discreet(make):
    return make(discreet=True)


@pytest.fixture(scope="module")
def usual(make):
    return make(discreet=False)


@pytest.fixture(scope="module")
def titles(elements):
    """A function that gives the titles of all that a release has to show, by address."""

    def of(release):
        found = {a: one.body for a, one in release.representations.items() if a.endswith("/")}
        for locale, messages in release.messages.items():
            found |= {f"{locale} lost": messages.lost, f"{locale} failed": messages.failed}
        found |= {
            f"search {one.language}": one.answer("grief") for one in release.searches.values()
        }
        found |= {
            address: make().body
            for address, make in release.later.items()
            if address.endswith(".html")
        }
        found["doorway"] = release.doorway
        return {address: title(elements(html.decode())) for address, html in found.items()}

    return of


def title(found):
    [element] = [e for e in found if e.tag == "title"]
    return element.text


def manifest(release, locale):
    return release.representations[f"/{locale}/manifest.webmanifest"].body.decode()


def telling(text):
    return [word for word in SUBJECT if word in text.casefold()]


def test_no_title_tells_the_subject(discreet, titles):
    found = titles(discreet)
    assert len(found) >= 35
    assert {address: text for address, text in found.items() if telling(text)} == {}


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/en/", "Pages"),
        ("/en/one/", "Section 1 – Pages"),
        ("/en/two/", "Section 2 – Pages"),
        ("/en/about/", "About this publication – Pages"),
        ("/es/", "Páginas"),
        ("/es/read/", "Leer todo en una sola página – Páginas"),
        ("/es/whole.html", "Páginas"),
    ],
)
def test_a_title_still_says_which_page_it_is(discreet, titles, address, text):
    """WCAG 2.2, 2.4.2."""
    assert titles(discreet)[address] == text


def test_pages_by_part_are_told_apart_by_their_numbers(make, titles, monkeypatch):
    monkeypatch.setattr("pwa.pages.html.LONG", 1)
    found = titles(make(discreet=True, more=PARTS))
    assert [found[f"/en/read/{number}/"] for number in (1, 2)] == [
        "Part 1 – Pages",
        "Part 2 – Pages",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_installed_app_tells_nothing_in_any_language(discreet, locale):
    assert telling(manifest(discreet, locale)) == []
    made = json.loads(manifest(discreet, locale))
    name = {"en": "Pages", "es": "Páginas"}[locale]
    assert (made["name"], made["short_name"], made["description"]) == (name, name, "")
    assert made["name_localized"] == made["short_name_localized"]


def test_a_saved_file_tells_nothing_by_its_name(discreet):
    headers = dict(discreet.later["/es/whole.html"]().variant("identity").raw_headers)
    assert headers[b"content-disposition"].startswith(b'attachment; filename="Paginas (es).html"')


@pytest.mark.parametrize("path", ["", "one/", "two/", "read/", "about/"])
def test_what_is_read_stays_the_same(discreet, usual, elements, path):
    def read(release):
        found = elements(release.representations[f"/es/{path}"].body.decode())
        heads = ("title", "style", "meta", "head", "html", "link", "script")
        return [(e.tag, e.attributes, e.text) for e in found if e.tag not in heads], [
            e["href"] for e in found if e["rel"] == "canonical"
        ]

    assert read(discreet) == read(usual)


def test_otherwise_titles_say_all(usual, titles):
    found = titles(usual)
    assert (found["/en/"], found["/es/one/"], found["/en/about/"]) == (
        "Hidden Sorrows – Of grief",
        "Penas – Penas ocultas",
        "About this publication – Hidden Sorrows",
    )
    assert json.loads(manifest(usual, "en"))["name"] == "Hidden Sorrows"


def test_translators_are_told_that_the_name_is_to_be_discreet(discreet, usual):
    places = [release.editions["en"].publication.short_name.place for release in (usual, discreet)]
    assert ["tells nobody" in place for place in places] == [False, True]
