import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.release import packs
from pwa.release.packs import File, edition_json, pack, revision

STATIC = Path(__file__).parents[2] / "static"
DATE = "2026-11-23"

HTML = "text/html; charset=utf-8"
EDITION = {
    "/es/": File(HTML, "<h1>Cubierta ☀</h1>".encode()),
    "/es/one/": File(HTML, b"<h1>Uno</h1>"),
    "/static/dot.0123.png": File("image/png", b"\x89PNG\xff\x00"),
}

addresses = st.from_regex(r"/[!-~]{0,20}", fullmatch=True)
files = st.builds(File, st.sampled_from([HTML, "image/png"]), st.binary(max_size=60))
texts = st.builds(File, st.just(HTML), st.text(max_size=60).map(str.encode))
editions = st.dictionaries(addresses, files | texts, max_size=8)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unpacked(data):
    """The worker's reading of a pack, in Python."""
    read = {"text": str.encode, "base64": base64.b64decode}
    return {
        address: File(file["type"], next(read[k](file[k]) for k in read if k in file))
        for address, file in json.loads(data)["files"].items()
    }


def worker_revision(bodies):
    """The worker's recomputation of a revision: whole lines, sorted as JavaScript sorts them."""
    lines = [f"{address} {sha256(body)}\n" for address, body in bodies.items()]
    return sha256("".join(sorted(lines, key=lambda line: line.encode("utf-16-be"))).encode())


@given(editions)
def test_a_pack_gives_back_every_file_and_its_revision(edition):
    data = pack("es", DATE, edition)
    assert unpacked(data) == edition
    bodies = {address: file.body for address, file in unpacked(data).items()}
    assert json.loads(data)["revision"] == revision(edition) == worker_revision(bodies)


@given(editions, st.randoms())
def test_the_order_of_files_changes_nothing(edition, random):
    shuffled = dict(random.sample(list(edition.items()), len(edition)))
    assert pack("es", DATE, shuffled) == pack("es", DATE, edition)


def test_the_revision_is_the_hash_of_addresses_and_hashes():
    edition = {"/b": File(HTML, b"2"), "/a": File(HTML, b"1")}
    assert revision(edition) == sha256(f"/a {sha256(b'1')}\n/b {sha256(b'2')}\n".encode())


@pytest.mark.parametrize(
    "other",
    [
        EDITION | {"/es/": File(HTML, b"changed")},
        EDITION | {"/es/two/": File(HTML, b"")},
        {address: file for address, file in EDITION.items() if address != "/es/one/"},
        {address.replace("one", "two"): file for address, file in EDITION.items()},
    ],
    ids=["a body", "one more", "one less", "an address"],
)
def test_any_change_gives_another_revision(other):
    assert revision(other) != revision(EDITION)


@pytest.mark.parametrize("address", ["es/", "/año/", "/a b", "/a\n", ""])
def test_an_address_that_the_worker_could_order_differently_is_refused(address):
    with pytest.raises(ValueError, match="printable ASCII"):
        revision({address: File(HTML, b"")})


def test_text_stays_text_and_other_bytes_go_as_base64():
    packed = json.loads(pack("es", DATE, EDITION))["files"]
    assert packed["/es/"] == {"type": HTML, "text": "<h1>Cubierta ☀</h1>"}
    assert packed["/static/dot.0123.png"] == {"type": "image/png", "base64": "iVBOR/8A"}


def test_headers_travel_with_the_pack_and_leave_the_revision_alone():
    headers = {HTML: {"content-security-policy": "default-src 'none'"}}
    confined = json.loads(pack("es", DATE, EDITION, headers))
    assert confined["headers"] == headers
    assert confined["revision"] == revision(EDITION)


def test_an_edition_announces_its_pack_in_under_a_kilobyte():
    data = pack("zh-Hans", DATE, EDITION)
    name = revision(EDITION)
    address = f"/book/zh-Hans/edition/{name}.json"
    announced = edition_json(
        "zh-Hans", "2026-11-23T10:00:00Z", name, address, data, revoked=["f" * 64]
    )
    assert len(announced) < 1000
    assert json.loads(announced) == {
        "protocol": 1,
        "locale": "zh-Hans",
        "revision": name,
        "date": "2026-11-23T10:00:00Z",
        "pack": {"address": address, "sha256": sha256(data), "size": len(data)},
        "revoked": ["f" * 64],
    }


@pytest.mark.parametrize("script", ["sw.js", "page.js"])
def test_server_worker_and_page_speak_one_protocol(script):
    text = (STATIC / script).read_text()
    assert re.findall(r"^const PROTOCOL = (\d+);$", text, re.MULTILINE) == [str(packs.PROTOCOL)]
