import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import PwaError
from pwa.pages.html import MOST_CODES
from pwa.pages.qr import QUIET, coded

ADDRESS = "https://x.example/book/"


def drawn(code):
    """The dark modules of a path of strokes, as a set of places without the quiet zone."""
    found = set()
    for row in re.findall(r"M[^M]+", code.path):
        x, y, rest = re.fullmatch(r"M(\d+) (\d+)\.5(.*)", row).groups()
        pen = int(x)
        for move, length in re.findall(r"(?:m(\d+) 0)?h(\d+)", rest):
            pen += int(move or 0)
            found |= {(pen + step - QUIET, int(y) - QUIET) for step in range(int(length))}
            pen += int(length)
    return found


@given(st.text("abcdefghijklmnopqrstuvwxyz-/", max_size=80))
def test_a_path_draws_exactly_the_dark_modules(rest):
    address = f"https://x.example/{rest}"
    matrix = segno.make_qr(address, error="m").matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert drawn(coded(address)) == dark
    assert coded(address).edge == len(matrix) + 2 * QUIET


@pytest.fixture(scope="module")
def client(make_shared_site, serve):
    sections = {"one": "# One\n\nWords.\n", "far/two": "# Two\n\nMore.\n"}
    catalogs = {"ar": {"Book": "كتاب", "One": "واحد"}}
    return serve(make_shared_site(sections, catalogs), address=ADDRESS)


def test_cover_and_sections_have_each_a_code_with_title_and_address(client, elements):
    found = elements(client.get("/book/ar/qr/").text)
    ids = [e["id"] for e in found if e.tag == "section"]
    assert ids == [".cover", "far/two", "one"]
    links = [e.text for e in found if e.tag == "a" and e["href"].startswith("https:")]
    expected = [f"{ADDRESS}ar/{rest}" for rest in ("", "far/two/", "one/")]
    assert links == expected
    paths = [e["d"] for e in found if e.tag == "path"]
    assert set(paths) >= {coded(address).path for address in expected}
    titles = {e["id"]: e for e in found if e.tag == "h2"}
    assert titles["one.title"].text == "واحد"
    assert titles["far/two.title"]["lang"] == "en"


def test_it_is_among_the_aids_and_not_in_the_pack(client):
    edition = client.get("/book/ar/edition.json").json()
    pack = client.get(edition["pack"]["address"]).json()
    assert "/book/ar/qr/" not in pack["files"]
    aids = client.get(f"/book/ar/edition/{edition['aids']}.json").json()
    assert "/book/ar/qr/" in aids["files"]


def test_no_search_engine_lists_it(client, elements):
    found = elements(client.get("/book/en/qr/").text)
    assert [e["content"] for e in found if e["name"] == "robots"] == ["noindex"]


def test_of_very_many_sections_only_the_cover_has_one(make_site, serve, elements):
    client = serve(make_site({f"s{n}": f"# S{n}\n" for n in range(MOST_CODES + 1)}))
    found = elements(client.get("/en/qr/").text)
    assert [e["id"] for e in found if e.tag == "section"] == [".cover"]
    # And so no section offers one of its own.
    assert 'data-codes="cover"' in client.get("/en/reading/").text


def test_a_section_cannot_have_its_name(make_site, build):
    with pytest.raises(PwaError, match="'qr'"):
        build(make_site({"qr": "# One\n"}))
