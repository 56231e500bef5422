"""What a page says while a download goes on, wherever it was begun, and how it can end."""

import re
import threading

import pytest
from playwright.sync_api import expect

from tests.browser.book import (
    costly,
    keep_quietly,
    look_again,
    our_caches,
    row,
    settle,
    take_over_now,
)
from tests.patience import eventually

SOME = re.compile(r"^[1-9]\d{3,}$")
STAYS = "What has arrived stays"


@pytest.fixture
def kept(page, publication):
    """A publication kept in Spanish, whose pages ask for nothing by themselves."""
    return keep_quietly(page, publication)


def part(publication, locale, number):
    return publication.pack_address(locale).replace(".json", f".{number}.json")


def publish_in_parts(publication, locale):
    """In three, of which the second stops halfway."""
    publication.publish(locale, "first", parts=3)
    publication.host.halting = {part(publication, locale, 2)}


def begin(page, locale):
    row(page, locale).locator("[data-keep]").click()
    expect(row(page, locale).locator("progress")).to_have_attribute("value", SOME)


@pytest.fixture
def begun(page, kept):
    """A download of Japanese, underway on the offline page."""
    publish_in_parts(kept, "ja")
    page.goto(f"{kept.url}es/offline/")
    begin(page, "ja")
    return kept


def kill_workers(context, page):
    """As Chromium does to one whose event lasts five minutes."""
    devtools = context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")


def test_a_download_whose_worker_was_killed_begins_again_from_what_has_arrived(
    context, page, publication
):
    publication.ask_again_after(500)
    keep_quietly(page, publication)
    publish_in_parts(publication, "ja")
    publication.visit(page, "es/offline/")
    begin(page, "ja")
    kill_workers(context, page)
    publication.host.hurry.set()
    expect(row(page, "ja").locator("[data-held]")).to_be_visible()
    assert publication.host.times_asked(part(publication, "ja", 1)) == 1


def test_a_download_whose_worker_was_killed_can_be_stopped(context, page, begun):
    kill_workers(context, page)
    row(page, "ja").locator("[data-cancel]").click()
    expect(row(page, "ja").get_by_text("Stopped.", exact=True)).to_be_visible()
    expect(row(page, "ja").locator("progress")).to_be_hidden()


def test_a_page_that_waits_long_asks_for_nothing_twice(page, publication):
    publication.ask_again_after(100)
    keep_quietly(page, publication)
    publish_in_parts(publication, "ja")
    publication.visit(page, "es/offline/")
    begin(page, "ja")
    page.wait_for_timeout(1_000)
    publication.host.hurry.set()
    expect(row(page, "ja").locator("[data-held]")).to_be_visible()
    asked = [path for path, _ in publication.host.asked if "/ja/edition/" in path]
    assert len(asked) == len(set(asked)) == 3


def test_what_has_arrived_is_said_to_stay_only_where_it_does(page, kept):
    kept.publish("ja", "first" * 20_000)
    kept.host.halting = {kept.pack_address("ja")}
    page.goto(f"{kept.url}es/offline/")
    begin(page, "ja")
    row(page, "ja").locator("[data-cancel]").click()
    expect(row(page, "ja").get_by_text("Stopped.", exact=True)).to_be_visible()
    expect(row(page, "ja").get_by_text(STAYS)).to_be_hidden()
    expect(row(page, "ja").locator("[data-continue]")).to_be_hidden()
    expect(row(page, "ja").locator("[data-keep]")).to_be_visible()


def test_what_has_arrived_is_said_to_stay_where_it_does(page, begun):
    row(page, "ja").locator("[data-cancel]").click()
    expect(row(page, "ja").get_by_text(STAYS)).to_be_visible()
    expect(row(page, "ja").locator("[data-continue]")).to_be_visible()


def test_the_language_being_read_stays_stopped_in_this_tab(page, publication):
    publish_in_parts(publication, "es")
    page.goto(f"{publication.url}es/offline/")
    expect(row(page, "es").locator("progress")).to_have_attribute("value", SOME)
    row(page, "es").locator("[data-cancel]").click()
    expect(row(page, "es").get_by_text(STAYS)).to_be_visible()
    publication.host.asked.clear()
    page.reload()
    settle(page)
    look_again(page)
    expect(row(page, "es").locator("[data-keep]")).to_be_visible()
    assert [path for path, _ in publication.host.asked if "/es/edition/" in path] == []


def test_what_came_of_a_download_stays_until_another_begins(page, kept):
    kept.visit(page, "es/offline/")
    kept.host.put(kept.pack_address("ja"), b"", status=404)
    row(page, "ja").locator("[data-keep]").click()
    expect(row(page, "ja").locator("[data-failed]")).to_be_visible()
    look_again(page)
    page.evaluate("listEditions()")
    expect(row(page, "ja").locator("[data-failed]")).to_be_visible()


def test_a_check_that_ends_late_leaves_the_other_rows_alone(page, kept):
    kept.visit(page, "es/offline/")
    page.evaluate("ask('reading', {locale: 'es', after: 0})")
    kept.host.slow = {kept.edition}
    look_again(page)
    kept.host.put(kept.pack_address("ja"), b"", status=404)
    row(page, "ja").locator("[data-keep]").click()
    expect(row(page, "ja").locator("[data-failed]")).to_be_visible()
    kept.host.hurry.set()
    page.evaluate("ask('keep', {locale: 'es'}).then(listEditions)")
    expect(row(page, "ja").locator("[data-failed]")).to_be_visible()


def go_on(host):
    """Let go of what halts now, and not of what comes next."""
    now, host.hurry = host.hurry, threading.Event()
    now.set()


def test_a_download_goes_on_showing_in_a_page_that_is_loaded_again(page, begun):
    begun.host.halting |= {part(begun, "ja", 3)}
    page.reload()
    settle(page)
    go_on(begun.host)
    expect(row(page, "ja").locator("[data-cancel]")).to_be_visible()
    begun.host.hurry.set()
    expect(row(page, "ja").locator("[data-held]")).to_be_visible()
    assert begun.host.times_asked(part(begun, "ja", 1)) == 1


def test_a_download_shows_in_another_tab_and_can_be_stopped_there(context, page, begun):
    begun.host.halting |= {part(begun, "ja", 3)}
    other = context.new_page()
    begun.visit(other, "es/offline/")
    go_on(begun.host)
    row(other, "ja").locator("[data-cancel]").click()
    for tab in (page, other):
        expect(row(tab, "ja").locator("[data-continue]")).to_be_visible()


def test_a_language_that_was_removed_can_be_had_again_for_its_size(page, kept):
    kept.visit(page, "es/offline/")
    row(page, "ja").locator("[data-keep]").click()
    expect(row(page, "ja").locator("[data-held]")).to_be_visible()
    page.reload()
    settle(page)
    row(page, "ja").locator("[data-remove]").click()
    expect(row(page, "ja").locator("[data-price]")).to_be_visible()


def test_a_size_that_could_not_be_had_is_asked_for_again(page, kept):
    kept.host.stop()
    kept.visit(page, "es/offline/")
    expect(row(page, "ja").locator("[data-keep]")).to_be_visible()
    expect(row(page, "ja").locator("[data-price]")).to_be_hidden()
    kept.host.revive()
    look_again(page)
    expect(row(page, "ja").locator("[data-price]")).to_be_visible()


def test_the_sizes_of_other_languages_are_asked_for_once(page, kept):
    kept.visit(page, "es/offline/")
    for locale in ("ja", "en"):
        expect(row(page, locale).locator("[data-price]")).to_be_visible()
    kept.host.asked.clear()
    kept.visit(page, "es/offline/")
    for locale in ("ja", "en"):
        expect(row(page, locale).locator("[data-price]")).to_be_visible()
    assert [path for path, _ in kept.host.asked if "edition" in path] == []


@pytest.fixture
def offered(page, publication):
    """Spanish, offered where each byte costs."""
    publication.serve_worker(costly())
    publication.read(page, "es", wait_for="[data-asked]")
    return publication


def test_what_a_reader_has_accepted_shows_that_it_is_coming(page, offered):
    offered.host.halting = {offered.pack_address("es")}
    page.locator("[data-accept]").click()
    expect(page.get_by_text("coming: ")).to_be_visible()
    expect(page.locator("[data-accept]")).to_be_hidden()
    offered.host.hurry.set()
    expect(page.locator("[data-checked]")).to_be_visible()
    expect(page.locator("[data-asked]")).to_be_hidden()


def test_what_a_reader_has_accepted_and_cannot_have_is_offered_again(page, offered):
    pack = offered.host.answers[offered.pack_address("es")]
    offered.host.put(offered.pack_address("es"), b"", status=404)
    page.locator("[data-accept]").click()
    expect(page.get_by_text("it did not come")).to_be_visible()
    expect(page.locator("[data-unchecked]")).to_be_hidden()
    offered.host.answers[offered.pack_address("es")] = pack
    page.locator("[data-accept]").click()
    expect(page.locator("[data-checked]")).to_be_visible()


def test_what_a_reader_has_accepted_can_be_stopped(page, offered):
    offered.host.halting = {offered.pack_address("es")}
    page.locator("[data-accept]").click()
    page.locator("[data-cancel]").click()
    expect(page.locator("[data-accept]")).to_be_visible()


def test_what_a_reader_asks_for_is_not_spared_by_a_check_that_is_underway(page, publication):
    publication.read(page, "es")
    publication.serve_worker(costly())
    take_over_now(page)
    publication.publish("es", "second")
    publication.host.slow = {publication.edition}
    page.evaluate("window.one = ask('check', {locale: 'es', asked: Date.now() + 1}), undefined")
    page.evaluate("ask('list')")
    page.evaluate("window.two = ask('keep', {locale: 'es'}), undefined")
    page.evaluate("ask('list')")
    publication.host.hurry.set()
    assert page.evaluate("window.two.then(({ outcome }) => outcome)") == "switched"


def test_a_download_that_begins_after_one_was_removed_can_be_stopped(page, begun):
    page.evaluate(
        """async () => {
            const gone = ask("forget", { locale: "ja" });
            window.again = ask("keep", { locale: "ja" });
            await gone;
        }"""
    )
    page.evaluate("ask('cancel', {locale: 'ja'})")
    assert page.evaluate("window.again.then(({ reason }) => reason)") == "cancelled"
    assert begun.cache_of("ja") not in our_caches(page)


def test_an_edition_older_than_a_page_is_not_called_newer(context, page, publication):
    """Announced to one tab before the other read a newer page from the network."""
    publication.host.slow = {publication.pack_address("es")}
    page.goto(f"{publication.url}es/")
    eventually(lambda: publication.host.times_asked(publication.edition))
    publication.publish("es", "second")
    other = context.new_page()
    other.goto(f"{publication.url}es/")
    assert other.locator("#text").inner_text() == "second"
    publication.host.hurry.set()
    expect(other.locator("[data-kept]")).to_be_visible()
    expect(other.locator("[data-newer]")).to_be_hidden()
    publication.host.stop()
    other.goto(f"{publication.url}es/one/")
    assert other.locator("#text").inner_text() == "second"
