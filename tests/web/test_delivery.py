import asyncio
import gzip
from unittest.mock import Mock

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pwa.pages.policy import document_headers
from pwa.release.representations import ENCODINGS, Representation
from pwa.web.delivery import LONGEST_FIELD, Delivery, conditions, is_current, is_wanted, negotiate

HTML = b"<!doctype html>" + b"<p>The same calm sentence, again and again.</p>" * 40
PAGE = Representation(
    HTML,
    media_type="text/html; charset=utf-8",
    cache_control="public, max-age=60",
    headers=document_headers(""),
)
PIXEL = Representation(b"\x89PNG", media_type="image/png", cache_control="no-cache")
ETAGS = {encoding: PAGE.variant(encoding).etag.decode() for encoding in ENCODINGS}
SECURITY = {"x-content-type-options", "cross-origin-resource-policy"}


MORE = (b"more", b"headers")


def in_front_of(framework, lookup):
    app = Delivery(
        framework,
        lookup,
        completed=lambda headers: (*headers, MORE),
        failed=PlainTextResponse("a page for that", 500),
    )
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client():
    addresses = {"/es/": PAGE, "/pixel.png": PIXEL, "/日本/": PAGE}
    return in_front_of(PlainTextResponse("from the framework"), addresses.get)


def get(client, path="/es/", method="GET", **fields):
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.request(method, path, headers={"accept-encoding": "identity"} | names)


@pytest.mark.parametrize(
    ("field", "encoding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("identity", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("BR", "br"),
        ("x-br", "identity"),
        ("zstd", "identity"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("br ; q=0.2 , gzip ; q=0.8", "gzip"),
        ("br;Q=0.2,gzip;Q=0.8", "gzip"),
        ("br;q=0", "identity"),
        ("br;q=0.000, gzip", "gzip"),
        ("br;q=0.001", "br"),
        ("br;q=0.5, identity", "identity"),
        ("br;q=0.5, identity;q=0.5", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("gzip;q=0.5, *;q=0.9", "br"),
        ("identity, *;q=0", "identity"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *", "br"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("br;q=0, gzip;q=0, identity;q=0", None),
        (",,br,,", "br"),
        ("br;q=2", "identity"),
        ("br;q=0.1234", "identity"),
        ("br;q=", "identity"),
        ("br;q=nan", "identity"),
        ("br;level=11", "identity"),
        ("b r", "identity"),
        ("br\0", "identity"),
        (";q=1", "identity"),
        ("br," * LONGEST_FIELD, "identity"),
    ],
)
def test_the_most_wanted_encoding_is_chosen(field, encoding):
    assert negotiate(None if field is None else field.encode()) == encoding


def test_only_what_is_offered_is_chosen():
    assert negotiate(b"br, gzip", ("gzip", "identity")) == "gzip"


@given(st.binary(max_size=60) | st.text("brgzip*;q=01., \t").map(str.encode))
def test_no_field_is_hostile_enough_to_fail(field):
    assert negotiate(field) in {*ENCODINGS, None}


@pytest.mark.parametrize(
    ("field", "current"),
    [
        (None, False),
        ("", False),
        ('"abc"', True),
        ('W/"abc"', True),
        ('"other", W/"abc" , "third"', True),
        ("*", True),
        (" * ", True),
        ("abc", False),
        ('"abc-br"', False),
        ('"ab"', False),
        ('"*"', False),
    ],
)
def test_if_none_match_is_a_list_compared_weakly(field, current):
    assert is_current(None if field is None else field.encode(), b'"abc"') is current


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (None, True),
        (" * ", True),
        ('"abc"', True),
        ('"other" ,\t"abc"', True),
        ('W/"abc"', False),
        ('"abc-br"', False),
        ("", False),
    ],
)
def test_if_match_is_a_list_compared_strongly(field, wanted):
    assert is_wanted(None if field is None else field.encode(), b'"abc"') is wanted


def test_several_lines_of_a_field_are_one_list():
    lines = [(b"accept-encoding", b"gzip"), (b"if-none-match", b'"a"'), (b"accept", b"*/*")]
    again = [(b"accept-encoding", b"br"), (b"if-none-match", b'"b"')]
    match = [(b"if-match", b'"c"'), (b"if-match", b'"d"')]
    assert conditions([*lines, *match, *again]) == (b"gzip,br", b'"c","d"', b'"a","b"')
    assert conditions([]) == (None, None, None)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_page_is_answered_in_the_encoding_asked_for(client, encoding):
    answer = get(client, accept_encoding=encoding)
    assert answer.status_code == 200
    assert answer.content == HTML
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.headers["etag"] == ETAGS[encoding]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(PAGE.variant(encoding).body)


def test_the_first_request_makes_the_encoding():
    fresh = Representation(HTML, media_type="text/plain", cache_control="no-cache")
    client = in_front_of(PlainTextResponse(), {"/": fresh}.get)
    assert get(client, "/", accept_encoding="br").content == HTML
    assert fresh.ready("br")


@pytest.mark.parametrize(
    ("encoding", "decode"), [("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_the_bytes_on_the_wire_are_the_encoded_ones(client, encoding, decode):
    with client.stream("GET", "/es/", headers={"accept-encoding": encoding}) as answer:
        assert decode(b"".join(answer.iter_raw())) == HTML


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_current_copy_is_not_sent_again(client, encoding):
    condition = f'"other", W/{ETAGS[encoding]}'
    answer = get(client, accept_encoding=encoding, if_none_match=condition)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == ETAGS[encoding]
    assert not {"content-length", "content-type", "content-encoding"} & set(answer.headers)
    assert {name for name, _ in document_headers("")} <= set(answer.headers)


def test_a_request_for_another_state_of_a_page_is_told_so(client):
    answer = get(client, if_match='"other"', if_none_match="*")
    assert (answer.status_code, answer.content) == (412, b"")
    assert set(answer.headers) >= SECURITY
    assert get(client, if_match=ETAGS["identity"]).status_code == 200


@pytest.mark.parametrize("field", ["if_modified_since", "if_unmodified_since", "if_range"])
def test_what_has_no_date_meets_no_condition_on_one(client, field):
    for date in ("Thu, 01 Jan 1970 00:00:00 GMT", "Tue, 01 Jan 2199 00:00:00 GMT", "x"):
        assert get(client, **{field: date}).status_code == 200


def test_the_etag_of_another_encoding_is_not_current(client):
    assert get(client, accept_encoding="br", if_none_match=ETAGS["gzip"]).status_code == 200


def test_head_answers_as_get_without_the_body(client):
    answer, head = (
        get(client, accept_encoding="br"),
        get(client, method="HEAD", accept_encoding="br"),
    )
    assert head.headers == answer.headers
    assert head.content == b""
    assert get(client, method="HEAD", if_none_match="*").status_code == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NOVEL"])
def test_other_methods_are_refused(client, method):
    answer = get(client, method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert set(answer.headers) >= SECURITY


@pytest.mark.parametrize("asked", ["bytes=0-0", "bytes=-5", "bytes=9999-", "bytes=x", "lines=1-2"])
def test_a_range_of_a_page_is_ignored(client, asked):
    answer = get(client, range=asked)
    assert (answer.status_code, answer.content) == (200, HTML)


def test_a_request_that_accepts_no_encoding_at_all_is_told_so(client):
    answer = get(client, accept_encoding="identity;q=0")
    assert (answer.status_code, answer.headers["vary"]) == (406, "Accept-Encoding")
    assert set(answer.headers) >= SECURITY


def test_where_there_is_nothing_to_choose_nothing_is_refused(client):
    answer = get(client, "/pixel.png", accept_encoding="identity;q=0")
    assert (answer.status_code, answer.content) == (200, b"\x89PNG")
    assert "vary" not in answer.headers


def test_addresses_are_looked_up_decoded(client):
    assert get(client, "/%E6%97%A5%E6%9C%AC/").content == HTML


@pytest.mark.parametrize("path", ["/", "/es", "/ES/", "/es/more/"])
def test_other_addresses_are_left_to_the_framework(client, path):
    assert get(client, path).text == "from the framework"


def test_a_query_does_not_change_the_page(client):
    assert get(client, "/es/?utm_source=x").content == HTML


def test_a_new_release_is_served_from_the_next_request():
    release = {"/": PIXEL}
    client = in_front_of(PlainTextResponse(), release.get)
    assert get(client, "/").content == PIXEL.body
    release["/"] = PAGE
    assert get(client, "/").content == HTML


def test_lifespan_and_sockets_are_left_to_the_framework():
    seen = []

    async def framework(scope, receive, send):
        seen.append(scope["type"])
        message = await receive()
        kind = "websocket.close" if scope["type"] == "websocket" else f"{message['type']}.complete"
        await send({"type": kind})
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.shutdown.complete"})

    with (
        in_front_of(framework, {"/": PAGE}.get) as client,
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/"),
    ):
        pass
    assert seen == ["lifespan", "websocket"]


@pytest.mark.parametrize(
    ("method", "field", "status"),
    [
        ("POST", {}, 405),
        ("HEAD", {"if_match": '"x"'}, 412),
        ("GET", {"accept_encoding": "identity;q=0"}, 406),
    ],
)
def test_a_refusal_is_completed(client, method, field, status):
    answer = get(client, method=method, **field)
    assert (answer.status_code, answer.headers["more"]) == (status, "headers")


def lookup_that_fails(path):
    raise RuntimeError("a fault of ours")


def representation_that_fails(path):
    return Mock(ready=lookup_that_fails)


@pytest.mark.parametrize("lookup", [lookup_that_fails, representation_that_fails])
def test_a_fault_of_ours_is_answered_and_told_to_the_server(lookup):
    client = in_front_of(PlainTextResponse(), lookup)
    assert (get(client).status_code, get(client).text) == (500, "a page for that")
    with pytest.raises(RuntimeError, match="a fault of ours"):
        get(TestClient(client.app))


def test_a_reader_who_is_gone_is_answered_no_more(client):
    async def send(message):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(
            client.app({"type": "http", "method": "GET", "path": "/es/", "headers": []}, None, send)
        )
