"""How editions come onto a device and off it: by patch, in parts, through every way of failing."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from pwa.release.packs import revision
from tests.browser.book import HTML, PORTAL, ROOT, keep_quietly, our_caches, take_over_now

ENGINES = ROOT / "tests/fixtures/engines"
KEEP = "locale => ask('keep', {locale})"
NEVER = 3600


def keep(page, locale="es"):
    return page.evaluate(KEEP, locale)


def asked(publication):
    """What has been answered of editions, since it was last looked at."""
    found = [(path, status) for path, status in publication.host.asked if "/edition" in path]
    publication.host.asked.clear()
    return found


@pytest.fixture
def kept(page, publication):
    """A publication kept in Spanish, whose pages ask for nothing by themselves."""
    return keep_quietly(page, publication)


def install(publication, number):
    """Japanese, which is not kept yet, in three parts."""
    publication.publish("ja", f"text {number}", parts=3)
    return "ja"


def update_by_patch(publication, number):
    publication.publish_patch("es", publication.text, f"text {number}")
    return "es"


def update_in_parts(publication, number):
    publication.publish("es", f"text {number}", parts=3)
    return "es"


@pytest.mark.parametrize(
    ("prepare", "requests", "pieces"),
    [(install, 4, 3), (update_by_patch, 2, 1), (update_in_parts, 5, 3)],
)
def test_whatever_is_cut_off_leaves_one_edition_and_need_not_come_again(
    page, kept, prepare, requests, pieces
):
    """The server is stopped at each request in turn."""
    announcing = {kept.edition, f"{kept.root}ja/edition.json"}
    before = kept.text = "first"
    for lives in range(requests):
        locale = prepare(kept, lives)
        kept.host.lives = lives
        page.evaluate(f"window.done = ({KEEP})('{locale}'), undefined")
        assert kept.host.dying.wait(20)
        kept.host.stop()
        assert page.evaluate("window.done.then(({ outcome }) => outcome)") == "failed"
        if locale == "es":
            assert kept.texts_read(page, "es") == {(before, True)}
        else:
            assert page.goto(f"{kept.url}ja/").status == 503
            page.goto(f"{kept.url}es/")
        kept.host.revive()
        assert keep(page, locale)["outcome"] == "switched"
        sent = [path for path, status in asked(kept) if status == 200 and path not in announcing]
        assert len(sent) == len(set(sent)) == pieces
        kept.host.stop()
        assert kept.texts_read(page, locale) == {(f"text {lives}", True)}
        before = kept.text = f"text {lives}"
        if locale == "ja":
            page.goto(f"{kept.url}es/")
            page.evaluate("ask('forget', {locale: 'ja'})")
        kept.host.revive()


def test_a_patch_makes_exactly_the_new_edition_of_the_old_one(page, kept):
    """Also where a character takes two of UTF-16's units."""
    kept.publish_patch("es", "first", "zweite \N{MUSICAL SYMBOL G CLEF}")
    assert keep(page)["outcome"] == "switched"
    kept.publish_patch("es", "zweite \N{MUSICAL SYMBOL G CLEF}", "third")
    assert keep(page)["outcome"] == "switched"
    assert [status for _, status in asked(kept)] == [200, 200] * 2
    kept.host.stop()
    assert kept.texts_read(page, "es") == {("third", True)}
    assert page.evaluate("url => fetch(url).then(({ok}) => ok)", kept.image_url("third"))


def absent(publication, base):
    publication.unpublish_patch()


def of_another_edition(publication, base):
    publication.patch["swap"] = [[">zero<", ">second<"]]
    publication.put_patch("es", base)


def that_edits_no_file(publication, base):
    publication.patch["files"] |= {"/book/es/none/": [[0, 1]]}
    publication.put_patch("es", base)


def of_another_language(publication, base):
    publication.patch["locale"] = "ja"
    publication.put_patch("es", base)


def that_is_a_portals_page(publication, base):
    publication.patch = PORTAL.decode()
    publication.put_patch("es", base)


@pytest.mark.parametrize(
    "fault",
    [absent, of_another_edition, that_edits_no_file, of_another_language, that_is_a_portals_page],
)
def test_the_pack_is_there_where_there_is_no_patch_or_one(page, kept, fault):
    base = kept.announced("es")["revision"]
    kept.publish_patch("es", "first", "second")
    fault(kept, base)
    assert keep(page)["outcome"] == "switched"
    assert asked(kept)[-1] == (kept.pack_address("es"), 200)
    kept.host.stop()
    assert kept.texts_read(page, "es") == {("second", True)}


def test_a_patch_that_hangs_does_not_keep_the_pack_away(page, kept):
    kept.serve_worker(PATIENCE_WITH_SILENCE=1_000)
    take_over(page, kept)
    base = kept.announced("es")["revision"]
    kept.publish_patch("es", "first", "second")
    kept.host.silent = {kept.pack_address("es").replace(".json", f".from.{base}.json")}
    assert keep(page)["outcome"] == "switched"
    assert asked(kept)[-1] == (kept.pack_address("es"), 200)


@pytest.mark.parametrize("is_broken", [False, True])
def test_a_file_that_the_browser_lost_is_noticed_and_fetched_again(page, kept, is_broken):
    lose = "([name, path]) => caches.open(name).then((cache) => cache.delete(path))"
    assert page.evaluate(lose, [kept.cache_of("es"), f"{kept.root}es/one/"])
    pack = kept.host.answers[kept.pack_address("es")]
    if is_broken:
        kept.host.put(kept.pack_address("es"), pack.body.replace(b"first", b"other"))
        assert keep(page)["outcome"] == "failed"
        kept.host.stop()
        assert page.goto(f"{kept.url}es/one/").status == 503
        page.goto(f"{kept.url}es/two/")
        assert page.locator("#text").inner_text() == "first"
    else:
        assert keep(page)["kept"]["revision"] == kept.announced("es")["revision"]
        assert keep(page)["outcome"] == "current"
        assert [status for _, status in asked(kept)] == [304, 200, 304]
        kept.host.stop()
        assert kept.texts_read(page, "es") == {("first", True)}


def test_parts_that_are_not_one_edition_are_thrown_away(page, kept):
    kept.publish("es", "second", parts=2)
    address = kept.pack_address("es").replace(".json", ".2.json")
    part = kept.host.answers[address]
    kept.host.put(address, part.body.replace(b"second", b"other"), **part.headers)
    before = our_caches(page)
    assert keep(page)["reason"] == "download"
    assert our_caches(page) == before
    kept.host.answers[address] = part
    assert keep(page)["outcome"] == "switched"


def test_a_file_that_is_only_staged_answers_nobody(page, kept):
    kept.publish("es", "second", parts=2)
    kept.host.lives = 3
    page.evaluate(f"window.done = ({KEEP})('es'), undefined")
    assert kept.host.dying.wait(20)
    arrived = "name => caches.open(name).then(cache => cache.keys()).then(keys => keys.length)"
    count = page.evaluate(arrived, f"{kept.cache_of('es')}.parts")
    kept.host.stop()
    assert count == 1
    answer = "url => fetch(url).then(() => 'answered', () => 'nobody')"
    assert page.evaluate(answer, kept.image_url("second")) == "nobody"


def test_a_revision_that_comes_back_is_not_downloaded_again(page, kept):
    for text in ("second", "first"):
        kept.publish("es", text)
        assert keep(page)["outcome"] == "switched"
    packs = [path for path, status in asked(kept) if status == 200 and path != kept.edition]
    assert len(packs) == 1
    kept.host.stop()
    assert kept.texts_read(page, "es") == {("first", True)}


@pytest.mark.parametrize("where", ["slow", "halting"])
def test_a_download_shows_how_far_it_is_and_goes_on_where_it_was_stopped(page, kept, where):
    """Before a part begins to arrive, and in the middle of it."""
    kept.publish("ja", "first" * 2_000, parts=3)
    second = kept.pack_address("ja").replace(".json", ".2.json")
    setattr(kept.host, where, {second})
    page.goto(f"{kept.url}es/offline/")
    row = page.locator("[data-locale=ja]")
    expect(row.locator("[data-price]")).to_have_text(re.compile(r"\d+ kB"))
    row.locator("[data-keep]").click()
    expect(row.locator("progress")).to_have_attribute("value", re.compile(r"^[1-9]\d{3,}$"))
    expect(row.locator("[data-amount]")).to_have_text(re.compile(r"^\d+ kB of \d+ kB$"))
    expect(row.get_by_role("status")).to_contain_text(re.compile(r"[1-9]\d\s%"))
    row.locator("[data-cancel]").click()
    expect(row.locator("[data-continue]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0, "it is not here to be cleared away"
    kept.host.hurry.set()
    row.locator("[data-continue]").click()
    expect(row.locator("[data-held]")).to_be_visible()
    first = kept.pack_address("ja").replace(".json", ".1.json")
    assert kept.host.times_asked(first) == 1


def test_a_language_that_the_browser_cleared_away_is_offered_again(context, page, kept):
    page.goto(f"{kept.url}es/offline/")
    row = page.locator("[data-locale=ja]")
    row.locator("[data-keep]").click()
    expect(page.locator("[data-clearable]")).to_be_visible()
    expect(row.locator("[data-held]")).to_be_visible()
    page.evaluate("name => caches.delete(name)", kept.cache_of("ja"))
    page.reload()
    expect(row.locator("[data-lost]")).to_be_visible()
    promise_storage(context.new_cdp_session(page))
    row.locator("[data-keep]").click()
    expect(row.locator("[data-held]")).to_be_visible()
    expect(page.locator("[data-persistent]")).to_be_visible()


def promise_storage(devtools):
    here = devtools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    promised = {"permissions": ["durableStorage"], "browserContextId": here}
    devtools.send("Browser.grantPermissions", promised)


def test_a_page_that_was_not_checked_for_a_month_says_so_until_it_is(page, kept):
    page.evaluate(
        """async () => {
            const name = (await caches.keys()).find((one) => one.endsWith(":state"));
            const cache = await caches.open(name);
            const [request] = await cache.keys();
            const state = await (await cache.match(request)).json();
            state.editions.es.checked -= 32 * 24 * 60 * 60 * 1000;
            await cache.put(request, Response.json(state));
        }"""
    )
    kept.host.stop()
    page.reload()
    expect(page.locator("[data-stale]")).to_be_visible()
    expect(page.locator("[data-unchecked]")).to_be_visible()
    kept.host.revive()
    page.reload()
    expect(page.locator("[data-stale]")).to_be_hidden()
    expect(page.locator("[data-unchecked]")).to_be_hidden()


def test_a_check_in_the_future_of_a_clock_that_was_set_back_is_not_told(page, kept):
    page.clock.set_fixed_time("2020-01-01")
    kept.visit(page, "es/offline/")
    expect(page.locator("[data-locale=es] [data-held]")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_visible()
    for unknown in ("[data-checked]", "[data-locale=es] [data-known]"):
        expect(page.locator(unknown)).to_be_hidden()


def test_a_page_that_is_looked_at_again_asks_for_news(page, publication):
    publication.read(page, "es")
    publication.publish("es", "second")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-newer]")).to_be_visible()


def test_a_page_that_came_before_anything_was_kept_is_not_passed_off_as_that(page, publication):
    announced = publication.host.answers.pop(publication.edition)
    publication.visit(page, "es/")
    publication.host.answers[publication.edition] = announced
    publication.publish("es", "second")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-newer]")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_hidden()
    expect(page.locator("[data-checked]")).to_be_hidden()


def test_of_a_page_that_the_browser_does_not_have_any_more_nothing_is_said(page, publication):
    body = publication.host.answers[f"{publication.root}es/"].body
    publication.host.put(
        f"{publication.root}es/", body, content_type=HTML, cache_control="no-store"
    )
    publication.visit(page, "es/")
    assert publication.cache_of("es") in our_caches(page)
    expect(page.locator("[data-edition]")).to_be_hidden()


def test_a_page_that_the_kept_edition_does_not_have_is_not_said_to_be_of_it(page, kept):
    revoked = {kept.announced("es")["revision"][:12]: "The dose was wrong."}
    kept.publish("es", "first", revoked=revoked)
    assert keep(page)["kept"]["revoked"] == revoked
    new = kept.page("es", "new/", "second").encode()
    kept.host.put(f"{kept.root}es/new/", new, content_type=HTML)
    kept.visit(page, "es/new/")
    expect(page.locator("[data-edition]")).to_be_hidden()
    expect(page.locator("[data-recalled]")).to_be_hidden()


def test_a_page_that_no_edition_has_is_not_said_to_be_older_than_one(page, publication):
    """As the search, which is kept only once a reader stays."""
    new = publication.page("es", "new/", "first").encode()
    publication.host.put(f"{publication.root}es/new/", new, content_type=HTML)
    publication.visit(page, "es/new/")
    assert publication.cache_of("es") in our_caches(page)
    expect(page.locator("[data-newer]")).to_be_hidden()


@pytest.mark.parametrize("is_out_of_reach", [False, True])
def test_what_the_publisher_has_taken_back_says_so_before_the_text(
    page, publication, is_out_of_reach
):
    publication.read(page, "es")
    revoked = {publication.announced("es")["revision"][:12]: "The dose was wrong."}
    publication.publish("es", "second", revoked=revoked)
    if is_out_of_reach:
        publication.host.put(publication.pack_address("es"), b"", status=404)
    page.reload()
    expect(page.locator("[data-this]")).to_be_visible()
    expect(page.locator("[data-note]")).to_have_text("The dose was wrong.")
    publication.host.stop()
    page.goto(f"{publication.url}es/one/")
    if is_out_of_reach:
        expect(page.locator("[data-this]")).to_be_visible()
        page.locator("[data-forget]").click()
        expect(page.locator("[data-forgotten]")).to_be_visible()
        expect(page.locator("[data-recalled]")).to_be_hidden()
    else:
        expect(page.locator("[data-earlier]")).to_be_visible()
        page.locator("[data-seen]").click()
        page.reload()
        expect(page.locator("[data-checked]")).to_be_visible()
        expect(page.locator("[data-recalled]")).to_be_hidden()


def test_removing_everything_takes_our_notes_and_no_others(page, kept):
    page.evaluate("localStorage.setItem('other-app', '1')")
    page.goto(f"{kept.url}es/offline/")
    page.locator("[data-locale=ja] [data-keep]").click()
    expect(page.locator("[data-locale=ja] [data-held]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 2
    page.evaluate("ask('forgetEverything')")
    expect(page.locator("[data-locale=ja] [data-held]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == ["other-app"]


def named_by_bodies(files, headers):
    """What the first engine took for a revision, before headers counted."""
    hashes = {path: hashlib.sha256(file.body).hexdigest() for path, file in files.items()}
    lines = "".join(f"{path} {hashes[path]}\n" for path in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(("engine", "named"), [("first", named_by_bodies), ("previous", revision)])
def test_an_older_engine_keeps_editions_that_this_one_goes_on_with(
    page, publication, engine, named
):
    """By the pack, once: they left notes beside its files, or named it otherwise."""
    publication.check_after = NEVER
    publication.publish("es", "first", revoked={"0" * 12: "Another one."}, named=named)
    publication.serve_worker(source=ENGINES / f"{engine}.js")
    page.goto(f"{publication.url}es/")
    page.evaluate("ask('list')")
    assert keep(page)["outcome"] in {"switched", "current"}
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("first", True)}
    publication.host.revive()
    publication.serve_quick_worker()
    take_over(page, publication)
    publication.publish_patch("es", "first", "second")
    if engine == "first":
        publication.unpublish_patch()
    asked(publication)
    assert keep(page)["outcome"] == "switched"
    assert len(asked(publication)) == 3
    publication.host.stop()
    assert publication.texts_read(page, "es") == {("second", True)}


def test_what_pages_run_is_kept_with_an_edition_that_an_older_engine_kept(page, publication):
    publication.check_after = NEVER
    publication.publish("es", "first")
    publication.serve_worker(source=ENGINES / "previous.js")
    page.goto(f"{publication.url}es/")
    page.evaluate("ask('list')")
    keep(page)
    assert not publication.caches_of("es") <= our_caches(page)
    publication.serve_quick_worker()
    take_over(page, publication)
    assert keep(page)["outcome"] == "current"
    assert publication.caches_of("es") <= our_caches(page)


@pytest.mark.parametrize(
    ("engine", "outcome", "text"),
    [("first", "failed", "first"), ("previous", "switched", "second")],
)
def test_an_older_engine_that_comes_back_goes_on_with_what_this_one_kept(
    page, kept, engine, outcome, text
):
    """As when a publisher takes an update of the software back."""
    kept.serve_worker(source=ENGINES / f"{engine}.js")
    take_over(page, kept)
    kept.publish_patch("es", "first", "second")
    assert keep(page)["outcome"] == outcome
    kept.host.stop()
    assert kept.texts_read(page, "es") == {(text, True)}


def test_this_engine_reads_what_an_older_server_sends(page, kept):
    """Which has no patches and no parts, and a list where there are notes now."""
    kept.publish("es", "second", revoked=[])
    assert keep(page)["outcome"] == "switched"
    assert [status for _, status in asked(kept)] == [200, 404, 200]


@pytest.mark.parametrize("engine", ["first", "previous", "ours"])
def test_the_kill_switch_removes_worker_and_stores_of_whoever_calls(page, publication, engine):
    source = ROOT / "static/sw.js" if engine == "ours" else ENGINES / f"{engine}.js"
    publication.serve_worker(source=source)
    page.goto(f"{publication.url}es/")
    page.evaluate(KEEP, "es")
    others = ["other-app", f"pwa:{publication.root}:x/:state"]
    page.evaluate("names => Promise.all(names.map(name => caches.open(name)))", others)
    page.evaluate("note('seen', 'f'); localStorage.setItem('other-app', '1')")
    publication.retire(page)
    assert our_caches(page) == set(others)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    without = publication.page("es", "", "first").replace(f"{publication.root}sw.js", "")
    publication.host.put(f"{publication.root}es/", without.encode(), content_type=HTML)
    page.goto(f"{publication.url}es/")
    assert page.evaluate("Object.keys(localStorage)") == ["other-app"]


def take_over(page, publication):
    """Have the worker that is served now take over between two pages.

    Chromium lets a worker that is talking to a page go on for up to five minutes.
    """
    publication.host.put(f"{publication.root}quiet", b"nothing", content_type="text/html")
    page.goto(f"{publication.url}quiet")
    take_over_now(page)
    page.goto(f"{publication.url}es/")
