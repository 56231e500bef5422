import hashlib
import json
import re

import pytest
from playwright.sync_api import Error, expect

from pwa.release.packs import File
from tests.browser.book import CSP, HTML, PORTAL, costly, our_caches, settle, take_over_now
from tests.patience import eventually

# Where a publication can stand; most tests are of one in a folder, which is the harder.
anywhere = pytest.mark.parametrize("publication", ["/", "/book/"], indirect=True)


@pytest.fixture(scope="module", params=["/", "/book/"])
def gone(request, browser, hosted):
    """A tab of a device that has kept Japanese and Spanish, of a publication that is gone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    page = context.new_page()
    with hosted(request.param) as publication:
        for locale in ("ja", "es"):
            publication.read(page, locale)
        publication.host.stop()
        yield page, publication
    context.close()


def test_every_page_of_the_edition_being_read_opens_when_the_server_is_gone(gone):
    page, publication = gone
    assert publication.texts_read(page, "es") == {("first", True)}
    image = page.evaluate(
        "url => fetch(url).then(answer => answer.status)", publication.image_url("first")
    )
    assert image == 200


def test_a_kept_page_is_as_confined_as_a_served_one(page, publication):
    publication.read(page, "es")
    response = page.goto(f"{publication.url}es/one/")
    assert response.from_service_worker
    assert response.headers["content-security-policy"] == CSP
    assert response.headers["content-type"] == HTML


def test_a_page_that_is_not_kept_is_answered_in_the_language_last_read(gone):
    page, publication = gone
    for wanted in ("en/", "es/no-such-page/", "translation/"):
        assert page.goto(publication.url + wanted).status == 503
        assert page.locator("html").get_attribute("lang") == "es"
        expect(page.get_by_text("is not on this device")).to_be_visible()
        for locale, kept in {"en": False, "es": True, "ja": True}.items():
            held = page.locator(f"[data-locale={locale}] [data-held]")
            expect(held).to_be_visible(visible=kept)


def test_a_network_that_hangs_is_as_good_as_none(page, publication):
    publication.read(page, "es")
    publication.host.silent = {f"{publication.root}ja/"}
    assert page.goto(f"{publication.url}ja/").status == 503
    assert page.locator("html").get_attribute("lang") == "es"


def test_a_device_that_keeps_nothing_is_left_to_the_browsers_words(page, publication):
    publication.read(page, "es")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    publication.host.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{publication.url}es/")


def test_the_offline_page_says_nothing_of_another_page_when_it_was_asked_for(gone):
    page, publication = gone
    assert page.goto(f"{publication.url}es/offline/").status == 200
    expect(page.locator("[data-locale=es] [data-held]")).to_be_visible()
    expect(page.get_by_text("is not on this device")).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("start", "es/"),
        ("start/", "es/"),
        ("", "es/"),
        ("es", "es/"),
        ("es/one?from=mail", "es/one/?from=mail"),
        ("es/one/?from=mail#text", "es/one/?from=mail#text"),
    ],
)
def test_addresses_that_lead_on_do_so_offline(gone, asked, opened):
    page, publication = gone
    page.goto("about:blank")
    assert page.goto(publication.url + asked).ok
    assert page.url == publication.url + opened


def test_the_root_is_the_servers_while_there_is_one(page, publication):
    publication.read(page, "es")
    publication.host.put(publication.root, b"choose", content_type=HTML)
    page.goto(publication.url)
    assert page.locator("body").inner_text() == "choose"


@anywhere
def test_an_update_shows_on_the_next_page_and_is_never_mixed(page, publication):
    publication.read(page, "es")
    publication.publish("es", "second")
    publication.read(page, "es", wait_for="[data-newer]")
    assert page.locator("#text").inner_text() == "first"
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("second", True)}
    expect(page.locator("[data-unchecked]")).to_be_visible()
    expect(page.locator("[data-newer]")).to_be_hidden()


def test_a_tab_opened_before_an_update_still_finds_its_files(context, page, publication):
    publication.read(page, "es")
    publication.publish("es", "second")
    other = context.new_page()
    publication.read(other, "es", wait_for="[data-newer]")
    publication.host.stop()
    for text in ("first", "second"):
        image = publication.image_url(text)
        assert page.evaluate("url => fetch(url).then(answer => answer.ok)", image)


def test_editions_before_the_last_one_are_deleted(page, publication):
    publication.read(page, "es")
    for text in ("second", "third"):
        before = publication.cache_of("es")
        publication.publish("es", text)
        publication.read(page, "es", wait_for="[data-newer]")
    state = f"pwa:{publication.root}:state"
    assert our_caches(page) == {state, before} | publication.caches_of("es")


def test_what_an_interrupted_download_left_is_cleared_away(page, publication):
    publication.read(page, "es")
    half = f"pwa:{publication.root}:es:{'0' * 64}"
    page.evaluate("name => caches.open(name)", half)
    page.evaluate("ask('keep', {locale: 'es'})")
    assert our_caches(page) == {f"pwa:{publication.root}:state"} | publication.caches_of("es")


def truncated(publication):
    address = publication.pack_address("es")
    publication.host.put(address, publication.host.answers[address].body[:-20])


def altered(publication):
    address = publication.pack_address("es")
    publication.host.put(address, publication.host.answers[address].body.replace(b"two", b"2wo"))


def portal_for_the_pack(publication):
    publication.host.put(publication.pack_address("es"), PORTAL, content_type=HTML)


def pack_missing(publication):
    publication.host.put(publication.pack_address("es"), b"", status=404)


def pack_moved(publication):
    address = publication.pack_address("es")
    publication.host.answers["/elsewhere"] = publication.host.answers[address]
    publication.host.put(address, b"", status=302, location="/elsewhere")


def announce(publication, **changes):
    announced = publication.announced("es") | changes
    publication.host.put(publication.edition, json.dumps(announced).encode())


def packed_otherwise(publication, old, new):
    """The pack says something else, and edition.json gives the hash of what it says."""
    address = publication.pack_address("es")
    data = publication.host.answers[address].body.replace(old, new)
    assert data != publication.host.answers[address].body
    publication.host.put(address, data)
    announced = publication.announced("es")["pack"]
    announce(publication, pack=announced | {"sha256": hashlib.sha256(data).hexdigest()})


def another_body(publication):
    packed_otherwise(publication, b"second", b"other")


def another_header(publication):
    packed_otherwise(publication, b"default-src 'none'", b"default-src 'self'")


def another_media_type(publication):
    packed_otherwise(publication, b"application/manifest+json", b"application/json")


def another_revision(publication):
    announce(publication, revision="0" * 64)


def another_protocol(publication):
    announce(publication, protocol=2)


def another_locale(publication):
    answers, root = publication.host.answers, publication.root
    answers[f"{root}es/edition.json"] = answers[f"{root}ja/edition.json"]


def portal_for_everything(publication):
    publication.host.portal = PORTAL


def server_gone(publication):
    publication.host.stop()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("[data-behind]", truncated),
        ("[data-behind]", altered),
        ("[data-behind]", portal_for_the_pack),
        ("[data-behind]", pack_missing),
        ("[data-behind]", pack_moved),
        ("[data-behind]", another_body),
        ("[data-behind]", another_header),
        ("[data-behind]", another_media_type),
        ("[data-behind]", another_revision),
        ("[data-unchecked]", another_protocol),
        ("[data-unchecked]", another_locale),
        ("[data-unchecked]", portal_for_everything),
        ("[data-unchecked]", server_gone),
    ],
)
def test_what_is_broken_or_foreign_never_replaces_an_edition(page, publication, said, fault):
    """What could not be checked is called so, and no more than that."""
    publication.read(page, "es")
    before = our_caches(page)
    publication.publish("es", "second")
    fault(publication)
    publication.read(page, "es", wait_for=said)
    expect(page.locator("[data-checked]")).to_be_visible()
    for untrue in {"[data-newer]", "[data-unchecked]", "[data-behind]"} - {said}:
        expect(page.locator(untrue)).to_be_hidden()
    assert publication.texts_read(page, "es") == {("first", True)}
    expect(page.locator(said)).to_be_visible()
    settle(page)
    assert our_caches(page) == before


@pytest.mark.parametrize(
    "refused",
    [
        "delete Navigator.prototype.serviceWorker",
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException(); } })",
    ],
)
def test_a_browser_that_keeps_nothing_is_not_said_to_keep(page, publication, refused):
    page.add_init_script(refused)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{publication.url}es/offline/")
    expect(page.locator("[data-unable]")).to_be_visible()
    expect(page.locator("[data-able]")).to_be_hidden()
    assert faults == []


def test_a_browser_that_knows_no_connections_is_not_said_to_ask_first(page, publication):
    page.add_init_script("delete Navigator.prototype.connection")
    publication.visit(page, "es/offline/")
    expect(page.locator("[data-able]")).to_be_visible()
    expect(page.locator("[data-sparing]")).to_be_hidden()
    expect(page.locator("[data-unable]")).to_be_hidden()


def test_what_pages_run_is_kept_too_and_comes_with_the_page_alone(page, publication):
    publication.read(page, "es")
    assert publication.host.times_asked(publication.script_url) == 1
    publication.host.stop()
    ask = "url => fetch(url, {cache: 'no-store'}).then(answer => answer.text())"
    assert page.evaluate(ask, publication.script_url).encode() == publication.script


def test_an_edition_is_read_once_what_its_pages_run_is_here(page, publication):
    publication.read(page, "es")
    publication.script += b"// newer"
    publication.publish("es", "second")
    script = publication.host.answers[publication.script_url]
    lasting = {"content_type": HTML, "cache_control": "max-age=31536000"}
    publication.host.put(publication.script_url, PORTAL, **lasting)
    publication.read(page, "es", wait_for="[data-behind]")
    assert publication.texts_read(page, "es") == {("first", True)}
    publication.host.answers[publication.script_url] = script
    publication.host.asked.clear()
    publication.read(page, "es", wait_for="[data-newer]")
    assert publication.host.times_asked(publication.pack_address("es")) == 0
    assert publication.texts_read(page, "es") == {("second", True)}


def test_what_pages_run_and_never_comes_holds_nothing_up(page, publication):
    publication.read(page, "es")
    publication.script += b"// newer"
    publication.publish("es", "second")
    publication.host.silent = {publication.script_url}
    page.goto(f"{publication.url}es/")
    eventually(lambda: publication.host.times_asked(publication.pack_address("es")))
    page.wait_for_timeout(300)
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    assert our_caches(page) == set()


def test_a_device_without_space_keeps_what_it_has_and_says_so(context, page, publication):
    publication.read(page, "es")
    before = our_caches(page)
    first = publication.host.answers[publication.edition]
    publication.publish("es", "second")
    devtools = context.new_cdp_session(page)
    origin = {"origin": publication.host.url}
    devtools.send("Storage.overrideQuotaForOrigin", origin | {"quotaSize": 1})
    publication.read(page, "es", wait_for="[data-no-space]")
    expect(page.locator("[data-unchecked]")).to_be_hidden()
    publication.host.answers[publication.edition] = first
    page.goto(f"{publication.url}es/offline/")
    page.locator("[data-locale=ja] [data-keep]").click()
    expect(page.locator("[data-locale=ja] [data-full]")).to_be_visible()
    devtools.send("Storage.overrideQuotaForOrigin", origin)
    assert our_caches(page) == before
    assert publication.texts_read(page, "es") == {("first", True)}


def test_an_edition_is_downloaded_once_however_often_it_is_asked_for(page, publication):
    publication.read(page, "es")
    ask = "() => Promise.all([1, 2, 3].map(() => ask('keep', {locale: 'ja'})))"
    assert [answer["outcome"] for answer in page.evaluate(ask)] == ["switched"] * 3
    assert publication.host.times_asked(publication.pack_address("ja")) == 1


def test_where_nothing_changed_one_conditional_request_is_enough(page, publication):
    publication.read(page, "es")
    publication.host.asked.clear()
    publication.read(page, "es")
    page.evaluate("ask('keep', {locale: 'es'})")
    edition = publication.edition
    worker = f"{publication.root}sw.js"
    assert {asked for asked in publication.host.asked if asked[0] != worker} == {(edition, 304)}


def test_checks_wait_for_the_publishers_interval(page, publication):
    publish_checked_after(publication, 3600, "first")
    publication.read(page, "es")
    publication.publish("es", "second")
    assert publication.texts_read(page, "es") == {("first", True)}
    assert page.evaluate("ask('check', {locale: 'es', asked: Date.now()})")["outcome"] == "recent"
    assert publication.host.times_asked(publication.edition) == 1


def publish_checked_after(publication, seconds, text):
    publication.check_after = seconds
    publication.publish("es", text)


@pytest.fixture
def newest(page, publication):
    """A publication whose readers see what is newest at every navigation, kept in Spanish."""
    publish_checked_after(publication, 0, "first")
    publication.read(page, "es")
    return publication


@pytest.mark.parametrize(
    ("name", "seconds"), [("reader.localhost", 0), ("localhost", 3600), ("127.0.0.1", 3600)]
)
def test_the_newest_shows_on_the_next_load_and_is_never_mixed(page, publication, name, seconds):
    publication.host.name = name
    publish_checked_after(publication, seconds, "first")
    publication.read(page, "es")
    for text in ("second", "third"):
        publication.publish("es", text)
        assert page.reload().from_service_worker
        assert page.locator("#text").inner_text() == text
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("third", True)}


def test_a_navigation_where_nothing_changed_asks_once_and_for_no_page(page, newest):
    newest.host.asked.clear()
    newest.read(page, "es")
    page.evaluate("ask('list')")
    assert [path for path, _ in newest.host.asked if path != f"{newest.root}sw.js"] == [
        newest.edition
    ]
    assert (newest.edition, 304) in newest.host.asked


@pytest.mark.parametrize(
    ("asked", "outcome"), [("performance.timeOrigin", "recent"), ("Date.now() + 1", "current")]
)
def test_an_answer_later_than_the_navigation_needs_no_second(page, newest, asked, outcome):
    """However late the page's word reaches the engine."""
    newest.read(page, "es")
    page.wait_for_timeout(300)
    message = f"{{locale: 'es', asked: {asked}}}"
    assert page.evaluate(f"ask('check', {message})")["outcome"] == outcome


def test_an_address_without_its_slash_is_one_navigation(page, newest):
    newest.host.asked.clear()
    page.goto(f"{newest.url}es/one")
    expect(page.locator("[data-checked]")).to_be_visible()
    assert newest.host.times_asked(newest.edition) == 1


def test_a_page_that_is_new_shows_in_an_edition_that_has_it(page, newest):
    files = newest.files
    added = {f"{newest.root}es/new/": File(HTML, newest.page("es", "new/", "second").encode())}
    newest.files = lambda locale, text: files(locale, text) | added
    newest.publish("es", "second")
    assert page.goto(f"{newest.url}es/new/").from_service_worker
    assert newest.host.times_asked(f"{newest.root}es/new/") == 0


def test_the_kept_edition_answers_when_a_check_hangs(page, newest):
    serve_hasty_worker(page, newest)
    newest.publish("es", "second")
    newest.host.silent = {newest.edition}
    assert newest.texts_read(page, "es") == {("first", True)}


def test_the_kept_edition_answers_when_a_download_hangs(page, newest):
    serve_hasty_worker(page, newest)
    newest.publish("es", "second")
    newest.host.silent = {newest.pack_address("es")}
    assert newest.texts_read(page, "es") == {("first", True)}


def test_a_check_that_comes_too_late_goes_on_and_the_page_says_what_it_is_of(page, newest):
    serve_hasty_worker(page, newest)
    newest.publish("es", "second")
    newest.host.slow = {newest.edition}
    page.goto(f"{newest.url}es/", wait_until="commit")
    newest.host.hurry.set()
    expect(page.locator("[data-newer]")).to_be_visible()
    assert page.locator("#text").inner_text() == "first"
    assert newest.texts_read(page, "es") == {("second", True)}


def serve_hasty_worker(page, publication):
    """Have a worker take over that waits for nothing."""
    publication.serve_worker(PATIENCE=300, PATIENCE_FOR_NEWS=1, PATIENCE_FOR_A_SWITCH=1)
    take_over_now(page)


def test_an_interval_that_changed_is_minded(page, publication):
    publish_checked_after(publication, 0, "first")
    publication.read(page, "es")
    publish_checked_after(publication, 3600, "patient")
    publication.read(page, "es")
    publication.publish("es", "second")
    assert publication.texts_read(page, "es") == {("patient", True)}


@anywhere
def test_removing_everything_leaves_only_what_is_not_ours(context, page, publication):
    publication.read(page, "es")
    others = ["other-app", f"pwa:{publication.root}:x/:state"]
    page.evaluate("names => Promise.all(names.map(name => caches.open(name)))", others)
    other_tab = context.new_page()
    publication.read(other_tab, "ja")
    page.locator("[data-forget]").click()
    for tab in (page, other_tab):
        expect(tab.locator("[data-forgotten]")).to_be_visible()
        tab.goto(f"{publication.url}es/one/", wait_until="load")
    assert our_caches(page) == set(others)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_what_was_removed_can_be_kept_again_on_purpose(page, publication):
    publication.read(page, "es")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    page.goto(f"{publication.url}es/offline/")
    page.locator("[data-locale=es] [data-keep]").click()
    expect(page.locator("[data-locale=es] [data-held]")).to_be_visible()
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("first", True)}


def test_what_cannot_be_kept_is_not_said_to_be(page, publication):
    publication.read(page, "es")
    page.goto(f"{publication.url}es/offline/")
    page.locator("[data-forget]").click()
    expect(page.locator("[data-forgotten]")).to_be_visible()
    publication.host.stop()
    page.locator("[data-locale=ja] [data-keep]").click()
    expect(page.locator("[data-locale=ja] [data-failed]")).to_be_visible()
    expect(page.locator("[data-locale=ja] [data-keep]")).to_be_visible()
    expect(page.locator("[data-locale=ja] [data-held]")).to_be_hidden()


def test_languages_are_kept_and_removed_one_by_one(page, publication):
    publication.read(page, "es")
    page.goto(f"{publication.url}es/offline/")
    japanese = page.locator("[data-locale=ja]")
    japanese.locator("[data-keep]").click()
    expect(japanese.locator("[data-held]")).to_contain_text(re.compile(r"23 de noviembre de 2026"))
    expect(japanese.locator("[data-held] [data-size]")).to_have_text(re.compile(r"^\d+ kB$"))
    expect(page.locator("[data-clearable]")).to_be_visible()
    assert publication.cache_of("ja") in our_caches(page)
    japanese.locator("[data-remove]").click()
    expect(japanese.locator("[data-held]")).to_be_hidden()
    expect(japanese.locator("[data-keep]")).to_be_visible()
    assert our_caches(page) == {f"pwa:{publication.root}:state"} | publication.caches_of("es")


def test_an_edition_that_the_browser_cleared_away_is_kept_again(page, publication):
    publication.read(page, "es")
    page.evaluate("name => caches.delete(name)", publication.cache_of("es"))
    publication.read(page, "es")
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("first", True)}


@pytest.mark.parametrize("connection", ["{saveData: true}", "{effectiveType: '2g'}"])
def test_a_costly_connection_is_used_only_when_the_reader_asks(page, publication, connection):
    publication.serve_worker(costly(connection))
    page.goto(f"{publication.url}es/")
    expect(page.locator("[data-asked-size]")).to_have_text(re.compile(r"^\d+ kB$"))
    page.locator("[data-decline]").click()
    page.goto(f"{publication.url}ja/")
    page.locator("[data-accept]").click()
    expect(page.locator("[data-checked]")).to_be_visible()
    page.goto(f"{publication.url}en/offline/")
    expect(page.locator("[data-locale=en] [data-ask]")).to_be_visible()
    kept = [
        publication.host.times_asked(publication.pack_address(tag)) for tag in ("es", "ja", "en")
    ]
    assert kept == [0, 1, 0]


def test_a_newer_edition_that_costs_is_told_of_and_asked_about_once(page, publication):
    publication.read(page, "es")
    checked = page.evaluate("ask('list')")[0]["checked"]
    publication.serve_worker(costly("{effectiveType: '2g'}"))
    take_over_now(page)
    publication.publish("es", "second")
    publication.read(page, "es", wait_for="[data-behind]")
    expect(page.locator("[data-asked]")).to_be_visible()
    for untrue in ("[data-why]", "[data-unchecked]", "[data-newer]"):
        expect(page.locator(untrue)).to_be_hidden()
    page.evaluate("ask('reading', {locale: 'es', after: 3600})")
    again = page.evaluate("ask('check', {locale: 'es', asked: Date.now() + 1})")
    assert (again["outcome"], again["kept"]["checked"] > checked) == ("recent", True)
    assert publication.host.times_asked(publication.edition) == 2
    page.locator("[data-accept]").click()
    expect(page.locator("[data-newer]")).to_be_visible()
    expect(page.locator("[data-behind]")).to_be_hidden()


def test_a_page_older_than_what_the_reader_then_asks_for_is_not_passed_off_as_it(page, publication):
    publication.serve_worker(costly("{effectiveType: '2g'}"))
    publication.read(page, "es", wait_for="[data-asked]")
    publication.publish("es", "second")
    page.locator("[data-accept]").click()
    expect(page.locator("[data-newer]")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_a_check_that_failed_is_not_repeated_at_once(page, publication):
    publication.serve_worker()
    publication.host.put(publication.edition, b"", status=503)
    for path in ("es/", "es/one/", "es/two/"):
        publication.visit(page, path)
    assert publication.host.times_asked(publication.edition) == 1


def test_a_costly_connection_is_spared_the_check_before_a_page_and_the_pack(page, newest):
    newest.serve_worker(costly("{saveData: true}"))
    take_over_now(page)
    newest.publish("es", "second")
    newest.host.asked.clear()
    assert newest.texts_read(page, "es") == {("first", True)}
    # A check that an earlier page asked for and that ends after this one was opened will do for it.
    settle(page)
    newest.read(page, "es", wait_for="[data-asked]")
    assert newest.host.times_asked(newest.pack_address("es")) == 0


def test_a_worker_that_changed_takes_over_without_breaking_the_page_that_is_open(page, publication):
    publication.read(page, "es")
    publication.serve_worker("// changed")
    take_over_now(page)
    assert page.evaluate("ask('keep', {locale: 'es'})")["outcome"] == "current"
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("first", True)}


def test_a_page_of_another_protocol_is_told_that_it_is_not_understood(page, publication):
    publication.read(page, "es")
    answer = page.evaluate(
        """async () => {
            const { active } = await navigator.serviceWorker.ready;
            const { port1, port2 } = new MessageChannel();
            const answer = new Promise((resolve) => (port1.onmessage = resolve));
            active.postMessage({ protocol: 2, type: "list" }, [port2]);
            return (await answer).data;
        }"""
    )
    assert answer is None


def test_only_what_is_overdue_is_called_so(page, publication):
    page.goto(f"{publication.url}es/")
    expect(page.locator(".past")).to_be_visible()
    expect(page.locator(".future")).to_be_hidden()
