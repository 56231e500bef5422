"""Reading goes on where it stopped: in any language, quietly, and never by a jump of its own."""

# ruff: noqa: F811 - fixtures of another module
import pytest
from playwright.sync_api import expect

from tests.browser.test_reading import complaints  # noqa: F401
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
OFFER = "[data-place]"
IN_TIME = {"far/time/#.7", "far/time/#.8"}


@pytest.fixture(scope="module")
def host(lasting_host):
    """One for all tests: what a device keeps goes with its context."""
    return lasting_host


@pytest.fixture(scope="module")
def made(make_shared_site, build, host):
    root = make_shared_site(SECTIONS, {"ar": ARABIC, "ja": JAPANESE, "hi": HINDI})
    return build(root, address=host.url)


@pytest.fixture
def url(made, host, publish):
    publish(made)
    return host.url


# Somebody who reads whatever language a page is in: nobody is offered another one.
EVERY_LANGUAGE = """Object.defineProperty(navigator, "languages", {
    configurable: true, get: () => [document.documentElement.lang]})"""


@pytest.fixture
def page(context):
    page = context.new_page()
    page.add_init_script(EVERY_LANGUAGE)
    return page


@pytest.fixture
def stopped(host):
    """A function that stops the host, which is there again for the next test."""
    yield host.stop
    host.revive()


@pytest.fixture
def kept(page, url):
    """A function that keeps an edition, and waits until the page says so."""

    def keep(locale):
        page.goto(f"{url}/{locale}/")
        expect(page.locator("[data-checked]")).to_be_visible()

    return keep


def noted(page):
    return page.evaluate(f"localStorage['{KEY}'] ?? ''")


def look_at(page, url):
    """Open a page, and wait until it would have made its offer."""
    page.goto(url)
    page.wait_for_load_state("networkidle")


def stop_at(page, url, anchor=".8"):
    """Open a page, read on to a paragraph and leave."""
    page.goto(url)
    page.wait_for_load_state()
    page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
    page.goto("about:blank")


def is_told(page, place):
    """Wait until the engine knows a section to open."""
    until(page, "caches.match('/', {cacheName: 'pwa:/:state'}).then(it => it.json())"
                f".then(({{ place }}) => place === '{place}')")  # fmt: skip


def test_the_cover_of_any_language_offers_it_offline_too(page, url, kept, stopped, complaints):
    for locale in LOCALES:
        kept(locale)
    stop_at(page, f"{url}/en/far/time/")
    for goes_on in (stopped, None):
        for locale in LOCALES:
            page.goto(f"{url}/{locale}/")
            offered = page.locator(f"{OFFER} a")
            expect(offered).to_be_visible()
            title = page.locator(".contents a").nth(1)
            assert offered.inner_text() == title.inner_text()
            assert offered.get_attribute("lang") == title.get_attribute("lang")
            offered.click()
            assert page.url.startswith(f"{url}/{locale}/far/time/#.")
            expect(page.locator(":target")).to_be_in_viewport()
            assert page.locator(":target").get_attribute("id") in {".7", ".8"}
        if goes_on:
            goes_on()


MOVED = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().length))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(done, 300, 0);
})"""


def test_the_section_itself_offers_the_paragraph_and_does_not_jump(page, url, complaints):
    stop_at(page, f"{url}/en/far/time/")
    page.goto(f"{url}/ja/far/time/")
    offer = page.get_by_role("complementary", name="前回の続きを読む")
    expect(offer.locator("a")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(MOVED) == 0
    offer.locator("a").click()
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(OFFER)).to_be_hidden()
    # Whoever reads on alone is not offered it any more.
    page.goto(f"{url}/en/far/time/")
    expect(page.locator(OFFER)).to_be_visible()
    page.mouse.wheel(0, 200)
    expect(page.locator(OFFER)).to_be_hidden()


def test_a_glance_at_another_section_leaves_the_place_and_reading_there_moves_it(page, url):
    stop_at(page, f"{url}/en/far/time/")
    for glance in ("calm/", "last/", "calm/#.9", "far/time/"):
        look_at(page, f"{url}/en/{glance}")
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(600)
    page.goto(f"{url}/en/about/")
    assert noted(page) in IN_TIME
    # Noted while the page is open, and from its top nothing is forgotten.
    page.goto(f"{url}/en/calm/")
    page.wait_for_load_state()
    page.evaluate("document.getElementById('.8').scrollIntoView()")
    until(page, f"localStorage['{KEY}'].startsWith('calm/#.')")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(600)
    page.goto(f"{url}/en/about/")
    assert noted(page).startswith("calm/#.")


def test_whoever_goes_on_has_read_what_needed_no_scrolling(page, url):
    page.set_viewport_size({"width": 800, "height": 9000})
    page.goto(f"{url}/en/calm/")
    for section in ("far/time/", "last/"):
        page.wait_for_load_state()
        page.locator("[rel=next]").click()
        page.wait_for_url(f"**/{section}")
        assert noted(page) == section


def test_at_the_very_beginning_and_the_very_end_nothing_is_offered(page, url):
    look_at(page, f"{url}/en/calm/")
    for section, after in {"": "", "calm/": "far/time/", "last/": ""}.items():
        page.goto(f"{url}/en/{section}")
        page.wait_for_load_state()
        page.evaluate("scrollTo(0, 1e6)")
        page.goto(f"{url}/en/about/")
        assert noted(page) == after
    look_at(page, f"{url}/en/")
    expect(page.locator(OFFER)).to_be_hidden()


def test_a_paragraph_that_is_no_more_leaves_the_sections_beginning(page, url, complaints):
    look_at(page, f"{url}/en/about/")
    page.evaluate(f"localStorage['{KEY}'] = 'far/time/#.99'")
    page.goto(f"{url}/en/")
    page.locator(f"{OFFER} a").click()
    expect(page.locator("h1")).to_be_in_viewport()
    look_at(page, f"{url}/en/far/time/")
    expect(page.locator(OFFER)).to_be_hidden()
    assert noted(page) == "far/time/#.99"


TEXT_TWICE_AS_LARGE = """localStorage['pwa:/:text:'] =
    '--text:2|screen and (prefers-color-scheme: dark)'"""


CLOSE = {"en": "Close", "ar": "إغلاق", "ja": "閉じる"}


@pytest.mark.parametrize("locale", CLOSE)
def test_on_the_cover_it_is_named_small_and_put_away_until_there_is_another(browser, url, locale):
    size = {"width": 320, "height": 640}
    with browser.new_context(viewport=size, locale=locale) as context:
        page = context.new_page()
        stop_at(page, f"{url}/{locale}/far/time/")
        page.goto(f"{url}/{locale}/about/")
        page.evaluate(TEXT_TWICE_AS_LARGE)
        page.goto(f"{url}/{locale}/")
        title = page.locator(".contents a").nth(1).inner_text()
        offer = page.get_by_role("complementary", name=title)
        expect(offer).to_be_visible()
        assert offer.bounding_box()["height"] <= size["height"] / 4
        assert page.evaluate(MOVED) == 0
        close = offer.get_by_role("button", name=CLOSE[locale])
        assert min(close.bounding_box()["width"], close.bounding_box()["height"]) >= 44
        close.press("Enter")
        expect(offer).to_be_hidden()
        expect(page.locator("main")).to_be_focused()
        look_at(page, f"{url}/{locale}/")
        expect(page.locator(OFFER)).to_be_hidden()
        stop_at(page, f"{url}/{locale}/last/")
        # Chromium tells another process of a note a moment later.
        page.goto(f"{url}/{locale}/about/")
        until(page, "localStorage['pwa:/:place:'].startsWith('last/')")
        page.goto(f"{url}/{locale}/")
        expect(page.locator(OFFER)).to_be_visible()


def test_the_installed_app_opens_in_the_section_offline_too(page, url, kept, stopped):
    kept("ja")
    stop_at(page, f"{url}/ja/far/time/")
    page.goto(f"{url}/ja/about/")
    is_told(page, "far/time/")
    for goes_on in (stopped, None):
        page.goto(f"{url}/start")
        assert page.url == f"{url}/ja/far/time/"
        expect(page.locator(f"{OFFER} a")).to_be_visible()
        assert page.evaluate("scrollY") == 0
        if goes_on:
            goes_on()


def test_a_section_that_is_no_more_is_not_opened(page, url, kept):
    kept("ja")
    page.evaluate(f"localStorage['{KEY}'] = 'gone/#.3'")
    page.goto(f"{url}/ja/about/")
    is_told(page, "gone/")
    look_at(page, f"{url}/start")
    assert page.url == f"{url}/ja/"
    expect(page.locator(OFFER)).to_be_hidden()


def test_the_app_opens_what_the_page_noted_in_leaving_however_slow_the_device(page, url, kept):
    kept("ja")
    page.goto(f"{url}/ja/far/time/")
    expect(page.locator("[data-checked]")).to_be_visible()
    # A page that is left gets no answer any more, and the note waits for another one.
    page.evaluate("void (navigator.serviceWorker.getRegistration = () => new Promise(() => {}))")
    page.evaluate("document.getElementById('.8').scrollIntoView()")
    other = page.context.new_page()
    other.goto(f"{url}/sitemap.xml")
    other.evaluate(
        "void navigator.locks.request('pwa:/:state', () => new Promise(end => window.end = end))"
    )
    until(other, "window.end !== undefined")
    page.goto("about:blank")
    other.evaluate("setTimeout(end, 500)")
    page.goto(f"{url}/start")
    assert page.url == f"{url}/ja/far/time/"


def test_it_goes_with_everything_else_and_is_not_noted_again(page, url):
    stop_at(page, f"{url}/en/far/time/")
    page.goto(f"{url}/en/far/time/")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    page.goto(f"{url}/en/calm/")
    page.evaluate("scrollTo(0, 2000)")
    page.goto(f"{url}/en/")
    assert noted(page) == ""


REFUSED = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});
"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };
for (const name of ["localStorage", "sessionStorage"]) {
    const store = new Proxy({}, {set() { throw new DOMException("", "QuotaExceededError"); }});
    Object.defineProperty(window, name, {get: () => store});
}"""


@pytest.mark.parametrize("storage", [REFUSED, FULL], ids=["refused", "full"])
def test_where_nothing_can_be_noted_nothing_breaks(page, url, complaints, storage):
    page.add_init_script(storage)
    page.add_init_script("Object.defineProperty(navigator, 'languages', {value: ['ja']})")
    look_at(page, f"{url}/en/far/time/")
    page.locator("[data-offer] button").click()
    expect(page.locator("[data-offer]")).to_be_hidden()
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_timeout(600)
    look_at(page, f"{url}/en/")
    expect(page.locator(OFFER)).to_be_hidden()
