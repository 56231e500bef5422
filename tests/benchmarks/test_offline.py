"""What a reader waits for: a kept page without a network, and a language until it is kept.

A kept page is opened with all of the browser slowed down six times, the worker's thread as well as
the page's, and with a worker that has to start.
"""

import asyncio
import os
import shutil
import socket
import statistics
import threading
import time
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from pwa.web.app import create_app
from tests.benchmarks.slowdown import slowed
from tests.patience import until

ROOT = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SLOWDOWN = 6
ROUNDS = 9

# Milliseconds of work, for a page or a worker.
WORK = """(() => {
    const start = performance.now();
    for (let at = 0, sum = 0; at < 3e7; at++) sum += at % 7;
    return performance.now() - start;
})()"""

# Seconds of latency and bytes a second of a bad mobile connection.
LATENCY, RATE = 0.4, 50_000


class Server:
    """This publication, really served; `slow` makes every answer pass a bad connection."""

    def __init__(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.url = f"http://reader.localhost:{self.port}"
        self.slow = False
        self.state = TemporaryDirectory()
        self.app = create_app(
            ROOT, address=self.url, watch=False, environ={"PWA_STATE": self.state.name}
        )
        self.server = uvicorn.Server(
            uvicorn.Config(self.through, interface="asgi3", log_level="warning")
        )
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]})
        self.thread.start()

    async def through(self, scope, receive, send):
        if not self.slow or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await asyncio.sleep(LATENCY)

        async def slowly(message):
            # One after the other: what several answers share is the line.
            async with self.line:
                await asyncio.sleep(len(message.get("body", b"")) / RATE)
            await send(message)

        await self.app(scope, receive, slowly)

    @cached_property
    def line(self):
        return asyncio.Lock()

    def stop(self):
        self.server.should_exit = True
        self.thread.join()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", self.port)) != 0
        self.state.cleanup()


@pytest.fixture
def server():
    server = Server()
    yield server
    if server.thread.is_alive():
        server.stop()


@pytest.fixture
def page():
    names = ("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, names)), None)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser.new_page(viewport={"width": 390, "height": 844})
        browser.close()


def keep(page, url):
    page.goto(url)
    expect(page.locator("[data-checked]")).to_be_visible(timeout=20_000)


def milliseconds_to_paint(page, devtools, url):
    """From asking for a kept page to its first text, with a worker that has to start."""
    page.goto("about:blank")
    devtools.send("ServiceWorker.stopAllWorkers")
    assert page.goto(url).from_service_worker
    until(page, "performance.getEntriesByName('first-contentful-paint').length")
    return page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")


def group_of(page):
    """The process group of a browser: Playwright gives each its own."""
    devtools = page.context.browser.new_browser_cdp_session()
    processes = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    return os.getpgid(next(one["id"] for one in processes if one["type"] == "browser"))


def milliseconds_of_work(page):
    """How long the same work takes, several times, in the page and in its worker."""
    [worker] = page.context.service_workers
    return [[one.evaluate(WORK) for _ in range(9)] for one in (page, worker)]


def slowness(page):
    """How many times slower page and worker are in a slowed browser.

    Than at their quickest before: others may be at work on this machine.
    """
    before = milliseconds_of_work(page)
    with slowed(group_of(page), SLOWDOWN):
        after = milliseconds_of_work(page)
    pairs = zip(after, before, strict=True)
    return [statistics.median(slow) / min(quick) for slow, quick in pairs]


def test_a_kept_page_opens_in_a_second_and_a_network_that_hangs_costs_nothing(server, page):
    section = f"{server.url}/es/{min(path.stem for path in (ROOT / 'content').glob('*.md'))}/"
    keep(page, f"{server.url}/es/")
    slower = slowness(page)
    print("\nslower: page {:.1f} times, worker {:.1f} times".format(*slower))
    assert min(slower) > SLOWDOWN / 2, "nothing was slowed down"
    server.stop()
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    gone, hanging = [], []
    with slowed(group_of(page), SLOWDOWN):
        for _ in range(ROUNDS):
            gone.append(milliseconds_to_paint(page, devtools, section))
            # Whoever connects is taken on by the system, and never answered.
            with socket.create_server(("127.0.0.1", server.port)):
                hanging.append(milliseconds_to_paint(page, devtools, section))
    without, silent = statistics.median(gone), statistics.median(hanging)
    print(f"first paint: {without:.0f} ms without a network, {silent:.0f} ms with a silent one")
    assert max(without, silent) < 1_000
    assert silent < 1.5 * without


def test_a_language_is_kept_within_seconds_of_a_first_visit(server, page):
    server.slow = True
    before = time.monotonic()
    keep(page, f"{server.url}/es/")
    seconds = time.monotonic() - before
    print(
        f"\nfully kept after {seconds:.1f} s at {LATENCY * 1000:.0f} ms and {RATE / 1000:.0f} kB/s"
    )
    assert seconds < 6
