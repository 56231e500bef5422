"""The export as readers meet it: on static hosts that compress, and on one that does not."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.book import settle
from tests.browser.shipped import (
    LOCALES,
    SHOWING,
    ask,
    change_a_word,
    copied,
    export,
    installability,
    keep,
    pages_that_say,
)
from tests.browser.static_host import BROTLI, GZIP, Answered, StaticHost
from tests.patience import eventually
from tests.ports import is_closed

HOSTS = {"plain": {}, "br": BROTLI, "gzip": GZIP}
on_either_host = pytest.mark.parametrize("host", ["plain", "br"], indirect=True)

WORD = "cuidadosamente"

# Bytes of bodies for one changed word.
COST = {"plain": 1_000, "br": 500, "gzip": 500}

# Milliseconds after which a page asks again.
INTERVAL = 1_000


@dataclass(frozen=True)
class Exported:
    """A publication and where it was exported to."""

    site: Path
    folder: Path


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The publication as exported, with another interval than readers are to wait for here."""
    root = tmp_path_factory.mktemp("exported")
    found = Exported(copied(root / "site"), root / "public")
    settings = found.site / "content/publication.toml"
    settings.write_text(settings.read_text().replace("PT15M", f"PT{INTERVAL // 1000}S"))
    export(found.site, found.folder)
    return found


@pytest.fixture(scope="module")
def changed(exported, tmp_path_factory):
    """The same after one word has changed and it was exported once more."""
    root = tmp_path_factory.mktemp("changed")
    found = Exported(*(shutil.copytree(one, root / one.name) for one in vars(exported).values()))
    change_a_word(found.site, WORD)
    export(found.site, found.folder)
    return found


@pytest.fixture
def host(request, exported):
    """A static host that is up."""
    host = StaticHost(exported.folder, HOSTS[getattr(request, "param", "br")]).start()
    yield host
    if not is_closed(host.port):
        host.stop()


def look_again(page):
    """As when a reader comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def go_on(page):
    """As when a reader opens another page."""
    page.goto(page.url)


def later(page):
    """After as much time as a worker is left idle, and more than the interval between checks."""
    settle(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    page.wait_for_timeout(INTERVAL)


@pytest.mark.parametrize(
    ("host", "visit"),
    [("br", look_again), ("br", go_on), ("gzip", look_again), ("plain", go_on)],
    indirect=["host"],
)
def test_a_changed_word_comes_by_patch_and_shows_on_the_next_page(changed, host, page, visit):
    keep(page, host.url, "es")
    ask(page, "aids", locale="es")
    host.stop()
    assert words_of(page, host.url) == dict.fromkeys(SHOWING, False)
    settle(page)
    host.folder = changed.folder
    host.start()
    later(page)
    host.asked()
    visit(page)
    expect(page.locator("[data-edition] [data-newer]")).to_be_visible()
    edition, patch = host.asked()
    assert (edition.path, edition.status) == ("/es/edition.json", 200)
    assert re.fullmatch(r"/es/edition/\w{64}\.from\.\w{64}\.json", patch.path)
    assert patch.status == 200
    assert edition.size + patch.size <= COST[host.kind]
    host.stop()
    assert words_of(page, host.url) == dict.fromkeys(SHOWING, True)


def words_of(page, url):
    """Of the pages that can show the word whether each does; each comes from the device."""
    found = {}
    for name in SHOWING:
        assert page.goto(f"{url}/es/{name}").from_service_worker
        found[name] = WORD in page.locator("main").inner_text()
    return found


def test_after_a_patch_every_page_is_whole_and_no_other_shows_the_word(changed, host, page):
    keep(page, host.url, "es")
    host.stop()
    host.folder = changed.folder
    host.start()
    later(page)
    go_on(page)
    expect(page.locator("[data-edition] [data-newer]")).to_be_visible()
    host.stop()
    assert pages_that_say(page, host.url, WORD) == SHOWING


@pytest.mark.parametrize(
    ("host", "visit"),
    [("br", look_again), ("gzip", go_on), ("plain", look_again)],
    indirect=["host"],
)
def test_where_nothing_changed_one_conditional_request_is_enough(host, page, visit):
    """Python's own server compares dates, others compare ETags, weakly where they compress."""
    keep(page, host.url, "es")
    ask(page, "aids", locale="es")
    later(page)
    host.asked()
    visit(page)
    eventually(lambda: host.answered)
    ask(page, "check", locale="es", asked=0)
    assert host.asked() == [Answered("/es/edition.json", 304)]


@on_either_host
def test_the_installed_app_starts_and_other_languages_are_told_to_be_elsewhere(host, page):
    for locale in ("ja", "es"):
        keep(page, host.url, locale)
    for stop in (lambda: None, host.stop):
        stop()
        page.goto(f"{host.url}/start")
        assert page.url == f"{host.url}/es/"
    assert page.goto(f"{host.url}/ar/read/").status == 503
    assert page.locator("html").get_attribute("lang") == "es"
    expect(page.locator("[data-instead-of]")).to_be_visible()
    for locale, kept in {"es": True, "ja": True, "ar": False}.items():
        expect(page.locator(f"[data-locale={locale}] [data-held]")).to_be_visible(visible=kept)


@on_either_host
def test_what_no_edition_has_is_the_hosts_to_answer(host, page):
    """The publication in one file, an address without its slash, and one that leads nowhere."""
    keep(page, host.url, "es")
    assert page.goto(f"{host.url}/es/whole.html").status == 200
    expect(page.locator("h1").first).to_be_visible()
    assert page.goto(f"{host.url}/ja/nothing/").status == 404
    is_ours = page.locator('main a[href="/en/"]').count() > 0
    assert is_ours == (host.kind != "plain")
    page.goto(f"{host.url}/ja")
    assert page.url == f"{host.url}/ja/"
    host.stop()
    for path in ("ja/whole.html", "es/nothing/"):
        assert page.goto(f"{host.url}/{path}").status == 503
        expect(page.locator("[data-instead-of]")).to_be_visible()


def test_an_export_installs_as_well(host, phone):
    errors, identity = installability(phone, f"{host.url}/es/")
    assert (errors, identity) == ([], f"{host.url}/")


def test_an_exports_root_lists_the_languages_and_its_404_page_leads_on(host, page):
    page.goto(f"{host.url}/")
    for locale in LOCALES:
        expect(page.locator(f'main a[href="/{locale}/"]')).to_be_visible()
    assert page.goto(f"{host.url}/nothing").status == 404
    expect(page.locator('main a[href="/en/"]')).to_be_visible()
