"""What a key costs who searches 500 sections in the page, on this machine and on one slower by six.

From the key to the results laid out, in a real Chromium; DevTools slow its processor down.
"""

import random
import statistics
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from pwa.export import export
from pwa.release.builder import Builder
from pwa.site import load_site
from tests.browser.conftest import ARGUMENTS, CHROMIUM

SECTIONS, PARAGRAPHS = 500, 14
ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "content/a-tool-not-a-cure.md").read_text(encoding="utf-8")
WORDS = [word for word in TEXT.split() if word.isalpha()]
QUERIES = ("ketamine", "the", "set and setting", "experience", "xylophone", "a")
ROUNDS = 5  # the quickest counts: the rest is what else the machine does
LIMITS = {1: 16, 6: 50}

# A key, as the page gets it, and the layout that it makes necessary.
KEY = """async (query) => {
    const box = document.querySelector("input[type=search]");
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    box.value = query;
    const begun = performance.now();
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - begun;
}"""


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, *arguments: object) -> None:
        """Nobody reads it."""


def written(root: Path) -> Path:
    """A publication of 500 sections of some 350 words each."""
    rng = random.Random(1)
    (root / "content").mkdir(parents=True)
    (root / "content/publication.toml").write_text('title = "Book"\n')
    for number in range(SECTIONS):
        texts = (" ".join(rng.choices(WORDS, k=25)) for _ in range(PARAGRAPHS))
        body = "\n\n".join(f"{text.capitalize()}." for text in texts)
        (root / f"content/s{number:03}.md").write_text(f"# Section {number}\n\n{body}\n")
    return root


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("searched")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder / "public"))
    address = f"http://127.0.0.1:{server.server_port}"
    site = load_site(written(folder / "site"), address=address, environ={})
    release = Builder(environ={"SOURCE_DATE_EPOCH": "0"}).build(site)
    export(release, folder / "public", today="2026-01-01")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{address}/en/search/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("slower", LIMITS)
def test_a_key_is_answered_within_a_frame_and_on_a_slow_phone_within_three(address, slower):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(service_workers="block", viewport=VIEWPORT).new_page()
        page.goto(address)
        page.get_by_role("searchbox").fill("ketamine")
        expect(page.locator("[data-found]")).to_be_visible(timeout=60_000)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        keys = [one for query in QUERIES for one in typed(query)]
        found = [min(page.evaluate(KEY, one) for _ in range(ROUNDS)) for one in keys]
        browser.close()
    whole = statistics.quantiles(found, n=20)
    print(f"\n{slower}x: {len(found)} keys, median {statistics.median(found):.1f} ms,", end=" ")
    print(f"nineteen in twenty under {whole[-1]:.1f} ms, at most {max(found):.1f} ms")
    assert whole[-1] < LIMITS[slower]


VIEWPORT = {"width": 390, "height": 844}


def typed(query):
    """The query as it grows, key by key."""
    return [query[:end] for end in range(1, len(query) + 1)]
