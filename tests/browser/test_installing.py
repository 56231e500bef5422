"""Installing, and being installed. That a browser can install it, and that its window is an app's,
are injected: no test here has seen a device's own question or window."""

import pytest
from playwright.sync_api import expect

from tests.patience import until

LOCALES = ["en", "ar", "ja", "hi"]

# What Chromium does when it finds that it can install: outcome is what the reader will answer.
CAN_BE_INSTALLED = """outcome => {
    const event = Object.assign(new Event("beforeinstallprompt", {cancelable: true}), {
        prompt: async () => { window.prompted = true; },
        userChoice: Promise.resolve({outcome}),
    });
    dispatchEvent(event);
    return event.defaultPrevented;
}"""

TOMORROW = """const now = Date.now; Date.now = () => now() + 24 * 60 * 60 * 1000;"""

IN_AN_APP = """const match = matchMedia;
window.matchMedia = (query) => query.includes("display-mode") ? {matches: true} : match(query);"""


FULL = """Storage.prototype.setItem = () => {
    throw new DOMException("", "QuotaExceededError");
};"""


@pytest.fixture
def here(page, served):
    """A function that opens a page of an edition that is kept, with its aids, to whom it is for."""

    def open_page(locale, name):
        page.add_init_script(
            f"Object.defineProperty(navigator, 'languages',"
            f" {{configurable: true, value: ['{locale}']}})"
        )
        for one in ("", "about/", name):
            page.goto(f"{served.url}/{locale}/{one}")
            expect(page.locator("[data-checked]")).to_be_visible()
        return page

    return open_page


OFFER = "[data-offered]"


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_offered_where_it_is_told_how(here, locale):
    page = here(locale, "offline/")
    assert page.evaluate(CAN_BE_INSTALLED, "accepted")
    button = page.locator("[data-installing] [data-install]")
    expect(button).to_be_visible()
    assert button.bounding_box()["height"] >= 44
    expect(page.locator("[data-installing] [data-not-now]")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    until(page, "window.prompted")
    expect(button).to_have_count(0)


def test_nobody_is_asked_on_a_first_day(here, page):
    here("en", "")
    page.evaluate(CAN_BE_INSTALLED, "accepted")
    page.wait_for_timeout(500)
    expect(page.locator(OFFER)).to_have_count(0)


@pytest.mark.parametrize("locale", ["ar"])
def test_whoever_is_back_is_offered_it_at_the_foot_and_asked_no_more(here, page, locale):
    here(locale, "")
    page.add_init_script(TOMORROW)
    page.reload()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.evaluate(CAN_BE_INSTALLED, "accepted")
    offer = page.locator(f".foot {OFFER}")
    expect(offer.locator("button")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    offer.locator("[data-not-now]").click()
    expect(offer.locator("button")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.evaluate(CAN_BE_INSTALLED, "accepted")
    page.wait_for_timeout(500)
    expect(page.locator(OFFER)).to_have_count(0)


def test_an_answer_holds_on_this_page_where_it_cannot_be_noted(here, page):
    here("en", "")
    page.add_init_script(TOMORROW + FULL)
    page.reload()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.evaluate(CAN_BE_INSTALLED, "accepted")
    page.locator(f"{OFFER} [data-not-now]").click()
    expect(page.locator(f"{OFFER} button")).to_have_count(0)


def test_who_removes_everything_removes_that_answer_too(here, page):
    here("en", "")
    page.evaluate("prefix => localStorage.setItem(`pwa:${prefix}:seen:install`, '')", "/")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


WAYS = {
    "android": "Mozilla/5.0 (Linux; Android 15) Chrome/156.0 Mobile",
    "ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605",
    "computer": "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0",
}


@pytest.mark.parametrize("device", WAYS)
def test_the_way_of_this_device_comes_first(browser, served, device):
    with browser.new_context(user_agent=WAYS[device]) as context:
        page = context.new_page()
        page.goto(f"{served.url}/ar/offline/")
        expect(page.locator("[data-device]").first).to_have_attribute("data-device", device)
        expect(page.locator("[data-device]")).to_have_count(3)


def test_the_app_has_a_way_back_without_a_connection_too(here, page, served, stop):
    heights = {}
    for locale in LOCALES:
        here(locale, "read/")
        heights[locale] = page.locator(".band").bounding_box()["height"]
    page.add_init_script(IN_AN_APP)
    stop()
    for locale in LOCALES:
        page.goto(f"{served.url}/{locale}/read/")
        page.goto(f"{served.url}/{locale}/about/")
        back = page.locator("[data-back]")
        expect(back).to_be_visible()
        assert back.get_attribute("aria-label")
        box, name = back.bounding_box(), page.locator(".wordmark").bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert (box["x"] > name["x"]) == (locale == "ar")
        assert box["x"] >= 0
        assert page.locator(".band").bounding_box()["height"] == heights[locale]
        expect(page.locator(".languages summary")).to_be_visible()
        back.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{locale}/read/")


def test_there_is_no_way_back_where_there_is_nothing_to_go_back_to(context, here, served):
    here("en", "")
    context.add_init_script(IN_AN_APP)
    page = context.new_page()
    page.goto(f"{served.url}/en/")
    expect(page.locator("[data-checked]")).to_be_visible()
    expect(page.locator("[data-back]")).to_have_count(0)


def test_a_browser_has_its_own_way_back(here, page):
    here("en", "read/")
    expect(page.locator("[data-back]")).to_have_count(0)
