import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pwa.errors import PwaError
from pwa.web import app as module
from pwa.web.app import app_from_environment, create_app

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


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
@pytest.mark.parametrize("path", ["/es/", "/", "/start", "/health", "/status.json", "/nothing"])
def test_other_methods_are_refused(client, method, path):
    answer = get(client, path, method)
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


def test_the_door_keeps_the_query(client):
    assert get(client, "/?utm=a%20b&c").headers["location"] == "/en/?utm=a%20b&c"


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
    "/es%0d%0aSet-Cookie:a=b", "/es/%0a", "/%00", "/es%00/", "/es%3Fq", "/es%23f",
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
    found = elements(answer.text)
    assert answer.status_code == 404
    assert answer.headers["content-language"] == locale
    assert next(e for e in found if e.tag == "html")["lang"] == locale
    assert f"/{locale}/" in [e["href"] for e in found if e.tag == "a" and "main" in e.within]


@pytest.fixture(scope="module")
def failing(root):
    """An application in which a handler raises."""

    async def broken(_):
        raise RuntimeError("a secret fault")

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "_health", broken)
    app = create_app(root, watch=False, environ={})
    patch.undo()
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def test_a_fault_of_ours_has_a_page_and_tells_no_secret(failing, elements):
    answer = get(failing, "/health", accept_language="es")
    assert (answer.status_code, answer.headers["content-language"]) == (500, "es")
    assert "secret" not in answer.text
    assert [e.text for e in elements(answer.text) if e.tag == "h1"]


def some_of_each(client):
    etag = client.get("/es/").headers["etag"]
    yield 200, get(client, "/es/")
    yield 200, get(client, "/status.json")
    yield 200, get(client, "/health")
    yield 200, get(client, "/sw.js")
    yield 200, get(client, "/es/manifest.webmanifest")
    yield 200, get(client, drawing(client))
    yield 301, get(client, "/es")
    yield 302, get(client, "/")
    yield 304, get(client, "/es/", if_none_match=etag)
    yield 404, get(client, "/nothing")
    yield 404, get(client, "/static/nothing")
    yield 405, get(client, "/es/", "POST")
    yield 405, get(client, "/", "POST")
    yield 405, get(client, drawing(client), "POST")
    yield 416, get(client, drawing(client), range="bytes=9999-", accept_encoding="identity")


def test_every_answer_has_the_common_headers(client, failing):
    answers = [*some_of_each(client), (500, get(failing, "/health"))]
    for status, answer in answers:
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


DOCUMENT = [
    "content-security-policy", "permissions-policy",
    "cross-origin-opener-policy", "referrer-policy",
]  # fmt: skip


def test_documents_and_the_worker_have_all_of_them(client, failing):
    answers = [get(client, path) for path in ("/es/", "/translation/", "/nothing", "/sw.js")]
    for answer in [*answers, get(failing, "/health")]:
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


def test_a_secure_address_asks_browsers_to_stay_secure(client, book):
    assert "strict-transport-security" in get(book, "/book/es/").headers
    assert "strict-transport-security" in get(book, "/book/").headers
    assert "strict-transport-security" not in get(client, "/es/").headers


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
    assert TestClient(app_from_environment()).get("/book/en/").status_code == 200
