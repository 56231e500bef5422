"""What readers pay for: bytes in Brotli, as they go over the wire."""

from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]

# Of what needs nothing else to be read.
SECTION = 6_000

# The first flight of a new connection carries ten segments (RFC 6928).
FLIGHT = 14_600

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


def test_any_page_can_be_read_after_the_first_flight(release, pages):
    answers = {one.language: sent(one.answer("")) for one in release.searches.values()}
    assert {one: size for one, size in (pages | answers).items() if size > FLIGHT} == {}


def test_all_of_a_first_view_is_within_the_first_flight(release, pages):
    """The cover or a section with scripts and manifest; icons and the offline copy come apart."""
    own = [one for one in release.assets if one.name.startswith("page.")]
    scripts = sent(release.representations[release.addresses.worker()].body)
    scripts += sum(sent(one.data) for one in own)
    for locale in release.editions:
        manifest = sent(release.representations[release.addresses.manifest(locale)].body)
        first = [one for one in sections(release) if one.startswith(f"/{locale}/")]
        for address in (release.addresses.cover(locale), *first):
            assert pages[address] + scripts + manifest <= FLIGHT, address


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_light(name):
    assert (ROOT / "manifest" / name).stat().st_size <= ICONS[name]


def test_a_page_holds_no_rule_of_a_script_that_it_is_not_written_in(release):
    body = release.representations[release.addresses.cover("en")].body
    assert b":lang(" not in body
    assert b":lang(ja)" in release.representations[release.addresses.cover("ja")].body
