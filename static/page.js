// What a page does beyond being read: it has its language kept on this device, says how old
// it is, and lets go of everything when asked. Every sentence stands in the page, hidden,
// until it is true; without this script the page is whole.
"use strict";

/** What page and engine say to each other: the same number as in sw.js. */
const PROTOCOL = 1;

/**
 * As in sw.js.
 * @typedef {{locale: string, revision: string, date: string, size: number, checked: number}} Kept
 * @typedef {{outcome: string, kept?: Kept, reason?: string}} Outcome
 */

const { lang } = document.documentElement;
const { worker = "", prefix = "/", checkAfter = "0" } = document.documentElement.dataset;

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

// The original opens at what is being read here: headings have the same ids in every language,
// those of a translation that is folded away after a prefix.
for (const link of all("a.original")) {
  link.onclick = () => {
    const above = all("article :is(h2, h3, h4, h5, h6)[id]").filter(
      (heading) => heading.checkVisibility() && heading.getBoundingClientRect().top < innerHeight / 2,
    );
    const { id = "" } = above.at(-1) ?? {};
    /** @type {HTMLAnchorElement} */ (link).hash = id.replace(/^\.earlier:/, "");
  };
}

// ---- Reading

/** After the page has loaded: nothing of this competes with what is being read. */
async function start() {
  offerEditions();
  if (isDeclined("")) return showEditions([]);
  if (inEdition) await ask("reading", { locale: lang, after: Number(checkAfter) });
  const editions = /** @type {Kept[]} */ (await ask("list"));
  offerForgetting();
  showEditions(editions);
  const shown = /** @type {Kept | undefined} */ (await ask("shown", { locale: lang }));
  if (shown) showAge(shown);
  if (inEdition && !isDeclined(lang)) await keepUpToDate(shown);
}

/** Has the language being read kept, and says whether this is still its newest edition. */
async function keepUpToDate(/** @type {Kept | undefined} */ shown) {
  const details = { locale: lang, asked: Date.now() - performance.now() };
  const { outcome, kept } = /** @type {Outcome} */ (await ask("check", details));
  if (kept) showAge(shown ?? kept, kept);
  show("[data-unchecked]", outcome === "failed");
  show("[data-newer]", shown !== undefined && shown.revision !== kept?.revision);
  if (outcome === "switched") showEditions(/** @type {Kept[]} */ (await ask("list")));
}

/** The edition that this page is of, and when it was last known to be the newest. */
function showAge(/** @type {Kept} */ shown, latest = shown) {
  fillDate("[data-edition-date]", shown.date, DAY);
  fillDate("[data-edition-checked]", latest.checked, MOMENT);
  show("[data-edition], [data-kept], [data-checked]", true);
}

/** Shows the button at the page's foot; the engine then tells every open page, this one too. */
function offerForgetting() {
  for (const button of all("[data-forget]")) button.onclick = () => ask("forgetEverything");
  show("[data-forget]", true);
  navigator.serviceWorker.onmessage = ({ data }) => {
    if (data !== "forgotten") return;
    decline("");
    show("[data-edition], [data-forget]", false);
    show("[data-forgotten]", true);
    showEditions([]);
  };
}

// ---- The offline page: every published language, kept or not

const rows = all("[data-editions] [data-locale]");

function offerEditions() {
  for (const row of rows) {
    for (const button of all("[data-keep]", row)) button.onclick = () => keep(row);
    for (const button of all("[data-remove]", row)) button.onclick = () => remove(row);
  }
}

async function keep(/** @type {HTMLElement} */ row) {
  const { locale = "" } = row.dataset;
  accept(locale);
  show("[data-keeping]", true, row);
  show("[data-keep], [data-failed], [data-full]", false, row);
  const { outcome, reason, kept } = /** @type {Outcome} */ (
    await ask("keep", { locale }).catch(() => ({ outcome: "failed" }))
  );
  offerForgetting();
  showRow(row, kept);
  show("[data-full]", reason === "space", row);
  show("[data-failed]", outcome === "failed" && reason !== "space", row);
}

async function remove(/** @type {HTMLElement} */ row) {
  const { locale = "" } = row.dataset;
  decline(locale);
  await ask("forget", { locale });
  showRow(row, undefined);
  if (locale === lang) show("[data-edition]", false);
}

function showEditions(/** @type {Kept[]} */ editions) {
  for (const row of rows) {
    showRow(row, editions.find(({ locale }) => locale === row.dataset.locale));
  }
}

function showRow(/** @type {HTMLElement} */ row, /** @type {Kept | undefined} */ kept) {
  show("[data-held], [data-remove]", kept !== undefined, row);
  show("[data-keep]", kept === undefined, row);
  show("[data-keeping], [data-failed], [data-full]", false, row);
  if (!kept) return;
  fillDate("[data-date]", kept.date, DAY, row);
  fillDate("[data-last]", kept.checked, MOMENT, row);
  const kilobytes = new Intl.NumberFormat(lang, { style: "unit", unit: "kilobyte" });
  fill("[data-size]", kilobytes.format(Math.ceil(kept.size / 1000)), row);
}

// ---- What a reader removed stays removed while this tab is open

/** The note for a language, or for everything: the empty string. */
function noteOf(/** @type {string} */ locale) {
  return `pwa:${prefix}:removed:${locale}`;
}

function isDeclined(/** @type {string} */ locale) {
  return sessionStorage.getItem(noteOf(locale)) !== null;
}

function decline(/** @type {string} */ locale) {
  sessionStorage.setItem(noteOf(locale), "");
}

function accept(/** @type {string} */ locale) {
  for (const which of ["", locale]) sessionStorage.removeItem(noteOf(which));
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
const DAY = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" });

/**
 * @type {(selector: string, moment: string | number, format: Intl.DateTimeFormat,
 *   within?: ParentNode) => void}
 */
const fillDate = (selector, moment, format, within) => {
  const date = new Date(moment);
  for (const time of all(selector, within)) time.setAttribute("datetime", date.toISOString());
  fill(selector, format.format(date), within);
};

// Where a browser refuses storage this rejects: everything can be read, and nothing is claimed.
if (worker && "serviceWorker" in navigator) {
  const begin = () => start().catch(() => {});
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
