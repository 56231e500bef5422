// What a page does beyond being read: it has its language kept on this device, says how old
// it is, and lets go of everything when asked. Every sentence stands in this page, hidden until it
// is true, or in the offline page; without this script the page is whole.
"use strict";

/** What page and engine say to each other: the same number as in sw.js. */
const PROTOCOL = 1;

/** Milliseconds without a check after which a page says so before its text: 31 days. */
const MONTH = 31 * 24 * 60 * 60 * 1000;

/**
 * As in sw.js.
 * @typedef {{locale: string, revision: string, previous?: string, newest?: string, date: string,
 *   size: number, since?: number, checked: number, revoked?: Record<string, string>}} Kept
 * @typedef {{outcome: string, kept?: Kept, size?: number, reason?: string}} Outcome
 * @typedef {{locale: string, received: number, size: number}} Progress
 */

const { lang } = document.documentElement;
const { worker = "", prefix = "/", checkAfter = "0" } = document.documentElement.dataset;

/** The page's language, with the digits and the calendar of its text: see pwa/pages/templates.py. */
const numerals = `${lang}-u-ca-gregory-nu-latn`;

/** Whether this address belongs to the edition in the page's own language. */
const inEdition = location.pathname.startsWith(`${prefix}${lang}/`);

// ---- What needs no engine

// The day is UTC's, as in status.json; overdue is from the day after.
for (const notice of all("[data-due]")) {
  notice.hidden = new Date().toISOString().slice(0, 10) <= (notice.dataset.due ?? "");
}

// The engine answers with the offline page for others, which is then told.
for (const notice of all("[data-instead-of]")) {
  notice.hidden = location.pathname === notice.dataset.insteadOf;
}

// ---- Other languages

/** @type {HTMLAnchorElement[]} */
const languages = Array.from(document.querySelectorAll(".languages a"));

for (const link of languages) {
  link.onclick = () => {
    keepPlace(link);
    note("chosen", link.hreflang);
  };
}
for (const link of all("a.original")) {
  link.onclick = () => keepPlace(/** @type {HTMLAnchorElement} */ (link));
}

/**
 * Another language opens at what is being read here: headings have the same ids in every one,
 * those of a translation that is folded away after a prefix.
 */
function keepPlace(/** @type {HTMLAnchorElement} */ link) {
  const above = all("main :is(h2, h3, h4, h5, h6)[id]").filter(
    (heading) => heading.checkVisibility() && heading.getBoundingClientRect().top < innerHeight / 2,
  );
  link.hash = (above.at(-1)?.id ?? "").replace(".earlier:", "");
}

/**
 * Offers this page in the language that the browser prefers, in that language's own words, unless
 * the reader has chosen this one here. Nothing is asked of anybody where nothing is to be offered.
 */
async function offerLanguage() {
  const link = preferred();
  if (!link || link.lang === lang || isNoted("chosen", lang)) return;
  const [offer] = all("[data-offer]");
  await borrow(["[data-offer]"], link.lang);
  Object.assign(offer, { lang: link.lang, dir: link.dir, hidden: false });
  for (const own of offer.querySelectorAll("a")) {
    Object.assign(own, { href: link.href, hreflang: link.lang, onclick: () => keepPlace(own) });
  }
  for (const button of all("[data-stay]", offer)) {
    button.onclick = () => {
      offer.hidden = true;
      note("chosen", lang);
    };
  }
}

/** The language here that serves the browser's first wish that any of them serves. */
function preferred() {
  for (const wish of navigator.languages) {
    const found =
      languages.find(({ hreflang }) => hreflang === wish) ??
      languages.find(({ hreflang }) => written(hreflang) === written(wish));
    if (found) return found;
  }
}

/** A language in a script: who reads es-MX reads es, who reads zh-TW does not read zh-Hans. */
function written(/** @type {string} */ tag) {
  const { language, script } = new Intl.Locale(tag).maximize();
  return `${language}-${script}`;
}

/** What only this script can know: it stands empty, and the offline page has the words. */
const UNSAID = ["[data-edition]", "[data-asked]", "[data-recalled]", "[data-stale]"];

/**
 * Fills what stands empty on this page with what the offline page of a language has there. That of
 * a kept language is on the device; any other is fetched once, however old it then is.
 */
async function borrow(selectors = UNSAID, locale = lang) {
  const empty = selectors.filter((selector) => all(selector).some(isEmpty));
  if (empty.length === 0) return;
  const answer = await fetch(`${prefix}${locale}/offline/`, { cache: "force-cache" });
  // Without its head: this page's policy forbids the style sheet of another.
  const body = (await answer.text()).replace(/^[^]*?<body/, "<body");
  const lender = new DOMParser().parseFromString(body, "text/html");
  for (const selector of empty) {
    for (const words of all(selector, lender)) all(selector)[0].append(...words.childNodes);
  }
}

const isEmpty = (/** @type {HTMLElement} */ element) => !element.textContent?.trim();

/** Shows what is true, if the words for it could be borrowed. */
function showFilled(/** @type {string} */ selector, /** @type {boolean} */ isTrue) {
  for (const element of all(selector)) element.hidden = !isTrue || isEmpty(element);
}

// ---- Reading

/** After the page has loaded: nothing of this competes with what is being read. */
async function start() {
  offerEditions();
  navigator.serviceWorker.onmessage = ({ data }) =>
    data === "forgotten" ? showForgotten() : showProgress(data);
  if (isNoted("removed", "")) return showEditions([]);
  if (inEdition) await ask("reading", { locale: lang, after: Number(checkAfter) });
  const editions = await listEditions();
  offerForgetting();
  const own = editions.find(({ locale }) => locale === lang);
  opened = /** @type {Kept | undefined} */ (await ask("shown"));
  if (opened) {
    await borrow().catch(() => {});
    showAge(opened, own);
  }
  if (!inEdition) return;
  if (!own) served = await servedText();
  await keepUpToDate(Date.now() - performance.now());
  document.onvisibilitychange = () => {
    if (document.visibilityState === "visible") keepUpToDate(Date.now()).catch(() => {});
  };
}

/** The edition that this page is of, as far as that is known. @type {Kept | undefined} */
let opened;

/** The text of a page that came before anything was kept, as long as the browser has it. */
let served = "";

async function servedText() {
  // Asked anew, the network might give a later page.
  const answer = fetch(location.href, { cache: "only-if-cached", mode: "same-origin" });
  return answer.then((page) => (page.ok ? page.text() : ""), () => "");
}

/** Whether this page came from the network just as an edition has it. */
async function isOf(/** @type {Kept} */ { locale, revision }) {
  const cacheName = `pwa:${prefix}:${locale}:${revision}`;
  const answer = await caches.match(location.href, { cacheName, ignoreSearch: true });
  return served !== "" && served === (await answer?.text());
}

/** Has the language being read kept. An answer that is later than `asked` will do. */
async function keepUpToDate(/** @type {number} */ asked) {
  if (isNoted("removed", "") || isNoted("removed", lang)) return;
  awaited.add(lang);
  const answer = await ask("check", { locale: lang, asked }).finally(() => awaited.delete(lang));
  const outcome = /** @type {Outcome} */ (answer);
  await showOutcome(outcome);
  if (outcome.outcome === "costly") await offerKeeping(outcome);
  else await listEditions();
}

/** What a check or a download has come to, and whether this page is still of the newest edition. */
async function showOutcome(/** @type {Outcome} */ { outcome, reason = "", kept }) {
  await borrow().catch(() => {});
  show("[data-unchecked]", outcome === "failed" && FAILED[reason] === undefined);
  show("[data-no-space]", reason === "space");
  if (!kept) return;
  if (!opened && (await isOf(kept))) opened = kept;
  if (opened) showAge(opened, kept);
  // Of a page that is not of this edition and came before it, the edition is the newer one.
  const isLater = opened ? opened.revision !== kept.revision : served !== "";
  show("[data-newer]", isLater);
  if (isLater) show("[data-edition]", true);
}

/** The edition that this page is of, and when it was last known to be the newest. */
function showAge(/** @type {Kept} */ shown, latest = shown) {
  fillDate("[data-edition-date]", shown.date, DAY);
  fillDate("[data-edition-checked]", latest.checked, MOMENT);
  show("[data-edition], [data-kept]", true);
  show("[data-checked]", isPast(latest.checked));
  show("[data-behind]", isBehind(latest));
  showFilled("[data-stale]", Date.now() - latest.checked > MONTH);
  showRecall(shown.revision, latest);
}

/** Whether a newer edition is known that is not here. */
const isBehind = (/** @type {Kept} */ { revision, newest = revision }) => newest !== revision;

/** A clock that was set back knows no more when something was. */
const isPast = (/** @type {number} */ moment) => moment <= Date.now();

/** Whether the publisher has taken back what is read here, or what was read here before. */
function showRecall(/** @type {string} */ revision, /** @type {Kept} */ latest) {
  const { revoked = {}, previous = "" } = latest;
  const [own, earlier] = [revision, previous].map((one) => revoked[one.slice(0, 12)]);
  const isNews = earlier !== undefined && !isNoted("seen", previous);
  fill("[data-note]", own ?? earlier ?? "");
  show("[data-this]", own !== undefined);
  show("[data-earlier], [data-seen]", own === undefined);
  showFilled("[data-recalled]", own !== undefined || isNews);
  for (const button of all("[data-seen]")) {
    button.onclick = () => {
      note("seen", previous);
      show("[data-recalled]", false);
    };
  }
}

/** Asks before downloading what costs, with its size. */
async function offerKeeping(/** @type {Outcome} */ { kept, size }) {
  if (kept) await listEditions();
  else for (const row of rows.filter(isOwn)) showState(row, "asked");
  for (const button of all("[data-accept]")) button.onclick = accept;
  for (const button of all("[data-decline]")) button.onclick = () => decline(kept);
  fill("[data-asked-size]", formatSize(size ?? (await sizeOf(lang))));
  show("[data-why]", !kept);
  showFilled("[data-asked]", rows.length === 0 || kept !== undefined);
}

/** A language that is here is still checked; only this edition of it is not wanted now. */
function decline(/** @type {Kept | undefined} */ kept) {
  if (!kept) note("removed", lang);
  show("[data-asked]", false);
}

async function accept() {
  show("[data-asked]", false);
  await showOutcome(await keepOnPurpose(lang));
  show("[data-edition]", true);
  await listEditions();
}

/** Shows the button at the page's foot; the engine then tells every open page, this one too. */
function offerForgetting() {
  for (const button of all("[data-forget]")) button.onclick = () => ask("forgetEverything");
  show("[data-forget]", true);
}

function showForgotten() {
  forgetNotes();
  note("removed", "");
  hideAge();
  show("[data-forget], [data-asked]", false);
  show("[data-forgotten]", true);
  showEditions([]);
}

/** Of what is not here any more, nothing is said. */
function hideAge() {
  show("[data-edition], [data-recalled], [data-stale]", false);
}

// ---- The offline page: every published language, kept or not

const rows = all("[data-editions] [data-locale]");

/** @type {NodeListOf<HTMLTemplateElement>} */
const templates = document.querySelectorAll("[data-row]");

/** The languages that this page waits for. @type {Set<string>} */
const awaited = new Set();

const localeOf = (/** @type {HTMLElement} */ row) => row.dataset.locale ?? "";
const isOwn = (/** @type {HTMLElement} */ row) => localeOf(row) === lang;

function offerEditions() {
  for (const row of rows) {
    for (const { content } of templates) row.append(content.cloneNode(true));
    const [name] = all("a", row);
    for (const control of all("button, progress", row)) {
      control.setAttribute("aria-label", `${control.textContent} ${name.textContent}`.trim());
    }
    const cancel = () => ask("cancel", { locale: localeOf(row) });
    for (const button of all("[data-keep], [data-continue]", row)) button.onclick = () => keep(row);
    for (const button of all("[data-cancel]", row)) button.onclick = cancel;
    for (const button of all("[data-remove]", row)) button.onclick = () => remove(row);
  }
}

/** What a row says of a download that did not end well. @type {Record<string, string>} */
const FAILED = { space: "full", cancelled: "stopped" };

async function keep(/** @type {HTMLElement} */ row) {
  for (const bar of all("progress", row)) bar.removeAttribute("value");
  show("[data-amount]", false, row);
  fill("[data-percent]", formatPart(0), row);
  showState(row, "keeping");
  const { reason = "", kept } = await keepOnPurpose(localeOf(row));
  offerForgetting();
  if (kept) showKept(row, kept);
  else showState(row, FAILED[reason] ?? "failed");
}

/** Keeps what the reader asked for, and has the browser say whether it will leave it alone. */
async function keepOnPurpose(/** @type {string} */ locale) {
  for (const which of ["", locale]) unnote("removed", which);
  navigator.storage?.persist().then(showPersistence, () => {});
  awaited.add(locale);
  const answer = await ask("keep", { locale }).catch(() => null);
  awaited.delete(locale);
  const outcome = /** @type {Outcome} */ (answer ?? { outcome: "failed" });
  // Only what was here once can have been cleared away.
  if (outcome.kept) note("wanted", locale);
  return outcome;
}

function showPersistence(/** @type {boolean} */ isPersistent) {
  show("[data-persistent]", isPersistent);
  show("[data-clearable]", !isPersistent);
}

async function remove(/** @type {HTMLElement} */ row) {
  const locale = localeOf(row);
  unnote("wanted", locale);
  note("removed", locale);
  await ask("forget", { locale });
  showState(row, "absent");
  if (isOwn(row)) hideAge();
}

/** Shows what is kept, and says which editions that is. */
async function listEditions() {
  const editions = /** @type {Kept[] | null} */ (await ask("list")) ?? [];
  showEditions(editions);
  if (rows.length && editions.length) navigator.storage?.persisted().then(showPersistence);
  return editions;
}

function showEditions(/** @type {Kept[]} */ editions) {
  for (const row of rows) {
    const kept = editions.find(({ locale }) => locale === localeOf(row));
    if (kept) showKept(row, kept);
    else if (!awaited.has(localeOf(row))) offer(row);
  }
}

/** Shows a language that is not here: perhaps it was, before the browser cleared it away. */
function offer(/** @type {HTMLElement} */ row) {
  showState(row, isNoted("wanted", localeOf(row)) ? "lost" : "absent");
  showPrice(row);
}

function showPrice(/** @type {HTMLElement} */ row) {
  const shown = (/** @type {number} */ size) => {
    fill("[data-size]", formatSize(size), row);
    show("[data-price]", true, row);
  };
  sizeOf(localeOf(row)).then(shown, () => show("[data-price]", false, row));
}

function showKept(/** @type {HTMLElement} */ row, /** @type {Kept} */ kept) {
  fillDate("[data-since]", kept.since ?? kept.checked, DAY_HERE, row);
  fillDate("[data-date]", kept.date, DAY, row);
  fillDate("[data-last]", kept.checked, MOMENT, row);
  show("[data-known]", isPast(kept.checked), row);
  fill("[data-size]", formatSize(kept.size), row);
  showState(row, "kept");
}

/** Shows of a row what is true in a state. */
function showState(/** @type {HTMLElement} */ row, /** @type {string} */ state) {
  row.dataset.state = state;
  for (const element of all("[data-when]", row)) {
    element.hidden = !element.dataset.when?.split(" ").includes(state);
  }
}

/** Shows how far a download is. What is read out changes with each quarter only. */
function showProgress(/** @type {Progress} */ { locale, received, size }) {
  const row = rows.find((one) => localeOf(one) === locale);
  if (!row || !awaited.has(locale) || row.dataset.state === "kept") return;
  showState(row, "keeping");
  for (const bar of all("progress", row)) Object.assign(bar, { max: size, value: received });
  fill("[data-received]", formatSize(received), row);
  fill("[data-size]", formatSize(size), row);
  show("[data-amount]", true, row);
  const part = formatPart(Math.floor((4 * received) / size) / 4);
  for (const words of all("[data-percent]", row)) {
    if (words.textContent !== part) words.textContent = part;
  }
}

/** The bytes of editions that are not kept. @type {Map<string, Promise<number>>} */
const sizes = new Map();

function sizeOf(/** @type {string} */ locale) {
  const known = sizes.get(locale) ?? fetchSize(locale);
  sizes.set(locale, known);
  return known;
}

async function fetchSize(/** @type {string} */ locale) {
  const answer = await fetch(`${prefix}${locale}/edition.json`, { cache: "no-cache" });
  return (await answer.json()).pack.size;
}

function formatSize(/** @type {number} */ bytes) {
  const [unit, each] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const maximumFractionDigits = each === 1e6 ? 1 : 0;
  const format = new Intl.NumberFormat(numerals, { style: "unit", unit, maximumFractionDigits });
  return format.format(bytes / each);
}

function formatPart(/** @type {number} */ part) {
  return new Intl.NumberFormat(numerals, { style: "percent" }).format(part);
}

// ---- What a page notes: what the reader removed stays removed while this tab is open; what the
// reader wanted here, which recall has been read and which languages were chosen, is remembered
// while the device keeps it.

const KINDS = {
  removed: sessionStorage,
  wanted: localStorage,
  seen: localStorage,
  chosen: localStorage,
};

/** @typedef {keyof typeof KINDS} Kind */

/** The key of a note on a language, a revision or, the empty string, on everything. */
const keyOf = (/** @type {Kind} */ kind, /** @type {string} */ of) => `pwa:${prefix}:${kind}:${of}`;

const isNoted = (/** @type {Kind} */ kind, /** @type {string} */ of) =>
  KINDS[kind].getItem(keyOf(kind, of)) !== null;

function note(/** @type {Kind} */ kind, /** @type {string} */ of) {
  KINDS[kind].setItem(keyOf(kind, of), "");
}

function unnote(/** @type {Kind} */ kind, /** @type {string} */ of) {
  KINDS[kind].removeItem(keyOf(kind, of));
}

function forgetNotes() {
  for (const kind of /** @type {Kind[]} */ (Object.keys(KINDS))) {
    const ours = Object.keys(KINDS[kind]).filter((key) => key.startsWith(keyOf(kind, "")));
    for (const key of ours) KINDS[kind].removeItem(key);
  }
}

// ---- The engine

/** Registers the engine where it is not, and resolves with its answer. */
async function ask(/** @type {string} */ type, /** @type {object} */ details = {}) {
  await navigator.serviceWorker.register(worker, { scope: prefix });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    active?.postMessage({ protocol: PROTOCOL, type, ...details }, [port2]);
  });
}

// ---- Elements

/** @returns {HTMLElement[]} */
function all(/** @type {string} */ selector, /** @type {ParentNode} */ within = document) {
  return Array.from(within.querySelectorAll(selector));
}

/** @type {(selector: string, isTrue: boolean, within?: ParentNode) => void} */
const show = (selector, isTrue, within) => {
  for (const element of all(selector, within)) element.hidden = !isTrue;
};

/** @type {(selector: string, text: string, within?: ParentNode) => void} */
const fill = (selector, text, within) => {
  for (const element of all(selector, within)) element.textContent = text;
};

/** An edition's date is the same day everywhere; a check happened in the reader's own time. */
const DAY = new Intl.DateTimeFormat(numerals, { dateStyle: "long", timeZone: "UTC" });
const DAY_HERE = new Intl.DateTimeFormat(numerals, { dateStyle: "long" });
const MOMENT = new Intl.DateTimeFormat(numerals, { dateStyle: "long", timeStyle: "short" });

/**
 * @type {(selector: string, moment: string | number, format: Intl.DateTimeFormat,
 *   within?: ParentNode) => void}
 */
const fillDate = (selector, moment, format, within) => {
  const date = new Date(moment);
  for (const time of all(selector, within)) time.setAttribute("datetime", date.toISOString());
  fill(selector, format.format(date), within);
};

/** Where a browser refuses storage this rejects: all can be read, and nothing is claimed. */
function afterLoading(/** @type {() => Promise<unknown>} */ task) {
  const begin = () => task().catch(() => {});
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

afterLoading(offerLanguage);
if (worker && "serviceWorker" in navigator) afterLoading(start);
// The publisher keeps nothing on devices: the kill switch (retire.js) leaves the notes to pages.
if (!worker) forgetNotes();
