import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.pages.policy import document_headers
from pwa.release import representations
from pwa.release.representations import ENCODINGS, Representation, compress, decompress

HTML = b"<!doctype html>" + b"<p>The same calm sentence, again and again.</p>" * 40
DECODERS = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def representation(body=HTML, media_type="text/html; charset=utf-8", headers=()):
    return Representation(
        body, media_type=media_type, cache_control="public, max-age=60", headers=headers
    )


def headers(variant):
    names = [name for name, _ in variant.raw_headers]
    assert len(names) == len(set(names))
    return {name.decode(): value.decode() for name, value in variant.raw_headers}


@given(st.binary(max_size=400) | st.text("ab", min_size=60).map(str.encode))
def test_every_variant_decodes_to_the_body_and_none_is_longer(body):
    page = representation(body)
    for encoding in ENCODINGS:
        variant = page.variant(encoding)
        assert DECODERS[variant.encoding](variant.body) == body
        assert len(variant.body) <= len(body)


@given(st.binary(max_size=400))
def test_vary_stands_exactly_where_there_is_a_choice(body):
    variants = [representation(body).variant(encoding) for encoding in ENCODINGS]
    choice = len({variant.encoding for variant in variants}) > 1
    assert {headers(variant).get("vary") for variant in variants} == {
        "Accept-Encoding" if choice else None
    }


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_variant_carries_what_follows_from_its_body(encoding):
    variant = representation(headers=(("Content-Language", "es"),)).variant(encoding)
    assert headers(variant) == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "public, max-age=60",
        "content-language": "es",
        "content-length": str(len(variant.body)),
        "etag": variant.etag.decode(),
        "vary": "Accept-Encoding",
    } | ({} if encoding == "identity" else {"content-encoding": encoding})


def test_each_encoding_has_a_strong_etag_of_its_own():
    etags = [representation().variant(encoding).etag for encoding in ENCODINGS]
    digits = hashlib.sha256(HTML).hexdigest()[:32]
    assert etags == [f'"{digits}{end}"'.encode() for end in ("-br", "-gzip", "")]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_equal_bodies_are_equal_on_every_worker(encoding):
    one, other = representation(), representation(headers=(("x-worker", "2"),))
    assert one.sha256 == other.sha256
    assert one.variant(encoding).etag == other.variant(encoding).etag
    assert one.variant(encoding).body == other.variant(encoding).body


@pytest.mark.parametrize(
    ("media_type", "compressed"),
    [
        ("text/css", True),
        ("text/javascript; charset=utf-8", True),
        ("application/json", True),
        ("application/manifest+json", True),
        ("application/xml", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("application/epub+zip", False),
        ("application/octet-stream", False),
    ],
)
def test_only_text_is_compressed(media_type, compressed):
    assert (representation(media_type=media_type).variant("br").encoding == "br") is compressed


def test_what_does_not_shrink_has_one_variant_for_all():
    page = representation(b"short")
    assert page.variant("br") is page.variant("gzip") is page.variant("identity")


def test_a_304_repeats_what_guides_caches_and_keeps_readers_safe():
    given_headers = (("Content-Language", "es"), ("Link", "</es/>"), *document_headers(""))
    variant = representation(headers=given_headers).variant("br")
    kept = {name.decode() for name, _ in variant.not_modified_headers}
    assert kept == {"cache-control", "etag", "vary"} | {name for name, _ in document_headers("")}


def test_nothing_is_compressed_before_it_is_asked_for():
    page = representation()
    assert page.ready("br") is None
    assert page.variant("br") is page.ready("br")


def test_an_encoding_is_made_once_however_many_ask_at_once(monkeypatch):
    made = []
    compress = representations.compress_brotli
    monkeypatch.setattr(
        representations, "compress_brotli", lambda body: made.append(body) or compress(body)
    )
    page, start = representation(), Barrier(8)

    def ask(_):
        start.wait()
        return page.variant("br")

    with ThreadPoolExecutor(8) as pool:
        variants = list(pool.map(ask, range(8)))
    assert made == [HTML]
    assert all(variant is variants[0] for variant in variants)


@given(st.binary(max_size=400), st.sampled_from(["gzip", "br"]))
def test_what_is_compressed_comes_out_again(body, encoding):
    assert decompress(encoding, compress(encoding, body)) == body


@pytest.mark.parametrize("encoding", ["gzip", "br"])
@pytest.mark.parametrize("end", [1, 20, -9, -1])
def test_what_is_cut_off_does_not(encoding, end):
    with pytest.raises(ValueError, match=f"no {encoding}"):
        decompress(encoding, compress(encoding, HTML)[:end])


def test_nor_does_anything_else():
    with pytest.raises(ValueError, match="no gzip"):
        decompress("gzip", compress("br", HTML))


def test_a_long_body_is_compressed_at_a_quicker_quality(monkeypatch):
    qualities = []
    monkeypatch.setattr(
        representations.brotli, "compress", lambda body, quality: qualities.append(quality) or b""
    )
    representations.compress_brotli(b" " * 1000)
    representations.compress_brotli(b" " * representations.BROTLI_BEST_BELOW)
    assert qualities == [11, 9]


def test_a_header_that_cannot_be_sent_fails_when_the_release_is_made():
    with pytest.raises(UnicodeEncodeError):
        representation(headers=(("x-title", "日本語"),))
