"""Real hosts with the configurations that `pwa hosting` writes, beside our own server's answers."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest

from pwa.export import export
from pwa.export.caddy import caddy
from pwa.export.nginx import nginx
from pwa.export.rules import Host
from pwa.release.builder import Builder
from tests.policies import allowed
from tests.ports import free_port

SECTIONS = {
    "one": "---\nformerly: [first, old/first]\n---\n# One\n\nFirst words.\n\n![Drawn](one.svg)\n",
    "deep/two": "# Two\n\n" + "A long paragraph. " * 80,
}
CATALOGS = {"es": {"One": "Uno"}, "pt-BR": {}, "ar": {}, "zh-Hans": {}}
BROWSERS = (
    "", "*", "es", "es-MX,es;q=0.9,en;q=0.8", "fr-CH, fr;q=0.9, de;q=0.7, pt-PT;q=0.5", "zh-CN,zh",
    "zh-TW,zh;q=0.9", "en-GB", "nonsense", "ar-EG", "ca, gl", "ES", "pt-br",
)  # fmt: skip

# What tells hosts apart and nothing about the publication; a validator is each host's own.
THEIR_OWN = {"date", "server", "connection", "keep-alive", "transfer-encoding", "etag"}
# Of an answer that leads elsewhere, or refuses, the body is a host's own words.
OF_A_BODY = {"content-length", "content-type"}


DECODE = {"identity": bytes, "br": brotli.decompress, "gzip": gzip.decompress}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def page(self):
        """The body as it was before it was compressed."""
        coding = self.headers.get("content-encoding", "identity")
        return DECODE[coding](self.body) if self.body else b""


@dataclass
class Client:
    """Asks a host, as plainly as can be."""

    port: int

    def __call__(self, path, method="GET", **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"accept-encoding": "identity", **named})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        found: dict[str, str] = {}
        for given, value in answer.getheaders():
            name = given.lower()
            found[name] = f"{found[name]}, {value}" if name in found else value
        return Answer(answer.status, found, body)


def needed(program, package):
    return shutil.which(program) or pytest.skip(f"no {program} here: apt-get install {package}")


@pytest.fixture(scope="module", params=["", "/book"], ids=["at the root", "under a path"])
def path(request):
    return request.param


@pytest.fixture(scope="module")
def site(make_shared_site, path):
    root = make_shared_site(SECTIONS, CATALOGS, name=f"site{len(path)}")
    (root / "content/one.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return root


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def host(request, site, path, build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    folder.chmod(0o755)
    port = free_port()
    release = build(site, Builder(environ={}), address=f"http://127.0.0.1:{port}{path}")
    export(release, folder / "out", today="2026-11-23", precompressed=True)
    write = {"nginx": nginx, "caddy": caddy}[request.param]
    (folder / "site.conf").write_text(write(Host.of(release), folder / "out"))
    process = {"nginx": start_nginx, "caddy": start_caddy}[request.param](folder)
    wait_for(port, process)
    yield Client(port)
    process.terminate()
    process.wait(20)


MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def start_nginx(folder):
    program = needed("nginx", "nginx-light")
    if not MODULE.exists():
        pytest.skip("nginx has no Brotli here: apt-get install libnginx-mod-http-brotli-static")
    kept = "\n".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"load_module {MODULE}; user root; daemon off; pid {folder}/pid; worker_processes 1;"
        f"error_log {folder}/errors; events {{}}"
        f"http {{ access_log off; {kept} include {folder}/site.conf; }}"
    )
    return subprocess.Popen([program, "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"])


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def start_caddy(folder):
    program = needed("caddy", "caddy")
    (folder / "Caddyfile").write_text(
        "{\n admin off\n auto_https off\n}\n" + (folder / "site.conf").read_text()
    )
    environ = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [program, "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]
    with (folder / "errors").open("wb") as errors:
        return subprocess.Popen(command, env=environ, stderr=errors)


def wait_for(port, process):
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the host did not start")


@pytest.fixture(scope="module")
def app(site, host, path, serve):
    """Our own server, at the host's address."""
    client = serve(site, address=f"http://127.0.0.1:{host.port}{path}")

    def ask(path, method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with client.stream(method, path, headers={"accept-encoding": "identity", **named}) as one:
            return Answer(one.status_code, dict(one.headers), b"".join(one.iter_raw()))

    ask.release = client.app.app.app.state.published.release
    return ask


def addresses(app):
    """Every address of the release, and what is made when it is asked for."""
    release = app.release
    own = release.addresses
    static = [own.static(asset.name) for asset in release.assets]
    searches = [own.search(tag) for tag in release.locales]
    return [*release.representations, *release.later, *static, *searches, own.status()]


def said(answer):
    """The headers that a host is to send as well, what is a list as a set."""
    left_out = THEIR_OWN | (set() if answer.status in {200, 404} else OF_A_BODY)
    found = {name: value for name, value in answer.headers.items() if name not in left_out}
    for name in {"vary"} & found.keys():
        found[name] = frozenset(one.strip().lower() for one in found[name].split(","))
    for name in {"content-type"} & found.keys():
        # RFC 9110, §8.3.1: a value means the same in quotation marks.
        found[name] = found[name].replace('"', "")
    return found


def policy(answer, page):
    """What an answer and the page in it allow together."""
    meta = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return allowed(answer["content-security-policy"], meta[1].decode() if meta else "")


def assert_same(theirs, ours, what, page=b""):
    """The same status and headers; a page's policy may stand in header and page by turns."""
    page = page or ours.page
    assert theirs.status == ours.status, what
    one, other = said(theirs), said(ours)
    if ours.headers.get("content-type", "").startswith("text/html") and "whole.html" not in what:
        assert policy(one, page) == policy(other, page), what
        one["content-security-policy"] = other["content-security-policy"]
    # Caddy compresses without a word about the length; a search is answered by our server alone.
    if "content-length" not in one or "/search" in what:
        one.pop("content-length", None), other.pop("content-length", None)
    assert one == other, what


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "br", "gzip", "gzip, deflate, br"])
def test_every_address_is_answered_with_the_same_headers(host, app, coding, method):
    for address in addresses(app):
        if "/search" not in address or coding == "identity":
            theirs, ours = (ask(address, method, accept_encoding=coding) for ask in (host, app))
            assert_same(theirs, ours, address, page=app(address).body)


@pytest.mark.parametrize("coding", ["identity", "br", "gzip"])
def test_every_address_is_answered_with_the_same_bytes(host, app, coding):
    for address in addresses(app):
        if "/search" not in address:
            theirs = host(address, accept_encoding=coding)
            assert theirs.page == app(address).body, address


def test_what_a_client_has_already_is_not_sent_again(host, app):
    for address in addresses(app):
        if "/search" in address:
            continue
        for coding in ("identity", "gzip", "br"):
            answers = []
            for ask in (host, app):
                etag = ask(address, accept_encoding=coding).headers["etag"]
                answers.append(ask(address, accept_encoding=coding, if_none_match=etag))
            theirs, ours = answers
            assert (theirs.status, theirs.body) == (304, b"")
            one, other = said(theirs), said(ours)
            assert ("content-security-policy" in other) <= ("content-security-policy" in one)
            other.pop("content-security-policy", None)
            # RFC 9110, §15.4.5 lets a host repeat what the cache knows already.
            assert other.items() <= one.items(), address


@pytest.mark.parametrize("languages", BROWSERS)
def test_the_doorways_lead_where_the_reader_is_at_home(host, app, path, languages):
    for address in (f"{path}/", f"{path}/start", f"{path}/?from=app", f"{path}/start?a=b&c"):
        theirs = host(address, accept_language=languages)
        assert_same(theirs, app(address, accept_language=languages), address)


WRONG = (
    # A slash that is missing, or one too many.
    "/es", "/es/one", "/es/deep/two", "/es/about?x=1&y", "/translation", "/es/read", "/start/",
    "/es/edition.json/", "/sw.js/", "/es/search/?q=a", "/es/manifest.webmanifest/",
    # Another spelling of a language.
    "/ES/", "/ES/one/", "/es-ES/one", "/pt/", "/pt-br/one/", "/pt_BR/one?x", "/PT_br", "/zh-CN/",
    "/zh_Hans_CN/about/", "/zh/one", "/ar-EG/edition.json",
    # A section's former id.
    "/es/first/", "/es/first", "/pt/first/", "/ES/old/first?a", "/en/old/first/",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_address_leads_to_the_one_that_is_meant(host, app, path, wrong):
    assert_same(host(path + wrong), app(path + wrong), wrong)
    assert app(path + wrong).status == 301


LOST = (
    "/nothing", "/nothing/", "/es/nothing/", "/es/nothing", "/xx/one/", "/es/edition/",
    "/es/edition", "/es-MX/", "/pt-br/nothing/", "/static/nothing.js", "/static/", "/es/one.md",
    "/es/index.html", "/index.html", "/404.html", "/es/404.html", "/es/one/index.html.br",
    "/.pwa-export.json", "/_headers", "/_redirects", "/sw.js.gz",
    "/health/nothing", "/badges/", "/badges", "/es/.hidden",
)  # fmt: skip


@pytest.mark.parametrize("languages", ["es", "zh-CN"])
@pytest.mark.parametrize("lost", LOST)
def test_what_is_not_there_is_told_in_the_language_of_its_address(host, app, path, lost, languages):
    theirs, ours = (ask(path + lost, accept_language=languages) for ask in (host, app))
    # Our own server compresses this page anew for each reader, a host has it ready or not.
    for answer in (theirs, ours):
        answer.headers.pop("content-length", None)
    assert_same(theirs, ours, lost)
    assert theirs.page == ours.page


def test_no_request_changes_anything(host, app, path):
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        theirs, ours = host(f"{path}/es/one/", method), app(f"{path}/es/one/", method)
        assert theirs.status == ours.status == 405
        assert theirs.headers.get("allow") == ours.headers["allow"]


def test_nothing_outside_the_path_is_ours(host, path):
    if not path:
        pytest.skip("at the root all addresses are")
    assert [host(one).status for one in ("/", "/es/", "/booking/", "/book")] == [404] * 4


def test_a_device_keeps_an_edition_and_reads_it_without_a_complaint(
    host, path, playwright, chromium, tmp_path
):
    options = {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu"]}
    with playwright.chromium.launch_persistent_context(tmp_path, **options) as browser:
        page, said = browser.new_page(), []
        page.on("console", lambda message: said.append((message.type, message.text)))
        page.goto(f"http://127.0.0.1:{host.port}{path}/es/")
        page.locator("[data-checked]").wait_for(state="visible")
        answer = page.goto(f"http://127.0.0.1:{host.port}{path}/es/one/")
        assert answer.from_service_worker
        # That a page keeps the browser's offer to install it, Chromium tells as well.
        assert [text for kind, text in said if kind in {"error", "warning"}] == []
