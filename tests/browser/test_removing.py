"""Removing, and what every tab says of it; stores that fail, and publications side by side."""

import pytest
from playwright.sync_api import expect

from pwa.translation.catalog import Interface
from tests.browser.book import (
    Publication,
    keep_quietly,
    look_again,
    our_caches,
    row,
    settle,
    take_over_now,
    templates,
    workers,
)

FAILING = "() => Promise.reject(new DOMException('Internal error', 'UnknownError'));"


@pytest.fixture
def kept(page, publication):
    """A publication kept in Spanish, whose pages ask for nothing by themselves."""
    return keep_quietly(page, publication)


def forget_everything(page):
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()


@pytest.fixture
def nested(context, page, host):
    """A publication at the root and one in a folder, each with a page that is open."""
    found = []
    for root in ("/book/", "/"):
        one = Publication(host, root)
        for locale in ("en", "es", "ja"):
            one.publish(locale, "first")
        one.serve_quick_worker()
        tab = context.new_page() if found else page
        keep_quietly(tab, one)
        found.append((tab, one))
    return found


def test_removing_everything_of_one_publication_is_nothing_to_another_beneath_it(nested):
    (inner, book), (outer, _) = nested
    forget_everything(outer)
    outer.wait_for_timeout(300)
    expect(inner.locator("[data-forgotten]")).to_be_hidden()
    assert inner.evaluate("isNoted('removed', '')") is False
    assert inner.goto(f"{book.url}es/one/").from_service_worker
    assert our_caches(inner) == {"pwa:/book/:state"} | book.caches_of("es")


def test_a_download_of_one_publication_is_nothing_to_another_beneath_it(nested):
    (inner, book), (outer, root) = nested
    root.publish("ja", "first" * 9_000)
    root.host.halting = {root.pack_address("ja")}
    for tab, one in nested:
        one.visit(tab, "es/offline/")
    row(outer, "ja").locator("[data-keep]").click()
    expect(row(outer, "ja").locator("[data-amount]")).to_be_visible()
    expect(row(inner, "ja").locator("[data-keep]")).to_be_visible()
    assert book.host.times_asked(book.pack_address("ja")) == 0


def test_a_tab_in_which_everything_was_removed_says_what_another_brought_back(context, page, kept):
    forget_everything(page)
    other = context.new_page()
    kept.read(other, "es")
    page.goto(f"{kept.url}es/offline/")
    expect(row(page, "es").locator("[data-held]")).to_be_visible()
    expect(page.locator("[data-forget]")).to_be_visible()
    forget_everything(page)
    assert (our_caches(page), workers(page)) == (set(), [])


def test_a_tab_in_which_everything_was_removed_brings_nothing_back(page, kept):
    forget_everything(page)
    for path in ("es/one/", "es/offline/"):
        kept.visit(page, path)
        look_again(page)
        settle(page)
    assert (our_caches(page), workers(page)) == (set(), [])


def test_what_was_removed_is_not_said_to_be_once_it_is_kept_again(page, kept):
    kept.visit(page, "es/offline/")
    forget_everything(page)
    row(page, "es").locator("[data-keep]").click()
    expect(row(page, "es").locator("[data-held]")).to_be_visible()
    expect(page.locator("[data-forgotten]")).to_be_hidden()


def test_removing_everything_during_the_first_download_leaves_no_worker(page, publication):
    publication.host.halting = {publication.pack_address("es")}
    page.goto(f"{publication.url}es/offline/")
    expect(row(page, "es").locator("[data-amount]")).to_be_visible()
    forget_everything(page)
    settle(page)
    page.evaluate("listEditions()")
    publication.host.hurry.set()
    expect(row(page, "es").locator("[data-keep]")).to_be_visible()
    expect(row(page, "es").get_by_text("Stopped.", exact=True)).to_be_hidden()
    assert (our_caches(page), workers(page)) == (set(), [])


def test_a_language_removed_in_one_tab_is_gone_in_every_tab(context, page, publication):
    publication.visit(page, "es/")
    other = context.new_page()
    publication.visit(other, "es/offline/")
    row(other, "es").locator("[data-remove]").click()
    expect(row(other, "es").locator("[data-keep]")).to_be_visible()
    expect(page.locator("[data-edition]")).to_be_hidden()
    look_again(page)
    page.evaluate("listEditions()")
    assert publication.cache_of("es") not in our_caches(page)


def test_a_language_can_be_removed_where_there_is_no_space_left(context, page, kept):
    origin = {"origin": kept.host.url, "quotaSize": 1}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", origin)
    kept.visit(page, "es/offline/")
    row(page, "es").locator("[data-remove]").click()
    expect(row(page, "es").locator("[data-keep]")).to_be_visible()
    assert kept.cache_of("es") not in our_caches(page)


def test_a_store_that_fails_locks_nobody_out(page, kept):
    kept.serve_worker(f"caches.match = {FAILING}")
    take_over_now(page)
    for path in ("es/one/", "ja/", "start"):
        kept.host.put(f"{kept.root}start", b"start", content_type="text/html")
        assert page.goto(kept.url + path).status == 200


def test_a_record_that_is_damaged_locks_nobody_out_and_is_written_anew(page, kept):
    page.evaluate(
        """async () => {
            const name = (await caches.keys()).find((one) => one.endsWith(":state"));
            const cache = await caches.open(name);
            const [request] = await cache.keys();
            await cache.put(request, new Response('{"edit'));
        }"""
    )
    for path in ("ja/", "es/one/"):
        assert page.goto(kept.url + path).status == 200
        settle(page)
    kept.host.stop()
    assert kept.texts_read(page, "es") == {("first", True)}


def test_a_recall_is_told_where_there_is_no_space_to_note_it(context, page, publication):
    publication.read(page, "es")
    revoked = {publication.announced("es")["revision"][:12]: "The dose was wrong."}
    publication.publish("es", "second", revoked=revoked)
    origin = {"origin": publication.host.url, "quotaSize": 1}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", origin)
    publication.read(page, "es", wait_for="[data-no-space]")
    expect(page.locator("[data-this]")).to_be_visible()
    page.goto(f"{publication.url}es/one/")
    expect(page.locator("[data-note]")).to_have_text("The dose was wrong.")


def test_a_check_where_nothing_changed_needs_no_space(context, page, publication):
    publication.read(page, "es")
    origin = {"origin": publication.host.url, "quotaSize": 1}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", origin)
    publication.visit(page, "es/one/")
    expect(page.locator("[data-checked]")).to_be_visible()
    expect(page.locator("[data-no-space]")).to_be_hidden()


def test_a_device_that_has_no_space_for_a_first_edition_is_told(context, page, publication):
    publication.host.put(f"{publication.root}quiet", b"nothing", content_type="text/html")
    page.goto(f"{publication.url}quiet")
    origin = {"origin": publication.host.url, "quotaSize": 1}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", origin)
    page.goto(f"{publication.url}es/")
    expect(page.locator("[data-no-space]")).to_be_visible()
    page.goto(f"{publication.url}es/offline/")
    expect(row(page, "es").locator("[data-full]")).to_be_visible()


def test_a_patch_that_was_being_stored_need_not_come_as_a_pack(page, kept):
    kept.publish_patch("es", "first", "second")
    page.evaluate(
        "([name, path]) => caches.open(name).then(cache => cache.put(path, new Response('x')))",
        [kept.cache_of("es"), f"{kept.root}es/one/"],
    )
    kept.host.asked.clear()
    assert page.evaluate("ask('keep', {locale: 'es'})")["outcome"] == "switched"
    assert kept.host.times_asked(kept.pack_address("es")) == 0
    kept.host.stop()
    assert kept.texts_read(page, "es") == {("second", True)}


def test_a_page_that_the_browser_lost_is_not_taken_from_a_newer_edition(page, kept):
    lose = "([name, path]) => caches.open(name).then((cache) => cache.delete(path))"
    page.evaluate(lose, [kept.cache_of("es"), f"{kept.root}es/one/"])
    kept.publish("es", "second")
    texts = []
    for name in ("", "one/", "two/"):
        page.goto(f"{kept.url}es/{name}")
        texts.append(page.locator("#text").inner_text())
    assert texts == ["first", "second", "second"]
    assert kept.host.times_asked(f"{kept.root}es/one/") == 0


def test_a_publication_that_keeps_nothing_promises_nothing(publication):
    """As after the kill switch."""
    kept, not_kept = (
        templates.speaking(
            Interface("es"),
            {
                "lang": "es",
                "name": "offline/",
                "root": "/",
                "worker": worker,
                "check_after": 0,
                "script": "",
                "languages": [],
                "aids": {"app": ""},
                "urls": dict.fromkeys(("cover", "read", "offline", "whole", "qr", "book"), ""),
            },
        ).render("offline.html", {})
        for worker in ("/sw.js", "")
    )
    for promise in ("so that you can read it without", "The copy stays", "Keeping pages needs"):
        assert promise in kept
        assert promise not in not_kept
