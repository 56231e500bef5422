"""The publication as readers meet it: the real command, the real catalogs, a real browser."""

import json
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.shipped import (
    LOCALES,
    PAGES,
    ROOT,
    SECTIONS,
    SHOWING,
    Served,
    change_a_word,
    copied,
    fetched,
    installability,
    keep,
    pages_that_say,
    read_everything,
)
from tests.patience import eventually

DIRECTIONS = {"en": "ltr", "es": "ltr", "ar": "rtl", "ja": "ltr"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The publication, served to everybody who only reads."""
    one = Served(copied(tmp_path_factory.mktemp("served"))).start()
    yield one
    if one.process.poll() is None:
        one.stop()


@pytest.fixture
def own(request, tmp_path):
    """The publication, served to one test that changes it or stops it."""
    one = Served(copied(tmp_path / "own")).start(*getattr(request, "param", ()))
    yield one
    if one.process.poll() is None:
        one.stop()


@pytest.mark.parametrize("locale", ["es", "ar", "ja"])
def test_every_page_of_the_kept_edition_reads_with_the_server_stopped(own, page, locale):
    keep(page, own.url, locale)
    own.stop()
    assert list(read_everything(page, own.url, locale)) == list(PAGES)


@pytest.mark.parametrize("own", [("--workers", "2")], ids=["two workers"], indirect=True)
def test_whichever_worker_answers_while_sources_change_a_device_is_in_one_edition(own, page):
    """Each navigation asks for news."""
    keep(page, own.url, "es")
    for word in ("PALABRA1", "PALABRA2", "PALABRA3"):
        change_a_word(own.folder, word)
        for name in SHOWING:
            assert page.goto(f"{own.url}/es/{name}").from_service_worker
    eventually(lambda: page.goto(f"{own.url}/es/read/") and "PALABRA3" in page.content())
    own.stop()
    assert pages_that_say(page, own.url, "PALABRA3") == SHOWING


def test_a_language_that_is_not_kept_says_so_in_the_language_last_read(own, page):
    keep(page, own.url, "es")
    own.stop()
    page.goto(f"{own.url}/ja/read/")
    assert page.locator("html").get_attribute("lang") == "es"
    expect(page.locator("[data-instead-of]")).to_be_visible()


def test_the_installed_app_starts_offline_in_the_language_last_read(own, page):
    keep(page, own.url, "ja")
    own.stop()
    page.goto(f"{own.url}/start")
    assert page.url == f"{own.url}/ja/"


def test_the_app_installs_and_is_the_same_in_every_language(served, phone):
    found = [installability(phone, f"{served.url}/{locale}/") for locale in LOCALES]
    assert [errors for errors, _ in found] == [[]] * len(LOCALES)
    assert len({identity for _, identity in found}) == 1
    assert found[0][1] == f"{served.url}/"


@pytest.mark.parametrize("workers", ["allow", "block"])
def test_a_saved_sentence_shows_on_the_next_load(own, browser, workers):
    context = browser.new_context(service_workers=workers)
    page = context.new_page()
    catalog = own.folder / "locales/es/LC_MESSAGES/content.po"
    text = catalog.read_text(encoding="utf-8")
    address = f"{own.url}/es/{SECTIONS[0]}/"
    page.goto(address)
    expect(page.locator("[data-checked]")).to_be_visible(visible=workers == "allow")
    title = page.locator("h1").inner_text()

    catalog.write_text(text.replace(f'msgstr "{title}"', 'msgstr "Otro título"'), encoding="utf-8")
    eventually(lambda: "Otro título" in fetched(address)[1])
    assert page.reload().from_service_worker == (workers == "allow")
    # Where this machine is busier than the worker is patient, it is the load after that.
    eventually(lambda: page.locator("h1").inner_text() == "Otro título" or not page.reload())
    context.close()


def test_a_broken_catalog_leaves_the_old_page_and_is_reported_until_it_is_mended(own):
    catalog = own.folder / "locales/es/LC_MESSAGES/content.po"
    good = catalog.read_text(encoding="utf-8")
    page, health = f"{own.url}/es/", f"{own.url}/health"
    before = fetched(page)

    catalog.write_text(good + '\nmsgid "cut sho\n', encoding="utf-8")
    eventually(lambda: '"degraded"' in fetched(health)[1])
    assert fetched(page) == before
    line = good.count("\n") + 2
    assert f'"file":"locales/es/LC_MESSAGES/content.po","line":{line}' in fetched(health)[1]

    catalog.write_text(good, encoding="utf-8")
    eventually(lambda: '"ok"' in fetched(health)[1])
    assert fetched(page) == before


@pytest.mark.parametrize("locale", LOCALES)
def test_without_javascript_everything_reads_and_every_language_is_reachable(
    served, browser, locale
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in PAGES:
        assert page.goto(f"{served.url}/{locale}/{name}").status == 200
        expect(page.locator("main")).to_be_visible()
        for other in LOCALES:
            assert page.locator(f'header nav a[href="/{other}/{name}"]').count() == 1
    context.close()


def test_a_citation_has_the_day_of_the_edition_that_is_kept(served, page):
    page.goto(f"{served.url}/es/about/")
    expect(page.locator("[data-checked]")).to_be_visible()
    day = page.locator("[data-edition] [data-edition-date]").inner_text()
    assert day in page.locator("[data-citation]").inner_text()


def review(folder, locale, *options):
    command = [sys.executable, "-m", "pwa", "--site", str(folder), "review", locale, SECTIONS[0]]
    done = [*command, "--step", "review", "--by", "Dora </script> Li", *options]
    subprocess.run(done, cwd=ROOT, check=True, capture_output=True)


def test_a_review_is_overdue_by_the_devices_date_without_a_server_too(own, page):
    review(own.folder, "es", "--due", "2090-01-01")
    address = f"{own.url}/es/{SECTIONS[0]}/"
    eventually(lambda: 'data-due="2090-01-01"' in fetched(address)[1])
    keep(page, own.url, "es")
    for stop in (lambda: None, own.stop):
        stop()
        for moment, is_overdue in [("2090-01-01T23:59:59Z", False), ("2090-01-02T00:00Z", True)]:
            page.clock.set_fixed_time(moment)
            page.goto(address)
            expect(page.locator("[data-due]")).to_be_visible(visible=is_overdue)


def test_a_review_is_told_to_machines_without_a_word_from_the_policy(own, browser):
    review(own.folder, "en", "--due", "2090-01-01")
    address = f"{own.url}/en/{SECTIONS[0]}/"
    eventually(lambda: "lastReviewed" in fetched(address)[1])
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    block = page.locator('script[type="application/ld+json"]').evaluate("e => e.textContent")
    expect(page.locator("[data-checked]")).to_be_visible()
    assert json.loads(block)["reviewedBy"]["name"] == "Dora </script> Li"
    assert said == []
    context.close()


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_the_original_opens_in_one_tap_at_what_is_being_read(served, page, locale):
    address = f"{served.url}/{locale}/{SECTIONS[-1]}/"
    page.goto(address)
    place = page.locator("article h2[id]").last.get_attribute("id")
    page.goto(f"{address}#{place}")
    link, heading = page.locator("a.original"), page.locator(f"[id='{place}']")
    expect(link).to_be_in_viewport(ratio=1)
    assert heading.bounding_box()["y"] > link.bounding_box()["y"] + link.bounding_box()["height"]
    link.click()
    expect(page).to_have_url(f"{served.url}/en/{SECTIONS[-1]}/#{place}")
    expect(heading).to_be_in_viewport()


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_at_the_beginning_the_original_opens_at_its_beginning(served, page, locale):
    page.goto(f"{served.url}/{locale}/{SECTIONS[-1]}/")
    page.locator("a.original").click()
    expect(page).to_have_url(f"{served.url}/en/{SECTIONS[-1]}/")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(served, browser, locale, scheme):
    context = browser.new_context(color_scheme=scheme, service_workers="block")
    page = context.new_page()
    for name in ("", f"{SECTIONS[0]}/", "translation/"):
        page.goto(f"{served.url}/{locale}/{name}")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_overflows_a_narrow_screen(served, browser, locale):
    context = browser.new_context(viewport={"width": 320, "height": 640}, service_workers="block")
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{served.url}/{locale}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


ON_TOP_OF = """element => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2).closest("nav")?.className;
}"""


@pytest.mark.parametrize("locale", ["uk", "ar", "hi"])
def test_the_way_to_the_original_fits_beside_the_text_on_any_desk(served, browser, locale):
    page = browser.new_page(locale=locale)
    page.goto(f"{served.url}/{locale}/a-tool-not-a-cure/")
    for width in range(1060, 1420, 20):
        page.set_viewport_size({"width": width, "height": 700})
        box = page.locator(".original").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.close()


@pytest.mark.parametrize("locale", ["ar", "ja"])
def test_the_way_to_the_original_never_covers_that_to_the_next_section(served, browser, locale):
    context = browser.new_context(viewport={"width": 360, "height": 400}, service_workers="block")
    page = context.new_page()
    page.goto(f"{served.url}/{locale}/a-tool-not-a-cure/")
    original, following = page.locator(".original"), page.locator(".pager [rel=next] span")
    following.evaluate("element => window.scrollBy(0, element.getBoundingClientRect().top - 12)")
    assert original.bounding_box()["y"] < 60
    assert original.evaluate(ON_TOP_OF) == "pager"
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_has_one_language_one_direction_and_one_h1(served, browser, locale):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{served.url}/{locale}/{name}")
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (
            locale,
            DIRECTIONS[locale],
        )
        assert page.locator("h1").count() == 1
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_cover_reads_after_one_request_of_at_most_one_flight(served, browser, locale):
    """The first flight of a new connection carries 14,600 bytes (RFC 6928: ten segments)."""
    context = browser.new_context(service_workers="block", viewport={"width": 360, "height": 740})
    context.route("**/*", lambda route: route.continue_() if _is_document(route) else route.abort())
    page = context.new_page()
    answer = page.goto(f"{served.url}/{locale}/")
    sizes = answer.request.sizes()
    assert sizes["responseBodySize"] + sizes["responseHeadersSize"] <= 14_600
    assert answer.header_value("content-encoding") == "br"
    expect(page.locator("main li").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif"
    context.close()


def _is_document(route):
    return route.request.resource_type == "document"
