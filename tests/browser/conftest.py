"""A real Chromium, and a host that can really be stopped."""

import hashlib
import math
import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from pwa.pages.policy import page_headers
from pwa.release.release import Release
from tests.browser.book import Publication
from tests.browser.serving import Served, serving

ROOT = Path(__file__).parents[2]

# Chromium heeds one --disable-features alone, so that Playwright's own stand here too.
FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # What drops down from the address bar: pages that each window makes and nobody here sees.
    # Without them a test takes two thirds of the time.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)

ARGUMENTS = [
    f"--disable-features={','.join(FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
VIEWPORT: ViewportSize = {"width": 390, "height": 844}

# Generous, because a loaded machine is slow and a passing test does not wait. What a device could
# not get at first it has when its page asks again, 20 s later.
expect.set_options(timeout=40_000)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver; for one module, so that its event loop is not in others' way."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, the system's where there is one."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here. It is incognito: `phone` can also install."""
    context = browser.new_context(viewport=VIEWPORT, locale="en")
    yield context
    context.close()


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """The same with a profile on disk, as installing wants it; slower to start."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        viewport=VIEWPORT,
        locale="en",
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its first tab."""
    return context.new_page()


@pytest.fixture(scope="module")
def looking(browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which nothing is kept, for a module's tests that look and choose nothing."""
    context = browser.new_context(viewport=VIEWPORT, locale="en", service_workers="block")
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def glance(looking: BrowserContext) -> Page:
    """Its only tab, as tall and wide as a phone's again."""
    [page] = looking.pages
    page.set_viewport_size(VIEWPORT)
    return page


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """This publication, built once for all tests that only read it."""
    with serving(ROOT) as served:
        yield served


@dataclass
class Answer:
    """What a host says at one address."""

    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass
class Host:
    """A plain static host on a port of its own, which stays the same when it is restarted.

    `asked` lists path and status of everything answered; `portal` is the page answered in
    place of everything, as a captive portal does; at `silent` addresses it never answers,
    at `slow` ones when `hurry` is set, and the second half at `halting` ones. Of requests for
    editions it answers `lives` more; the next one sets `dying` and gets no answer: that is the
    moment to stop it. Browsers take every name under .localhost for this machine (Let 'localhost'
    be localhost, RFC 6761 §6.3); the worker does not.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    portal: bytes | None = None
    silent: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    halting: set[str] = field(default_factory=set)
    hurry: threading.Event = field(default_factory=threading.Event)
    lives: float = math.inf
    dying: threading.Event = field(default_factory=threading.Event)
    name: str = "reader.localhost"
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.name}:{self.port}"

    def put(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> None:
        """Answer so from now on; `content_type="text/html"` and the like are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(body, named, status)

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        """Stop, hang up on everybody, and prove that nobody answers at the port any more."""
        self.hurry.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", self.port)) != 0

    def revive(self) -> None:
        """Start again at the same port, with lives enough."""
        self.lives = math.inf
        self.dying.clear()
        self.hurry.clear()
        self.start()

    def times_asked(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


class _Server(ThreadingHTTPServer):
    # Joined by hang_up, which first ends what they may be waiting for.
    daemon_threads = False

    def __init__(self, address: tuple[str, int], host: Host) -> None:
        self.host = host
        self.stopped = threading.Event()
        self.connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address) -> None:
        """A browser that hangs up in the middle is no fault."""

    def hang_up(self) -> None:
        """End idle connections too: browsers open some in advance, and could be answered."""
        self.stopped.set()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed meanwhile
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    # Chromium sends If-None-Match only for what HTTP/1.1 answered.
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host = self.server.host
        path = self.path.partition("?")[0]
        if path in host.silent or not self.lives_on(path):
            self.server.stopped.wait()
            return
        if path in host.slow:
            host.hurry.wait()
        answer = self.answer(path)
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        same = answer.status == 200 and self.headers["if-none-match"] == etag
        status = 304 if same else answer.status
        host.asked.append((path, status))
        self.send_response(status)
        for name, value in {"etag": etag, **answer.headers}.items():
            self.send_header(name, value)
        if not same:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if not same:
            half = len(answer.body) // 2
            self.wfile.write(answer.body[:half])
            if path in host.halting:
                host.hurry.wait()
            self.wfile.write(answer.body[half:])

    def lives_on(self, path: str) -> bool:
        host = self.server.host
        if "/edition" in path:
            host.lives -= 1
        if host.lives < 0:
            host.dying.set()
        return host.lives >= 0

    def answer(self, path: str) -> Answer:
        if self.server.host.portal is not None:
            return Answer(self.server.host.portal, {"content-type": "text/html"})
        return self.server.host.answers.get(path, Answer(b"not found", status=404))

    def log_message(self, *arguments: object) -> None:
        """The host keeps its own list."""


@pytest.fixture
def stop(served: Served) -> Iterator[Callable[[], None]]:
    """A function that stops it; it is there again for the next test."""
    yield served.stop
    if not served.is_up:
        served.start()


@contextmanager
def hosting() -> Iterator[Host]:
    """A host that is up, with nothing on it yet; it may be stopped meanwhile."""
    host = Host()
    host.start()
    yield host
    if not host._server.stopped.is_set():
        host.stop()


@pytest.fixture
def host() -> Iterator[Host]:
    """A host for one test, which may change or stop it."""
    with hosting() as host:
        yield host


@pytest.fixture(scope="module")
def lasting_host() -> Iterator[Host]:
    """A host for a module's tests that only look."""
    with hosting() as host:
        yield host


def publication_on(host: Host, root: str = "/book/") -> Publication:
    """A publication that is up on a host: in a folder, which is the harder, or elsewhere."""
    made = Publication(host, root)
    for locale in ("en", "es", "ja"):
        made.publish(locale, "first")
    made.serve_quick_worker()
    return made


@pytest.fixture
def publication(request: pytest.FixtureRequest, host: Host) -> Publication:
    """For one test, which may do with it what it likes."""
    return publication_on(host, getattr(request, "param", "/book/"))


@pytest.fixture(scope="session")
def hosted() -> Callable[[str], AbstractContextManager[Publication]]:
    """A function that has a publication up while a context lasts, for tests that share it."""

    @contextmanager
    def hosted(root: str) -> Iterator[Publication]:
        with hosting() as host:
            yield publication_on(host, root)

    return hosted


def put_release(host: Host, release: Release) -> Release:
    """Put a release on a plain host; it does not answer what is searched."""
    for address, one in release.representations.items():
        raw = one.variant("identity").raw_headers
        host.put(address, one.body, **{n.decode(): value.decode() for n, value in raw})
    for asset in release.assets:
        kind = "text/javascript" if asset.name.endswith(".js") else "image/svg+xml"
        host.put(release.addresses.static(asset.name), asset.data, content_type=kind)
    for locale, search in release.searches.items():
        headers = {**dict(page_headers(search.page)), "content-type": "text/html"}
        host.put(release.addresses.search(locale), search.page, **headers)
    return release


@pytest.fixture(scope="session")
def publish_on() -> Callable[[Host, Release], Release]:
    """A function that puts a release on any host."""
    return put_release


@pytest.fixture
def publish(host: Host) -> Callable[[Release], Release]:
    """A function that puts a release on the test's own host."""
    return partial(put_release, host)
