"""Listening, through voices that a test makes up: no real voice was heard here, on no device."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_reading import open_aids, release, root  # noqa: F401
from tests.patience import until

LOCALES = ("en", "ar", "ja", "hi")

# A speechSynthesis that says each utterance within a moment, and notes it.
VOICES = """
const spoken = JSON.parse(sessionStorage.spoken ?? "[]");
const listeners = [];
let waiting = [];
const voices = LIST.map(([lang, localService]) => ({ lang, localService, name: lang }));
let known = LATE ? [] : voices;
class Fake extends EventTarget {
  getVoices() { return known; }
  speak(one) {
    if (SILENT) return void setTimeout(() => one.onerror({ error: "not-allowed" }));
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
window.sayOn = () => waiting.shift()?.onend({});
"""


@pytest.fixture
def voices(browser):
    """A function that opens a tab in which there are voices as told."""
    contexts = []

    def tab(names, *, late=False, silent=False, held=False, locale="en", more="", **options):
        contexts.append(browser.new_context(locale=locale, **options))
        told = {"LIST": [[n, True] if isinstance(n, str) else list(n) for n in names]}
        told |= {"LATE": late, "SILENT": silent, "HELD": held}
        script = VOICES
        for name, value in told.items():
            script = script.replace(name, json.dumps(value))
        contexts[-1].add_init_script(f"(() => {{ {more}\n{script} }})()")
        return contexts[-1].new_page()

    yield tab
    for context in contexts:
        context.close()


def spoken(page):
    return page.evaluate("JSON.parse(sessionStorage.spoken ?? '[]')")


def listen(page, url, locale="en", path="calm/"):
    page.goto(f"{url}/{locale}/{path}")
    page.locator("a.aa").click()
    page.get_by_role("dialog").locator("[data-listen]").click()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_section_is_read_in_its_own_language_each_sentence_marked(voices, release, host, locale):  # noqa: F811
    page = voices(["fr-FR", f"{locale}-XX", "en-GB"], locale=locale)
    listen(page, host.url, locale, "calm/")
    page.wait_for_url("**/far/time/")
    own = [one for one in spoken(page) if one[0].startswith(locale)]
    assert own[0][0] == own[0][1] == (f"{locale}-XX")
    assert len(own) >= 4
    assert all(text == marked for *_, text, marked in own)


def test_it_goes_on_to_the_end_of_the_last_section(voices, release, host):  # noqa: F811
    page = voices(["en-GB"])
    listen(page, host.url, path="far/time/")
    page.wait_for_url("**/many/")
    until(page, "JSON.parse(sessionStorage.spoken).length > 40")
    texts = [text for _, _, text, _ in spoken(page)]
    assert texts[:3] == ["Time", "It takes time.", "Dose"]
    expect(page.locator(".player")).to_be_hidden(timeout=60_000)
    assert spoken(page)[-1][2] == "Many."
    assert page.evaluate("Object.keys(sessionStorage)") == ["spoken"]


def test_the_whole_on_one_page_is_read_through(voices, release, host):  # noqa: F811
    page = voices(["en-GB"])
    listen(page, host.url, path="read/")
    until(page, "JSON.parse(sessionStorage.spoken).some(([,, text]) => text === 'Overmany.')")
    texts = [text for _, _, text, _ in spoken(page)]
    assert texts[0] == "A Calm Mind"
    assert "Time" in texts


def test_what_is_in_another_language_is_read_by_its_own_voice_or_left_out(voices, release, host):  # noqa: F811
    for names, langs in ({"ja-JP", "en-GB"}, {"ja-JP", "en-GB"}), ({"ja-JP"}, {"ja-JP"}):
        page = voices(sorted(names), locale="ja")
        listen(page, host.url, "ja", "read/")
        expect(page.locator(".player")).to_be_hidden(timeout=60_000)
        assert {voice for voice, *_ in spoken(page)} == langs


@pytest.mark.parametrize(
    ("names", "is_there"),
    [
        (["en-GB"], True),
        (["en_US"], True),
        (["fr-FR", "de-DE"], False),
        ([("en-GB", False)], False),
        (["eng-x", "not a tag!"], False),
        ([], False),
    ],
    ids=str,
)
def test_it_is_absent_without_a_voice_of_this_device(voices, release, host, names, is_there):  # noqa: F811
    page = voices(names)
    open_aids(page, host.url)
    expect(page.locator("[data-aid*=listening]")).to_be_visible() if is_there else None
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-aid*=listening] h2").first.is_visible() == is_there


def test_it_is_absent_where_nothing_can_speak(page, release, host):  # noqa: F811
    page.add_init_script("delete window.speechSynthesis")
    open_aids(page, host.url)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-aid*=listening] h2")).to_be_hidden()


def test_voices_may_come_late(voices, release, host):  # noqa: F811
    page = voices(["en-GB"], late=True)
    open_aids(page, host.url)
    expect(page.locator("[data-aid*=listening] h2")).to_be_hidden()
    page.evaluate("voicesArrive()")
    expect(page.locator("[data-aid*=listening] h2")).to_be_visible()


def test_it_is_stopped_at_once(voices, release, host):  # noqa: F811
    page = voices(["en-GB"], held=True)
    listen(page, host.url)
    stop = page.get_by_role("region", name="Listening").get_by_role("button", name="Stop")
    expect(stop).to_be_focused()
    page.evaluate("sayOn()")
    until(page, "JSON.parse(sessionStorage.spoken).length === 2")
    stop.press("Enter")
    expect(stop).to_be_hidden()
    assert page.evaluate("CSS.highlights.size") == 0
    page.evaluate("sayOn()")
    assert len(spoken(page)) == 2


def test_the_sentence_is_kept_in_sight(voices, release, host):  # noqa: F811
    page = voices(
        ["en-GB"], held=True, viewport={"width": 390, "height": 300}, reduced_motion="reduce"
    )
    listen(page, host.url, path="many/")
    for _ in range(30):
        page.evaluate("sayOn()")
    until(page, "JSON.parse(sessionStorage.spoken).length > 20")
    at = "[...CSS.highlights.get('speaking')][0].getBoundingClientRect()"
    until(page, f"{at}.top >= 0 && {at}.bottom <= innerHeight")


def test_where_a_browser_will_not_speak_unasked_a_button_does(voices, release, host):  # noqa: F811
    page = voices(["en-GB"], silent=True)
    page.goto(f"{host.url}/en/calm/")
    page.evaluate("sessionStorage['pwa:/:listening:'] = ''")
    page.reload()
    player = page.get_by_role("region", name="Listening")
    expect(player.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    assert page.evaluate("sessionStorage['pwa:/:listening:']") is None


def test_without_highlights_a_mark_is_put_around_and_taken_away(voices, release, host):  # noqa: F811
    page = voices(["en-GB"], held=True, more="delete CSS.highlights;")
    page.goto(f"{host.url}/en/calm/")
    before = page.locator("article").inner_html()
    listen(page, host.url)
    expect(page.locator("mark[data-speaking]")).to_have_text("A Calm Mind")
    page.evaluate("sayOn()")
    expect(page.locator("mark[data-speaking]")).to_have_text("A calm mind helps.")
    page.locator("[data-stop]").click()
    assert page.locator("article").inner_html() == before
    assert page.locator("mark").count() == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_it_works_offline(voices, release, host, locale):  # noqa: F811
    page = voices([f"{locale}-XX"], locale=locale, held=True)
    for _ in range(2):
        page.goto(f"{host.url}/{locale}/")
        expect(page.locator("[data-checked]")).to_be_visible()
    until(page, f"caches.match('/{locale}/reading/').then(Boolean)")
    host.stop()
    listen(page, host.url, locale)
    until(page, "JSON.parse(sessionStorage.spoken ?? '[]').length === 1")
    page.evaluate("sayOn()")
    until(page, "JSON.parse(sessionStorage.spoken).length === 2")
