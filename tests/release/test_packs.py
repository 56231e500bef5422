import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.release import packs
from pwa.release.packs import (
    ANNOUNCED,
    LONG,
    PART,
    File,
    announcement,
    describe,
    in_parts,
    pack,
    part,
    revision,
    unpack,
)

STATIC = Path(__file__).parents[2] / "static"

HTML = "text/html; charset=utf-8"
EDITION = {
    "/es/": File(HTML, "<h1>Cubierta ☀</h1>".encode()),
    "/es/one/": File(HTML, b"<h1>Uno</h1>"),
    "/static/dot.0123.png": File("image/png", b"\x89PNG\xff\x00"),
}
CONFINED = {HTML: {"content-security-policy": "default-src 'none'", "content-language": "es"}}

addresses = st.from_regex(r"/[!-~]{0,20}", fullmatch=True)
files = st.builds(File, st.sampled_from([HTML, "image/png"]), st.binary(max_size=60))
texts = st.builds(File, st.just(HTML), st.text(max_size=60).map(str.encode))
editions = st.dictionaries(addresses, files | texts, max_size=8)
names = st.sampled_from(["content-language", "content-security-policy", "x-frame-options"])
headings = st.dictionaries(
    st.sampled_from([HTML, "image/png"]),
    st.dictionaries(names, st.sampled_from(["es", "default-src 'none'"]), max_size=2),
)


def packed(edition, headers, locale="es"):
    return pack(locale, revision(edition, headers), edition, headers)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unpacked(data):
    """The worker's reading of a pack, in Python."""
    read = {"text": str.encode, "base64": base64.b64decode}
    return {
        address: File(file["type"], next(read[k](file[k]) for k in read if k in file))
        for address, file in json.loads(data)["files"].items()
    }


def worker_revision(data):
    """The worker's recomputation of a revision: whole lines, sorted as JavaScript sorts them."""
    headers = json.loads(data)["headers"]
    lines = []
    for address, file in unpacked(data).items():
        named = headers.get(file.media_type, {}) | {"content-type": file.media_type}
        head = "".join(f"{name}: {named[name]}\n" for name in sorted(named))
        whole = f"{head}\n".encode() + file.body
        lines.append(f"{address} {sha256(whole)}\n")
    return sha256("".join(sorted(lines, key=lambda line: line.encode("utf-16-be"))).encode())


@given(editions, headings)
def test_a_pack_gives_back_every_file_and_its_revision(edition, headers):
    data = packed(edition, headers)
    assert unpacked(data) == edition
    assert json.loads(data)["revision"] == revision(edition, headers) == worker_revision(data)


@given(editions, headings, headings)
def test_packs_are_the_same_bytes_exactly_where_their_revision_is_the_same(edition, one, other):
    same = revision(edition, one) == revision(edition, other)
    assert same == (packed(edition, one) == packed(edition, other))


@given(editions, headings, st.randoms())
def test_the_order_of_files_and_headers_changes_nothing(edition, headers, random):
    def shuffled(items):
        return dict(random.sample(list(items.items()), len(items)))

    other = {media_type: shuffled(named) for media_type, named in shuffled(headers).items()}
    assert packed(shuffled(edition), other) == packed(edition, headers)


def test_the_revision_is_the_hash_of_addresses_and_hashes():
    edition = {"/b": File("text/plain", b"2"), "/a": File(HTML, b"1")}
    headers = {HTML: {"x": "y", "content-language": "es"}}
    one = sha256(f"content-language: es\ncontent-type: {HTML}\nx: y\n\n1".encode())
    two = sha256(b"content-type: text/plain\n\n2")
    assert revision(edition, headers) == sha256(f"/a {one}\n/b {two}\n".encode())


@pytest.mark.parametrize(
    "other",
    [
        EDITION | {"/es/": File(HTML, b"changed")},
        EDITION | {"/es/": File("text/plain", EDITION["/es/"].body)},
        EDITION | {"/es/two/": File(HTML, b"")},
        {address: file for address, file in EDITION.items() if address != "/es/one/"},
        {address.replace("one", "two"): file for address, file in EDITION.items()},
    ],
    ids=["a body", "a media type", "one more", "one less", "an address"],
)
def test_any_change_gives_another_revision(other):
    assert revision(other, {}) != revision(EDITION, {})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HTML: {"content-security-policy": "default-src 'self'", "content-language": "es"}},
        {HTML: {"content-security-policy": "default-src 'none'"}},
        {**CONFINED, "image/png": {"content-language": "es"}},
    ],
    ids=["none", "a value", "one less", "another type's"],
)
def test_any_other_header_gives_another_revision(headers):
    assert revision(EDITION, headers) != revision(EDITION, CONFINED)


def test_headers_that_no_file_has_are_not_packed():
    assert packed(EDITION, {"image/svg+xml": {"x": "y"}}) == packed(EDITION, {})


@pytest.mark.parametrize("address", ["es/", "/año/", "/a b", "/a\n", ""])
def test_an_address_that_the_worker_could_order_differently_is_refused(address):
    with pytest.raises(ValueError, match="printable ASCII"):
        revision({address: File(HTML, b"")}, {})


def test_text_stays_text_and_other_bytes_go_as_base64():
    files = json.loads(packed(EDITION, {}))["files"]
    assert files["/es/"] == {"type": HTML, "text": "<h1>Cubierta ☀</h1>"}
    assert files["/static/dot.0123.png"] == {"type": "image/png", "base64": "iVBOR/8A"}


def test_headers_travel_with_the_pack():
    assert json.loads(packed(EDITION, CONFINED))["headers"] == CONFINED


def edition_json(locale, name, described, *, parts=0, revoked=None):
    date, others = "2026-11-23T10:00:00Z", {"script": "", "aids": ""}
    return announcement(
        *(locale, date, name, described), parts=parts, revoked=revoked or {}, **others
    )


def test_an_edition_announces_its_pack_in_under_a_kilobyte():
    data = packed(EDITION, {}, "zh-Hans")
    name = revision(EDITION, {})
    address = f"/book/zh-Hans/edition/{name}.json"
    small = edition_json("zh-Hans", name, describe(address, data))
    assert len(small) < 1000
    assert json.loads(small) == {
        "protocol": 1,
        "locale": "zh-Hans",
        "revision": name,
        "date": "2026-11-23T10:00:00Z",
        "pack": {"address": address, "sha256": sha256(data), "size": len(data)},
        "revoked": {},
    }


def announced(**more):
    name = "a" * 64
    return json.loads(edition_json("es", name, describe(f"/{name}.json", b""), **more))


def test_what_was_taken_back_is_told_by_the_beginning_of_its_name_the_newest_first():
    told = announced(revoked={"b" * 64: "Wrong dose.", "a" * 64: "¡No!"})["revoked"]
    assert list(told.items()) == [("b" * 12, "Wrong dose."), ("a" * 12, "¡No!")]


notes = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)
names = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


@given(st.dictionaries(names, notes, max_size=12))
def test_however_much_was_taken_back_it_is_told_in_under_a_kilobyte(revoked):
    name = "a" * 64
    described = describe(f"/book/zh-Hans/edition/{name}.json", b"x" * 10**6)
    data = edition_json("zh-Hans", name, described, parts=99, revoked=revoked)
    assert len(data) < ANNOUNCED
    told = json.loads(data)["revoked"]
    assert list(told) == [one[:12] for one in revoked][: len(told)]
    assert bool(told) == bool(revoked)
    for note, shown in zip(revoked.values(), told.values(), strict=False):
        assert note == shown or note.startswith(shown.removesuffix("…"))


def test_a_short_pack_has_no_parts():
    assert in_parts(EDITION) == []
    assert "parts" not in announced()
    assert announced(parts=3)["parts"] == 3


@given(st.lists(st.integers(1, PART * 2), min_size=1, max_size=30), headings)
@settings(max_examples=25)
def test_the_parts_of_a_long_pack_hold_each_file_once_in_order(sizes, headers):
    long = {f"/{at:03}/": File(HTML, b"x" * size) for at, size in enumerate([LONG, *sizes])}
    name = revision(long, headers)
    made = [
        json.loads(part("es", name, number, {one: long[one] for one in some}, headers))
        for number, some in enumerate(in_parts(long), 1)
    ]
    assert [one["part"] for one in made] == list(range(1, len(made) + 1))
    assert [address for one in made for address in one["files"]] == list(long)
    together = {address: file for one in made for address, file in one["files"].items()}
    assert together == json.loads(packed(long, headers))["files"]
    assert {tuple(one) for one in made} == {
        ("protocol", "locale", "revision", "part", "headers", "files")
    }
    for one in made:
        assert sum(sorted(len(file["text"]) for file in one["files"].values())[:-1]) < PART


@given(editions, headings)
def test_a_pack_that_is_unpacked_is_the_same_pack(edition, headers):
    data = packed(edition, headers)
    found = unpack(data)
    assert pack(found.locale, found.revision, found.files, found.headers) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"[]", b"null", b"{}", b"[" * 100_000, b'{"headers": {}, "files": []}',
     packed(EDITION, {}).replace(b"Cubierta", b"Portada")],
)  # fmt: skip
def test_what_is_no_pack_or_not_its_revisions_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        unpack(data)


@pytest.mark.parametrize("script", ["sw.js", "page.js"])
def test_server_worker_and_page_speak_one_protocol(script):
    text = (STATIC / script).read_text()
    assert re.findall(r"^const PROTOCOL = (\d+);$", text, re.MULTILINE) == [str(packs.PROTOCOL)]
