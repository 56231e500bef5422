"""Listening, through voices that a test makes up: no real voice was heard here, on no device."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_reading import open_aids, root  # noqa: F401
from tests.patience import until

LOCALES = ("en", "ar", "ja", "hi")

# A speechSynthesis that says each utterance within a moment, and notes it.
VOICES = """
const spoken = JSON.parse(sessionStorage.spoken ?? "[]");
const listeners = [];
let waiting = [];
const made = (list) => list.map(([lang, localService]) => ({ lang, localService, name: lang }));
const voices = made(LIST);
let known = LATE ? [] : voices;
class Fake extends EventTarget {
  getVoices() { return known; }
  speak(one) {
    last = one;
    if (MUTE) return;
    if (FAILING) return void setTimeout(() => one.onerror({ error: FAILING }));
    spoken.push([one.voice.lang, one.lang, one.text.trim(), marked()]);
    sessionStorage.spoken = JSON.stringify(spoken);
    one.onstart?.({});
    waiting.push(one);
    if (!HELD) setTimeout(() => waiting.includes(one) && one.onend({}), 5);
  }
  cancel() { waiting = []; }
}
const marked = () => {
  const own = CSS.highlights?.get("speaking") ?? document.querySelectorAll("mark[data-speaking]");
  return [...own].map((one) => one.toString?.() === "[object HTMLElement]" ? one.textContent
    : one.toString()).join("").trim();
};
const fake = new Fake();
Object.defineProperty(window, "speechSynthesis", { value: fake });
Object.defineProperty(window, "SpeechSynthesisUtterance", {
  value: class { constructor(text) { this.text = text; } },
});
window.voicesArrive = () => { known = voices; fake.dispatchEvent(new Event("voiceschanged")); };
window.voicesChange = (list) => {
  known = made(list);
  fake.dispatchEvent(new Event("voiceschanged"));
};
window.sayOn = () => waiting.shift()?.onend({});
window.voiceBegins = () => last.onstart({});
let last;
"""


@pytest.fixture(scope="module")
def host(lasting_host):
    """One for all tests: what a device keeps goes with its context."""
    return lasting_host


@pytest.fixture(scope="module")
def made(root, build, host):  # noqa: F811
    return build(root, address=host.url)


@pytest.fixture
def url(made, host, publish):
    publish(made)
    return host.url


@pytest.fixture
def voices(browser):
    """A function that opens a tab in which there are voices as told."""
    contexts = []

    def tab(
        names, *, locale="en", more="", late=False, failing="", mute=False, held=False, **options
    ):
        contexts.append(browser.new_context(locale=locale, **options))
        told = {"LIST": _told(names)}
        told |= {"LATE": late, "FAILING": failing, "MUTE": mute, "HELD": held}
        script = VOICES
        for name, value in told.items():
            script = script.replace(name, json.dumps(value))
        contexts[-1].add_init_script(f"(() => {{ {more}\n{script} }})()")
        return contexts[-1].new_page()

    yield tab
    for context in contexts:
        context.close()


def _told(names):
    """Voices as their languages, each with whether it is this device's own."""
    return [[one, True] if isinstance(one, str) else list(one) for one in names]


def spoken(page):
    return page.evaluate("JSON.parse(sessionStorage.spoken ?? '[]')")


def listen(page, url, locale="en", path="calm/"):
    page.goto(f"{url}/{locale}/{path}")
    page.locator("a.aa").click()
    page.get_by_role("dialog").locator("[data-listen]").click()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_section_is_read_in_its_own_language_each_sentence_marked(voices, url, locale):
    page = voices(["fr-FR", f"{locale}-XX", "en-GB"], locale=locale)
    listen(page, url, locale, "calm/")
    page.wait_for_url("**/far/time/")
    own = [one for one in spoken(page) if one[0].startswith(locale)]
    assert own[0][0] == own[0][1] == (f"{locale}-XX")
    assert len(own) >= 4
    assert all(text == marked for *_, text, marked in own)


def test_it_goes_on_to_the_end_of_the_last_section(voices, url):
    page = voices(["en-GB"])
    listen(page, url, path="far/time/")
    page.wait_for_url("**/many/")
    until(page, "JSON.parse(sessionStorage.spoken).length > 40")
    texts = [text for _, _, text, _ in spoken(page)]
    assert texts[:3] == ["Time", "It takes time.", "Dose"]
    expect(page.locator(".player")).to_be_hidden(timeout=60_000)
    assert spoken(page)[-1][2] == "Many."
    assert page.evaluate("Object.keys(sessionStorage)") == ["spoken"]


def test_the_whole_on_one_page_is_read_through(voices, url):
    page = voices(["en-GB"])
    listen(page, url, path="read/")
    until(page, "JSON.parse(sessionStorage.spoken).some(([,, text]) => text === 'Overmany.')")
    texts = [text for _, _, text, _ in spoken(page)]
    assert texts[0] == "A Calm Mind"
    assert "Time" in texts


def test_what_is_in_another_language_is_read_by_its_own_voice_or_left_out(voices, url):
    for names, langs in ({"ja-JP", "en-GB"}, {"ja-JP", "en-GB"}), ({"ja-JP"}, {"ja-JP"}):
        page = voices(sorted(names), locale="ja")
        listen(page, url, "ja", "read/")
        expect(page.locator(".player")).to_be_hidden(timeout=60_000)
        assert {voice for voice, *_ in spoken(page)} == langs


def test_it_is_there_with_a_voice_of_this_device_and_of_the_language_alone(voices, url):
    page = voices([])
    for names, is_there in (
        (["en-GB"], True),
        (["fr-FR", "de-DE"], False),
        (["en_US"], True),
        ([("en-GB", False)], False),
        (["eng-x", "not a tag!", "en"], True),
        (["eng-x", "not a tag!"], False),
        ([], False),
    ):
        if page.url == "about:blank":
            open_aids(page, url)
            page.wait_for_load_state("networkidle")
        page.evaluate("names => voicesChange(names)", _told(names))
        assert page.locator("[data-aid*=listening] h2").first.is_visible() == is_there, names


def test_it_is_absent_where_nothing_can_speak(page, url):
    page.add_init_script("delete window.speechSynthesis")
    open_aids(page, url)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-aid*=listening] h2")).to_be_hidden()


def test_voices_may_come_late(voices, url):
    page = voices(["en-GB"], late=True)
    open_aids(page, url)
    expect(page.locator("[data-aid*=listening] h2")).to_be_hidden()
    page.evaluate("voicesArrive()")
    expect(page.locator("[data-aid*=listening] h2")).to_be_visible()


def test_it_stands_alone_at_the_foot_and_is_stopped_at_once(voices, url):
    page = voices(["en-GB"], held=True, locale="ja")
    page.goto(f"{url}/en/calm/")
    expect(page.locator(".offer:visible")).to_have_count(1)
    page.locator("a.aa").click()
    page.get_by_role("dialog").locator("[data-listen]").click()
    expect(page.locator(".offer:visible")).to_have_count(0)
    stop = page.get_by_role("region", name="Listening").get_by_role("button", name="Stop")
    expect(stop).to_be_focused()
    page.evaluate("sayOn()")
    until(page, "JSON.parse(sessionStorage.spoken).length === 2")
    stop.press("Enter")
    expect(stop).to_be_hidden()
    assert page.evaluate("CSS.highlights.size") == 0
    page.evaluate("sayOn()")
    assert len(spoken(page)) == 2


def test_the_sentence_is_kept_in_sight(voices, url):
    page = voices(
        ["en-GB"], held=True, viewport={"width": 390, "height": 300}, reduced_motion="reduce"
    )
    listen(page, url, path="many/")
    for _ in range(30):
        page.evaluate("sayOn()")
    until(page, "JSON.parse(sessionStorage.spoken).length > 20")
    at = "[...CSS.highlights.get('speaking')][0].getBoundingClientRect()"
    until(page, f"{at}.top >= 0 && {at}.bottom <= innerHeight")


def test_where_a_browser_will_not_speak_unasked_a_button_does(voices, url):
    for page in voices(["en-GB"], failing="not-allowed"), voices(["en-GB"], mute=True):
        page.clock.install()
        page.goto(f"{url}/en/calm/")
        page.evaluate("sessionStorage['pwa:/:listening:'] = ''")
        page.reload()
        player = page.get_by_role("region", name="Listening")
        expect(player).to_be_visible()
        page.clock.run_for(4_000)
        button = player.get_by_role("button", name="Listen", exact=True)
        expect(button).to_be_visible()
        assert page.evaluate("sessionStorage['pwa:/:listening:']") is None
    # A voice that has begun after all needs no button; whoever presses it waits for one.
    page.evaluate("voiceBegins()")
    expect(button).to_be_hidden()
    page.reload()
    listen(page, url)
    page.clock.run_for(60_000)
    expect(player.get_by_role("button", name="Stop")).to_be_visible()
    expect(button).to_be_hidden()


def test_nobody_is_led_through_sections_by_a_voice_that_fails(voices, url):
    page = voices(["en-GB"], failing="synthesis-failed")
    listen(page, url)
    expect(page.locator(".player")).to_be_hidden()
    assert page.url == f"{url}/en/calm/"


def test_it_is_there_where_nothing_can_be_noted(voices, url):
    refused = "Storage.prototype.removeItem = () => { throw new DOMException('no'); };"
    page = voices(["en-GB"], held=True, more=refused)
    listen(page, url)
    expect(page.locator(".player")).to_be_visible()


def test_without_highlights_a_mark_is_put_around_and_taken_away(voices, url):
    page = voices(["en-GB"], held=True, more="delete CSS.highlights;")
    page.goto(f"{url}/en/calm/")
    before = page.locator("article").inner_html()
    listen(page, url)
    expect(page.locator("mark[data-speaking]")).to_have_text("A Calm Mind")
    page.evaluate("sayOn()")
    expect(page.locator("mark[data-speaking]")).to_have_text("A calm mind helps.")
    page.locator("[data-stop]").click()
    assert page.locator("article").inner_html() == before
    assert page.locator("mark").count() == 0


def test_it_works_offline(voices, url, host):
    pages = {locale: voices([f"{locale}-XX"], locale=locale, held=True) for locale in LOCALES}
    for locale, page in pages.items():
        for _ in range(2):
            page.goto(f"{url}/{locale}/")
            expect(page.locator("[data-checked]")).to_be_visible()
        until(page, f"caches.match('/{locale}/reading/').then(Boolean)")
    host.stop()
    for locale, page in pages.items():
        listen(page, url, locale)
        until(page, "JSON.parse(sessionStorage.spoken ?? '[]').length === 1")
        page.evaluate("sayOn()")
        until(page, "JSON.parse(sessionStorage.spoken).length === 2")
    host.revive()
