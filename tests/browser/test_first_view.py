"""What a first visit costs, and that nothing moves while it comes."""

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.shipped import in_languages

# The section with a picture.
SECTION = "neuroplasticity-and-perspective"
PAGES = ("", f"{SECTION}/", "read/", "about/", "translation/")
PHONE = {"width": 360, "height": 740}

# The first flight of a new connection carries ten segments (RFC 6928).
FLIGHT = 14_600

# Layout Instability (WICG): which elements moved. Less than a thousandth is a header that a busy
# machine drew before its last word had come; no rounded figure shows it.
MOVED = """() => new Promise((resolve) => {
  const moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const names = sources.map(({ node }) => node?.outerHTML?.slice(0, 90));
      if (value > 0.001) moved.push([value, ...names]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
})"""


@pytest.fixture
def page(browser, request):
    """A phone that has never been here, of somebody who reads the language."""
    context = browser.new_context(viewport=PHONE, locale=request.node.callspec.params["locale"])
    yield context.new_page()
    context.close()


def visit(page, address):
    """Come to a page, and wait until its edition has come."""
    page.goto(address)
    expect(page.locator("[data-checked]")).to_be_visible()


def kind(path, locale):
    """What was asked for, by its place; the edition is the offline copy."""
    first, name = path.removeprefix("/").split("/", 1) if path != "/sw.js" else ("", "worker")
    if first == locale:
        return "edition" if name.startswith("edition") else "document"
    return name.partition(".")[0]


def weight(served, path):
    """The bytes of a body as a browser is sent it."""
    port = served.url.rpartition(":")[2]
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"accept-encoding": "br"}
    )
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read())


@pytest.mark.parametrize("path", ["", f"{SECTION}/"])
@in_languages("uk", "ar")
def test_a_first_view_asks_for_what_it_uses_and_comes_in_one_flight(served, page, locale, path):
    """In the heaviest language and right to left; tests/pages/test_weight.py weighs all.

    Scripts and manifest count; icons, pictures and the offline copy come apart.
    The worker is of the offline copy, which tests/benchmarks/test_offline_cost.py weighs.
    """
    before = len(served.exchanges)
    visit(page, f"{served.url}/{locale}/{path}")
    asked = {kind(one.path, locale): one.sent for one in served.exchanges[before:]}
    view = {"document", "page"}
    assert set(asked) - {"icon", "content/images/paths"} == view | {"worker", "edition"}
    # A browser asks for it only where it might install.
    manifest = weight(served, f"/{locale}/manifest.webmanifest")
    assert sum(asked[one] for one in view) + manifest <= FLIGHT


@in_languages("uk", "ar", "ja")
def test_nothing_moves_while_a_page_comes_nor_when_it_comes_from_the_device(served, page, locale):
    for path in PAGES:
        visit(page, f"{served.url}/{locale}/{path}")
        assert page.evaluate(MOVED) == [], path
    visit(page, f"{served.url}/{locale}/")
    assert page.evaluate(MOVED) == []


@in_languages("ar")
def test_a_picture_has_its_place_before_it_comes(served, page, locale):
    page.route("**/*.svg", lambda route: route.abort())
    page.goto(f"{served.url}/{locale}/{SECTION}/")
    boxes = page.locator("article img").evaluate_all("all => all.map((it) => it.offsetHeight)")
    assert boxes
    assert min(boxes) > 40
