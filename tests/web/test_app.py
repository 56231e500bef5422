import asyncio
import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pwa.errors import PwaError
from pwa.web import app as module
from pwa.web.app import app_from_environment, create_app
from pwa.web.published import Published

SECTIONS = {
    "one": "---\nformerly: [first]\n---\n# One\n\nSee [two](two.md). ![d](d.svg)\n",
    "two": "# Two\n",
}
CATALOGS = {
    "es": {"One": "Uno", "Two": "Dos"},
    "pt-BR": {"One": "Um"},
    "zh-Hans": {"One": "一"},
    "ar": {},
}
PAGES = ["", "one/", "two/", "read/", "about/", "translation/", "offline/"]
ADDRESS = "https://x.example/book/"


@pytest.fixture(scope="module")
def root(make_shared_site):
    root = make_shared_site(SECTIONS, CATALOGS)
    (root / "content/d.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">' + " " * 500 + "</svg>"
    )
    return root


@pytest.fixture(scope="module")
def client(root, serve):
    return serve(root)


@pytest.fixture(scope="module")
def book(root, serve):
    """The same publication under a path."""
    return serve(root, address=ADDRESS)


def get(client, path, method="GET", **fields):
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.request(method, f"http://testserver{path}", headers=headers)


def drawing(client, at="/es/one/"):
    text = client.get(at).text
    return text.partition('<img src="')[2].partition('"')[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        *((f"/es/{page}", "text/html; charset=utf-8") for page in PAGES),
        ("/translation/", "text/html; charset=utf-8"),
        ("/es/manifest.webmanifest", "application/manifest+json"),
        ("/es/edition.json", "application/json"),
        ("/status.json", "application/json"),
        ("/health", "application/json"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
    ],
)
def test_every_address_is_answered(client, method, path, media_type):
    answer = get(client, path, method)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert bool(answer.content) is (method == "GET")


def test_a_pack_can_be_kept_for_ever_and_its_announcement_is_asked_for(client):
    announced = client.get("/es/edition.json")
    assert announced.headers["cache-control"] == "no-cache"
    answer = client.get(announced.json()["pack"]["address"])
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_static_files_can_be_kept_for_ever(client):
    answer = client.get(drawing(client))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize(
    "path", ["/es/", "/", "/start", "/health", "/status.json", "/nothing", "/es", "DRAWING"]
)
def test_other_methods_are_refused(client, method, path):
    answer = get(client, drawing(client) if path == "DRAWING" else path, method)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


LANGUAGES = pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,en;q=0.5", "es"),
        ("fr, es;q=0.5", "es"),
        ("pt-PT;q=0.1, pt;q=0.9", "pt-BR"),
        ("zh-CN", "zh-Hans"),
        ("uk", "en"),
        ("es;q=0, ar", "ar"),
        ("*", "en"),
        (",;q=,=;;", "en"),
        ("x" * 100_000, "en"),
        ("es" + ", xx" * 50_000, "es"),
        ("es;q=nan, ar;q=inf", "en"),
        (b"\xff\x00\xfe", "en"),
        ("<script>", "en"),
        ("en-" + "a-" * 400, "en"),
    ],
    ids=lambda value: repr(value)[:20],
)


@LANGUAGES
@pytest.mark.parametrize("path", ["/", "/start"])
def test_the_door_leads_to_the_readers_language(client, path, header, locale):
    answer = get(client, path, accept_language=header)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{locale}/")
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "query", ["utm=a%20b&c", "a=%C3%A9&b=%25", "a/?b", "a=%0d%0aX:y", "%", "="]
)
def test_the_door_keeps_the_query(client, query):
    assert get(client, f"/?{query}").headers["location"] == f"/en/?{query}"


def test_bytes_in_a_query_that_do_not_belong_there_are_escaped_and_stay_the_same(client):
    assert asked_raw(client, "/", 'é "<'.encode())["location"] == "/en/?%C3%A9%20%22%3C"


def asked_raw(client, path, query):
    """The headers of an answer to bytes that a client library would not send."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}
    asyncio.run(client.app(scope, None, send))
    return {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}


MISSPELLED = [
    ("/es", "/es/"),
    ("/es/one", "/es/one/"),
    ("/es/one?a=b&c", "/es/one/?a=b&c"),
    ("/ES/", "/es/"),
    ("/pt-br/", "/pt-BR/"),
    ("/pt_BR/", "/pt-BR/"),
    ("/pt/one", "/pt-BR/one/"),
    ("/zh-CN/", "/zh-Hans/"),
    ("/zh_cn/two?x", "/zh-Hans/two/?x"),
    ("/es/first/", "/es/one/"),
    ("/Zh-Hans-CN/first?q=1", "/zh-Hans/one/?q=1"),
    ("/es/edition.json/", "/es/edition.json"),
    ("/ES/manifest.webmanifest", "/es/manifest.webmanifest"),
    ("/translation", "/translation/"),
    ("/start/", "/start"),
    ("/health/", "/health"),
    ("/status.json/", "/status.json"),
    ("/sw.js/", "/sw.js"),
]


@pytest.mark.parametrize(("path", "address"), MISSPELLED)
def test_a_misspelled_address_leads_to_the_right_one_for_good(client, path, address):
    answer = get(client, path)
    assert (answer.status_code, answer.headers["location"]) == (301, address)
    assert get(client, address).status_code in {200, 302}


@pytest.mark.parametrize(("path", "address"), [("", "/"), *MISSPELLED])
def test_so_it_does_under_a_path(book, path, address):
    answer = get(book, f"/book{path}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/book{address}")


HOSTILE = [
    "//evil.example/es", "//evil.example/es/", "//es", "///es/", "/%5Cevil.example/es", "/%5C/es",
    "/es//", "/es//one", "/es/../one", "/%2e%2e/etc/passwd", "/es/%2e%2e/", "/es/one%0d%0aX: y",
    "/es%0d%0aSet-Cookie:a=b", "/es/one%00/", "/%FF%FE/", "/es/%ED%A0%80/", "/*", "/es;a=b/",
    "//evil.example/%2e%2e", "/https://evil.example/", "/.//evil.example/es",
    "/" + "%61" * 3500, "/es/" + "%2e%2e/" * 1500 + "ar/", "/es/%0a", "/%00",
    "/es%00/", "/es%3Fq", "/es%23f",
    "/%F0%9F%98%80/", "/" + "a" * 8000, "/" + "es/" * 2000, "/static/", "/static/../content/one.md",
    "/static/%2e%2e/%2e%2e/content/one.md", "/static", "/es/.git/config", "/uk/", "/es-x-twain/",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:30])
@pytest.mark.parametrize("host", ["testserver", "evil.example", "a/b?c#d", "@", "[", ""])
def test_no_hostile_address_leads_elsewhere(client, path, host):
    answer = get(client, path, host=host)
    assert answer.status_code in {301, 404}
    if answer.status_code == 301:
        assert answer.headers["location"] in {"/es/", "/es/one/"}
    assert "set-cookie" not in answer.headers
    assert "x" not in answer.headers


@pytest.mark.parametrize("path", ["/%65s/one/", "/es/%6Fne/", "/%65%73/%6f%6e%65/", "/es%2Fone/"])
def test_an_address_is_the_same_however_it_is_escaped(client, path):
    assert get(client, path).content == get(client, "/es/one/").content


def test_a_hostile_host_changes_no_answer(client):
    fine, hostile = get(client, "/es/one?q=1"), get(client, "/es/one?q=1", host="evil/a?b=c#")
    assert fine.headers["location"] == hostile.headers["location"] == "/es/one/?q=1"


def test_a_hostile_query_stays_a_query(client):
    location = get(client, "/es?a=%0d%0aX:y&b=\u00e9").headers["location"]
    assert location.startswith("/es/?a=%0d%0aX:y&b=")


@pytest.mark.parametrize(
    ("path", "header", "locale"),
    [
        ("/es/nothing/", "ar", "es"),
        ("/nothing/", "ar", "ar"),
        ("/nothing/", "", "en"),
        ("/static/nothing.js", "es", "es"),
        ("/pt-br/nothing/", "", "en"),
    ],
)
def test_a_lost_reader_is_told_so_and_shown_a_way_on(client, elements, path, header, locale):
    answer = get(client, path, accept_language=header)
    varies = "" if path.startswith("/es/") else "Accept-Language, "
    assert answer.headers["vary"] == f"{varies}Accept-Encoding"
    found = elements(answer.text)
    assert answer.status_code == 404
    assert answer.headers["content-language"] == locale
    assert next(e for e in found if e.tag == "html")["lang"] == locale
    assert f"/{locale}/" in [e["href"] for e in found if e.tag == "a" and "main" in e.within]


class Faulty:
    """A representation that raises."""

    def ready(self, encoding):
        raise RuntimeError("a secret fault")


@pytest.fixture(scope="module")
def failing(root):
    """An application in which a handler, a lookup and a representation raise."""

    async def broken(_):
        raise RuntimeError("a secret fault")

    def lookup(_, path):
        return {"/es/": Faulty()}.get(path) if path != "/es/one/" else 1 / 0

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "_health", broken)
    patch.setattr(Published, "lookup", lookup)
    app = create_app(root, address="https://x.example/", watch=False, environ={})
    patch.undo()
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


FAULTS = pytest.mark.parametrize("path", ["/health", "/es/", "/es/one/"])


@FAULTS
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_fault_of_ours_has_a_page_and_tells_no_secret(failing, elements, path, method):
    answer = get(failing, path, method, accept_language="es")
    assert (answer.status_code, answer.headers["content-language"]) == (500, "es")
    assert "secret" not in answer.text
    titles = [e.text for e in elements(answer.text) if e.tag == "h1"]
    assert bool(titles) is (method == "GET")


@FAULTS
def test_a_fault_of_ours_has_every_header_of_a_document(failing, path):
    answer = get(failing, path)
    assert not [name for name in (*DOCUMENT, *COMMON, HSTS) if name not in answer.headers]
    assert answer.headers["cache-control"] == "no-store"


# Status, address, and what is asked; DRAWING stands for a static file.
SOME_OF_EACH = [
    (200, "/es/", {}), (200, "/status.json", {}), (200, "/health", {}), (200, "/sw.js", {}),
    (200, "/es/manifest.webmanifest", {}), (200, "/es/edition.json", {}), (200, "/sitemap.xml", {}),
    (200, "/robots.txt", {}), (200, "DRAWING", {}), (206, "DRAWING", {"range": "bytes=0-1"}),
    (301, "/es", {}), (302, "/", {}), (302, "/start", {}),
    (304, "/es/", {"if_none_match": "*"}), (304, "/es/edition.json", {"if_none_match": "*"}),
    (304, "DRAWING", {"if_none_match": "*"}), (304, "/status.json", {"if_none_match": "*"}),
    (404, "/nothing", {}), (404, "/static/nothing", {}),
    (405, "/es/", {"method": "POST"}), (405, "/", {"method": "POST"}),
    (405, "/health", {"method": "POST"}), (405, "/nothing", {"method": "POST"}),
    (405, "DRAWING", {"method": "POST"}), (405, "/status.json", {"method": "TRACE"}),
    (406, "/es/", {"accept_encoding": "*;q=0"}), (406, "DRAWING", {"accept_encoding": "*;q=0"}),
    (412, "/es/", {"if_match": '"x"'}), (412, "DRAWING", {"if_match": '"x"'}),
    (416, "DRAWING", {"range": "bytes=9999-"}),
]  # fmt: skip
COMMON = ["x-content-type-options", "cross-origin-resource-policy"]
HSTS = "strict-transport-security"


@pytest.mark.parametrize(("status", "path", "asked"), SOME_OF_EACH)
def test_every_answer_has_the_common_headers(client, book, status, path, asked):
    for at, prefix in ((client, ""), (book, "/book")):
        address = drawing(at, f"{prefix}/es/one/") if path == "DRAWING" else prefix + path
        answer = get(at, address, **{"accept_encoding": "identity"} | asked)
        assert answer.status_code == status
        assert not [name for name in COMMON if name not in answer.headers]
        assert (HSTS in answer.headers) is (at is book)


@pytest.mark.parametrize(
    "path", ["/es/", "/es/one/", "/status.json", "/es/edition.json", "DRAWING"]
)
def test_what_is_current_is_told_so_with_what_a_cache_has_to_know(client, path):
    address = drawing(client) if path == "DRAWING" else path
    whole, current = get(client, address), get(client, address, if_none_match="*")
    assert (current.status_code, current.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert current.headers[name] == whole.headers[name]
    assert not {"content-length", "content-type", "content-encoding"} & {*current.headers}


DOCUMENT = [
    "content-security-policy", "permissions-policy",
    "cross-origin-opener-policy", "referrer-policy",
]  # fmt: skip


def test_documents_and_the_worker_have_all_of_them(client):
    for answer in [get(client, path) for path in ("/es/", "/translation/", "/nothing", "/sw.js")]:
        assert not [name for name in DOCUMENT if name not in answer.headers]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_policy_lets_a_page_have_its_style(client):
    for path in ("/es/", "/nothing"):
        answer = get(client, path)
        style = answer.text.partition("<style>")[2].partition("</style>")[0]
        expected = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{expected}'" in answer.headers["content-security-policy"]
        assert f"sha256-{expected}" in answer.text


@pytest.mark.parametrize("path", [f"/{tag}/{page}" for tag in ("es", "pt-BR") for page in PAGES])
def test_a_page_tells_its_language(client, path):
    assert get(client, path).headers["content-language"] == path.split("/")[1]


@pytest.mark.parametrize("address", ["page", "status", "file"])
def test_each_encoding_has_an_etag_of_its_own_and_revalidates(client, address):
    path = {"page": "/es/", "status": "/status.json", "file": drawing(client)}[address]
    etags = set()
    for encoding in ("identity", "gzip", "br"):
        answer = get(client, path, accept_encoding=encoding)
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        etag = answer.headers["etag"]
        again = get(client, path, accept_encoding=encoding, if_none_match=f'"x", W/{etag}')
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        etags.add(etag)
    assert len(etags) == 3


def test_all_encodings_say_the_same(client):
    texts = {get(client, "/es/", accept_encoding=e).text for e in ("identity", "gzip", "br")}
    assert len(texts) == 1


def test_health_is_ok(client):
    health = client.get("/health").json()
    assert (health["status"], health["errors"]) == ("ok", [])
    assert datetime.fromisoformat(health["built"]) <= datetime.now(UTC)
    assert set(health) == {"status", "release", "built", "errors"}


def test_health_names_what_is_wrong_while_a_good_release_serves(make_site, serve):
    root = make_site(catalogs={"es": {"One": "Uno"}})
    path = root / "locales/ar/LC_MESSAGES/content.po"
    path.parent.mkdir(parents=True)
    path.write_text("msgid")
    answer = serve(root).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    [error] = answer.json()["errors"]
    assert set(error) == {"file", "line", "locale", "message"}
    assert (error["file"], error["line"], error["locale"]) == (
        "locales/ar/LC_MESSAGES/content.po", 1, "ar",
    )  # fmt: skip


def test_status_is_of_today(client):
    table = client.get("/status.json").json()
    assert set(table["locales"]) == {"en", "es", "pt-BR", "zh-Hans", "ar"}
    assert table["locales"]["es"]["sections"]["two"]["status"] == "translated"


@pytest.mark.parametrize("path", PAGES)
def test_under_a_path_everything_stays_within_it(book, elements, path):
    answer = get(book, f"/book/es/{path}")
    assert answer.status_code == 200
    html, *found = elements(answer.text)
    assert html["data-prefix"] == "/book/"
    assert html["data-worker"] == "/book/sw.js"
    for address in [e["href"] or e["src"] for e in found if e["href"] or e["src"]]:
        assert address.startswith(("/book/", "https://x.example/book/", "#"))


def test_under_a_path_the_app_and_its_packs_are_scoped_to_it(book):
    manifest = book.get("/book/es/manifest.webmanifest").json()
    assert (manifest["scope"], manifest["start_url"]) == ("/book/", "/book/start")
    announced = book.get("/book/es/edition.json").json()
    files = json.loads(book.get(announced["pack"]["address"]).text)["files"]
    assert all(address.startswith("/book/") for address in files)
    assert all(book.get(address).status_code == 200 for address in files)


def test_under_a_path_the_door_and_the_drawing_are_there_too(book):
    assert get(book, "/book/", accept_language="ar").headers["location"] == "/book/ar/"
    assert get(book, drawing(book, "/book/es/one/")).status_code == 200
    assert get(book, "/book/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/", "/es/", "/start", "/health", "/bookes/", "/static/x"])
def test_beside_the_path_there_is_nothing(book, path):
    assert get(book, path).status_code == 404


def test_drafts_are_served_in_previews_only(make_site, serve):
    root = make_site(catalogs={"it": {}}, settings='title = "T"\ndraft = ["it"]\n')
    assert get(serve(root), "/it/").status_code == 404
    assert get(serve(root, preview=True), "/it/").status_code == 200


def test_where_nothing_can_be_published_nothing_starts(tmp_path):
    with pytest.raises(PwaError, match="no publication here"):
        create_app(tmp_path, watch=False, environ={})


def test_each_worker_is_told_by_the_environment(make_site, monkeypatch):
    monkeypatch.setenv("PWA_SITE", str(make_site()))
    monkeypatch.setenv("PWA_ADDRESS", ADDRESS)
    assert 'data-worker="/book/sw.js"' in TestClient(app_from_environment()).get("/book/en/").text
    monkeypatch.setenv("PWA_RETIRE", "1")
    assert 'data-worker=""' in TestClient(app_from_environment()).get("/book/en/").text
