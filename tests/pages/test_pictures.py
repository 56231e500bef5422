import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.assets import asset
from pwa.pages.pictures import size_of, sized

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5x4x", 13, b"IHDR", 40, 30)
APP = b"\xff\xe0" + struct.pack(">H", 6) + b"\xff\xc0\0\0"
JPEG = b"\xff\xd8" + APP + b"\xff\xc2" + struct.pack(">HBHH", 11, 8, 30, 40) + b"\0\0\0\0"
SVG = b'<?xml version="1.0"?>\n<svg viewBox="0 0 4 3" width="40" stroke-width="7" height="30px"/>'


@pytest.mark.parametrize("data", [PNG, JPEG, SVG], ids=["png", "jpeg", "svg"])
def test_a_picture_is_as_large_as_it_says(data):
    assert size_of(data) == (40, 30)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", PNG[:20], JPEG[:12], b'<svg width="100%" height="3"/>', b"<svg/>"]
)
def test_what_does_not_say_it_has_no_size(data):
    assert size_of(data) is None


@given(st.binary(), st.sampled_from([PNG, JPEG, SVG]), st.integers(0, 40))
def test_no_file_however_broken_stops_a_page(noise, data, cut):
    size_of(data[:cut] + noise)


def test_only_images_that_are_known_are_sized():
    html = '<p><img src="/a.svg" alt="A"><img src="/b.svg" alt=""><a href="/a.svg">a</a></p>'
    assert sized(html, {"/a.svg": asset("a.svg", SVG)}) == html.replace(
        'src="/a.svg"', 'src="/a.svg" width="40" height="30"'
    )


def test_a_page_keeps_the_place_of_its_pictures(make_site, build):
    root = make_site({"one": "# One\n\n![Two](two.svg)\n"})
    (root / "content/two.svg").write_bytes(SVG)
    html = build(root).representations["/en/one/"].body.decode()
    assert 'width="40" height="30" alt="Two"' in html
