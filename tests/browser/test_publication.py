"""The publication as readers meet it: the real command, the real catalogs, a real browser."""

import json
import subprocess
import sys
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.book import settle
from tests.browser.shipped import (
    ALL_LOCALES,
    PAGES,
    ROOT,
    SECTIONS,
    SHOWING,
    Served,
    change_a_word,
    copied,
    fetched,
    in_languages,
    installability,
    keep,
    pages_that_say,
    read_everything,
)
from tests.patience import eventually


@contextmanager
def serving_own(folder, *options):
    """The publication, served by a process of its own to tests that change it or stop it."""
    one = Served(copied(folder)).start(*options)
    yield one
    if one.process.poll() is None:
        one.stop()


@pytest.fixture
def own(request, tmp_path):
    """To one test, which may leave it as it likes."""
    with serving_own(tmp_path / "own", *getattr(request, "param", ())) as one:
        yield one


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """To tests that leave it as it was."""
    with serving_own(tmp_path_factory.mktemp("edited")) as one:
        yield one


KEPT = ("es", "ar", "ja")


@pytest.fixture(scope="module")
def stopped(browser, tmp_path_factory):
    """A tab of a device that has kept some languages, and the address that nobody answers at."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    with serving_own(tmp_path_factory.mktemp("stopped")) as one:
        for locale in KEPT:
            keep(page, one.url, locale)
        one.stop()
        yield page, one.url
    context.close()


@pytest.mark.parametrize("locale", KEPT)
def test_every_page_of_the_kept_edition_reads_with_the_server_stopped(stopped, locale):
    page, url = stopped
    assert list(read_everything(page, url, locale)) == list(PAGES)


def test_a_language_that_is_not_kept_says_so_in_the_language_last_read(stopped):
    page, url = stopped
    page.goto(f"{url}/ar/")
    settle(page)
    page.goto(f"{url}/hi/read/")
    assert page.locator("html").get_attribute("lang") == "ar"
    expect(page.locator("[data-instead-of]")).to_be_visible()


def test_the_installed_app_starts_offline_in_the_language_last_read(stopped):
    page, url = stopped
    page.goto(f"{url}/ja/")
    settle(page)
    page.goto(f"{url}/start")
    assert page.url.startswith(f"{url}/ja/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")


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


def test_the_app_installs_and_is_the_same_in_every_language(served, phone):
    found = [installability(phone, f"{served.url}/{locale}/") for locale in ("en", "ar")]
    assert [errors for errors, _ in found] == [[], []]
    assert len({identity for _, identity in found}) == 1
    assert found[0][1] == f"{served.url}/"


@pytest.mark.parametrize("workers", ["allow", "block"])
def test_a_saved_sentence_shows_on_the_next_load(edited, browser, workers):
    context = browser.new_context(service_workers=workers)
    page = context.new_page()
    catalog = edited.folder / "locales/es/LC_MESSAGES/content.po"
    text = catalog.read_text(encoding="utf-8")
    address = f"{edited.url}/es/{SECTIONS[0]}/"
    page.goto(address)
    expect(page.locator("[data-checked]")).to_be_visible(visible=workers == "allow")
    title = page.locator("h1").inner_text()

    catalog.write_text(text.replace(f'msgstr "{title}"', 'msgstr "Otro título"'), encoding="utf-8")
    eventually(lambda: "Otro título" in fetched(address)[1])
    assert page.reload().from_service_worker == (workers == "allow")
    # Where this machine is busier than the worker is patient, it is the load after that.
    eventually(lambda: page.locator("h1").inner_text() == "Otro título" or not page.reload())
    context.close()
    catalog.write_text(text, encoding="utf-8")
    eventually(lambda: "Otro título" not in fetched(address)[1])


def test_a_broken_catalog_leaves_the_old_page_and_is_reported_until_it_is_mended(edited):
    catalog = edited.folder / "locales/es/LC_MESSAGES/content.po"
    good = catalog.read_text(encoding="utf-8")
    page, health = f"{edited.url}/es/", f"{edited.url}/health"
    before = fetched(page)

    catalog.write_text(good + '\nmsgid "cut sho\n', encoding="utf-8")
    eventually(lambda: '"degraded"' in fetched(health)[1])
    assert fetched(page) == before
    line = good.count("\n") + 2
    assert f'"file":"locales/es/LC_MESSAGES/content.po","line":{line}' in fetched(health)[1]

    catalog.write_text(good, encoding="utf-8")
    eventually(lambda: '"ok"' in fetched(health)[1])
    assert fetched(page) == before


@in_languages("ar")
def test_without_javascript_everything_reads_and_every_language_is_reachable(
    served, browser, locale
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in PAGES:
        assert page.goto(f"{served.url}/{locale}/{name}").status == 200
        expect(page.locator("main")).to_be_visible()
        ways = [link.get_attribute("href") for link in page.locator("header nav a").all()]
        assert set(ways) == {f"/{other}/{name}" for other in ALL_LOCALES}
    context.close()


def test_a_citation_has_the_day_of_the_edition_that_is_kept(stopped):
    page, url = stopped
    page.goto(f"{url}/es/about/")
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


def test_a_review_is_told_to_machines_without_a_word_from_the_policy(edited, browser):
    announcement = f"{edited.url}/en/edition.json"
    before = fetched(announcement)[1]
    review(edited.folder, "en", "--due", "2090-01-01")
    address = f"{edited.url}/en/{SECTIONS[0]}/"
    eventually(lambda: "lastReviewed" in fetched(address)[1])
    # Pages come first: a device keeps, and tells the age of, what is announced.
    eventually(lambda: fetched(announcement)[1] != before)
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


@in_languages("es", "ar")
def test_the_original_opens_in_one_tap_at_what_is_being_read(served, glance, locale):
    address = f"{served.url}/{locale}/{SECTIONS[-1]}/"
    glance.goto(address)
    place = glance.locator("article h2[id]").last.get_attribute("id")
    glance.goto(f"{address}#{place}")
    link, heading = glance.locator("a.original"), glance.locator(f"[id='{place}']")
    expect(link).to_be_in_viewport(ratio=1)
    assert heading.bounding_box()["y"] > link.bounding_box()["y"] + link.bounding_box()["height"]
    link.click()
    expect(glance).to_have_url(f"{served.url}/en/{SECTIONS[-1]}/#{place}")
    expect(heading).to_be_in_viewport()


def test_at_the_beginning_the_original_opens_at_its_beginning(served, glance):
    glance.goto(f"{served.url}/ar/{SECTIONS[-1]}/")
    glance.locator("a.original").click()
    expect(glance).to_have_url(f"{served.url}/en/{SECTIONS[-1]}/")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "ja"), ("dark", "ar")])
def test_pages_are_accessible(served, glance, locale, scheme):
    """Some of them; tests/audit/test_accessibility.py looks at all."""
    glance.emulate_media(color_scheme=scheme)
    for name in ("", f"{SECTIONS[0]}/", "translation/"):
        glance.goto(f"{served.url}/{locale}/{name}")
        results = Axe().run(glance)
        assert results.violations_count == 0, results.generate_report()
    glance.emulate_media(color_scheme="light")


@in_languages("de", "ar", "ja")
def test_nothing_overflows_a_narrow_screen(served, glance, locale):
    glance.set_viewport_size({"width": 320, "height": 640})
    for name in PAGES:
        glance.goto(f"{served.url}/{locale}/{name}")
        assert glance.evaluate("document.documentElement.scrollWidth") <= 320, name


ON_TOP_OF = """element => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2).closest("nav")?.className;
}"""


@in_languages("uk", "ar", every=ALL_LOCALES[1:])
def test_the_way_to_the_original_fits_beside_the_text_on_any_desk(served, glance, locale):
    glance.goto(f"{served.url}/{locale}/a-tool-not-a-cure/")
    for width in range(1060, 1420, 20):
        glance.set_viewport_size({"width": width, "height": 700})
        box = glance.locator(".original").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@in_languages("ar", "ja", every=ALL_LOCALES[1:])
def test_the_way_to_the_original_never_covers_that_to_the_next_section(served, glance, locale):
    glance.set_viewport_size({"width": 360, "height": 400})
    glance.goto(f"{served.url}/{locale}/a-tool-not-a-cure/")
    original, following = glance.locator(".original"), glance.locator(".pager [rel=next] span")
    following.evaluate("element => window.scrollBy(0, element.getBoundingClientRect().top - 12)")
    assert original.bounding_box()["y"] < 60
    assert original.evaluate(ON_TOP_OF) == "pager"


DIRECTIONS = {"ar": "rtl"}


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_a_page_has_one_language_one_direction_and_one_h1(edited, elements, locale):
    for name in PAGES:
        found = elements(fetched(f"{edited.url}/{locale}/{name}")[1])
        assert (found[0]["lang"], found[0]["dir"]) == (locale, DIRECTIONS.get(locale, "ltr"))
        assert [one.tag for one in found].count("h1") == 1


@in_languages("en", "ar", "ja")
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
