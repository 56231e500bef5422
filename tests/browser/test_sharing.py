"""Passing on what is being read. The device's own ways of sharing and the clipboard are injected:
no test here has seen a device's share sheet."""

import pytest
from playwright.sync_api import expect

from tests.browser.shipped import ROOT, Served

SECTION = "neuroplasticity-and-perspective"
LOCALES = ["en", "ar", "ja", "hi"]
SHARING = "dialog [data-aid*=sharing]"

DEVICE = """window.shared = [];
navigator.share = async (what) => { window.shared.push(what); };
Object.defineProperty(navigator, "clipboard", {value: {
    writeText: async (text) => {
        if (window.refuses) throw new Error("no");
        window.held = text;
    }}});
"""

BARE = """delete Navigator.prototype.share; delete Navigator.prototype.clipboard;"""


@pytest.fixture(scope="module")
def served():
    served = Served(ROOT).start()
    yield served
    if served.process.poll() is None:
        served.stop()


@pytest.fixture
def stopped(served):
    """A function that stops the server, which is there again for the next test."""
    yield served.stop
    served.start()


@pytest.fixture
def reading(page, served):
    """A function that opens a section and its reading aids, on a device that can share."""

    def open_section(locale, query="", device=DEVICE):
        page.add_init_script(device)
        for _ in range(3):
            page.goto(f"{served.url}/{locale}/{SECTION}/{query}")
            expect(page.locator("[data-checked]")).to_be_visible()
        page.locator("a.aa").click()
        expect(page.locator(SHARING)).to_be_visible()
        return page

    return open_section


@pytest.mark.parametrize("locale", LOCALES)
def test_the_device_is_given_a_clean_address_and_a_title(reading, served, locale):
    page = reading(locale, "?utm_source=x#.3")
    page.locator("[data-share]").focus()
    page.keyboard.press("Enter")
    [shared] = page.evaluate("shared")
    assert shared == {"title": page.title(), "url": f"{served.url}/{locale}/{SECTION}/"}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_link_leads_to_the_paragraph_that_is_read_in_every_language(
    reading, served, stopped, locale
):
    page = reading(locale)
    stopped()
    page.locator("article [id]").nth(6).evaluate("one => one.scrollIntoView()")
    anchor = page.evaluate(
        """[...document.querySelectorAll("article [id]")]
            .filter(one => one.getBoundingClientRect().top < innerHeight / 3).at(-1).id"""
    )
    # Not by the mouse: that would scroll.
    page.locator("[data-copy]").evaluate("one => one.click()")
    expect(page.locator("[data-copied]")).to_be_visible()
    assert page.evaluate("held") == f"{served.url}/{locale}/{SECTION}/#{anchor}"
    served.start()
    for other in LOCALES:
        page.goto(f"{served.url}/{other}/{SECTION}/#{anchor}")
        expect(page.locator("article :target")).to_be_in_viewport()
    served.stop()


def test_what_the_clipboard_refuses_is_told(reading):
    page = reading("en")
    page.evaluate("window.refuses = true")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-not-copied]")).to_be_visible()
    expect(page.locator("[data-copied]")).to_be_hidden()


def test_what_a_device_cannot_do_is_absent(reading):
    page = reading("en", device=BARE)
    expect(page.locator("[data-share]")).to_be_hidden()
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.locator("[data-qr]")).to_be_visible()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_code_of_a_section_is_shown_without_a_connection(reading, stopped, locale):
    page = reading(locale)
    for control in page.locator(f"{SHARING} :is(button, a):visible").all():
        assert control.bounding_box()["height"] >= 44
    stopped()
    page.locator("[data-qr]").click()
    page.wait_for_url(f"**/{locale}/qr/#{SECTION}")
    code = page.locator("section:target")
    expect(code.locator("h2")).to_be_in_viewport()
    expect(code.locator("svg")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Dark on light, whatever the page's colours.
    colours = code.locator("svg").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).stroke]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
