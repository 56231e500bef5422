// Search in the page: as one types, in the very texts that the edition's pages hold, so that it
// works offline and tells nobody what is looked for. pwa/pages/search/ does the same on the
// server; its modules give the reasons and sources of the tables and rules that both follow.

/**
 * @typedef {{text: string, lang: string, dir: string}} Spoken
 * @typedef {{kind: "title" | "heading" | "text", section: string, anchor: string, words: Spoken,
 *   title: Spoken, heading?: Spoken}} Block
 * @typedef {{block: Block, folded: string}} Entry
 * @typedef {{text: string, isMarked: boolean}} Piece
 * @typedef {{pieces: Piece[], lang: string, dir: string}} Said
 * @typedef {{section: string, anchor: string, title: Said, heading?: Said, excerpt?: Said}} Result
 * @typedef {{asked: boolean, count: number, results: Result[]}} Found
 * @typedef {{asked: boolean, count: number, blocks: Block[]}} Ranked
 */

const LONGEST = 200;
const MOST_WORDS = 10;
const MOST_RESULTS = 50;
const BEFORE = 60;
const LENGTH = 240;

// ---- Folding

const MARK = new RegExp(
  "[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f" +
    "\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7" +
    "\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed" +
    "\\u08d3-\\u08ff\\u093c\\u0a3c\\ufe00-\\ufe0f]",
);

const LETTERS = "йїўѓќؤئ";

/** @type {Record<string, string>} */
const LETTERS_OF = {
  ...{ az: "çğöşü", be: "ё", bs: "čćšžđ", cs: "čřšž", da: "åæø", es: "ñ", et: "šžõäöü" },
  ...{ fi: "åäöæø", gl: "ñ", hr: "čćšžđ", hu: "öüőű", is: "áéíóúýæöðþ", lt: "čšž" },
  ...{ lv: "čģķļņšž", nb: "åæø", nn: "åæø", no: "åæø", pl: "ąćęłńóśźż", ro: "ăâîșț" },
  ...{ sk: "äčôšž", sl: "čšžđ", sv: "åäöæø", tr: "çğöşü" },
};

/** @type {Record<string, string>} */
const ALIKE = {
  ...{ æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th" },
  ...{ ٱ: "ا", ى: "ي", ی: "ي", ک: "ك", ة: "ه", ہ: "ه", ە: "ه" },
  ...{ ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ", "ँ": "ं", ヽ: "ゝ" },
};

const DOTLESS = { I: "ı", ı: "ı", İ: "i" };
const SIGNS = { "™": " ", "℠": " " };

const ROWS = {
  あ: "ぁあかさたなはまやらわがざだばぱゃゎ",
  い: "ぃいきしちにひみりゐぎじぢびぴ",
  う: "ぅうくすつぬふむゆるゅぐずづぶぷゔ",
  え: "ぇえけせてねへめれゑげぜでべぺ",
  お: "ぉおこそとのほもよろをごぞどぼぽょ",
};
const VOWELS = new Map(
  Object.entries(ROWS).flatMap(([vowel, row]) =>
    Array.from(row, (kana) => /** @type {[string, string]} */ ([kana, vowel])),
  ),
);

/** What each character becomes, by language. @type {Map<string, Map<string, string>>} */
const known = new Map();

function charactersOf(/** @type {string} */ language) {
  const found = known.get(language);
  if (found) return found;
  const dotless = ["tr", "az"].includes(language) ? DOTLESS : {};
  const begun = new Map(Object.entries({ ...SIGNS, ...dotless }));
  known.set(language, begun);
  return begun;
}

function foldedCharacter(/** @type {string} */ character, /** @type {string} */ language) {
  const letters = LETTERS + (LETTERS_OF[language] ?? "");
  /** @type {string[]} */
  const found = [];
  for (const part of character.normalize("NFKD")) {
    const whole = ((found.at(-1) ?? "") + part).normalize("NFC");
    if (!MARK.test(part)) found.push(plain(part, letters));
    else if (found.length && isOneOf(whole, letters)) found[found.length - 1] = whole;
  }
  return found.join("").normalize("NFC");
}

function plain(/** @type {string} */ part, /** @type {string} */ letters) {
  if (/\p{Nd}/u.test(part)) return digit(part);
  if (/\p{Cf}/u.test(part)) return "";
  if (!/[\p{L}\p{M}\p{N}]/u.test(part)) return " ";
  const lower = hiragana(part).toLowerCase().toUpperCase().toLowerCase();
  return isOneOf(lower, letters) ? lower : (ALIKE[lower] ?? lower);
}

function isOneOf(/** @type {string} */ letter, /** @type {string} */ letters) {
  return letter.length === 1 && letters.includes(letter);
}

/** Unicode has digits in unbroken runs of ten, from zero on (Core Specification, §4.6). */
function digit(/** @type {string} */ part) {
  const code = part.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

function hiragana(/** @type {string} */ part) {
  return part >= "ァ" && part <= "ヶ" ? String.fromCharCode(part.charCodeAt(0) - 0x60) : part;
}

/** A text as results show it: composed, white space as one space, katakana in full width. */
export function normal(/** @type {string} */ text) {
  const wide = text.replace(/[\uff65-\uff9f]+/g, (run) => run.normalize("NFKC"));
  return wide.normalize("NFC").replace(/[\t\n\f\r ]+/g, " ").replace(/^ | $/g, "");
}

/**
 * A normal text as it is compared: words with one space before, between and after them.
 * `origins` gets, for each UTF-16 unit of it, the index of the character that it comes from.
 * @param {string} text
 * @param {string} language
 * @param {number[]} [origins]
 */
export function fold(text, language, origins) {
  const [primary] = language.split("-", 1);
  const characters = charactersOf(primary);
  let found = " ";
  let index = 0;
  origins?.push(0);
  for (const character of text) {
    let folded = characters.get(character);
    if (folded === undefined) {
      folded = foldedCharacter(character, primary);
      characters.set(character, folded);
    }
    for (const part of folded.length < 2 ? [folded] : folded) {
      const following = inContext(part, found, primary);
      found += following;
      if (origins) for (let unit = following.length; unit; unit -= 1) origins.push(index);
    }
    index += 1;
  }
  if (found.at(-1) === " " && found.length > 1) return found;
  origins?.push(index);
  return `${found} `;
}

/** @type {(part: string, before: string, language: string) => string} */
function inContext(part, before, language) {
  if (part === " " && before.endsWith(" ")) return "";
  if (part === "ー") return VOWELS.get(before.at(-1) ?? "") ?? part;
  return part === "e" && language === "de" && isUmlaut(before) ? "" : part;
}

function isUmlaut(/** @type {string} */ before) {
  return /[ao]$|[^aeiouq]u$/.test(before.slice(-2));
}

// ---- The blocks of a page that shows whole sections

/**
 * Every element of a section that has an id is a block, without the blocks within it.
 * @returns {Block[]}
 */
export function blocksOf(/** @type {string} */ html) {
  // Each page has a style sheet of its own, which the policy of this one forbids.
  const bare = html.replace(/<style>[^]*?<\/style>/, "");
  const page = new DOMParser().parseFromString(bare, "text/html");
  return Array.from(page.querySelectorAll("article[data-section]"), (article) =>
    blocksIn(/** @type {HTMLElement} */ (article), page),
  ).flat();
}

function blocksIn(/** @type {HTMLElement} */ article, /** @type {Document} */ page) {
  const section = article.dataset.section ?? "";
  const named = page.getElementById(article.getAttribute("aria-labelledby") ?? "");
  const title = named ? wordsOf(named, []) : { text: "", lang: "", dir: "" };
  /** @type {[HTMLElement, Spoken][]} */
  const found = [];
  for (const child of article.children) wordsOf(/** @type {HTMLElement} */ (child), found);
  /** @type {Block[]} */
  const blocks = [{ kind: "title", section, anchor: "", words: title, title }];
  /** @type {Spoken | undefined} */
  let heading;
  for (const [element, words] of found) {
    const anchor = element.id.startsWith(`${section}:`)
      ? element.id.slice(section.length + 1)
      : element.id;
    const kind = /^H[1-6]$/.test(element.tagName) ? "heading" : "text";
    if (kind === "heading") heading = words;
    blocks.push({ kind, section, anchor, words, title, heading });
  }
  for (const { words } of blocks) words.text = normal(words.text);
  return blocks.filter(({ words }) => words.text);
}

/**
 * The words of an element, without the blocks within it: these are added to `found`.
 * @param {HTMLElement} element
 * @param {[HTMLElement, Spoken][]} found
 */
function wordsOf(element, found) {
  const words = { text: "", lang: "", dir: "" };
  if (element.id) found.push([element, words]);
  gather(element, words, found);
  return words;
}

/** @type {(element: HTMLElement, words: Spoken, found: [HTMLElement, Spoken][]) => void} */
function gather(element, words, found) {
  for (const node of element.childNodes) {
    if (node instanceof Text) add(node.data, element, words);
    if (!(node instanceof HTMLElement)) continue;
    const role = node.getAttribute("role") ?? "";
    if (["doc-noteref", "doc-backlink"].includes(role)) continue;
    if (node instanceof HTMLImageElement) add(node.alt, element, words);
    else if (node.id) wordsOf(node, found);
    else gather(node, words, found);
  }
}

function add(
  /** @type {string} */ text,
  /** @type {HTMLElement} */ within,
  /** @type {Spoken} */ words,
) {
  if (!words.text.trim()) {
    words.lang = within.closest("[lang]")?.getAttribute("lang") ?? "";
    words.dir = within.closest("[dir]")?.getAttribute("dir") ?? "";
  }
  words.text += text;
}

// ---- Matching

const UNSPACED = ["bo", "ja", "km", "lo", "my", "th", "yue", "zh"];
const KINDS = ["title", "heading", "text"];
const LEVELS = 3;
const SPACES = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** @returns {Entry} */
export function entryOf(/** @type {Block} */ block) {
  return { block, folded: fold(block.words.text, block.words.lang) };
}

/** The words asked for, folded: what white space parts. */
export function queryWords(/** @type {string} */ query, /** @type {string} */ language) {
  const parts = Array.from(query).slice(0, LONGEST).join("").split(SPACES).map(normal);
  const words = parts.map((part) => fold(part.replace(/ー+$/, "") || part, language).trim());
  return [...new Set(words.filter(Boolean))].slice(0, MOST_WORDS);
}

/**
 * The blocks that hold every word, titles before headings before text.
 * @param {Entry[]} entries
 * @param {string} query
 * @param {string} language
 * @returns {Found}
 */
export function find(entries, query, language) {
  const { asked, count, blocks } = search(entries, query, language);
  return { asked, count, results: blocks.map((block) => resultOf(block, query)) };
}

/** @type {(entries: Entry[], query: string, language: string) => Ranked} */
function search(entries, query, language) {
  const asked = queryWords(query, language).length > 0;
  return { asked, ...rank(asked ? entries : [], query) };
}

/** @type {(entries: Entry[], query: string) => {count: number, blocks: Block[]}} */
function rank(entries, query) {
  /** What is looked for, worked out once for each language. @type {Map<string, string[][]>} */
  const asked = new Map();
  /** @type {Block[][]} */
  const ranks = Array.from({ length: KINDS.length * LEVELS }, () => []);
  let count = 0;
  for (const { block, folded } of entries) {
    const { lang } = block.words;
    let needles = asked.get(lang);
    if (!needles) {
      needles = queryWords(query, lang).map((word) => needlesOf(word, lang));
      asked.set(lang, needles);
    }
    if (!needles.length || !needles.every((one) => folded.includes(one[one.length - 1]))) continue;
    count += 1;
    const best = KINDS.indexOf(block.kind) * LEVELS;
    // Enough are known that are as good as any can be: how good this one is shows nowhere.
    if (ranks[best].length < MOST_RESULTS) ranks[best + levelOf(folded, needles)].push(block);
  }
  return { count, blocks: ranks.flat().slice(0, MOST_RESULTS) };
}

/**
 * How well the words are found, all of which are there: that of the worst.
 * @type {(folded: string, asked: string[][]) => number}
 */
function levelOf(folded, asked) {
  return Math.max(...asked.map((needles) => needles.findIndex((one) => folded.includes(one))));
}

/**
 * What is looked for, best first: the whole word, its beginning, anything.
 * @type {(word: string, language: string) => string[]}
 */
function needlesOf(word, language) {
  return UNSPACED.includes(language.split("-", 1)[0]) ? [word] : [` ${word} `, ` ${word}`, word];
}

/** @type {(block: Block, query: string) => Result} */
function resultOf({ kind, section, anchor, words, title, heading }, query) {
  const asked = queryWords(query, words.lang);
  const said = (/** @type {Spoken} */ text, /** @type {string} */ of) =>
    of === kind ? marked(text, asked) : unmarked(text);
  return {
    section,
    anchor,
    title: said(title, "title"),
    heading: heading && said(heading, "heading"),
    excerpt: kind === "text" ? marked(words, asked) : undefined,
  };
}

/** @returns {Said} */
function unmarked(/** @type {Spoken} */ { text, lang, dir }) {
  return { pieces: [{ text, isMarked: false }], lang, dir };
}

/** @type {(text: Spoken, words: string[]) => Said} */
function marked({ text, lang, dir }, words) {
  return { pieces: excerpt(text, lang, words), lang, dir };
}

/**
 * The part of a text around the first of the words, with each place of them marked.
 * @param {string} text
 * @param {string} language
 * @param {string[]} words
 */
export function excerpt(text, language, words) {
  const marks = marksIn(text, language, words);
  const characters = Array.from(text);
  const [begin, end] = windowOf(characters, marks.length ? marks[0][0] : 0);
  const inside = marks.map(([start, stop]) => [Math.max(start, begin), Math.min(stop, end)]);
  const edges = [begin, ...inside.filter(([start, stop]) => start < stop).flat(), end];
  const pieces = edges.slice(1).map((stop, number) => ({
    text: characters.slice(edges[number], stop).join(""),
    isMarked: number % 2 === 1,
  }));
  const more = { text: "…", isMarked: false };
  const whole = pieces.filter(({ text }) => text);
  return [...(begin ? [more] : []), ...whole, ...(end < characters.length ? [more] : [])];
}

/** @type {(characters: string[], first: number) => number[]} */
function windowOf(characters, first) {
  let begin = Math.max(0, first - BEFORE);
  let end = Math.min(characters.length, begin + LENGTH);
  if (begin) begin += characters.slice(begin, first).indexOf(" ") + 1;
  if (end < characters.length) {
    const half = first + LENGTH / 2;
    const space = characters.slice(half, end).lastIndexOf(" ");
    if (space >= 0) end = half + space;
  }
  return [begin, end];
}

/** @type {(text: string, language: string, words: string[]) => number[][]} */
function marksIn(text, language, words) {
  /** @type {number[]} */
  const origins = [];
  const folded = fold(text, language, origins);
  const found = words
    .flatMap((word) => placesOf(folded, word, language))
    .map(([start, end]) => [origins[start], Math.max(origins[end - 1] + 1, origins[end])])
    .sort(([start, stop], [otherStart, otherStop]) => start - otherStart || stop - otherStop);
  /** @type {number[][]} */
  const joined = [];
  for (const [start, stop] of found) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(stop, last[1]);
    else joined.push([start, stop]);
  }
  return joined;
}

/** @type {(folded: string, word: string, language: string) => number[][]} */
function placesOf(folded, word, language) {
  const needle = needlesOf(word, language).find((needle) => folded.includes(needle));
  if (needle === undefined) return [];
  const before = needle.startsWith(" ") ? 1 : 0;
  const places = [];
  for (let at = folded.indexOf(needle); at >= 0; ) {
    const end = at + before + word.length;
    places.push([at + before, end]);
    at = folded.indexOf(needle, end);
  }
  return places;
}

// ---- The page

/** Milliseconds of reading after which the page may answer its reader in between. */
const SLICE = 6;

/** Results that are shown at once: more than fit on a phone. */
const BATCH = 6;

/** How our template begins each section: a long page, parsed at once, would hold up its reader. */
const SECTION = '<div class="whole"';

const { lang } = document.documentElement;

/** The entries of all texts, read once; without some of them nothing is claimed. */
async function readTexts(/** @type {string[]} */ addresses) {
  /** @type {Entry[]} */
  const entries = [];
  const pages = await Promise.all(addresses.map(fetchText));
  let since = performance.now();
  for (const page of pages) {
    const head = /^[^]*?<html[^>]*>/.exec(page)?.[0] ?? "";
    for (const [number, piece] of page.split(SECTION).entries()) {
      for (const block of blocksOf(number ? head + SECTION + piece : piece)) {
        entries.push(entryOf(block));
        if (performance.now() - since < SLICE) continue;
        await pause();
        since = performance.now();
      }
    }
  }
  return entries;
}

/** Lets the page answer its reader first. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

async function fetchText(/** @type {string} */ address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered with ${answer.status}`);
  return answer.text();
}

function begin(/** @type {HTMLFormElement} */ form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const list = one("[data-results]");
  /** @type {Promise<Entry[]> | undefined} */
  let reading;
  /** @type {Entry[] | undefined} */
  let entries;
  /** @type {Ranked | undefined} */
  let found;

  /** Texts that could not be read are asked for again at the next key. */
  const read = () => {
    reading ??= readTexts((form.dataset.texts ?? "").split(" "));
    return reading.then(
      (texts) => (entries = texts),
      () => (reading = undefined),
    );
  };

  const update = async () => {
    if (!entries) {
      show("[data-loading]", true);
      await read();
      show("[data-loading]", false);
      show("[data-unreachable]", !entries);
    }
    if (!entries) return;
    found = search(entries, input.value, lang);
    tell(found);
    await draw(found.blocks);
  };

  /** A few at once: those that are seen first wait for no other. */
  const draw = async (/** @type {Block[]} */ blocks) => {
    const { cover = "" } = form.dataset;
    list.replaceChildren();
    for (let at = 0; at < blocks.length && found?.blocks === blocks; at += BATCH) {
      const results = blocks.slice(at, at + BATCH).map((block) => resultOf(block, input.value));
      list.append(...results.map((result) => item(result, cover)));
      await pause();
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    note(input.value);
    await update();
    (list.querySelector("a") ?? input).focus();
  });
  input.addEventListener("input", update);
  input.addEventListener("change", () => note(input.value));
  one("[data-search]").onkeydown = (event) => walk(event, [input, ...list.querySelectorAll("a")]);

  // Where a server has answered already, the texts wait until they are needed.
  if (form.dataset.answered !== undefined) {
    input.addEventListener("focus", read, { once: true });
    return;
  }
  input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  update();
}

/** The arrow keys lead from the field through the results, Escape leads back to it. */
function walk(/** @type {KeyboardEvent} */ event, /** @type {HTMLElement[]} */ stops) {
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
  const next = event.key === "Escape" && at > 0 ? stops[0] : step && stops[at + step];
  if (at < 0 || event.isComposing || !next) return;
  next.focus();
  event.preventDefault();
}

/** The address says what is shown, so that one can come back to it. */
function note(/** @type {string} */ query) {
  const search = query ? `?q=${encodeURIComponent(query)}` : "";
  history.replaceState(null, "", `${location.pathname}${search}`);
}

const NUMBER = new Intl.NumberFormat(`${lang}-u-nu-latn`);

function tell(/** @type {Ranked} */ { asked, count, blocks }) {
  one("[data-count]").textContent = NUMBER.format(count);
  show("[data-found]", asked && count > 0);
  show("[data-first]", count > blocks.length);
  show("[data-none]", asked && count === 0);
}

/** @type {(result: Result, cover: string) => Node} */
function item({ section, anchor, title, heading, excerpt }, cover) {
  const template = /** @type {HTMLTemplateElement} */ (one("template[data-result]"));
  const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const fragment = anchor && `#${encodeURIComponent(anchor)}`;
  one("a", made).setAttribute("href", `${cover}${section}/${fragment}`);
  say(one("[data-title]", made), title);
  say(one("[data-heading]", made), heading);
  say(one("[data-excerpt]", made), excerpt);
  return made;
}

function say(/** @type {HTMLElement} */ element, /** @type {Said | undefined} */ said) {
  if (!said) return element.remove();
  if (said.lang !== lang) Object.assign(element, { lang: said.lang, dir: said.dir });
  element.append(...said.pieces.map(({ text, isMarked }) => (isMarked ? mark(text) : text)));
}

function mark(/** @type {string} */ text) {
  const element = document.createElement("mark");
  element.textContent = text;
  return element;
}

/** @returns {HTMLElement} */
function one(/** @type {string} */ selector, /** @type {ParentNode} */ within = document) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

function show(/** @type {string} */ selector, /** @type {boolean} */ isTrue) {
  one(selector).hidden = !isTrue;
}

const form = document.querySelector("form[data-texts]");
if (form) begin(/** @type {HTMLFormElement} */ (form));
