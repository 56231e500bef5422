// Listening: the text read aloud by a voice of this device, sentence by sentence, each marked while
// it is spoken. Only voices of this device and of the text's own language count: another one would
// send the text away, or could not be understood. No sentence for people stands in here.

const speech = globalThis.speechSynthesis;

/** Milliseconds after which whoever has pressed nothing on this page may wait for a button. */
const PATIENCE = 4_000;

/** What is no part of the text: signs that lead to notes and back. */
const UNSPOKEN = "[role=doc-noteref], [role=doc-backlink], pre";

/** The note, for one page to the next in this tab, that the reader is listening. */
const NOTE = `pwa:${document.documentElement.dataset.prefix ?? "/"}:listening:`;

const MARK = "speaking";

/** @typedef {{block: HTMLElement, start: number, text: string, voice: SpeechSynthesisVoice}} Sentence */

/**
 * Offers listening in its place among the controls, where there is a text and a voice for it.
 * @param {HTMLElement} section
 * @param {HTMLDialogElement} sheet
 */
export function begin(section, sheet) {
  let goesOn = wasNoted();
  const isText = document.querySelector("article[data-section]") !== null;
  if (!speech || !isText) return;
  const player = playerFrom(section, sheet);
  const listen = () => {
    sheet.close();
    read(player);
  };
  for (const button of buttons("[data-listen]", section)) button.onclick = listen;
  const update = () => {
    section.hidden = !voiceFor(document.documentElement.lang);
    if (section.hidden || !goesOn) return;
    goesOn = false;
    read(player, PATIENCE);
  };
  speech.addEventListener("voiceschanged", update);
  // Some browsers go on speaking in place of the page that follows, or on the way back to this one.
  addEventListener("pagehide", () => stop(player));
  update();
}

/** Whether the page before was listened to; good for this page alone: no later one begins by itself. */
function wasNoted() {
  try {
    const isNoted = sessionStorage[NOTE] !== undefined;
    sessionStorage.removeItem(NOTE);
    return isNoted;
  } catch {
    return false;
  }
}

/** Goes on with the next page; where nothing can be noted that would be silent, and this one stays. */
function goOn() {
  const next = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[rel=next]"));
  if (!next) return;
  try {
    sessionStorage[NOTE] = "";
    next.click();
  } catch {}
}

/** The bar that shows that somebody speaks, and stops it. */
function playerFrom(/** @type {HTMLElement} */ section, /** @type {HTMLElement} */ sheet) {
  const template = /** @type {HTMLTemplateElement} */ (section.querySelector("[data-player]"));
  const player = /** @type {HTMLElement} */ (template.content.firstElementChild);
  player.hidden = true;
  sheet.after(player);
  for (const button of buttons("[data-stop]", player)) {
    button.onclick = () => {
      stop(player);
      document.querySelector("main")?.focus({ preventScroll: true });
    };
  }
  for (const button of buttons("[data-listen]", player)) button.onclick = () => read(player);
  return player;
}

/** The reading that is under way: another one, or none, puts an end to it. */
let turn = {};

/** After which a button offers what has not begun by itself. */
let late = 0;

/** Reads on from here. Whoever has asked for it waits as long as the voice needs to begin. */
async function read(/** @type {HTMLElement} */ player, patience = 0) {
  stop(player);
  const own = (turn = {});
  // What is offered at the same edge has been answered: this page is read, from here.
  for (const offer of document.querySelectorAll(".offer")) offer.toggleAttribute("hidden", true);
  show(player, true);
  if (patience) late = setTimeout(show, patience, player, false);
  buttons("[data-stop]", player)[0].focus({ preventScroll: true });
  const begun = () => {
    if (turn !== own) return;
    clearTimeout(late);
    show(player, true);
  };
  let isHeard = false;
  for (const sentence of sentencesOf(blocksFromHere())) {
    mark(sentence);
    const error = await say(sentence, begun);
    if (turn !== own) return;
    // Browsers let a page speak once its reader has touched it: then the button does.
    if (error === "not-allowed") return show(player, false);
    begun();
    isHeard ||= !error;
  }
  stop(player);
  // Through sections of which nothing can be said nobody is led.
  if (isHeard) goOn();
}

function stop(/** @type {HTMLElement} */ player) {
  clearTimeout(late);
  turn = {};
  speech.cancel();
  unmark();
  player.hidden = true;
}

function show(/** @type {HTMLElement} */ player, /** @type {boolean} */ isSpeaking) {
  player.hidden = false;
  buttons("[data-listen]", player)[0].hidden = isSpeaking;
}

/** @returns {HTMLElement[]} */
function buttons(/** @type {string} */ selector, /** @type {HTMLElement} */ within) {
  return Array.from(within.querySelectorAll(selector));
}

// ---- Voices

/** A voice of this device for a language in its script, of the same country where there is one. */
function voiceFor(/** @type {string} */ tag) {
  const [language, script, region] = partsOf(tag);
  const own = speech.getVoices().filter((voice) => {
    const [spoken, written] = partsOf(voice.lang);
    return voice.localService && spoken === language && written === script;
  });
  return own.find((voice) => partsOf(voice.lang)[2] === region) ?? own[0];
}

/** Language, script and country of a tag; some systems write it with underscores. */
function partsOf(/** @type {string} */ tag) {
  try {
    const { language, script, region } = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    return [language, script, region];
  } catch {
    return [];
  }
}

/**
 * Resolves once it has been said, or with what the browser has against it.
 * @type {(sentence: Sentence, begun: () => void) => Promise<string>}
 */
function say({ text, voice }, begun) {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { voice, lang: voice.lang });
    utterance.onstart = begun;
    utterance.onend = () => resolve("");
    utterance.onerror = ({ error }) => resolve(error);
    speech.speak(utterance);
  });
}

// ---- The text

/** The blocks of the text and its titles, from the first one on that is in sight. */
function blocksFromHere() {
  const all = Array.from(document.querySelectorAll("article[data-section]"), (article) => {
    const title = document.getElementById(article.getAttribute("aria-labelledby") ?? "");
    const blocks = Array.from(article.querySelectorAll("[id]"));
    return /** @type {HTMLElement[]} */ ([title, ...blocks].filter(Boolean));
  }).flat();
  // What is folded away has a place in Chromium, as if it were shown.
  const isFolded = (/** @type {HTMLElement} */ block) => block.closest("details:not([open])");
  const shown = all.filter((block) => block.getClientRects().length > 0 && !isFolded(block));
  const first = shown.findIndex((block) => block.getBoundingClientRect().bottom > 0);
  return shown.slice(Math.max(first, 0));
}

/** What is in a language without a voice is left out. @returns {Generator<Sentence>} */
function* sentencesOf(/** @type {HTMLElement[]} */ blocks) {
  for (const block of blocks) {
    const text = textsIn(block).map(({ data }) => data).join("");
    const lang = block.closest("[lang]")?.getAttribute("lang") ?? "";
    const voice = voiceFor(lang);
    for (const [start, sentence] of voice ? split(text, lang) : []) {
      if (/[\p{L}\p{N}]/u.test(sentence)) yield { block, start, text: sentence, voice };
    }
  }
}

/** The sentences of a text and where they begin; Chromium falls silent in the midst of long ones. */
function split(/** @type {string} */ text, /** @type {string} */ lang) {
  if (!("Segmenter" in Intl)) return /** @type {[number, string][]} */ ([[0, text]]);
  const segments = new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text);
  return Array.from(segments, ({ index, segment }) => /** @type {const} */ ([index, segment]));
}

/** The texts of a block that belong to no block within it. @returns {Text[]} */
function textsIn(/** @type {HTMLElement} */ block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    const around = text.parentElement;
    if (around?.closest("[id]") === block && !around.closest(UNSPOKEN)) found.push(text);
  }
  return found;
}

// ---- The sentence that is spoken

const style = new CSSStyleSheet();
style.replaceSync(`::highlight(${MARK}), mark[data-${MARK}] { background: #e8b269; color: #1b2a2b }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

/** Marks a sentence, and keeps it in sight. */
function mark(/** @type {Sentence} */ { block, start, text }) {
  unmark();
  const ranges = rangesOf(block, start, start + text.length);
  const top = ranges[0]?.getBoundingClientRect().top ?? 0;
  const bottom = ranges.at(-1)?.getBoundingClientRect().bottom ?? 0;
  if ("highlights" in CSS) CSS.highlights.set(MARK, new Highlight(...ranges));
  else ranges.forEach(surround);
  if (top > innerHeight * 0.1 && bottom < innerHeight * 0.75) return;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: top - innerHeight * 0.3, behavior: isStill ? "instant" : "smooth" });
}

function unmark() {
  if ("highlights" in CSS) CSS.highlights.delete(MARK);
  for (const one of document.querySelectorAll(`mark[data-${MARK}]`)) {
    const { parentNode } = one;
    one.replaceWith(...one.childNodes);
    parentNode?.normalize();
  }
}

/** The parts of a block's texts between two places in all of them. */
function rangesOf(/** @type {HTMLElement} */ block, /** @type {number} */ start, end = 0) {
  const ranges = [];
  let before = 0;
  for (const text of textsIn(block)) {
    const [from, to] = [start - before, end - before].map((at) => clamp(at, text.length));
    before += text.length;
    if (from === to) continue;
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    ranges.push(range);
  }
  return ranges;
}

const clamp = (/** @type {number} */ at, /** @type {number} */ most) => Math.min(Math.max(at, 0), most);

function surround(/** @type {Range} */ range) {
  const element = document.createElement("mark");
  element.dataset[MARK] = "";
  range.surroundContents(element);
}
