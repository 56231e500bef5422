import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from pwa.pages.policy import COMMON_HEADERS, document_headers
from pwa.release.representations import encode_headers
from pwa.web.headers import SecurityHeaders

HSTS = "strict-transport-security"


async def page(request):
    return HTMLResponse("<p>Hello</p>")


async def own_policy(request):
    return HTMLResponse("<p>Hello</p>", headers={"Content-Security-Policy": "sandbox"})


async def elsewhere(request):
    return RedirectResponse("/page", 308)


async def broken(request):
    raise RuntimeError("a fault of ours")


async def bare(request):
    return Response(status_code=204)


async def greet(socket):
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


ROUTES = [Route(f"/{view.__name__}", view) for view in (page, own_policy, elsewhere, broken, bare)]


@pytest.fixture(scope="module", params=[False, True], ids=["http", "https"])
def https(request):
    return request.param


@pytest.fixture(scope="module")
def client(https):
    framework = Starlette(routes=[*ROUTES, WebSocketRoute("/greet", greet)])
    app = SecurityHeaders(framework, is_secure=lambda: https)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/page", 200),
        ("HEAD", "/page", 200),
        ("GET", "/bare", 204),
        ("GET", "/elsewhere", 308),
        ("GET", "/unknown", 404),
        ("POST", "/page", 405),
        ("GET", "/broken", 500),
    ],
)
def test_every_answer_carries_the_common_headers(client, https, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert set(COMMON_HEADERS) <= set(answer.headers.items())
    assert (HSTS in answer.headers) is https


def test_html_is_a_document_and_carries_the_whole_policy(client, https):
    expected = set(document_headers("", https=https))
    assert expected <= set(client.get("/page").headers.items())


def test_what_is_no_document_carries_no_policy(client):
    assert "content-security-policy" not in client.get("/unknown").headers


def test_what_an_answer_says_itself_is_left_to_it(client):
    answer = client.get("/own_policy")
    assert answer.headers.get_list("content-security-policy") == ["sandbox"]


@pytest.mark.parametrize("own", [(), document_headers(""), document_headers("", https=True)])
def test_headers_worked_out_before_are_completed_and_none_is_there_twice(own):
    secure = True

    async def representation(scope, receive, send):
        headers = encode_headers((("content-type", "text/html"), *own))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body"})

    client = TestClient(SecurityHeaders(representation, is_secure=lambda: secure))
    for _ in range(2):
        headers = client.get("/").headers
        assert [name for name, _ in headers.multi_items()] == [*headers]
        assert set(document_headers("", https=True)) <= set(headers.items())
    secure = False
    assert (HSTS in client.get("/").headers) is (own == document_headers("", https=True))


def test_a_socket_passes_untouched(client):
    with client.websocket_connect("/greet") as socket:
        assert socket.receive_text() == "hello"
