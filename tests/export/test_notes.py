"""What people are told about a host of their own."""

import re

import pytest

from pwa.export.notes import host_notes
from pwa.export.rules import MATCHED, NOT_SENT, Host, headers_for, rules

SECTIONS = {"one": "---\nformerly: [first]\n---\n# One\n", "two": "# Two\n"}
CATALOGS = {"es": {"One": "Uno"}, "pt-BR": {}}
BLOCKS = re.compile(r"^\S[^\n]*: (\^\S*)\n((?:    .*\n)*)", re.MULTILINE)
WORDS = {"(what the first brackets hold)": MATCHED, "(not sent)": NOT_SENT}


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    return build(make_shared_site(SECTIONS, CATALOGS), address="https://x.example/book/")


@pytest.fixture(scope="module")
def host(release):
    return Host.of(release)


def told(notes, path):
    """The headers of a path, by whoever goes by the notes alone."""
    found = {}
    for pattern, lines in BLOCKS.findall(notes):
        if match := re.search(pattern, path):
            for name, said in (line.strip().split(": ", 1) for line in lines.splitlines()):
                value = WORDS.get(said, said.split(" (in /")[0])
                found[name] = match[1] if value == MATCHED else value
    return {name: value for name, value in found.items() if value != NOT_SENT}


def test_whoever_goes_by_the_notes_sends_what_our_own_server_sends(release, host):
    notes, found = host_notes(host), rules(host)
    searches = [release.addresses.search(tag) for tag in release.locales]
    for address in (*release.representations, *release.later, *searches):
        path = address.removeprefix("/book")
        ours, theirs = dict(headers_for(found, path)), told(notes, path)
        by_its_name = ours.pop("content-type")
        assert theirs.pop("content-type", by_its_name) == by_its_name
        for headers in (ours, theirs) if path.startswith(("/es/", "/pt-BR/")) else ():
            headers.pop("content-disposition", None)
        assert theirs == ours, address


def test_media_types_go_by_the_end_of_a_name(host):
    notes = host_notes(host)
    assert "    .webmanifest: application/manifest+json\n" in notes
    assert "    .epub: application/epub+zip\n" in notes


def test_a_host_is_told_its_place_and_what_is_not_there(host):
    notes = host_notes(host)
    assert "Serve the folder at https://x.example/book/." in notes
    assert "404 with 404.html" in notes


def test_a_host_is_told_where_sections_have_moved(host, build, make_site):
    assert "/book/es/first/ -> /book/es/one/" in host_notes(host)
    assert "->" not in host_notes(Host.of(build(make_site())))
