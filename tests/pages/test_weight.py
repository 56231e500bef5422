"""What readers pay for: bytes in Brotli, as they go over the wire."""

from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]

# Of what needs nothing else to be read.
SECTION = 6_000

# The first flight of a new connection carries ten segments (RFC 6928).
FLIGHT = 14_600

# Every one of them is weighed: a draft would be left out.
LOCALES = {"en", "ar", "de", "es", "fr", "hi", "ja", "pt-BR", "uk", "zh-Hans"}

ICONS = {"icon-192.png": 4_000, "icon-512.png": 10_000, "icon-maskable-512.png": 10_000}


@pytest.fixture(scope="module")
def release(build):
    return build(ROOT)


@pytest.fixture(scope="module")
def pages(release):
    """What every page of the publication weighs, by address."""
    return {
        address: sent(one.body)
        for address, one in release.representations.items()
        if one.media_type.startswith("text/html")
    }


def sent(data):
    return len(brotli.compress(data))


def sections(release):
    return {
        release.addresses.section(locale, one.id)
        for locale, edition in release.editions.items()
        for one in edition.sections
    }


def test_a_section_can_be_read_after_six_kilobytes(release, pages):
    heavy = {one: pages[one] for one in sections(release) if pages[one] > SECTION}
    assert heavy == {}


def test_every_language_is_weighed(release):
    assert set(release.editions) == LOCALES


def test_any_page_can_be_read_after_the_first_flight(release, pages):
    """Answers to searches and what is shown to whoever is lost are pages too."""
    others = {one.language: sent(one.answer("a")) for one in release.searches.values()}
    for locale, messages in release.messages.items():
        others |= {(locale, 404): sent(messages.lost), (locale, 500): sent(messages.failed)}
    others["doorway"] = sent(release.doorway)
    assert {one: size for one, size in (pages | others).items() if size > FLIGHT} == {}


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_all_of_a_first_view_is_within_the_first_flight(release, pages, locale):
    """A page with scripts and manifest; icons and the offline copy, sw.js with it, come apart.

    Whoever opens the whole publication on one page has asked for more than a view of it.
    """
    own = [one for one in release.assets if one.name.startswith("page.")]
    scripts = sum(sent(one.data) for one in own)
    scripts += sent(release.representations[release.addresses.manifest(locale)].body)
    views = {one: size for one, size in pages.items() if one.startswith(f"/{locale}/")}
    del views[release.addresses.read(locale)]
    assert set(views) > {one for one in sections(release) if one.startswith(f"/{locale}/")}
    assert {one: size for one, size in views.items() if size + scripts > FLIGHT} == {}


def test_no_script_holds_a_page_back(release, elements):
    """A script in the head waits for the document (`defer`, modules), is data, or stands there."""
    for address, one in release.representations.items():
        if one.media_type.startswith("text/html"):
            scripts = [e for e in elements(one.body.decode()) if e.tag == "script"]
            assert scripts, address
            fetched = [e for e in scripts if e["src"]]
            assert all("defer" in e.attributes or e["type"] for e in fetched), address
            assert sum(len(e.text) for e in scripts if not e["type"]) < 250, address


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_light(name):
    assert (ROOT / "manifest" / name).stat().st_size <= ICONS[name]


def test_a_page_holds_no_rule_of_a_script_that_it_is_not_written_in(release):
    body = release.representations[release.addresses.cover("en")].body
    assert b":lang(" not in body
    assert b":lang(ja)" in release.representations[release.addresses.cover("ja")].body
