"""What helps in reading: the look of the text, chosen by the reader and kept by the browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pwa.release.builder import Builder
from tests.browser.test_search import ARABIC, ENGLISH, HINDI, JAPANESE
from tests.patience import until

LOCALES = ("en", "ar", "ja", "hi")
KEY = "pwa:/:text:"


@pytest.fixture(scope="module")
def root(make_shared_site):
    return make_shared_site(ENGLISH, {"ar": ARABIC, "ja": JAPANESE, "hi": HINDI})


@pytest.fixture
def context(browser, request):
    """A phone of somebody who reads the language that a test is about."""
    locale = getattr(request.node, "callspec", None)
    locale = locale.params.get("locale", "en") if locale else "en"
    with browser.new_context(viewport={"width": 390, "height": 844}, locale=locale) as context:
        yield context


@pytest.fixture
def complaints(page):
    """What the browser complains of: a refused script or style is among it."""
    found = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture(scope="module")
def made(root, build):
    return build(root)


@pytest.fixture
def release(made, publish):
    """On a host of its own, so that what one test keeps is nothing to another."""
    return publish(made)


def open_aids(page, url, locale="en"):
    page.goto(f"{url}/{locale}/calm/")
    page.locator("a.aa").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def choose(page, value):
    """Without a value the colours of the device."""
    page.locator(f"input[value='{value}']").last.set_checked(True, force=True)


def look(page):
    """Size of the text in pixels, the height of its lines in sizes, and whether paper is dark."""
    return page.evaluate("""() => {
        const { fontSize, lineHeight } = getComputedStyle(document.querySelector("article p"));
        const [red] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);
        const size = parseFloat(fontSize);
        return [size, Math.round(100 * parseFloat(lineHeight) / size) / 100, Number(red) < 128];
    }""")


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_connection_the_controls_open_in_place_and_what_is_chosen_holds(
    page, release, host, complaints, locale
):
    for _ in range(2):
        page.goto(f"{host.url}/{locale}/")
        expect(page.locator("[data-checked]")).to_be_visible()
    until(page, f"caches.match('/{locale}/reading/').then(Boolean)")
    host.stop()
    open_aids(page, host.url, locale)
    size, leading, is_dark = look(page)
    assert not is_dark
    for value in ("--text:1.5", "--lines:1.2", "color-scheme:dark"):
        choose(page, value)
    page.goto(f"{host.url}/{locale}/calm/?")
    assert look(page) == [pytest.approx(size * 1.5), pytest.approx(leading * 1.2, abs=0.02), True]


def test_what_is_chosen_shows_at_once_and_can_be_taken_back(page, release, host, complaints):
    open_aids(page, host.url)
    before = look(page)
    choose(page, "--text:2")
    choose(page, "color-scheme:dark")
    assert look(page) == [before[0] * 2, before[1], True]
    for name in ("size", "theme"):
        page.locator(f"input[name={name}]").first.set_checked(True, force=True)
    assert look(page) == before
    assert page.evaluate("({ ...localStorage })") == {}


@pytest.mark.parametrize("device", ["light", "dark"])
def test_the_readers_colours_stand_above_the_devices(browser, release, host, device):
    with browser.new_context(color_scheme=device) as context:
        page = context.new_page()
        for chosen in ("light", "dark", ""):
            open_aids(page, host.url)
            choose(page, f"color-scheme:{chosen}" if chosen else "")
            for _ in range(2):
                assert look(page)[2] == ((chosen or device) == "dark")
                page.reload()


def test_it_holds_before_anything_is_painted(page, release, host):
    """No script but that in the head has come by then; the first paint is the chosen one."""
    page.goto(f"{host.url}/en/calm/")
    page.evaluate(f"localStorage['{KEY}'] = '--text:2;color-scheme:dark|screen'")
    page.route("**/static/*.js", lambda route: route.abort())
    page.goto(f"{host.url}/en/many/", wait_until="commit")
    until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
    assert look(page)[0] == 36
    assert look(page)[2]


STRANGE = ["", "|", "x", "}<!--|all", "--text:9999|(", "a|b|c", "--text:2", "display:none|null"]


def test_whatever_was_noted_elsewhere_leaves_a_page_as_it_was_made(browser, release, host):
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{host.url}/en/calm/")
        made = look(page)
        for text in STRANGE:
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
            page.reload()
            assert look(page) == made, text
            expect(page.locator("article")).to_be_visible()


def test_where_the_browser_keeps_nothing_a_choice_holds_on_its_page(
    page, release, host, complaints
):
    page.add_init_script("""const get = () => { throw new DOMException("", "SecurityError") };
        for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, { get });""")
    open_aids(page, host.url)
    for value in ("--text:2", "color-scheme:dark"):
        choose(page, value)
    assert (look(page)[0], look(page)[2]) == (36, True)
    expect(page.locator("[data-forget]")).to_be_hidden()


def test_the_page_of_the_aids_works_by_itself(page, release, host, complaints):
    page.goto(f"{host.url}/ar/reading/")
    choose(page, "--text:1.25")
    page.reload()
    expect(page.locator("input[value='--text:1.25']")).to_be_checked()
    page.goto(f"{host.url}/ja/reading/")
    expect(page.locator("input[value='--text:1.25']")).to_be_checked()


def test_where_they_cannot_open_in_place_the_link_is_followed(browser, release, host):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{host.url}/en/calm/")
        page.route("**/static/reading.*", lambda route: route.abort())
        page.locator("a.aa").click()
        page.wait_for_url("**/en/reading/")


def test_without_javascript_there_is_nothing_and_nothing_moves(browser, release, host):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{host.url}/en/calm/")
        expect(page.locator("a.aa")).to_be_hidden()
        page.goto(f"{host.url}/en/reading/")
        expect(page.locator("noscript p")).to_be_visible()
        assert page.locator("input[type=radio]:visible").count() == 0


def test_the_keyboard_leads_in_through_and_back(page, release, host, complaints):
    page.goto(f"{host.url}/en/calm/")
    link = page.get_by_role("link", name="Reading aids")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Reading aids")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="125%")).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert look(page)[0] == 22.5


def test_nothing_moves_when_the_script_comes(page, release, host):
    page.goto(f"{host.url}/en/calm/", wait_until="commit")
    expect(page.locator("a.aa")).to_be_visible()
    moved = """() => new Promise((done) => new PerformanceObserver((list) =>
        done(list.getEntries().length)).observe({ type: "layout-shift", buffered: true })
        || setTimeout(done, 300, 0))"""
    assert page.evaluate(moved) == 0


def lines(one):
    """How many lines of text an element has."""
    return one.evaluate("""(one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    }""")


@pytest.mark.parametrize(
    ("locale", "scheme"), [("en", "light"), ("ar", "dark"), ("ja", "light"), ("hi", "dark")]
)
def test_page_and_dialog_are_accessible_and_fit(browser, release, host, locale, scheme):
    size = {"width": 320, "height": 640}
    with browser.new_context(color_scheme=scheme, viewport=size, locale=locale) as context:
        page = context.new_page()
        for text, position in (("", "sticky"), ("--text:2", "static")):
            page.goto(f"{host.url}/{locale}/reading/")
            choose(page, text) if text else None
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert Axe().run(page).violations_count == 0
            open_aids(page, host.url, locale)
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
            sheet = page.get_by_role("dialog")
            assert sheet.evaluate("one => one.scrollWidth <= one.clientWidth")
            # What is chosen from stays in sight: the title takes a third of it in large text.
            expect(sheet.locator(".title")).to_have_css("position", position)
            for label in page.locator(".choice label").all():
                assert (label.bounding_box() or {"height": 0})["height"] >= 44
            assert lines(page.locator(".aa")) == 1
            for icon in page.locator(".find svg, .languages svg").all():
                box = icon.bounding_box()
                assert 0 <= box["x"] <= 320 - box["width"]


def test_dark_is_for_the_screen_and_the_sheet_is_not_printed(page, release, host):
    open_aids(page, host.url)
    choose(page, "color-scheme:dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("html")).to_have_css("color-scheme", "light")
    assert not look(page)[2]


def test_all_of_it_goes_with_everything_else(page, release, host):
    page.goto(f"{host.url}/en/calm/")
    expect(page.locator("[data-forget]")).to_be_visible()
    # Also what is chosen afterwards, when there is no engine any more.
    for _ in range(2):
        open_aids(page, host.url)
        choose(page, "--text:2")
        page.keyboard.press("Escape")
        page.locator("[data-forget]").click()
        expect(page.locator("[data-forgotten]")).to_be_visible()
        assert look(page)[0] == 18
        assert page.evaluate("({ ...localStorage })") == {}


def test_the_rule_that_darkens_is_where_the_first_script_looks(page, release, host):
    for path in ("", "calm/", "read/", "about/", "offline/", "search", "reading/", "nothing/"):
        page.goto(f"{host.url}/en/{path}")
        if page.locator("style").count():
            rule = "document.styleSheets[0].cssRules[1].cssText"
            assert re.search("prefers-color-scheme: dark.*--paper", page.evaluate(rule), re.DOTALL)


def test_what_is_chosen_in_another_tab_or_page_holds_here_too(context, page, release, host):
    open_aids(page, host.url)
    before = look(page)
    other = context.new_page()
    open_aids(other, host.url)
    choose(other, "color-scheme:dark")
    until(page, "document.documentElement.style.colorScheme === 'dark'")
    expect(page.locator("input[value='color-scheme:dark']")).to_be_checked()
    assert look(page)[2]
    # As it is on the way back to a page that was put away (bfcache), which hears of nothing.
    page.evaluate(f"localStorage.removeItem('{KEY}')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert look(page) == before


def test_where_nothing_is_to_be_kept_the_readers_own_choices_are(page, root, build, host, publish):
    publish(build(root, Builder(retire=True, environ={"SOURCE_DATE_EPOCH": "1700000000"})))
    open_aids(page, host.url)
    before = look(page)
    choose(page, "color-scheme:dark")
    page.evaluate("localStorage['pwa:/:place:'] = 'calm/#.1'")
    page.goto(f"{host.url}/en/about/")
    expect(page.locator("[data-forget]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == [KEY]
    expect(page.get_by_text("keeps a copy")).to_have_count(0)
    page.goto(f"{host.url}/en/calm/")
    assert look(page)[2]
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    assert look(page) == before
    assert page.evaluate("({ ...localStorage })") == {}
