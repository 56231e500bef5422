"""What a reader waits for: a kept page without a network, and a language until it is kept.

A kept page is opened with the processor slowed down six times and the worker stopped. What is
slowed is the page; a worker's own thread is not, in Chromium.
"""

import asyncio
import shutil
import socket
import statistics
import threading
import time
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from pwa.web.app import create_app
from tests.patience import until

ROOT = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SLOWDOWN = 6
ROUNDS = 7

# Seconds of latency and bytes a second of a bad mobile connection.
LATENCY, RATE = 0.4, 50_000


class Server:
    """This publication, really served; `slow` makes every answer pass a bad connection."""

    def __init__(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.url = f"http://reader.localhost:{self.port}"
        self.slow = False
        self.app = create_app(ROOT, address=self.url, watch=False, environ={"PWA_STATE": mkdtemp()})
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


def test_a_kept_page_opens_in_a_second_and_a_network_that_hangs_costs_nothing(server, page):
    section = f"{server.url}/es/{min(path.stem for path in (ROOT / 'content').glob('*.md'))}/"
    keep(page, f"{server.url}/es/")
    server.stop()
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    gone, hanging = [], []
    for _ in range(ROUNDS):
        gone.append(milliseconds_to_paint(page, devtools, section))
        # Whoever connects is taken on by the system, and never answered.
        with socket.create_server(("127.0.0.1", server.port)):
            hanging.append(milliseconds_to_paint(page, devtools, section))
    without, silent = statistics.median(gone), statistics.median(hanging)
    print(f"\nfirst paint: {without:.0f} ms without a network, {silent:.0f} ms with a silent one")
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
