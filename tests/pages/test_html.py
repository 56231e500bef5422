import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pwa.edition.edition import make_edition
from pwa.memo import Memo
from pwa.pages.html import LONG, EditionPages
from pwa.release.builder import Builder
from pwa.release.inputs import Reader
from pwa.release.materials import gather
from pwa.site import load_site

ROOT = Path(__file__).parents[2]

SECTIONS = {
    "one": """---
summary: "About [two](two.md)."
risk: high
first_published: 2026-01-02
sources:
  - title: A study
    publisher: A journal
    year: 2024
    address: https://doi.org/10.1/x
---
# One

First words, then [the other](two.md#more) and [home](https://x.example/).

- Tight *item*

> Quoted

| a | b |
|---|---|
| c | d |

![A drawing](picture.svg)

Noted[^n].

[^n]: The note.
""",
    "two": "# Two\n\n## More\n\nOther words.\n",
    "three": "# Three\n\nLast words.\n",
}
ARABIC = {"Book": "كتاب", "One": "واحد", "First words, then [the other](two.md#more) and "
          "[home](https://x.example/).": "كلمات [أخرى](two.md#more) و[البيت](https://x.example/).",
          "Two": "اثنان"}  # fmt: skip
SPANISH = {"Two": "Dos", "More": "Más", "Other words.": "Otras."}
LOCALES = ["en", "ar", "es"]
ADDRESS = "https://x.example"
PAGES = ["", "one/", "two/", "three/", "read/", "about/", "translation/", "offline/"]


@pytest.fixture(scope="module")
def root(make_shared_site):
    root = make_shared_site(SECTIONS, {"ar": ARABIC, "es": SPANISH})
    (root / "content/picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return root


@pytest.fixture(scope="module")
def release(root, build):
    return build(root, address=ADDRESS)


@pytest.fixture(scope="module")
def page(release, elements):
    def at(address):
        return elements(release.representations[address].body.decode())

    return at


def one(found, tag):
    [element] = [element for element in found if element.tag == tag]
    return element


def named(found, tag):
    return [element for element in found if element.tag == tag]


everywhere = pytest.mark.parametrize("path", PAGES)
in_all = pytest.mark.parametrize("locale", LOCALES)


@everywhere
@in_all
def test_a_page_has_one_language_and_direction(page, locale, path):
    html = one(page(f"/{locale}/{path}"), "html")
    assert (html["lang"], html["dir"]) == (locale, "rtl" if locale == "ar" else "ltr")


@everywhere
@in_all
def test_a_page_has_one_title_one_heading_and_one_main(page, locale, path):
    found = page(f"/{locale}/{path}")
    assert one(found, "title").text.strip()
    assert one(found, "h1").text.strip()
    assert one(found, "main")["id"] == ".main"


@everywhere
@in_all
def test_no_id_stands_twice_on_a_page(page, locale, path):
    ids = [element["id"] for element in page(f"/{locale}/{path}") if element["id"]]
    assert len(ids) == len(set(ids))


@everywhere
@in_all
def test_no_link_stands_within_another(page, locale, path):
    assert not [e for e in named(page(f"/{locale}/{path}"), "a") if "a" in e.within]


@everywhere
def test_every_other_language_is_an_alternate(page, path):
    links = [e for e in named(page(f"/es/{path}"), "a") if e["rel"] == "alternate"]
    others = {locale: f"/{locale}/{path}" for locale in LOCALES if locale != "es"}
    assert {e["hreflang"]: e["href"] for e in links} == others


@everywhere
@in_all
def test_a_page_names_itself_as_canonical(page, locale, path):
    [canonical] = [e for e in named(page(f"/{locale}/{path}"), "link") if e["rel"] == "canonical"]
    assert canonical["href"] == f"{ADDRESS}/{locale}/{path}"


@everywhere
def test_the_switcher_gives_the_same_page_under_each_languages_own_name(page, path):
    links = [e for e in named(page(f"/ar/{path}"), "a") if e["hreflang"] and e.within[-1] == "li"]
    assert {(e["lang"], e["dir"], e.text, e["href"]) for e in links} >= {
        ("en", "ltr", "English", f"/en/{path}"),
        ("ar", "rtl", "العربية", f"/ar/{path}"),
        ("es", "ltr", "español", f"/es/{path}"),
    }
    assert [e["lang"] for e in links if e["aria-current"]] == ["ar"]


@everywhere
@in_all
def test_everything_a_page_loads_is_its_own(page, locale, path):
    loaded = [
        element["src"] or (element["href"] if element.tag == "link" else None)
        for element in page(f"/{locale}/{path}")
        if element["rel"] not in {"canonical", "alternate"}
    ]
    addresses = list(filter(None, loaded))
    assert addresses
    assert not [a for a in addresses if urlsplit(a).netloc or urlsplit(a).scheme]


@everywhere
def test_static_files_are_named_by_their_hash(release, path):
    html = release.representations[f"/es/{path}"].body.decode()
    names = re.findall(r"/static/[^\"]+", html)
    assert names
    assert not [name for name in names if not re.search(r"\.[0-9a-f]{12}\.\w+$", name)]


@everywhere
@in_all
def test_links_lead_to_what_there_is(release, page, locale, path):
    there = {*release.representations, *(release.addresses.static(a.name) for a in release.assets)}
    search = release.addresses.search(locale)
    there |= {release.addresses.status(), "", search, *release.later}
    links = [e["href"].partition("#")[0] for e in named(page(f"/{locale}/{path}"), "a")]
    assert not [link for link in links if link not in there and not link.startswith("https:")]


@everywhere
@in_all
def test_links_into_a_page_find_their_place(release, page, locale, path):
    for link in named(page(f"/{locale}/{path}"), "a"):
        address, _, fragment = link["href"].partition("#")
        if fragment and not address.startswith("https:"):
            ids = {e["id"] for e in page(address or f"/{locale}/{path}")}
            assert fragment in ids


@pytest.mark.parametrize("where", ["one/", "read/"])
@pytest.mark.parametrize(
    ("locale", "status", "shown", "lang", "direction"),
    [
        ("en", "written", "source", "en", "ltr"),
        ("ar", "partial", "translation", "ar", "rtl"),
        ("es", "untranslated", "source", "en", "ltr"),
    ],
)
def test_an_article_says_what_it_is(page, where, locale, status, shown, lang, direction):
    article = named(page(f"/{locale}/{where}"), "article")[0]
    assert article.attributes | {"aria-labelledby": ""} == {
        "data-section": "one",
        "data-status": status,
        "data-shown": shown,
        "lang": lang,
        "dir": direction,
        "aria-labelledby": "",
    }


def test_the_whole_publication_has_an_article_for_each_section_in_order(page):
    articles = named(page("/ar/read/"), "article")
    assert [article["data-section"] for article in articles] == ["one", "three", "two"]


BLOCKS = ["Tight item", "Quoted", "a", "b", "c", "d"]


@pytest.mark.parametrize("where", ["one/", "read/"])
@pytest.mark.parametrize("text", BLOCKS)
def test_a_block_in_the_source_language_says_so(page, where, text):
    marked = [e for e in page(f"/ar/{where}") if e.text == text and e["lang"]]
    assert [(e["lang"], e["dir"]) for e in marked] == [("en", "ltr")]


def test_a_translated_block_needs_no_mark(page):
    [paragraph] = [e for e in named(page("/ar/one/"), "p") if e.text.startswith("كلمات")]
    assert paragraph.attributes.keys() == {"id"}


def test_nothing_within_a_section_in_its_own_language_is_marked(page):
    for locale, where in [("en", "one/"), ("es", "one/"), ("es", "two/")]:
        marked = [e for e in page(f"/{locale}/{where}") if "article" in e.within and e["lang"]]
        assert not marked


def test_a_title_in_the_source_language_says_so_wherever_it_stands(page):
    for path in ("", "three/", "two/", "read/", "translation/"):
        marked = [
            e
            for e in page(f"/es/{path}")
            if e.text == "Three" and e.tag in {"a", "h1", "h2", "b"} and e["lang"] != "en"
        ]
        assert not marked


def test_links_between_sections_stay_in_the_language(page):
    [link] = [e for e in named(page("/ar/one/"), "a") if e.text == "أخرى"]
    assert link["href"] == "/ar/two/#more"


def test_a_section_leads_to_its_neighbours(page):
    places = ("prev", "next")
    links = {e["rel"]: e["href"] for e in named(page("/es/three/"), "a") if e["rel"] in places}
    assert links == {"prev": "/es/one/", "next": "/es/two/"}


def test_the_page_of_all_editions_has_a_way_to_each_language(page):
    links = [e for e in named(page("/translation/"), "a") if e["hreflang"] and "ul" in e.within]
    assert [e["href"] for e in links] == [f"/{locale}/translation/" for locale in LOCALES]
    assert not [e for e in links if e["rel"] == "alternate"]


EVIL = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [j](javascript:alert(1)) "
    "[d](data:text/html,x) [v](vbscript:x) [n](//evil.example) ![p](https://evil.example/p.png) "
    "![q](//evil.example/q.png) <https://fine.example> \" onmouseover=alert(1) ' &#x3c;b>"
)


@pytest.fixture(scope="module")
def attacked(make_shared_site, build):
    """Everything that a person writes is hostile, in the source and in the translation."""
    front = {"title": EVIL, "summary": EVIL, "sources": [{"title": EVIL, "publisher": EVIL}]}
    text = json.dumps(front, ensure_ascii=False)
    keys = ("title", "tagline", "licence", "publisher", "contact", "short_name")
    settings = "".join(f"{key} = {json.dumps(EVIL)}\n" for key in keys)
    root = make_shared_site(
        {"one": f"---\n{text}\n---\n{EVIL}\n\n- {EVIL}\n\n# Mild\n", "two": f"# {EVIL}\n"},
        {"es": {"Mild": EVIL, EVIL: EVIL}},
        settings,
        name="attacked",
    )
    interface = root / "locales/es/LC_MESSAGES/interface.po"
    interface.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "Contents"\nmsgstr {json.dumps(EVIL)}\n\n'
        'msgid "Page not found"\nmsgstr "\\" onclick=alert(1) &lt;script>"\n'
    )
    return build(root)


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("path", ["", "one/", "two/", "read/", "about/", "translation/"])
def test_nothing_that_anybody_writes_becomes_active(attacked, elements, locale, path):
    own = re.compile(r"/static/(page|icon|apple-touch-icon-180)\.[0-9a-f]{12}\.\w+")
    for element in elements(attacked.representations[f"/{locale}/{path}"].body.decode()):
        assert not [name for name in element.attributes if name.startswith("on")]
        assert element.tag not in {"img", "iframe", "object", "form", "base"}
        is_first = element.tag == "script" and element.text.startswith("try{[,document.")
        assert element.tag != "script" or is_first or own.fullmatch(element["src"])
        scheme = urlsplit(element["href"] or "")
        assert scheme.scheme in {"", "https", "http"}
        assert scheme.netloc in {"", "fine.example", "127.0.0.1:8000"}


def test_a_lost_readers_page_is_as_safe(attacked, elements):
    found = elements(attacked.messages["es"].lost.decode())
    assert "onclick" in one(found, "h1").text
    assert not [name for e in found for name in e.attributes if name.startswith("on")]


def test_a_change_in_one_section_leaves_other_pages_alone(make_site, build):
    root, builder = make_site(SECTIONS, {"es": SPANISH}), Builder(memo=Memo())
    before = build(root, builder).representations
    path = root / "content/one.md"
    path.write_text(path.read_text().replace("First words", "New words"))
    after = build(root, builder).representations
    assert {a for a in before if before[a] is not after.get(a)} == {
        "/en/one/", "/en/read/", "/en/edition.json",
        "/es/one/", "/es/read/", "/es/edition.json",
    }  # fmt: skip


def test_a_neighbours_new_title_reaches_the_pages_that_show_it(make_site, build):
    root, builder = make_site(SECTIONS), Builder()
    before = build(root, builder).representations
    (root / "content/two.md").write_text(SECTIONS["two"].replace("# Two", "# New"))
    after = build(root, builder).representations
    assert {a for a in before if before[a] is not after.get(a) and a.endswith("/")} == {
        "/en/", "/en/two/", "/en/three/", "/en/read/", "/en/qr/", "/en/translation/",
        "/translation/",
    }  # fmt: skip


def test_nothing_that_makes_pages_reads_a_clock():
    floors = ("source", "translation", "review", "edition", "pages")
    files = [file for floor in floors for file in (ROOT / "pwa" / floor).rglob("*.py")]
    assert files
    reading = re.compile(r"\.(now|utcnow|today|time|monotonic)\(")
    assert not [file.name for file in files if reading.search(file.read_text(encoding="utf-8"))]


def test_pages_carry_the_due_date_and_not_whether_it_has_passed(make_site, sign, build, elements):
    root = make_site({"one": "# One\n"}, {"es": {"One": "Uno"}})
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "review", by="Ben", due="2001-01-01")
    found = elements(build(root).representations["/es/one/"].body.decode())
    marked = [e for e in found if e["data-due"]]
    assert [(e["data-due"], "hidden" in e.attributes) for e in marked] == [("2001-01-01", True)]


def test_a_publication_without_parts_tagline_or_neighbours_is_whole(make_site, build, elements):
    release = build(make_site({"one": "Only words.\n"}, settings='title = "Book"\n'))
    for address, found in release.representations.items():
        if address.endswith("/"):
            elements(found.body.decode())


HEALTH = re.compile(r"(?i)clinic|médic|medic|health|salud|emergency|doctor")
COOKBOOK = 'title = "Soups"\n[review]\nshow_machine = "translated"\n'


def test_the_engine_itself_says_nothing_of_medicine(make_site, sign, build, elements):
    root = make_site({"one": "# One\n", "two": "# Two\n"}, {"es": {"One": "Uno"}}, COOKBOOK)
    sign(root, "en", "one", "review")
    for address, found in build(root).representations.items():
        if address.endswith("/"):
            assert not HEALTH.search(one(elements(found.body.decode()), "body").text)
    assert not HEALTH.search((ROOT / "locales/interface.pot").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def noticed(make_shared_site, build):
    notice, about = "Wash your *hands*.", "It is about soup."
    settings = f'title = "Book"\nnotice = "{notice}"\nabout = "{about}"\n'
    pairs = {notice: "Lávese las *manos*."}
    return build(make_shared_site(SECTIONS, {"es": pairs}, settings, name="noticed"))


def notices_of(found):
    """What stands out on a page; what the page's script may say of the edition is hidden."""
    return [e for e in found if e["class"] == "notice" and "hidden" not in e.attributes]


@pytest.mark.parametrize("path", PAGES)
def test_a_publications_notice_stands_once_on_every_page(noticed, elements, path):
    found = elements(noticed.representations[f"/es/{path}"].body.decode())
    notices = [(e.text, e["lang"]) for e in notices_of(found)]
    assert notices == [("Lávese las manos.", None)]


def test_what_a_publication_is_stands_on_the_page_about_it(noticed, elements):
    found = elements(noticed.representations["/es/about/"].body.decode())
    assert [e["lang"] for e in found if e.text == "It is about soup."] == ["en"]


def test_what_a_publisher_does_not_say_takes_no_place(page):
    found = page("/en/about/")
    assert not notices_of(found)
    assert named(found, "h2")[0].text == "Who is behind it"


def test_english_words_of_the_interface_say_so_on_a_page_in_another_language(
    make_site, build, elements
):
    """WCAG 2.2, 3.1.2: language of parts; attributes and titles cannot say it."""
    root = make_site(SECTIONS, {"eo": {"Two": "Du"}})
    catalog = root / "locales/eo/LC_MESSAGES/interface.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog.write_text(f'{head}msgid "Previous"\nmsgstr "Antaŭa"\n')
    found = elements(build(root).representations["/eo/three/"].body.decode())
    marked = {e.text: (e["lang"], e["dir"]) for e in found if e.tag == "span" and e["lang"]}
    assert marked["Skip to the text"] == ("en", "ltr")
    assert marked["Not translated yet. You are reading the original (angla)."] == ("en", "ltr")
    assert "Antaŭa" not in marked
    labels = [e["aria-label"] for e in named(found, "nav") if e["class"]]
    assert labels == ["Language", "Neighbouring sections"]


def test_words_in_the_pages_own_language_are_not_marked(page):
    for locale in LOCALES:
        spans = [e for e in named(page(f"/{locale}/about/"), "span") if e["lang"]]
        assert {e.text for e in spans} <= {"English"}  # the original's own name


HOSTILE = """# One

[up](#one), [down](#.main), [here](#a:b--c)

## Main {#_main}

## .main

## Title {#title}

## Twice {#a:b--c}

## Twice {#a:b--c}
"""


@pytest.fixture(scope="module")
def confusing(make_shared_site, build):
    """Ids that could be a template's, another section's, or another heading's."""
    ids = ["_main", "title", ".main", "a/b", "a-b", "a", "a--b", "one", "one--part", "contents"]
    sections = {name: HOSTILE for name in ids if name[0].isalnum()}
    sections |= {"untitled": "## Title\n\n## Untitled\n"}
    return build(make_shared_site(sections, {"es": {"Twice": "Doble"}}, name="confusing"))


def test_no_id_stands_twice_whatever_authors_call_their_headings(confusing, elements):
    for address, found in confusing.representations.items():
        if address.endswith("/"):
            ids = [e["id"] for e in elements(found.body.decode()) if e["id"]]
            assert len(ids) == len(set(ids)), address


def test_fragments_are_the_same_in_every_language(confusing, elements):
    def ids(locale):
        html = confusing.representations[f"/{locale}/read/"].body.decode()
        return [e["id"] for e in elements(html) if e["id"]]

    assert ids("en") == ids("es")


def test_links_within_a_section_find_their_place_where_several_share_a_page(confusing, elements):
    found = elements(confusing.representations["/es/read/"].body.decode())
    ids = {e["id"] for e in found}
    links = [e["href"][1:] for e in named(found, "a") if e["href"].startswith("#")]
    assert {"a", "a/b", "a-b", "a/b:one", "a-b:a:b--c"} <= set(links)
    assert set(links) - ids == {".main"} - ids


PARTED = """title = "Book"
[[parts]]
title = "First"
sections = ["one", "two"]
[[parts]]
sections = ["three"]
"""
MUCH = "# Three\n\n" + f"{'Many words. ' * 100}\n\n" * (LONG // 1000)


@pytest.fixture(scope="module")
def long(make_shared_site, build):
    return build(
        make_shared_site(
            SECTIONS | {"three": MUCH}, {"es": {"First": "Primera"}}, PARTED, name="long"
        )
    )


def articles(release, elements, address):
    found = elements(release.representations[address].body.decode())
    return [e["data-section"] for e in named(found, "article")]


def test_a_long_publication_is_read_by_part(long, elements):
    assert articles(long, elements, "/es/read/") == []
    assert articles(long, elements, "/es/read/1/") == ["one", "two"]
    assert articles(long, elements, "/es/read/2/") == ["three"]
    assert "/es/read/3/" not in long.representations


def test_a_part_is_named_by_its_title(long, elements):
    def title(address):
        return one(elements(long.representations[address].body.decode()), "title").text

    assert [title(f"/es/read/{n}/") for n in (1, 2)] == ["Primera – Book", "Book"]


def test_the_list_of_parts_leads_to_each_section_in_its_part(long, elements):
    found = elements(long.representations["/es/read/"].body.decode())
    links = [e["href"] for e in named(found, "a") if "main" in e.within]
    assert links == [
        "/es/read/1/", "/es/read/1/#one", "/es/read/1/#two", "/es/read/2/", "/es/read/2/#three",
    ]  # fmt: skip
    for address, _, fragment in (link.partition("#") for link in links):
        ids = {e["id"] for e in elements(long.representations[address].body.decode())}
        assert {fragment} - {""} <= ids


def test_a_short_publication_with_parts_stands_on_one_page(make_site, build, elements):
    release = build(make_site(SECTIONS, settings=PARTED))
    assert articles(release, elements, "/en/read/") == ["one", "two", "three"]
    assert "/en/read/1/" not in release.representations


def test_a_change_in_one_part_leaves_the_others_alone(make_site, build):
    root, builder = make_site(SECTIONS | {"three": MUCH}, settings=PARTED), Builder()
    before = build(root, builder).representations
    (root / "content/three.md").write_text(MUCH.replace("Many", "Most", 1))
    after = build(root, builder).representations
    assert {a for a in before if before[a] is not after.get(a) and a.endswith("/")} == {
        "/en/three/", "/en/read/2/",
    }  # fmt: skip


def pages_of(root, locale, changed):
    """An edition's pages as the release floor makes them, on days of the test's choosing."""
    site, memo = load_site(root, environ={}), Memo()
    inputs = Reader(memo).read(site)
    frame = gather(site, inputs, memo, preview=False).frame
    one = inputs.locales[locale]
    edition = make_edition(inputs.publication, locale, one.catalog, one.ledger, memo, changed)
    return {page.address: page for page in EditionPages(frame, edition, one.interface, memo).all()}


def dates(page, elements):
    found = elements(page.html.decode())
    return [
        (e["datetime"], "data-changed" in e.attributes)
        for e in named(found, "time")
        if "data-changed" in e.attributes or "dd" in e.within
    ]


def test_a_section_says_when_its_source_and_its_translation_last_moved(make_site, sign, elements):
    root = make_site({"one": "# One\n"}, {"es": {"One": "Uno"}})
    sign(root, "es", "one", "translation", at="2026-02-03T04:05:06Z")
    sign(root, "es", "one", "revision", by="Ben", at="2026-03-04T05:06:07Z")
    changed = {"one": "2026-01-02"}
    source = pages_of(root, "en", changed)["/en/one/"]
    translation = pages_of(root, "es", changed)["/es/one/"]
    assert dates(source, elements) == [("2026-01-02", True)]
    in_sight, *_, newest = dates(translation, elements)
    assert (in_sight, newest) == (("2026-01-02", True), ("2026-03-04T05:06:07Z", False))


def test_a_section_whose_day_is_not_known_says_none(make_site, elements):
    assert dates(pages_of(make_site(), "en", {})["/en/one/"], elements) == []


def test_the_day_of_one_section_changes_no_page_of_another(make_site):
    root = make_site(SECTIONS)
    before = pages_of(root, "en", {"one": "2026-01-02", "two": "2026-01-02"})
    after = pages_of(root, "en", {"one": "2026-01-03", "two": "2026-01-02"})
    assert {a for a in before if before[a].html != after[a].html} == {"/en/one/"}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("ar/", "كتاب – About it"),
        ("ar/one/", "واحد – كتاب"),
        ("ar/three/", "Three – كتاب"),
        ("en/read/", "Read everything on one page – Book"),
        ("es/about/", "Acerca de esta publicación – Book"),
        ("en/translation/", "Translation status – Book"),
        ("translation/", "All editions side by side – Book"),
    ],
)
def test_a_page_is_titled_by_what_it_is_about_and_by_what_it_belongs_to(page, path, title):
    assert one(page(f"/{path}"), "title").text == title


MOVED = {"one": "# One\n\nIt may help.\n\nRest well.\n"}
SAID = {"One": "Uno", "It may help.": "Puede ayudar.", "Rest well.": "Descanse bien."}


@pytest.fixture
def moved(make_site, sign):
    """A site where somebody checked the Spanish, and a function that changes both texts then."""
    root = make_site(MOVED, {"es": SAID, "ar": {}})
    sign(root, "es", "one", "revision", by="Rita")
    catalog = root / "locales/es/LC_MESSAGES/content.po"

    def change(source, entry):
        (root / "content/one.md").write_text(MOVED["one"].replace(*source), encoding="utf-8")
        text = catalog.read_text(encoding="utf-8")
        catalog.write_text(text.replace(*entry), encoding="utf-8")
        return root

    return change


FUZZY = (
    'msgid "It may help."',
    '#, fuzzy\n#| msgid "It may help."\nmsgid "It can help."',
)


def test_the_translation_page_shows_what_moved_in_the_source(moved, build, elements):
    release = build(moved(("may", "can"), FUZZY), address=ADDRESS)
    found = elements(release.representations["/es/translation/"].body.decode())
    summary = next(e for e in found if e.tag == "summary" and "3 párrafos" in e.text)
    assert summary.text == "Cambios en el original desde el 1 de enero de 2026: 1 de 3 párrafos."
    [gone], [new] = ([e for e in found if e.tag == tag] for tag in ("del", "ins"))
    assert (gone.text, new.text) == ("Eliminado: may", "Añadido: can")
    [line] = [e for e in found if e.tag == "dd" and e["lang"]]
    assert (line["lang"], line["dir"]) == ("en", "ltr")
    assert line.text == "It Eliminado: may Añadido: can help."
    hidden = [e for e in found if e.tag == "span" and {"del", "ins"} & {*e.within}]
    assert {(e["class"], e["lang"]) for e in hidden} == {("unseen", "es")}


def test_what_was_put_in_at_the_beginning_is_told(moved, build, elements):
    entry = ("It may help.", "Often It may help.")
    release = build(moved(entry, (FUZZY[0], FUZZY[1].replace("It can", "Often It may"))))
    found = elements(release.representations["/es/translation/"].body.decode())
    [line] = [e for e in found if e.tag == "dd" and e["lang"]]
    assert line.text == "Añadido: Often It may help."


def test_the_translation_page_says_where_the_old_text_is_not_known(moved, build, elements):
    entry = ('msgstr "Descanse bien."', 'msgstr "Repose <bien>."')
    release = build(moved(("may", "may"), entry), address=ADDRESS)
    html = release.representations["/es/translation/"].body.decode()
    assert "Cambios solo en la traducción desde el 1 de enero de 2026: 1 de 3 párrafos." in html
    assert "Aquí no se sabe qué decía antes 1 párrafo." in html
    told = {e.tag for e in elements(html) if "details" in e.within}
    assert not {"del", "ins", "dt"} & told


def test_other_pages_and_editions_do_not_tell_what_moved(moved, build):
    release = build(moved(("may", "can"), FUZZY), address=ADDRESS)
    told = [at for at, one in release.representations.items() if b"<ins>" in one.body]
    assert [at for at in told if at.endswith("/")] == ["/es/translation/"]


def test_a_previous_msgid_that_comes_later_is_told(moved, build):
    """Equal keys mean equal bytes: what is shown of it has to be in the page's key."""
    builder = Builder(environ={"SOURCE_DATE_EPOCH": "0"})
    root = moved(("may", "can"), ('msgid "It may help."', '#, fuzzy\nmsgid "It can help."'))
    before = build(root, builder).representations["/es/translation/"].body
    assert b"<ins>" not in before
    moved(("may", "can"), ("#, fuzzy\n", '#, fuzzy\n#| msgid "It may help."\n'))
    assert b"<ins>" in build(root, builder).representations["/es/translation/"].body


def test_old_texts_are_found_among_what_a_catalog_keeps_as_obsolete(moved, build, elements):
    was = 'msgid "It may help."\n{}msgstr "Puede ayudar."'
    entry = (was.format(""), f'msgid "It can help."\nmsgstr "Sirve."\n\n#~ {was.format("#~ ")}')
    release = build(moved(("may", "can"), entry), address=ADDRESS)
    found = elements(release.representations["/es/translation/"].body.decode())
    told = [" ".join(e.text.split()) for e in found if e.tag == "dd" and "details" in e.within]
    assert told == [
        "It Eliminado: may Añadido: can help.",
        "Eliminado: Puede ayudar. Añadido: Sirve.",
    ]


def test_what_becomes_obsolete_later_is_told(moved, build):
    """Equal keys mean equal bytes: what is shown of it has to be in the page's key."""
    builder = Builder(environ={"SOURCE_DATE_EPOCH": "0"})
    root = moved(("may", "can"), ('msgid "It may help."', 'msgid "It can help."'))
    before = build(root, builder).representations["/es/translation/"].body
    assert b"<del>" not in before
    gone = '#~ msgid "It may help."\n#~ msgstr "Puede ayudar."\n\nmsgid "Rest well."'
    moved(("may", "can"), ('msgid "Rest well."', gone))
    assert b"<del>" in build(root, builder).representations["/es/translation/"].body
