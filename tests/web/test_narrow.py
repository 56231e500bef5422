"""A section's page is the release's before there is a release, byte for byte; or there is none."""

import shutil
from pathlib import Path

import pytest

from pwa.release.builder import Builder
from pwa.release.representations import ENCODINGS
from pwa.review.fingerprints import source_hash
from pwa.review.records import write_record
from pwa.site import load_site
from pwa.web import narrow as module
from pwa.web.narrow import Narrow
from tests.benchmarks.corpus import Corpus
from tests.conftest import write
from tests.git import commit_all

ROOT = Path(__file__).parents[2]
ENVIRON = {"PWA_BOUND": "http://127.0.0.1:8000"}
PO = "locales/es/LC_MESSAGES/content.po"

SETTINGS = """title = "Book"
short_name = "Notes"
discreet = true
tagline = "About it"
notice = "Ask somebody."
contact = "mailto:a@x.example"
draft = ["de"]
[review]
show_machine = "translated"
[[parts]]
title = "First"
sections = ["one", "two"]
[[parts]]
title = "Second"
sections = ["more/three", "four", "five"]
"""

SECTIONS = {
    "one": "# One\n\nFirst words.\n\n![A leaf](leaf.svg) and [a card](en/card.pdf).\n",
    "two": "---\nsummary: What it says\nrisk: high\n---\n# Two\n\nMore. See [four](four.md#way).\n",
    "more/three": "# Three\n\nBack to [one](../one.md), [out](https://x.example/), [up](#three).\n",
    "four": "# Four\n\n## A way {#way}\n\nFirst words.\n\n- one\n- two\n",
    "five": "---\ntitle: Five\n---\nNothing more.\n",
}

CATALOGS = {
    "es": {"Book": "Libro", "One": "Uno", "First words.": "Primero.", "What it says": "Qué dice"},
    "ar": {"Five": "خمسة", "Nothing more.": "لا شيء", "Four": "~أربعة"},
    "de": {"One": "Eins"},
}


@pytest.fixture
def root(make_site, sign):
    root = make_site(SECTIONS, CATALOGS, SETTINGS)
    for name in ("leaf.svg", "en/card.pdf", "es/card.pdf", "other.svg"):
        write(root / "content" / name, "<svg xmlns='http://www.w3.org/2000/svg'/>")
    commit_all(root)
    (root / "content/four.md").touch()
    sign(root, "en", "one", "review")
    sign(root, "ar", "five", "translation")
    sign(root, "ar", "five", "revision", by="Omar")
    sign(root, "es", "four", "translation", method="machine")
    return root


def narrow(root):
    return Narrow(load_site(root, environ=ENVIRON), retire=False)


def answered(root, encodings=("gzip",)):
    """The addresses at which something is answered, which is what the release answers."""
    release = Builder(environ=ENVIRON).begin(load_site(root, environ=ENVIRON)).release
    early, found = narrow(root), set()
    for address, one in release.representations.items():
        for encoding in encodings:
            variant = early.variant(address, encoding)
            assert variant in (None, one.variant(encoding)), address
            found |= {address} if variant else set()
    return found


def pages(*sections, locales=("en", "es", "ar")):
    return {f"/{locale}/{one}/" for locale in locales for one in sections}


def test_each_sections_page_is_that_of_the_release(root):
    assert answered(root, ENCODINGS) == pages(*SECTIONS)


def test_each_sections_page_of_this_publication_is_that_of_its_release(tmp_path):
    for folder in ("content", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    found = answered(tmp_path)
    sections = [path.stem for path in (ROOT / "content").glob("*.md")]
    locales = {address.split("/")[1] for address in found}
    assert found == pages(*sections, locales=locales)
    assert len(locales) == len([*(ROOT / "locales").glob("*/LC_MESSAGES/content.po")]) + 1


def test_a_long_publication_is_read_no_further_than_a_page_needs(tmp_path):
    root = Corpus(sections=12, locales=3).write(tmp_path / "corpus")
    assert answered(root) == pages(*(f"s{n:04}" for n in range(12)), locales=("en", "es", "de"))
    page = narrow(root).variant("/es/s0005/", "br")
    for far in ("content/s0003.md", "content/s0007.md", "locales/de/LC_MESSAGES/content.po"):
        (root / far).write_bytes(b"\xff")
    assert narrow(root).variant("/es/s0005/", "br") == page
    assert narrow(root).variant("/es/s0004/", "br") is None


def fuzzy(msgid, previous):
    return f'\n#, fuzzy\n#| msgid "{previous}"\nmsgid "{msgid}"\nmsgstr "Algo"\n'


def add(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def replace(path, was, now):
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


def test_what_was_signed_before_a_declared_edit_stays_signed(root):
    was, now = (None, "Nothing more."), (None, "Nothing more!")
    for path in ("content/five.md", "locales/ar/LC_MESSAGES/content.po"):
        replace(root / path, was[1], now[1])
    hashes = [[source_hash(was), source_hash(now)]]
    fields = {"step": "same-meaning", "section": "five", "by": "Dora", "segmenter": 1}
    fields |= {"at": "2026-02-01T00:00:00Z", "messages": hashes, "before": [list(was)]}
    write_record(root / "locales/en/records/five", fields)
    assert answered(root) == pages(*SECTIONS)
    assert b'data-status="revised"' in narrow(root).variant("/ar/five/", "identity").body


# Why a page waits for the release, and which pages do.
WAITING = {
    "its text was another's, which may stand elsewhere now": (
        lambda root: add(root / PO, fuzzy("Three", "One more")),
        pages("two", "more/three", "four", locales=["es"]),
    ),
    "an id of before, which another section may claim": (
        lambda root: replace(root / "content/five.md", "title: Five", "formerly: [six]"),
        pages("four", "five"),
    ),
    "a link of its translation alone, to what another section shows": (
        lambda root: add(root / PO, '\nmsgid "Nothing more."\nmsgstr "[Nada](leaf.svg)"\n'),
        pages("five", locales=["es"]),
    ),
    "a broken link": (
        lambda root: add(root / "content/four.md", "\n[Nowhere](nowhere.md)\n"),
        pages("four"),
    ),
    "a faulty record": (
        lambda root: write(root / "locales/es/records/one/x.json", "{"),
        pages(*SECTIONS, locales=["es"]),
    ),
    "a faulty interface": (
        lambda root: write(root / "locales/ar/LC_MESSAGES/interface.po", "msgid\n"),
        pages(*SECTIONS, locales=["ar"]),
    ),
}


@pytest.mark.parametrize("why", WAITING)
def test_a_page_waits_where_others_may_have_a_say_or_something_is_wrong(root, why):
    change, waiting = WAITING[why]
    change(root)
    assert answered(root) == pages(*SECTIONS) - waiting


# Where no release can be made either.
FAULTS = {
    "a source": lambda root: (root / "content/four.md").write_bytes(b"\xff"),
    "a template": lambda root: write(root / "templates/section.html", "{% if %}"),
    "a neighbour without a file": lambda root: (root / "content/four.md").unlink(),
    "a script": lambda root: write(root / "static/page.js", "function ("),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_answered_where_a_page_cannot_be_made(root, fault):
    FAULTS[fault](root)
    assert narrow(root).variant("/es/four/", "br") is None


@pytest.mark.parametrize(
    "address", ["/", "/es/", "/es/read/", "/es/one", "/es/six/", "/de/one/", "/es/es/one/", "/x"]
)
def test_what_is_no_sections_page_waits(root, address):
    assert narrow(root).variant(address, "br") is None


def test_a_language_that_cannot_be_read_is_named_until_the_release_is_without_it(root):
    """To know, all catalogs would have to be read."""
    (root / "locales/ar/LC_MESSAGES/content.po").write_bytes(b"\xff")
    assert b"/ar/one/" in narrow(root).variant("/es/one/", "identity").body
    assert narrow(root).variant("/ar/one/", "br") is None


def test_of_few_languages_catalogs_are_held_and_those_let_go_of_are_read_again(root, monkeypatch):
    monkeypatch.setattr(module, "CATALOGS", 1)
    early = narrow(root)
    first = early.variant("/es/one/", "br")
    assert early.variant("/ar/one/", "br")
    assert early.variant("/es/one/", "br") == first
