"""What holds in every script, at any size, for any hand: measured in the page itself."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect

from pwa.web.app import create_app

ROOT = Path(__file__).parents[2]
SECTION = "what-the-experience-may-feel-like"
PAGES = ("", f"{SECTION}/", "read/", "about/", "translation/", "offline/", "search?q=a", "nothing/")
SCRIPTS = ("de", "ar", "hi", "ja", "en-XA", "ar-XB")

# Forty languages of many scripts, beside English.
MANY = """af ar az be bg bn bs ca cs cy da de el es et eu fa fi fr gl he hi hr hu hy id is it ja ka
kk km ko lt lv mk pt-BR th uk zh-Hant""".split()  # noqa: SIM905 - forty lines tell no more


# Those that the publication is shipped in.
SHIPPED = ("en", "es", "pt-BR", "fr", "de", "uk", "ar", "hi", "ja", "zh-Hans")

# WCAG 2.2, 1.4.12.
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""

# At 320 pixels, with text of 200 % and with that spacing (WCAG 2.2, 1.4.10, 1.4.4).
NARROW = {320: "", 360: "html { font-size: 225% !important }", 321: TEXT_SPACING}

# What does not stand within a sentence or a list of sources, where lines are as high as they are.
CONTROLS = """[...document.querySelectorAll("a, button, summary, input")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !one.closest("article, .sources, .skip, main p, main dd"))
  .filter((one) => !one.closest("main li:not(.choices li, .toc li)"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 44).map(([what]) => what)"""

BAR = ".wordmark, .languages summary, .find"

# A link on a line of its own has the line to itself (WCAG 2.2, 2.5.8, spacing).
LINKS = """[...document.querySelectorAll("main a")]
  .filter((one) => one.checkVisibility())
  .filter(({ parentNode }) => ![...parentNode.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .filter((one) => Math.max(one.offsetHeight, parseFloat(getComputedStyle(one).lineHeight)) < 24)
  .map((one) => one.outerHTML.slice(0, 90))"""

# Whether what has the focus can be seen at one point at least (WCAG 2.2, 2.4.11).
IS_SEEN = """() => {
  const one = document.activeElement;
  return [...one.getClientRects()].some(({ left, top, width, height }) =>
    [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
      const found = document.elementFromPoint(left + width * x, top + height * y);
      return found && (one === found || one.contains(found));
    })));
}"""


@contextmanager
def serving(root, **options) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(root, address=address, watch=False, **options)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield address
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def address():
    """The publication, in its pseudo-locales too."""
    with serving(ROOT, preview=True) as address:
        yield address


@pytest.fixture(scope="module")
def public():
    """The publication as readers have it."""
    with serving(ROOT) as address:
        yield address


@pytest.fixture(scope="module")
def babel(make_shared_site):
    """A little book in forty languages and English."""
    root = make_shared_site({"one": "# One\n\n## More\n\nText.\n"}, {one: {} for one in MANY})
    with serving(root) as address:
        yield address


@pytest.fixture
def tab(browser):
    """A function that opens a tab, as narrow and in such a language as wanted."""
    opened = []

    def open_tab(width=360, height=740, **options):
        size = {"width": width, "height": height}
        options = {"service_workers": "block", "bypass_csp": True, **options}
        opened.append(browser.new_context(viewport=size, **options))
        return opened[-1].new_page()

    yield open_tab
    for context in opened:
        context.close()


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("locale", SCRIPTS)
def test_nothing_overflows(address, tab, locale):
    page = tab()
    for path in PAGES:
        page.goto(f"{address}/{locale}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        page.evaluate("document.head.append(document.createElement('style'))")
        for width, style in NARROW.items():
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate(f"document.head.lastChild.textContent = `{style}`")
            assert overflow(page) <= 0, (path, width)


@pytest.mark.parametrize("locale", ["en", "ar", "ja"])
def test_what_fingers_are_for_is_large_enough(public, tab, locale):
    page = tab()
    for path in PAGES:
        page.goto(f"{public}/{locale}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate(CONTROLS) == [], path
        assert page.evaluate(LINKS) == [], path


def test_the_aids_open_over_any_page_but_their_own(public, tab):
    page = tab()
    for path in ("", "search?q=a", "nothing/"):
        page.goto(f"{public}/ar/{path}")
        page.locator(".aa").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.url == f"{public}/ar/{path}"
    page.goto(f"{public}/ar/reading/")
    page.locator(".aa").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("locale", SHIPPED)
def test_title_language_aids_and_search_stand_beside_each_other_on_a_phone(public, tab, locale):
    page = tab(320)
    page.goto(f"{public}/{locale}/{SECTION}/")
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        boxes = [one.bounding_box() for one in page.locator(BAR).all()]
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert max(middles) - min(middles) < 6
        assert max(box["height"] for box in boxes) < 72
        assert len(boxes) == 4


@pytest.mark.parametrize(
    ("locale", "path"), [*(("es", path) for path in PAGES), ("ar", ""), ("ar", f"{SECTION}/")]
)
def test_what_has_the_focus_shows_it_and_is_never_hidden(public, tab, locale, path):
    page = tab(locale="fr", height=500)
    page.goto(f"{public}/{locale}/{path}")
    expect(page.locator("[data-offer]")).to_be_visible()
    page.keyboard.press("Tab")
    seen = 0
    while page.evaluate("document.activeElement !== document.body"):
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        page.keyboard.press("Tab")
        seen += 1
    everything = page.locator("a, button, summary, input").all()
    assert seen >= len([one for one in everything if one.is_visible()]) > 8


@pytest.mark.parametrize(("width", "columns"), [(360, 2), (1280, 4)])
def test_forty_languages_are_a_list_that_scrolls_within(babel, tab, width, columns):
    page = tab(width, java_script_enabled=False)
    page.goto(f"{babel}/en/one/")
    page.locator(".languages summary").click()
    names = page.locator(".languages a")
    assert names.count() == len(MANY) + 1
    assert page.locator(".languages ul").bounding_box()["height"] <= 0.71 * 740
    assert len({round(one.bounding_box()["x"]) for one in names.all()}) >= columns
    names.last.focus()
    expect(names.last).to_be_in_viewport(ratio=1)
    assert page.locator(".languages [aria-current]").inner_text() == "English"


@pytest.mark.parametrize("path", [f"{SECTION}/", "read/"])
def test_another_language_opens_at_the_same_heading(public, tab, path):
    page = tab()
    page.goto(f"{public}/de/{path}")
    place = page.locator("main h2[id], main h3[id]").last.get_attribute("id")
    page.goto(f"{public}/de/{path}#{place}")
    page.locator(".languages summary").evaluate("one => { one.parentNode.open = true }")
    page.evaluate("place => document.getElementById(place).scrollIntoView()", place)
    page.locator(".languages a[lang=ar]").dispatch_event("click")
    expect(page).to_have_url(f"{public}/ar/{path}#{place}")
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()


@pytest.mark.parametrize("wish", ["es-MX", "es"])
def test_a_page_is_offered_in_the_language_that_the_browser_prefers(public, tab, wish):
    page = tab(locale=wish)
    page.goto(f"{public}/ar/{SECTION}/")
    offer = page.locator("[data-offer]")
    expect(offer.get_by_role("button")).to_have_text("العربية")
    # One line of what fingers are for: the text goes on above it.
    assert offer.bounding_box()["height"] < 80
    there = offer.get_by_role("link", name="español")
    assert (there.get_attribute("lang"), there.get_attribute("dir")) == ("es", "ltr")
    there.click()
    expect(page).to_have_url(f"{public}/es/{SECTION}/")
    expect(page.locator("[data-offer]")).to_be_hidden()


@pytest.mark.parametrize(
    ("wishes", "offered"),
    [(["zh-TW", "zh", "en"], "English"), (["de-DE@euro", "c", "es"], "español")],
)
def test_the_first_wish_that_is_one_is_answered(public, tab, wishes, offered):
    page = tab(locale="es")
    page.add_init_script(f"Object.defineProperty(navigator, 'languages', {{value: {wishes}}})")
    page.goto(f"{public}/ar/{SECTION}/")
    offer = page.get_by_role("complementary", name="اللغة")
    expect(offer.get_by_role("link")).to_have_text(offered)


def test_an_offer_that_is_declined_is_not_made_again(public, tab):
    page = tab(locale="es")
    page.goto(f"{public}/ar/{SECTION}/")
    page.locator("[data-offer] button").click()
    expect(page.locator("[data-offer]")).to_be_hidden()
    assert page.context.cookies() == []
    assert made_no_offer(page, f"{public}/ar/")


def test_a_language_that_was_chosen_is_not_doubted(public, tab):
    page = tab(locale="es")
    page.goto(f"{public}/es/")
    page.locator(".languages summary").click()
    page.locator(".languages a[lang=ar]").click()
    page.wait_for_url(f"{public}/ar/")
    assert made_no_offer(page, f"{public}/ar/{SECTION}/")


@pytest.mark.parametrize("wish", ["ar-EG", "it", "zh-TW"])
def test_nothing_is_offered_or_asked_for_where_there_is_nothing_better(public, tab, wish):
    assert made_no_offer(tab(locale=wish), f"{public}/ar/")


def made_no_offer(page, address):
    """Whether a page that has done all that it does neither asked for words nor shows any."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    own = f"{'/'.join(address.split('/')[:4])}/"
    words = [one for one in asked if one.endswith("/offline/") and not one.startswith(own)]
    return page.locator("[data-offer]").is_hidden() and not words


def test_dates_of_the_device_have_the_digits_of_the_text(public, tab):
    page = tab(service_workers="allow", locale="ar-EG")
    page.goto(f"{public}/ar/{SECTION}/")
    expect(page.locator("[data-edition-date]")).to_be_visible()
    for date in ("[data-changed]", "[data-edition-date]", "[data-edition-checked] >> visible=true"):
        digits = "".join(filter(str.isdigit, page.locator(date).first.inner_text()))
        assert len(digits) >= 5
        assert digits.isascii()


@pytest.mark.parametrize(("locale", "quoted"), [("en", "“a”"), ("de", "„a“"), ("uk", "«a»")])
def test_quotation_marks_are_those_of_the_language(public, tab, locale, quoted):
    """Chromium draws them, so that what they measure has to do."""
    page = tab()
    page.goto(f"{public}/{locale}/")
    widths = page.evaluate(
        """(quoted) => [`<q>${quoted.slice(1, -1)}</q>`, `<span>${quoted}</span>`].map((html) => {
          document.querySelector("main").insertAdjacentHTML("beforeend", html);
          return document.querySelector("main").lastElementChild.getBoundingClientRect().width;
        })""",
        quoted,
    )
    assert widths[0] == pytest.approx(widths[1], abs=0.5)
