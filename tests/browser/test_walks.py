"""What readers do from beginning to end: they arrive, change, read, lose the network, come back."""

import pytest
from playwright.sync_api import expect

from tests.browser.shipped import Served, copied, in_languages, keep
from tests.patience import eventually

ARRIVED = "neuroplasticity-and-perspective"
NEXT = "what-the-experience-may-feel-like"
LAST = "the-importance-of-setting-and-support"


@pytest.fixture
def own(tmp_path):
    """The publication, served to one reader, for whom it can really be stopped."""
    one = Served(copied(tmp_path / "own")).start()
    yield one
    if one.process.poll() is None:
        one.stop()


@pytest.fixture
def reader(browser):
    """A function that opens a phone's first tab, with such a wish for a language."""
    opened = []

    def open_tab(wish, **options):
        size = {"width": 360, "height": 640}
        opened.append(browser.new_context(viewport=size, locale=wish, **options))
        return opened[-1].new_page()

    yield open_tab
    for context in opened:
        context.close()


def is_reading(page, locale, section):
    expect(page.locator(f"article[data-section='{section}']")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", locale)


def retitle(folder, locale, title, new):
    """Somebody revises a title, and saves it in one step."""
    catalog = folder / "locales" / locale.replace("-", "_") / "LC_MESSAGES/content.po"
    text = catalog.read_text(encoding="utf-8")
    assert f'msgstr "{title}"' in text
    catalog.with_suffix(".new").write_text(text.replace(f'"{title}"', f'"{new}"'), encoding="utf-8")
    catalog.with_suffix(".new").replace(catalog)


JOURNEYS = [("ar-EG", "ar", "en"), ("de", "de", "ja"), ("ja-JP", "ja", "en")]


@in_languages(*JOURNEYS[:2], name=("wish", "locale", "found"), every=JOURNEYS)
def test_a_reader_from_a_search_engine_changes_language_reads_on_offline_and_comes_back(
    own, reader, wish, locale, found
):
    page = reader(wish)
    page.goto(f"{own.url}/{found}/{ARRIVED}/")
    is_reading(page, found, ARRIVED)

    place = page.locator("article h2[id]").last.get_attribute("id")
    page.locator(f"[id='{place}']").evaluate("one => one.scrollIntoView()")
    offer = page.locator("[data-offer]")
    expect(offer.locator("a")).to_have_attribute("lang", locale)
    offer.locator("a").click()
    expect(page).to_have_url(f"{own.url}/{locale}/{ARRIVED}/#{place}")
    is_reading(page, locale, ARRIVED)
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()
    expect(page.locator("[data-checked]")).to_be_visible()
    expect(offer).to_be_hidden()

    own.stop()
    page.locator(".pager [rel=next]").click()
    is_reading(page, locale, NEXT)
    title = page.locator("h1").inner_text()
    while page.locator(".pager [rel=next]").count():
        page.locator(".pager [rel=next]").click()
        page.wait_for_load_state()
    is_reading(page, locale, LAST)
    page.locator(".wordmark").click()
    expect(page.locator(".contents a")).to_have_count(5)

    retitle(own.folder, locale, title, f"{title} 2")
    own.start()
    page.goto(f"{own.url}/{locale}/{NEXT}/")
    # Where this machine is busier than the worker is patient, it is the load after that.
    eventually(lambda: page.locator("h1").inner_text() == f"{title} 2" or not page.reload())
    is_reading(page, locale, NEXT)
    expect(offer).to_be_hidden()
    assert page.context.cookies() == []


def test_a_reader_offline_is_told_which_language_is_not_here_and_finds_the_way_back(
    served, stop, reader
):
    page = reader("es")
    keep(page, served.url, "es")
    page.goto(f"{served.url}/es/{ARRIVED}/")
    stop()
    page.locator(".languages summary").click()
    page.locator(".languages [lang=ja]").click()
    expect(page.locator("[data-instead-of]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator("main a[href='/es/']").first.click()
    expect(page.locator(".contents a")).to_have_count(5)

    served.start()
    page.locator(".languages summary").click()
    page.locator(".languages [lang=ja]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(".contents a")).to_have_count(5)


PAPERLESS = "nav, .pager, .skip, .find, .offer, button, summary, .original"


@pytest.fixture(scope="module")
def device(browser):
    """A phone that keeps what is printed from it, at night."""
    context = browser.new_context(color_scheme="dark", locale="en")
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def printer(device):
    """Its only tab, on paper from the moment that it says so."""
    [page] = device.pages
    page.emulate_media(media="screen")
    return page


@in_languages("en", "ar", "ja")
def test_a_printed_section_says_what_it_is_worth_of_when_and_where_from(served, printer, locale):
    page = printer
    page.goto(f"{served.url}/{locale}/{ARRIVED}/")
    expect(page.locator("[data-checked]")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    for one in (".wordmark", "h1", ".standing .status", ".standing dl", "[data-changed]"):
        expect(page.locator(one).first).to_be_visible()
    for one in ("[data-edition-date]", ".notice:not([hidden])", ".sources li"):
        expect(page.locator(one).first).to_be_visible()
    expect(page.locator(".paper")).to_have_text(page.url)
    assert not [one for one in page.locator(PAPERLESS).all() if one.is_visible()]
    ink = page.locator("article").evaluate("one => getComputedStyle(one).color")
    assert ink == "rgb(27, 42, 43)"
    assert leaves(page) <= 3


@in_languages("ar", "ja")
def test_the_whole_printed_is_a_leaflet_with_the_status_of_every_section(served, printer, locale):
    page = printer
    page.goto(f"{served.url}/{locale}/read/")
    expect(page.locator("[data-checked]")).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator(".whole").count() == 5
    for one in page.locator(".whole > h2, .whole .status, .toc li, [data-edition-date]").all():
        expect(one).to_be_visible()
    expect(page.locator(".paper")).to_have_text(page.url)
    assert 3 <= leaves(page) <= 8


def leaves(page):
    """How many pages it has on paper (ISO 32000-2, 7.7.3.3)."""
    return page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
