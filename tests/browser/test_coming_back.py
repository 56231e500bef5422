"""Reading goes on where it stopped: in any language, quietly, and never by a jump of its own."""

# ruff: noqa: F811 - fixtures of another module
import pytest
from playwright.sync_api import expect

from tests.browser.test_reading import complaints, context, release  # noqa: F401
from tests.browser.test_search import ARABIC, HINDI, JAPANESE
from tests.patience import until

LOCALES = ("en", "ar", "ja", "hi")
KEY = "pwa:/:place:"
LONG = "\n\n".join(f"Paragraph {number}. " + "Words " * 60 for number in range(20))
SECTIONS = {
    "calm": f"# A Calm Mind\n\nA calm mind helps.\n\n{LONG}\n",
    "far/time": f"# Time\n\nIt takes time.\n\n{LONG}\n",
    "last": f"# The Last\n\nIt ends.\n\n{LONG}\n",
}


@pytest.fixture(scope="module")
def root(make_shared_site):
    return make_shared_site(SECTIONS, {"ar": ARABIC, "ja": JAPANESE, "hi": HINDI})


def noted(page):
    return page.evaluate(f"localStorage['{KEY}'] ?? ''")


def stop_at(page, url, anchor):
    """Open a page, read on to a paragraph and leave."""
    page.goto(url)
    page.wait_for_load_state()
    page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
    page.goto("about:blank")


@pytest.mark.parametrize("is_offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_cover_of_any_language_offers_it(
    page,
    release,
    host,
    complaints,
    locale,
    is_offline,
):
    page.goto(f"{host.url}/{locale}/")
    expect(page.locator("[data-checked]")).to_be_visible()
    stop_at(page, f"{host.url}/en/far/time/", ".8")
    if is_offline:
        host.stop()
    page.goto(f"{host.url}/{locale}/")
    offer = page.locator("[data-place]")
    expect(offer).to_be_visible()
    title = page.locator(".contents a").nth(1)
    assert offer.locator("a").inner_text() == title.inner_text()
    assert offer.locator("a").get_attribute("lang") == title.get_attribute("lang")
    offer.locator("a").click()
    assert page.url.startswith(f"{host.url}/{locale}/far/time/#.")
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.locator(":target").get_attribute("id") in {".7", ".8"}


@pytest.mark.parametrize("locale", ["ja"])
def test_the_section_itself_offers_the_paragraph_and_does_not_jump(
    page,
    release,
    host,
    complaints,
    locale,
):
    stop_at(page, f"{host.url}/en/far/time/", ".8")
    page.goto(f"{host.url}/{locale}/far/time/")
    expect(page.locator("[data-place] a")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.locator("[data-place] a").click()
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator("[data-place]")).to_be_hidden()


def test_whoever_reads_on_alone_is_not_offered_it_any_more(page, release, host):
    stop_at(page, f"{host.url}/en/far/time/", ".8")
    page.goto(f"{host.url}/en/far/time/")
    expect(page.locator("[data-place]")).to_be_visible()
    page.mouse.wheel(0, 200)
    expect(page.locator("[data-place]")).to_be_hidden()
    page.goto("about:blank")
    page.goto(f"{host.url}/en/")
    assert noted(page) in {"far/time/#.7", "far/time/#.8"}, (
        "a glance at its beginning is no reading"
    )


def test_nothing_is_offered_at_the_very_beginning(page, release, host):
    page.goto(f"{host.url}/en/calm/")
    page.wait_for_load_state("networkidle")
    page.goto(f"{host.url}/en/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-place]")).to_be_hidden()


def test_a_section_that_was_read_leads_to_the_next_and_the_last_to_nothing(page, release, host):
    for section, after in {"calm": "far/time/", "last": ""}.items():
        page.goto(f"{host.url}/en/{section}/")
        page.wait_for_load_state()
        page.evaluate("scrollTo(0, 1e6)")
        page.goto(f"{host.url}/en/about/")
        assert noted(page) == after
    page.goto(f"{host.url}/en/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-place]")).to_be_hidden()


@pytest.mark.parametrize("is_offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("locale", ["ja"])
def test_the_installed_app_opens_in_the_section(
    page,
    release,
    host,
    locale,
    is_offline,
):
    page.goto(f"{host.url}/{locale}/")
    expect(page.locator("[data-checked]")).to_be_visible()
    stop_at(page, f"{host.url}/{locale}/far/time/", ".8")
    page.goto(f"{host.url}/{locale}/about/")
    until(page, "caches.match('/', {cacheName: 'pwa:/:state'}).then(it => it.json())"
                ".then(({ place }) => place === 'far/time/')")  # fmt: skip
    if is_offline:
        host.stop()
    page.goto(f"{host.url}/start")
    assert page.url == f"{host.url}/{locale}/far/time/"
    expect(page.locator("[data-place] a")).to_be_visible()
    assert page.evaluate("scrollY") == 0


def test_a_section_that_is_no_more_is_not_opened(page, release, host):
    page.goto(f"{host.url}/ja/")
    expect(page.locator("[data-checked]")).to_be_visible()
    page.evaluate(f"localStorage['{KEY}'] = 'gone/#.3'")
    page.goto(f"{host.url}/ja/about/")
    until(page, "caches.match('/', {cacheName: 'pwa:/:state'}).then(it => it.json())"
                ".then(({ place }) => place === 'gone/')")  # fmt: skip
    page.goto(f"{host.url}/start")
    assert page.url == f"{host.url}/ja/"
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-place]")).to_be_hidden()


def test_it_goes_with_everything_else_and_is_not_noted_again(page, release, host):
    stop_at(page, f"{host.url}/en/far/time/", ".8")
    page.goto(f"{host.url}/en/far/time/")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    page.goto(f"{host.url}/en/calm/")
    page.evaluate("scrollTo(0, 2000)")
    page.goto(f"{host.url}/en/")
    assert noted(page) == ""


@pytest.mark.parametrize("path", ["", "far/time/"])
def test_nothing_moves_for_it(page, release, host, path):
    stop_at(page, f"{host.url}/en/far/time/", ".8")
    page.goto(f"{host.url}/en/{path}")
    expect(page.locator("[data-place]")).to_be_visible()
    moved = """() => new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().length))
            .observe({ type: "layout-shift", buffered: true });
        setTimeout(done, 300, 0);
    })"""
    assert page.evaluate(moved) == 0
