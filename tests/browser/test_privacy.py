"""Nothing is collected: what leaves a device, what stays on it, and how all of it goes."""

import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.serving import HOST, Exchange
from tests.patience import eventually

SECTION = "a-tool-not-a-cure"

# Everything that a site can keep in a browser.
STORED = """async () => ({
  cookies: document.cookie,
  databases: (await indexedDB.databases()).map(({ name }) => name),
  files: await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  local: { ...localStorage },
  session: { ...sessionStorage },
  name: window.name,
})"""
NOTHING = {
    "cookies": "", "databases": [], "files": [], "caches": [], "workers": [], "local": {},
    "session": {}, "name": "",
}  # fmt: skip

# Whatever a browser says of itself to everybody. What it says of its reader is not among it.
ORDINARY = re.compile(
    r"host|connection|user-agent|accept|accept-encoding|accept-language|cache-control|pragma|"
    r"if-none-match|origin|service-worker|upgrade-insecure-requests|sec-ch-.*|sec-fetch-.*|purpose|"
    r"sec-purpose|priority|referer"
)


class _Sink(BaseHTTPRequestHandler):
    """A proxy that notes what would have gone to anybody else, and lets nothing through."""

    asked: list[str]

    def parse_request(self) -> bool:
        type(self).asked.append(self.raw_requestline.decode("latin-1"))
        return False


@pytest.fixture(scope="module")
def others():
    """What has been asked of anybody else than this machine, and the proxy that hears it."""
    sink = type("Sink", (_Sink,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), sink)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield sink.asked, {"server": f"http://127.0.0.1:{server.server_port}", "bypass": HOST}
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Walked:
    """What was left on a device, said to the server and asked of others when a reader had gone."""

    page: Page
    stored: dict[str, object]
    state: dict[str, object]
    cookies: list[object]
    exchanges: list[Exchange]
    asked: list[str]


@pytest.fixture(scope="module")
def context(browser, others):
    """A phone of somebody who reads Spanish, German and Japanese."""
    _, proxy = others
    context = browser.new_context(locale="es", proxy=proxy)
    yield context
    context.close()


@pytest.fixture(scope="module")
def walked(served, context, others):
    """A reader has done all that can be done, and at last removed everything."""
    asked, _ = others
    before = len(served.exchanges)
    page = context.new_page()
    walk(page, served.url)
    stored, cookies = page.evaluate(STORED), context.cookies()
    state = page.evaluate("caches.match('/', {cacheName: 'pwa:/:state'}).then((it) => it.json())")
    remove_everything(page)
    return Walked(page, stored, state, cookies, served.exchanges[before:], list(asked))


def walk(page, url):
    """All that a reader can do, up to the removal of everything."""
    page.goto(f"{url}/en/")
    page.locator("[data-offer] button").click()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.locator(f"main a[href='/en/{SECTION}/']").click()
    page.locator("a.find:not(.aa)").click()
    page.wait_for_url("**/search")
    page.locator("input[type=search]").fill("clinician")
    page.locator("[data-search] button").click()
    page.locator("[data-results] a").first.click()
    page.locator("header nav summary").click()
    page.locator("header nav a[hreflang=de]").click()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.locator("a.aa").click()
    page.locator("input[value='--text:1.25']").check(force=True)
    page.goto(f"{url}/de/offline/")
    row = page.locator("[data-locale=ja]")
    row.locator("[data-keep]").click()
    row.locator("[data-remove]").click()
    row.locator("[data-keep]").click()
    expect(row.locator("[data-remove]")).to_be_visible()
    page.goto(f"{url}/de/read/")
    page.goto(f"{url}/de/{SECTION}/")
    page.goto(f"{url}/de/about/")
    page.goto(f"{url}/de/nothing-here/")


def remove_everything(page):
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    eventually(lambda: not page.evaluate("caches.keys()"))


def test_only_settings_and_kept_editions_are_on_the_device(served, walked):
    stored = dict(walked.stored)
    editions = {name.rpartition(":")[0] for name in stored.pop("caches")}
    assert editions == {"pwa:/", "pwa:/:en", "pwa:/:de", "pwa:/:ja"}
    assert {**NOTHING, **stored} == NOTHING | {
        "workers": [f"{served.url}/"],
        "local": {
            "pwa:/:chosen:en": "",
            "pwa:/:chosen:de": "",
            "pwa:/:wanted:ja": "",
            "pwa:/:text:": "--text:1.25|screen and (prefers-color-scheme: dark)",
            "pwa:/:place:": f"{SECTION}/",
        },
    }
    assert walked.cookies == []


def test_what_is_noted_is_which_edition_is_here_and_when_it_was_checked(walked):
    state = walked.state
    assert set(state) == {"reading", "place", "after", "editions"}
    assert state["reading"] == "de"
    announced = {"protocol", "locale", "revision", "date", "pack", "script", "aids", "revoked"}
    own = {"previous", "newest", "size", "files", "since", "checked"}
    assert set().union(*state["editions"].values()) <= announced | own


def test_nobody_else_is_asked_for_anything(walked, context, others):
    asked, _ = others
    assert walked.asked == []
    with pytest.raises(Error):
        context.new_page().goto("http://elsewhere.example/")
    assert asked, "whoever else is asked is heard"


def test_the_server_hears_what_every_server_hears_and_no_more(served, walked):
    assert {one.method for one in walked.exchanges} == {"GET"}
    assert {one.query for one in walked.exchanges} == {""}
    told = {name for one in walked.exchanges for name in one.headers}
    assert {name for name in told if not ORDINARY.fullmatch(name)} == set()
    assert not [one.path for one in walked.exchanges if "set-cookie" in one.answered]


def test_nobody_hears_where_a_reader_comes_from(served, walked):
    """Chromium looks for a newer worker by itself, and names that worker alone."""
    told = {one.headers["referer"] for one in walked.exchanges if "referer" in one.headers}
    assert told <= {f"{served.url}/sw.js"}


def test_when_everything_is_removed_nothing_of_ours_is_left(served, walked, context):
    """But for the note, until the tab is closed, that nothing is to be kept again."""
    page = walked.page
    assert page.evaluate(STORED) == NOTHING | {"session": {"pwa:/:removed:": ""}}
    page.goto(f"{served.url}/de/{SECTION}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(STORED) == NOTHING | {"session": {"pwa:/:removed:": ""}}
    page.close()
    assert context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
