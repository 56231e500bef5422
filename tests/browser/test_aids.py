"""What helps in reading and is no part of an edition: kept beside it, once a reader stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.book import HTML, costly, our_caches, settle, take_over_now
from tests.patience import eventually, until


@pytest.fixture
def helped(page, publication):
    """A publication that has aids in Spanish, after a reader's first page."""
    publication.publish_aids("es", "search one")
    publication.visit(page, "es/")
    expect(page.locator("[data-checked]")).to_be_visible()
    return publication


def test_aids_come_with_the_second_page_and_not_with_the_first(page, helped):
    assert helped.aids_cache("es") not in our_caches(page)
    assert helped.host.times_asked(helped.aids_address("es")) == 0
    helped.visit(page, "es/one/")
    assert helped.aids_cache("es") in our_caches(page)


def test_a_page_of_the_aids_opens_offline_as_one_of_the_edition(page, helped):
    helped.visit(page, "es/one/")
    helped.host.stop()
    assert page.goto(f"{helped.url}es/search?q=word").from_service_worker
    assert page.locator("#text").inner_text() == "search one"
    expect(page.locator("[data-kept]")).to_be_visible()


def test_a_script_of_the_aids_is_there_offline(page, helped):
    helped.visit(page, "es/one/")
    [script] = [path for path in helped.host.answers if "static/search" in path]
    helped.host.stop()
    assert page.evaluate("url => fetch(url).then(answer => answer.text())", script) == "search one"


def test_where_nothing_changed_one_conditional_request_is_enough_with_aids_too(page, helped):
    helped.visit(page, "es/one/")
    helped.host.asked.clear()
    helped.visit(page, "es/two/")
    worker = f"{helped.root}sw.js"
    assert [asked for asked in helped.host.asked if asked[0] != worker] == [(helped.edition, 304)]


def altered(publication):
    address = publication.aids_address("es")
    body = publication.host.answers[address].body
    publication.host.put(address, body.replace(b"search one", b"search 0ne"))


def missing(publication):
    publication.host.put(publication.aids_address("es"), b"", status=404)


def from_a_portal(publication):
    publication.host.put(publication.aids_address("es"), b"<h1>Log in</h1>", content_type=HTML)


@pytest.mark.parametrize("fault", [altered, missing, from_a_portal])
def test_aids_that_are_not_what_they_are_named_are_not_kept_nor_asked_for_again(
    page, helped, fault
):
    fault(helped)
    before = our_caches(page)
    for path in ("es/one/", "es/two/"):
        helped.visit(page, path)
    assert our_caches(page) == before
    assert helped.host.times_asked(helped.aids_address("es")) == 1
    page.goto(f"{helped.url}es/search")
    assert helped.host.times_asked(f"{helped.root}es/search") == 1


def test_other_aids_of_the_same_edition_take_the_place_of_the_old_ones(page, helped):
    helped.visit(page, "es/one/")
    old = helped.aids_cache("es")
    helped.publish_aids("es", "search two")
    helped.visit(page, "es/two/")
    assert {old, helped.aids_cache("es")} & our_caches(page) == {helped.aids_cache("es")}
    helped.host.stop()
    page.goto(f"{helped.url}es/search")
    assert page.locator("#text").inner_text() == "search two"


def test_an_update_brings_its_own_aids(page, helped):
    helped.visit(page, "es/one/")
    old = helped.aids_cache("es")
    helped.publish("es", "second")
    helped.publish_aids("es", "search two")
    helped.read(page, "es", wait_for="[data-newer]")
    settle(page)
    assert {old, helped.aids_cache("es")} & our_caches(page) == {helped.aids_cache("es")}


def test_an_edition_that_has_no_aids_any_more_loses_the_old_ones(page, helped):
    helped.visit(page, "es/one/")
    old = helped.aids_cache("es")
    helped.aids.clear()
    helped.publish("es", "second")
    helped.visit(page, "es/two/")
    assert old not in our_caches(page)


def test_a_language_that_is_removed_takes_its_aids_along(page, helped):
    helped.visit(page, "es/one/")
    page.evaluate("ask('forget', {locale: 'es'})")
    assert our_caches(page) == {f"pwa:{helped.root}:state"}


def test_removing_everything_removes_aids_that_are_just_coming(page, helped):
    helped.host.slow = {helped.aids_address("es")}
    page.goto(f"{helped.url}es/one/")
    until(page, "document.querySelector('[data-forget]').onclick !== null")
    page.evaluate("window.late = ask('aids', {locale: 'es'}), undefined")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    helped.host.hurry.set()
    page.evaluate("window.late")
    assert our_caches(page) == set()


def test_the_kill_switch_removes_aids(page, helped):
    helped.visit(page, "es/one/")
    helped.retire(page)
    assert our_caches(page) == set()


def test_a_costly_connection_is_spared_the_aids_but_for_whoever_has_the_language_kept(page, helped):
    helped.serve_worker(costly("{saveData: true}"))
    take_over_now(page)
    helped.visit(page, "es/one/")
    assert helped.host.times_asked(helped.aids_address("es")) == 0
    helped.visit(page, "es/offline/")
    row = page.locator("[data-locale=es]")
    row.locator("[data-remove]").click()
    row.locator("[data-keep]").click()
    eventually(lambda: helped.aids_cache("es") in our_caches(page))


def test_aids_that_find_no_space_leave_the_edition_as_it_is(context, page, helped):
    before = our_caches(page)
    devtools = context.new_cdp_session(page)
    origin = {"origin": helped.host.url, "quotaSize": 1}
    devtools.send("Storage.overrideQuotaForOrigin", origin)
    helped.visit(page, "es/one/")
    assert our_caches(page) - before <= {helped.aids_cache("es")}
    helped.host.stop()
    assert helped.texts_read(page, "es") == {("first", True)}
