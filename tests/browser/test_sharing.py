"""Passing on what is being read. The device's own ways of sharing and the clipboard are injected:
no test here has seen a device's share sheet."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VIEWPORT
from tests.patience import eventually, until

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

DISCREET = """title = "Grief"
short_name = "Pages"
discreet = true
"""


@pytest.fixture(scope="module")
def device(browser, served):
    """A phone that can share, and has every edition that a test is about, with its aids."""
    with browser.new_context(viewport=VIEWPORT) as context:
        context.add_init_script(DEVICE)
        page = context.new_page()
        for locale in LOCALES:
            # The second page of an edition that is kept has its aids kept too.
            for path in (SECTION, "about"):
                page.goto(f"{served.url}/{locale}/{path}/")
                expect(page.locator("[data-checked]")).to_be_visible()
            until(page, f"caches.match('/{locale}/qr/').then(Boolean)")
        yield context


def open_aids(page, url):
    page.goto(url)
    page.locator("a.aa").click()
    expect(page.locator(SHARING)).to_be_visible()
    return page


@pytest.fixture
def reading(device, served):
    """A function that opens a section and its reading aids in a tab of that phone."""
    page = device.new_page()
    yield lambda locale, query="": open_aids(page, f"{served.url}/{locale}/{SECTION}/{query}")
    page.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_device_is_given_a_clean_address_and_a_title(reading, served, locale):
    page = reading(locale, "?utm_source=x#.3")
    page.locator("[data-share]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("shared") == [
        {"title": page.title(), "url": f"{served.url}/{locale}/{SECTION}/"}
    ]


def test_a_link_leads_to_the_paragraph_that_is_read_in_every_language(reading, served):
    page = reading("ja")
    page.locator("article [id]").nth(6).evaluate("one => one.scrollIntoView()")
    anchor = page.evaluate(
        """[...document.querySelectorAll("article [id]")]
            .filter(one => one.getBoundingClientRect().top < innerHeight / 3).at(-1).id"""
    )
    # Not by the mouse: that would scroll.
    page.locator("[data-copy]").evaluate("one => one.click()")
    expect(page.locator("[data-copied]")).to_be_visible()
    assert page.evaluate("held") == f"{served.url}/ja/{SECTION}/#{anchor}"
    for other in LOCALES:
        page.goto(f"{served.url}/{other}/{SECTION}/#{anchor}")
        expect(page.locator("article :target")).to_be_in_viewport()


HEARD = """window.heard = [];
new MutationObserver((all) => heard.push(...all.map(({ target }) => target.hidden)))
    .observe(document.querySelector("body > div").shadowRoot.querySelector("[data-copied]"),
        {attributeFilter: ["hidden"]})"""


def test_what_has_been_copied_or_not_is_told_each_time(reading):
    page = reading("en")
    copy, copied = page.locator("[data-copy]"), page.locator("[data-copied]")
    copy.click()
    expect(copied).to_be_visible()
    page.evaluate(HEARD)
    copy.click()
    # Only what changes is read out, and only after the change before it has been seen.
    until(page, "heard.length === 2")
    assert page.evaluate("heard") == [True, False]
    page.evaluate("window.refuses = true")
    copy.click()
    expect(page.locator("[data-not-copied]")).to_be_visible()
    expect(copied).to_be_hidden()


def test_what_a_device_cannot_do_or_a_page_has_no_code_for_is_absent(page, served):
    page.add_init_script(BARE)
    for path, has_code in {f"{SECTION}/": True, "": True, "about/": False}.items():
        open_aids(page, f"{served.url}/en/{path}")
        expect(page.locator("[data-share]")).to_be_hidden()
        expect(page.locator("[data-copy]")).to_be_hidden()
        expect(page.locator("[data-qr]")).to_be_visible(visible=has_code)


@pytest.fixture
def discreet(make_site, build, host, publish):
    """A discreet publication, whose address is not that of the host that it is read at."""
    root = make_site({"one": "# One\n\nGrief.\n"}, settings=DISCREET)
    release = publish(build(root, address="https://x.example/book"))
    host.put("/book/en/lost/", release.messages["en"].lost, content_type="text/html")
    return host.url


def test_what_has_no_address_shares_the_publications_own_and_no_title_that_tells(page, discreet):
    page.add_init_script(DEVICE)
    for path in ("search", "lost/"):
        open_aids(page, f"{discreet}/book/en/{path}")
        page.locator("[data-share]").click()
        page.locator("[data-copy]").click()
        eventually(lambda: page.evaluate("window.held"))
        own = "https://x.example/book/en/"
        assert page.evaluate("[shared, held]") == [[{"title": "Pages", "url": own}], own]


def test_the_code_of_a_section_is_shown_without_a_connection(reading, stop):
    stop()
    for locale in LOCALES:
        page = reading(locale)
        for control in page.locator(f"{SHARING} :is(button, a):visible").all():
            assert control.bounding_box()["height"] >= 44
        # Whatever opens it, and in whatever tab.
        assert page.locator("[data-qr]").get_attribute("href").endswith(f"/qr/#{SECTION}")
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
