"""Search in the page: the twin of the server's, and what a reader does with it."""

import json
import random
import re
import sys
import unicodedata
from dataclasses import asdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pwa.pages.search.blocks import blocks
from pwa.pages.search.folding import LETTERS_OF, fold, normal
from pwa.pages.search.matching import entries, excerpt, find, query_words
from tests.browser.shipped import in_languages
from tests.patience import until

ENGLISH = {
    "calm": "# A Calm Mind\n\nA calm mind helps.\n\n## What *helps* {#helps}\n\n- Rest\n- Trust\n",
    "far/time": "# Time\n\nIt takes time[^n].\n\n| Dose | Hours |\n|---|---|\n| small | two |\n\n"
    + "Time passes calmly. " * 30
    + "\n\n[^n]: Much of it.\n",
    "many": "# Many\n\n" + "\n\n".join(["Overmany.", "Manyfold.", "Many."] * 25),
}
ARABIC = {
    "A Calm Mind": "عقل هادئ",
    "A calm mind helps.": "العَقْلُ الهادئ يساعد، والراحة كذلك.",
    "What _helps_": "ما يساعد",
    "Rest": "الراحة",
    "Trust": "الثقة أيضًا",
}
JAPANESE = {
    "A Calm Mind": "おだやかな心",
    "A calm mind helps.": "ケタミン療法では、おだやかな心が助けになります。",
    "What _helps_": "助けになること",
    "Rest": "ラーメンと休息",
    "Trust": "信頼",
}
HINDI = {
    "A Calm Mind": "शांत मन",
    "A calm mind helps.": "शांत मन ज़रूरत के समय मदद करता है।",
    "What _helps_": "क्या मदद करता है",
    "Rest": "आराम",
    "Trust": "भरोसा",
}
CATALOGS = {"ar": ARABIC, "ja": JAPANESE, "hi": HINDI, "de": {"Rest": "Größe und Ruhe"}}

# What is typed, and the first place that it leads to: its section, its anchor, what is marked.
ASKED = {
    "en": ("RESTS", 0, "", ""),
    "ar": ("العقل", 1, "calm/#.1", "العَقْلُ"),
    "ja": ("ﾗｰﾒﾝ", 1, "calm/#.2", "ラーメン"),
    "hi": ("जरूरत", 1, "calm/#.1", "ज़रूरत"),
    "de": ("groesse", 1, "calm/#.2", "Größe"),
}


@pytest.fixture(scope="module")
def root(make_shared_site):
    return make_shared_site(ENGLISH, CATALOGS)


@pytest.fixture(scope="module")
def release(root, build, lasting_host, publish_on):
    return publish_on(lasting_host, build(root, address=lasting_host.url))


@pytest.fixture
def url(release, lasting_host):
    """Where everybody finds it."""
    return lasting_host.url


@pytest.fixture
def own(release, host, publish):
    """A host of it for one test, which keeps it, stops it or changes it."""
    publish(release)
    return host


def complaints_of(page):
    """What the browser complains of: a refused script or style is among it."""
    found = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture(scope="module")
def all_complaints(looking):
    [page] = looking.pages
    return complaints_of(page)


@pytest.fixture
def seen(glance, all_complaints):
    """A tab that keeps nothing, in which nothing is complained of."""
    all_complaints.clear()
    yield glance
    assert all_complaints == []


@pytest.fixture
def quiet(page):
    """A tab that keeps what it reads, in which nothing is complained of."""
    found = complaints_of(page)
    yield page
    assert found == []


@pytest.fixture
def twin(glance, url):
    """A function that calls one of the script's own, in the page that it belongs to."""
    if glance.url != f"{url}/en/search":
        glance.goto(f"{url}/en/search")

    def call(body, argument):
        return glance.evaluate(
            f"async (given) => {{ const s = await import("
            f"document.querySelector('script[type=module]').src); return ({body})(s, given) }}",
            argument,
        )

    return call


# The twins

TAGS = ["en", "de", "tr", "es", "sv", "uk", "ar", "hi", "ja", "zh-Hans"]


def assigned():
    """Every character that this Python knows, but of ideographs and syllables few: they are many.

    Private use and halves of pairs are none.
    """
    characters = map(chr, range(sys.maxunicode + 1))
    known = (c for c in characters if unicodedata.category(c) not in {"Cn", "Co", "Cs"})
    return [c for c in known if not re.match(MANY, c) or ord(c) % 64 == 0]


MANY = "[\u3400-\u9fff\uac00-\ud7a3\U00017000-\U00018cff\U00020000-\U0003ffff]"


def told(results):
    """Results as the script tells them."""
    text = json.dumps([asdict(one) for one in results])
    return json.loads(text.replace('"is_marked"', '"isMarked"'))


@in_languages("de", "tr", "ar", "ja", name="tag", every=TAGS)
def test_both_fold_every_character_alike(twin, tag):
    characters = assigned()
    theirs = twin("(s, [cs, tag]) => cs.map(c => s.fold(s.normal(c), tag))", [characters, tag])
    ours = [fold(normal(character), tag) for character in characters]
    both = zip(characters, ours, theirs, strict=True)
    assert [(f"U+{ord(c):04X}", our, their) for c, our, their in both if our != their] == []


def test_both_know_the_letters_of_every_language(twin):
    tags, letters = sorted(LETTERS_OF), sorted(set("".join(LETTERS_OF.values())))
    theirs = twin(
        "(s, [tags, letters]) => tags.map(tag => letters.map(one => s.fold(one, tag)))",
        [tags, letters],
    )
    assert theirs == [[fold(letter, tag) for letter in letters] for tag in tags]


TYPED = (
    "aeiouAEIOUäöüßÄÖÜẞñçşğıİåøæœłéĸŉǆ 'ʼ’-‑–.,;\u00a0\u00ad\u200b\u200c\u200d\u2028\u3000\ufeff"
    "\t\n\u0301\u0308\u0323йїёЙІґςΣάᾳ한국ㄱアァｱｶﾞﾟーｰがゃっヴヾ々療法１２①½㍑ﬁ™№"
    'كِتَابٌأإآؤئىةیکـ١۱שָׁםָकक़खय़ज़्ािँं१😀👩\u200d👧𝐀𠮷\ufe0f%<&"\\^$*'
)


def made_up(count):
    rng = random.Random(3)
    return ["".join(rng.choices(TYPED, k=rng.randint(0, 90))) for _ in range(count)]


@in_languages("de", "tr", "ar", "hi", "ja", name="tag", every=TAGS)
def test_both_take_any_text_and_query_alike(twin, tag):
    texts = made_up(600)
    queries = [text[:9] for text in texts] + made_up(10)
    theirs = twin(
        """(s, [texts, queries, tag]) => texts.map((text, at) => {
            const words = s.queryWords(queries[at], tag), whole = s.normal(text);
            return [whole, s.fold(whole, tag), words, s.excerpt(whole, tag, words)];
        })""",
        [texts, queries, tag],
    )
    for text, query, their in zip(texts, queries, theirs, strict=False):
        whole, words = normal(text), query_words(query, tag)
        pieces = told(excerpt(whole, tag, words))
        assert their == [whole, fold(whole, tag), list(words), pieces]


@pytest.mark.parametrize("tag", ["en", *CATALOGS])
def test_both_find_the_same_places_in_the_same_order(twin, release, tag):
    html = release.representations[f"/{tag}/read/"].body.decode()
    made = entries(blocks(html))
    queries = [
        "a",
        "time",
        "calm mind",
        "RE",
        "s",
        "ー",
        "هاد",
        "心",
        "मन",
        "x",
        "",
        "o t",
        "2",
        "many",
    ]
    theirs = twin(
        """(s, [html, queries, tag]) => {
            const entries = s.blocksOf(html).map(s.entryOf);
            return queries.map(query => s.find(entries, query, tag));
        }""",
        [html, queries, tag],
    )
    for query, their in zip(queries, theirs, strict=True):
        found = find(made, query, tag)
        assert (their["count"], their["asked"]) == (found.count, found.asked)
        assert their["results"] == told(found.results)


# The page


def places(page):
    return page.locator("[data-results] a").evaluate_all("all => all.map(a => a.pathname + a.hash)")


def keep(page, url, locale):
    """The search comes after the edition, with the second page."""
    for _ in range(2):
        page.goto(f"{url}/{locale}/")
        expect(page.locator("[data-checked]")).to_be_visible()
    until(page, f"caches.match('/{locale}/search').then(Boolean)")


@pytest.mark.parametrize("locale", ASKED)
def test_what_is_typed_leads_to_the_very_paragraph(seen, url, locale):
    seen.goto(f"{url}/{locale}/search")
    leads_to_its_paragraph(seen, url, locale)


@pytest.mark.parametrize("locale", ["en", "ar", "ja", "hi"])
def test_what_is_typed_leads_to_the_very_paragraph_offline(quiet, own, locale):
    keep(quiet, own.url, locale)
    own.stop()
    assert quiet.goto(f"{own.url}/{locale}/search").from_service_worker
    leads_to_its_paragraph(quiet, own.url, locale)


def leads_to_its_paragraph(page, url, locale):
    query, count, place, marked = ASKED[locale]
    page.get_by_role("searchbox").press_sequentially(query)
    expect(page.locator("[data-found]" if count else "[data-none]")).to_be_visible()
    assert len(places(page)) == count
    if not count:
        return
    assert page.locator("mark").first.inner_text() == marked
    page.locator("[data-results] a").nth(0).click()
    expect(page.locator("article[data-section=calm]")).to_be_visible()
    assert page.url == f"{url}/{locale}/{place}"
    if "#" in place:
        expect(page.locator(":target")).to_be_in_viewport()
        assert marked in page.locator(":target").inner_text()


def test_a_link_to_a_paragraph_holds_in_every_language(seen, url):
    for locale in ("en", *CATALOGS):
        seen.goto(f"{url}/{locale}/calm/#.2")
        assert seen.locator(":target").evaluate("one => [one.tagName, one.id]") == ["LI", ".2"]


def test_no_other_page_loads_the_script_or_the_texts_before_they_are_asked_for(page, own):
    page.goto(f"{own.url}/en/calm/")
    expect(page.locator("[data-checked]")).to_be_visible()
    assert not [path for path, _ in own.asked if "search" in path or path.endswith("/read/")]


def test_a_search_is_told_to_nobody(quiet, own):
    quiet.goto(f"{own.url}/en/search")
    quiet.get_by_role("searchbox").fill("calm")
    expect(quiet.locator("[data-found]")).to_be_visible()
    own.asked.clear()
    quiet.get_by_role("searchbox").fill("time")
    quiet.get_by_role("searchbox").press("Enter")
    expect(quiet.locator("[data-results] a").first).to_be_focused()
    assert [path for path, _ in own.asked if "search" in path or "q=" in path] == []


def test_an_address_with_words_shows_their_results_offline_too(quiet, own):
    keep(quiet, own.url, "en")
    own.stop()
    quiet.goto(f"{own.url}/en/search/?q=calm%20mind")
    assert quiet.url == f"{own.url}/en/search?q=calm%20mind"
    expect(quiet.locator("[data-count]")).to_have_text("2")
    assert places(quiet) == ["/en/calm/", "/en/calm/#.1"]


def test_the_results_are_walked_with_the_keyboard(seen, url):
    seen.goto(f"{url}/en/search?q=calm")
    box, links = seen.get_by_role("searchbox"), seen.locator("[data-results] a")
    expect(links).to_have_count(3)
    box.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    seen.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    seen.keyboard.press("ArrowUp")
    seen.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(links.nth(0)).to_be_focused()
    seen.keyboard.press("Escape")
    expect(box).to_be_focused()
    seen.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(links).to_have_count(0)


def test_one_comes_back_to_what_was_found(seen, url):
    seen.goto(f"{url}/en/search")
    seen.get_by_role("searchbox").fill("trust")
    seen.locator("[data-results] a").first.click()
    expect(seen.locator("article")).to_be_visible()
    seen.go_back()
    assert seen.url == f"{url}/en/search?q=trust"
    expect(seen.locator("[data-results] a")).to_have_count(1)


def test_texts_out_of_reach_are_told_and_asked_for_again(page, own):
    page.context.add_init_script("delete Navigator.prototype.serviceWorker")
    text = own.answers.pop("/en/read/")
    page.goto(f"{own.url}/en/search?q=calm")
    expect(page.locator("[data-unreachable]")).to_be_visible()
    own.answers["/en/read/"] = text
    page.get_by_role("searchbox").press_sequentially(" ")
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.locator("[data-unreachable]")).to_be_hidden()


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", "(a+)+$", "x " * 5000, "\\", "%"]
)
def test_whatever_is_typed_is_harmless(seen, url, query):
    seen.goto(f"{url}/en/search")
    box = seen.get_by_role("searchbox")
    box.fill(query)
    if query_words(query, "en"):
        expect(seen.locator("[data-none]:visible, [data-found]:visible").first).to_be_visible()
    assert seen.locator("main img").count() == 0
    box.fill("calm")
    expect(seen.locator("[data-count]")).to_have_text("3")


def test_it_is_a_search_landmark_whose_count_is_spoken(seen, url):
    seen.goto(f"{url}/en/search?q=calm")
    expect(seen.get_by_role("search").get_by_role("searchbox", name="Words")).to_be_visible()
    expect(seen.get_by_role("status").first).to_contain_text("Places found: 3")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "ja"), ("dark", "ar")])
def test_the_page_is_accessible_and_fits(glance, url, locale, scheme):
    glance.emulate_media(color_scheme=scheme)
    glance.set_viewport_size({"width": 320, "height": 640})
    glance.goto(f"{url}/{locale}/search?q=e")
    glance.get_by_role("searchbox").fill("time")
    expect(glance.locator("[data-results] a").first).to_be_visible()
    results = Axe().run(glance)
    assert results.violations_count == 0, results.generate_report()
    assert glance.evaluate("document.documentElement.scrollWidth") <= 320
    glance.emulate_media(color_scheme="light")


def test_without_javascript_a_page_of_files_says_where_to_search(browser, url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/en/calm/")
    page.get_by_role("link", name="Search").click()
    expect(page.locator("noscript p")).to_be_visible()
    context.close()
