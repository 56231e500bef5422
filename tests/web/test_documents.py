import brotli
import pytest
from starlette.requests import Request

from pwa.web.documents import document

PAGE = b"<!doctype html><title>Nothing here</title>" + b"<p>Nothing here." * 50


def asked(accepted):
    headers = [(b"accept-encoding", accepted.encode())] if accepted is not None else []
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br", "*"])
def test_a_browser_that_takes_brotli_gets_it(accepted):
    answer = document(PAGE, {}, asked(accepted), 404)
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert len(answer.body) < len(PAGE) / 4
    assert brotli.decompress(answer.body) == PAGE


@pytest.mark.parametrize("accepted", [None, "gzip", "identity", "br;q=0"])
def test_any_other_one_gets_the_page_as_it_is(accepted):
    answer = document(PAGE, {}, asked(accepted), 404)
    assert "content-encoding" not in answer.headers
    assert (answer.body, answer.status_code) == (PAGE, 404)


@pytest.mark.parametrize(
    ("given", "told"),
    [({}, "Accept-Encoding"), ({"vary": "Accept-Language"}, "Accept-Language, Accept-Encoding")],
)
def test_caches_are_told_what_the_answer_depends_on(given, told):
    assert document(PAGE, given, asked("br")).headers["vary"] == told
