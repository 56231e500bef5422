// What a page does beyond being read: it has its language kept on this device, says how old
// it is, and lets go of everything when asked. Every sentence stands in this page, hidden until it
// is true, or in the offline page; without this script the page is whole.
"use strict";

/** What page and engine say to each other: the same number as in sw.js. */
const PROTOCOL = 1;

/**
 * Milliseconds after which the engine is asked once more: browsers kill a worker that nobody talks
 * to, and one that takes minutes over an answer. Asked again it goes on, where it was killed too.
 */
const PATIENCE = 20_000;

/** Milliseconds without a check after which a page says so before its text: 31 days. */
const MONTH = 31 * 24 * 60 * 60 * 1000;

/** Milliseconds after which whoever is here has come back: half a day. */
const LATER = 12 * 60 * 60 * 1000;

/** Milliseconds without scrolling after which somebody reads here. */
const STILL = 500;

/**
 * As in sw.js.
 * @typedef {{locale: string, revision: string, previous?: string, newest?: string, date: string,
 *   size: number, since?: number, checked: number, revoked?: Record<string, string>}} Kept
 * @typedef {{outcome: string, kept?: Kept, reason?: string, stays?: boolean}} Outcome
 * Of a language, how far its download is, or that it is not here any more.
 * @typedef {{locale: string, gone?: boolean, received: number, size: number}} News
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

// ---- What helps in reading

for (const link of /** @type {HTMLAnchorElement[]} */ (all(".aa"))) {
  link.hidden = false;
  link.onclick = (event) => {
    if (link.pathname === location.pathname) return;
    // A tab or a window of its own was asked for.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    aids(link.href).catch(() => location.assign(link.href));
  };
}

/** Opens over this page what stands in the page of the aids, by that page's own script. */
async function aids(/** @type {string} */ href, does = "open") {
  const page = await (await fetch(href)).text();
  (await import(/module" src="([^"]+)/.exec(page)?.[1] ?? ""))[does](page);
}

// Another page may have changed the look of the text while this one was put away, or another tab.
if (canKeep()) {
  addEventListener("pageshow", ({ persisted }) => persisted && dress());
  addEventListener("storage", dress);
}

/** Does again what the script in the head did (first.js), or undoes it. */
function dress() {
  const [, text = "", dark = `screen and (prefers-color-scheme: dark)`] =
    /(.*)\|(screen.*|not all)$/.exec(localStorage.getItem(keyOf("text", "")) ?? "") ?? [];
  document.documentElement.style.cssText = text;
  const rule = /** @type {CSSMediaRule | undefined} */ (document.styleSheets[0]?.cssRules[1]);
  if (rule?.media) rule.media.mediaText = dark;
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
  link.hash = anchorAbove("main :is(h2, h3, h4, h5, h6)[id]");
}

/** Of some elements the last that begins above the window’s lower thirds, by its id everywhere. */
function anchorAbove(/** @type {string} */ selector) {
  const shown = all(selector).filter((element) => !element.closest("details:not([open])"));
  const above = shown.filter((one) => one.getBoundingClientRect().top < innerHeight / 3);
  return (above.at(-1)?.id ?? "").replace(".earlier:", "");
}

// ---- Coming back: to where reading stopped, in whatever language that was

/** Where reading stopped: a section's path in any edition, and a paragraph of it. */
const placeNoted = () => noted("place", "") ?? "";

/** Of an address in this edition, what is the same in any other. */
const pathOf = (/** @type {Location | HTMLAnchorElement} */ { pathname }) =>
  pathname.slice(`${prefix}${lang}/`.length);

/** Whether this is a section's own page. */
const isSection = all("main > article").length > 0;

/**
 * What is to be gone on with: what was, until somebody who opened this page at a height has moved on
 * from it by half a window. After the very end that is nothing, at the very beginning nothing yet.
 */
function placeHere(/** @type {number} */ opened) {
  const path = pathOf(location);
  const [next] = /** @type {HTMLAnchorElement[]} */ (all("[rel=next]"));
  const isRead = all("article")[0].getBoundingClientRect().bottom < innerHeight;
  const isGlance = Math.abs(scrollY - opened) <= innerHeight / 2;
  const anchor = anchorAbove("article [id]");
  if (isRead && !isGlance) return next && pathOf(next);
  if (anchor && !isGlance) return `${path}#${anchor}`;
  return (isGlance && placeNoted()) || (all("[rel=prev]").length ? path : "");
}

/** Notes the place wherever the reader pauses or leaves, once the last one has been offered. */
function comeBack() {
  const offered = offerPlace();
  if (isSection) notePlaces(scrollY);
  return offered;
}

function notePlaces(/** @type {number} */ opened) {
  let timer = 0;
  const isWanted = () => !isNoted("removed", "");
  const pause = () => {
    const place = isWanted() && placeHere(opened);
    if (place) note("place", "", place);
    else unnote("place", "");
  };
  const leave = () => {
    pause();
    if (isWanted()) noteReading();
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(pause, STILL);
  });
  addEventListener("pagehide", leave);
  addEventListener("visibilitychange", leave);
  // Whoever goes on from here has read this, even if there was nothing to be scrolled.
  for (const next of /** @type {HTMLAnchorElement[]} */ (all("[rel=next]"))) {
    next.onclick = () => isWanted() && note("place", "", pathOf(next));
  }
}

/** Offers it on the cover and, without what has been read already, in the section itself. */
async function offerPlace() {
  const place = placeNoted();
  const [path, anchor = ""] = place.split("#");
  const titles = /** @type {HTMLAnchorElement[]} */ (all(".contents a"));
  const title = titles.find((link) => pathOf(link) === path)?.cloneNode(true);
  // A paragraph that is no more leaves the section's beginning, where this page opens anyway.
  const isThere = isSection && document.getElementById(anchor) !== null;
  const isHere = isThere && pathOf(location) === path && !location.hash;
  if (isHere) all("[data-offer]")[0].after(...all("[data-place]", await offlinePage()));
  const [offer] = all("[data-place]");
  for (const words of title ? all("[data-title]", offer) : []) words.replaceWith(title ?? "");
  for (const link of offer?.querySelectorAll("a") ?? []) {
    link.href = `${link.pathname}#${anchor}`;
  }
  if (!offer || (!isHere && (!title || noted("seen", "place") === place))) return;
  offer.setAttribute("aria-label", offer.textContent?.trim() ?? "");
  for (const button of all("button", offer)) {
    button.onclick = () => {
      // Until there is another one; the installed app still opens there.
      note("seen", "place", place);
      putAway(offer);
    };
  }
  offer.hidden = false;
  // Whoever goes on alone, or has gone on by it, needs it no more.
  if (isHere) addEventListener("scroll", () => (offer.hidden = true), { once: true });
}

/** Takes away what has been answered: whoever did it with the keyboard goes on in the text. */
function putAway(/** @type {HTMLElement} */ offer) {
  offer.hidden = true;
  all("main")[0].focus({ preventScroll: true });
}

/**
 * Offers this page in the language that the browser prefers, unless the reader has chosen this one
 * here: both by their own names, which whoever reads them understands.
 */
async function offerLanguage() {
  const link = preferred();
  const here = languages.find(({ hreflang }) => hreflang === lang);
  if (!link || !here || link === here || isNoted("chosen", lang)) return;
  const there = /** @type {HTMLAnchorElement} */ (link.cloneNode(true));
  there.onclick = () => keepPlace(there);
  const stay = document.createElement("button");
  stay.textContent = here.textContent;
  stay.setAttribute("aria-current", "true");
  stay.onclick = () => {
    note("chosen", lang);
    putAway(offer);
  };
  const [offer] = all("[data-offer]");
  const [menu] = all(".languages");
  offer.setAttribute("aria-label", menu.getAttribute("aria-label") ?? "");
  offer.append(/** @type {Node} */ (menu.querySelector("svg")).cloneNode(true), there, stay);
  offer.hidden = false;
}

/** The language here that serves the browser's first wish that any of them serves. */
function preferred() {
  for (const [at, wish] of navigator.languages.entries()) {
    // What only widens an earlier wish is no wish of its own: zh after zh-TW.
    if (navigator.languages.slice(0, at).some((one) => one.startsWith(`${wish}-`))) continue;
    const found =
      languages.find(({ hreflang }) => hreflang === wish) ??
      languages.find(({ hreflang }) => written(hreflang) === written(wish));
    if (found) return found;
  }
}

/** A language in a script: who reads es-MX reads es, who reads zh-TW does not read zh-Hans. */
function written(/** @type {string} */ tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag;
  }
}

/** What only this script can know: it stands empty, and the offline page has the words. */
const UNSAID = ["[data-edition]", "[data-asked]", "[data-recalled]", "[data-stale]"];

/**
 * Fills what stands empty on this page with what the offline page has there. Where it is not on the
 * device it is fetched once, however old it then is.
 */
async function borrow() {
  const empty = UNSAID.filter((selector) => all(selector).some(isEmpty));
  if (empty.length === 0) return;
  const lender = await offlinePage();
  for (const selector of empty) {
    for (const words of all(selector, lender)) all(selector)[0].append(...words.childNodes);
  }
}

async function offlinePage() {
  const answer = await fetch(`${prefix}${lang}/offline/`, { cache: "force-cache" });
  // Without its head: this page's policy forbids the style sheet of another.
  const body = (await answer.text()).replace(/^[^]*?<body/, "<body");
  return new DOMParser().parseFromString(body, "text/html");
}

const isEmpty = (/** @type {HTMLElement} */ element) => !element.textContent?.trim();

/** Shows what is true, if the words for it could be borrowed. */
function showFilled(/** @type {string} */ selector, /** @type {boolean} */ isTrue) {
  for (const element of all(selector)) element.hidden = !isTrue || isEmpty(element);
}

// ---- As an app: another script has what few readers need, and the offline page its words

/** What the browser installs with, once it can. @type {Event | undefined} */
let installer;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installer = event;
  offerInstalling();
});

/** Where it is told how to install, and to whoever is back on a later day. */
function offerInstalling() {
  const isBack = Date.now() - (opened?.since ?? Infinity) > LATER;
  if (installer && (rows.length > 0 || isBack)) asApp("offer").catch(() => {});
}

/** The app's script does something with the offline page's words, if both are here. */
async function asApp(/** @type {"begin" | "offer" | "goBack"} */ does, event = installer) {
  const lender = await offlinePage();
  (await import(all("[data-app]", lender)[0].dataset.app ?? ""))[does](lender, event);
}

// ---- Reading

/** After the page has loaded: nothing of this competes with what is being read. */
async function start() {
  offerEditions();
  const { href } = new URL(worker, location.href);
  navigator.serviceWorker.onmessage = ({ data, source }) => {
    // The engine of a publication around this one talks to all pages beneath it.
    if (/** @type {ServiceWorker} */ (source).scriptURL === href) hear(data);
  };
  const isWanted = !isNoted("removed", "");
  if (isWanted) await register();
  if (isWanted && inEdition) await noteReading();
  const editions = await listEditions();
  if ((await registered()) || hasNotes()) offerForgetting();
  const own = editions.find(({ locale }) => locale === lang);
  opened = /** @type {Kept | null} */ (await ask("shown")) ?? undefined;
  wasKept = opened !== undefined;
  if (opened) {
    await borrow().catch(() => {});
    showAge(opened, own);
  }
  offerInstalling();
  if (!inEdition) return;
  if (!own) served = await servedText();
  await keepUpToDate(loaded);
  document.onvisibilitychange = () => {
    if (document.visibilityState === "visible") keepUpToDate(Date.now()).catch(() => {});
  };
}

/** Says what the installed app is to open. */
function noteReading() {
  const [place] = placeNoted().split("#");
  return ask("reading", { locale: lang, after: Number(checkAfter), place }, engine);
}

/** The moment at which this page was asked for, and its address then: a search changes that. */
const loaded = Date.now() - performance.now();
const { href } = location;

/** Whether this page came out of what was kept: the reader has been here before. */
let wasKept = false;

/** The edition that this page is of, as far as that is known. @type {Kept | undefined} */
let opened;

/** The text of a page that came before anything was kept, as long as the browser has it. */
let served = "";

async function servedText() {
  // Asked anew, the network might give a later page.
  const answer = fetch(href, { cache: "only-if-cached", mode: "same-origin" });
  return answer.then((page) => (page.ok ? page.text() : ""), () => "");
}

/** The text that an edition has at this page's address, if any. */
async function textIn(/** @type {Kept} */ { locale, revision }) {
  const cacheName = `pwa:${prefix}:${locale}:${revision}`;
  const answer = await caches.match(location.href, { cacheName, ignoreSearch: true });
  return answer?.text();
}

/** Has the language being read kept. An answer that is later than `asked` will do. */
async function keepUpToDate(/** @type {number} */ asked) {
  const isUnwanted = isNoted("removed", "") || isNoted("removed", lang);
  if (isUnwanted || factsOf(lang).wait) return void (await listEditions());
  const { outcome } = await follow("check", lang, { asked });
  await listEditions();
  if (wasKept && outcome !== "failed" && outcome !== "costly") await ask("aids", { locale: lang });
}

/** What a check or a download has come to, and whether this page is still of the newest edition. */
async function showOutcome(/** @type {Outcome} */ { outcome, reason = "", kept }) {
  await borrow().catch(() => {});
  show("[data-unchecked]", outcome === "failed" && !ENDS[reason]);
  show("[data-no-space]", reason === "space");
  if (reason === "space") show("[data-edition]", true);
  if (!kept) return;
  const text = served && (await textIn(kept));
  if (!opened && text && text === served) opened = kept;
  if (opened) showAge(opened, kept);
  // A page of none is older than one in its place that was announced after it came.
  const isOlder = Boolean(text) && kept.checked >= loaded;
  const isLater = opened ? opened.revision !== kept.revision : isOlder;
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

/** The engine tells every open page, this one too; without it there are only notes. */
async function forgetEverything() {
  if (await registered()) await ask("forgetEverything");
  else showForgotten();
}

/** Shows the button at the page's foot: what helps in reading does as well, once it notes anything. */
function offerForgetting() {
  show("[data-forget]", true);
  show("[data-forgotten]", false);
}

function showForgotten() {
  forgetNotes();
  dress();
  note("removed", "");
  facts.clear();
  hideAge();
  show("[data-forget]", false);
  show("[data-forgotten]", true);
  showEditions([]);
}

/** Of what is not here any more, nothing is said. */
function hideAge() {
  show("[data-edition], [data-recalled], [data-stale]", false);
}

// ---- The languages on this device: what is true of each, and what is shown of that

/**
 * What this page knows of a language: the edition that is kept, the answer that it waits for, what
 * the last download ended in, and the bytes of one that was put off because it costs.
 * @typedef {{kept?: Kept, wait?: Wait, ended?: string, offered?: number}} Facts
 * A wait that the reader did not ask for is shown once there is something to be waited for.
 * @typedef {{isShown: boolean, received: number, size: number, timer: number,
 *   end: (answer?: Outcome | null) => void}} Wait
 * @type {Map<string, Facts>}
 */
const facts = new Map();

/** @type {(locale: string) => Facts} */
const factsOf = (locale) => facts.get(locale) ?? {};

/** The only way to what is shown of a language: through what is true of it. */
function learn(/** @type {string} */ locale, /** @type {Facts} */ more) {
  facts.set(locale, { ...factsOf(locale), ...more });
  for (const row of rows) if (localeOf(row) === locale) showRow(row);
  if (locale === lang) showOffer();
}

/** In one word; a language may have been here, before the browser cleared it away. */
function stateOf(/** @type {string} */ locale) {
  const { kept, wait, ended, offered } = factsOf(locale);
  if (kept) return "kept";
  if (wait?.isShown) return "keeping";
  if (ended) return ended;
  if (offered !== undefined) return "asked";
  return isNoted("wanted", locale) ? "lost" : "absent";
}

/** Waits for what becomes of a language, and shows it. @returns {Promise<Outcome>} */
async function follow(/** @type {string} */ type, /** @type {string} */ locale, details = {}) {
  const wait = /** @type {Wait} */ ({ isShown: type === "keep", received: 0, size: 1 });
  const answered = new Promise((resolve) => (wait.end = resolve));
  const again = () => ask(type, { locale, ...details }).then(wait.end, () => wait.end());
  wait.timer = setInterval(again, PATIENCE);
  learn(locale, { wait });
  again();
  const answer = /** @type {Outcome} */ ((await answered) ?? { outcome: "failed" });
  clearInterval(wait.timer);
  // Otherwise it has been removed, or begun anew.
  const isAwaited = () => factsOf(locale).wait === wait;
  // What the reader stopped is not begun again by the next page.
  if (isAwaited() && answer.reason === "cancelled" && !answer.kept) note("removed", locale);
  if (locale === lang && isAwaited()) await showOutcome(answer);
  const offered = answer.outcome === "costly" ? await sizeOf(locale).catch(() => 0) : undefined;
  if (isAwaited()) learn(locale, { offered, ...ending(type, factsOf(locale), answer) });
  return answer;
}

/** What a download ends in that does not end well, by the engine's reason. */
const ENDS = /** @type {Record<string, string>} */ ({
  space: "full",
  cancelled: "stopped",
  download: "failed",
});

/** What is true after an answer. @type {(type: string, facts: Facts, answer: Outcome) => Facts} */
function ending(type, { kept, ended, offered }, { outcome, reason = "", stays, kept: now = kept }) {
  if (outcome !== "failed") return { wait: undefined, ended: undefined, kept: now };
  // A check that could not be made says nothing of a download.
  const end = ENDS[reason] ?? (type === "keep" ? "failed" : ended);
  const isPaused = end === "stopped" && stays;
  return { wait: undefined, ended: isPaused ? "paused" : end, offered, kept: now };
}

/** Ends a wait also where the engine knows of none, because the browser has killed it. */
async function stop(/** @type {string} */ locale) {
  const { wait } = factsOf(locale);
  clearInterval(wait?.timer);
  const answer = await ask("cancel", { locale }).catch(() => null);
  wait?.end(/** @type {Outcome | null} */ (answer) ?? { outcome: "failed", reason: "cancelled" });
}

/** What the engine tells every page. */
function hear(/** @type {"forgotten" | News} */ news) {
  if (news === "forgotten") return showForgotten();
  const { locale, gone, received, size } = news;
  if (gone) return showGone(locale);
  const { wait, kept, ended } = factsOf(locale);
  if (wait) learn(locale, { wait: Object.assign(wait, { isShown: true, received, size }) });
  // Another tab's, or that of this page before it was loaded again.
  else if (!kept && !ended && isListed(locale)) follow("keep", locale).then(listEditions);
}

const isListed = (/** @type {string} */ locale) => rows.some((row) => localeOf(row) === locale);

function showGone(/** @type {string} */ locale) {
  const { wait } = factsOf(locale);
  note("removed", locale);
  facts.delete(locale);
  wait?.end();
  learn(locale, {});
  if (locale === lang) hideAge();
}

/** Keeps what the reader asked for, and has the browser say whether it will leave it alone. */
async function keep(/** @type {string} */ locale) {
  for (const which of ["", locale]) unnote("removed", which);
  navigator.storage?.persist().then(showPersistence, () => {});
  await register().catch(() => {});
  const { kept } = await follow("keep", locale);
  // Only what was here once can have been cleared away.
  if (kept) {
    note("wanted", locale);
    ask("aids", { locale, asked: true }).catch(() => {});
  }
  if (await registered()) offerForgetting();
  await listEditions();
}

async function remove(/** @type {string} */ locale) {
  unnote("wanted", locale);
  await ask("forget", { locale });
  showGone(locale);
  await listEditions();
}

function showPersistence(/** @type {boolean} */ isPersistent) {
  show("[data-persistent]", isPersistent);
  show("[data-clearable]", !isPersistent);
}

/** Shows what is kept, and says which editions that is. */
async function listEditions() {
  const editions = /** @type {Kept[] | null} */ (await ask("list")) ?? [];
  showEditions(editions);
  if (rows.length && editions.length) navigator.storage?.persisted().then(showPersistence);
  return editions;
}

function showEditions(/** @type {Kept[]} */ editions) {
  for (const one of new Set([lang, ...rows.map(localeOf)])) {
    learn(one, { kept: editions.find(({ locale }) => locale === one) });
  }
}

// ---- The offer to keep what costs, on the page that is read

/** Asks before downloading what costs, with its size, and stays until it is here or declined. */
function showOffer() {
  const { kept, wait, ended = "asked", offered = 0 } = factsOf(lang);
  for (const box of all("[data-asked]")) {
    for (const button of all("[data-accept]", box)) button.onclick = () => keep(lang);
    for (const button of all("[data-decline]", box)) button.onclick = decline;
    for (const button of all("[data-cancel]", box)) button.onclick = () => stop(lang);
    fill("[data-asked-size]", formatSize(offered), box);
    show("[data-why]", !kept, box);
    if (wait) showProgress(box, wait);
    showState(box, wait?.isShown ? "keeping" : ended);
  }
  // On the offline page the language's own row asks, unless it has an edition to tell of.
  showFilled("[data-asked]", offered > 0 && (rows.length === 0 || kept !== undefined));
}

/** A language that is here is still checked; only this edition of it is not wanted now. */
function decline() {
  if (!factsOf(lang).kept) note("removed", lang);
  learn(lang, { offered: undefined, ended: undefined });
}

// ---- The offline page: a row for every published language, kept or not

const rows = all("[data-editions] [data-locale]");

/** @type {NodeListOf<HTMLTemplateElement>} */
const templates = document.querySelectorAll("[data-row]");

const localeOf = (/** @type {HTMLElement} */ row) => row.dataset.locale ?? "";

function offerEditions() {
  for (const row of rows) {
    const locale = localeOf(row);
    for (const { content } of templates) row.append(content.cloneNode(true));
    const [name] = all("a", row);
    for (const control of all("button, progress", row)) {
      control.setAttribute("aria-label", `${control.textContent} ${name.textContent}`.trim());
    }
    const asking = all("[data-keep], [data-continue]", row);
    for (const button of asking) button.onclick = () => keep(locale);
    for (const button of all("[data-cancel]", row)) button.onclick = () => stop(locale);
    for (const button of all("[data-remove]", row)) button.onclick = () => remove(locale);
  }
}

function showRow(/** @type {HTMLElement} */ row) {
  const { kept, wait } = factsOf(localeOf(row));
  if (kept) showKept(row, kept);
  else if (wait?.isShown) showProgress(row, wait);
  else showPrice(row);
  showState(row, stateOf(localeOf(row)));
}

function showPrice(/** @type {HTMLElement} */ row) {
  const shown = (/** @type {number} */ size) => {
    if (factsOf(localeOf(row)).kept) return;
    fill("[data-price] [data-size]", formatSize(size), row);
    show("[data-price]", true, row);
  };
  sizeOf(localeOf(row)).then(shown, () => show("[data-price]", false, row));
}

function showKept(/** @type {HTMLElement} */ row, /** @type {Kept} */ kept) {
  fillDate("[data-since]", kept.since ?? kept.checked, DAY_HERE, row);
  fillDate("[data-date]", kept.date, DAY, row);
  fillDate("[data-last]", kept.checked, MOMENT, row);
  show("[data-known]", isPast(kept.checked), row);
  fill("[data-held] [data-size]", formatSize(kept.size), row);
}

/** Shows how far a download is. What is read out changes with each quarter only. */
function showProgress(/** @type {HTMLElement} */ element, /** @type {Wait} */ { received, size }) {
  for (const bar of all("progress", element)) Object.assign(bar, { max: size, value: received });
  fill("[data-received]", formatSize(received), element);
  fill("[data-amount] [data-size]", formatSize(size), element);
  show("[data-amount]", received > 0, element);
  fill("[data-percent]", formatPart(Math.floor((4 * received) / size) / 4), element);
}

/** Shows of a row, or of the offer, what is true in a state. */
function showState(/** @type {HTMLElement} */ row, /** @type {string} */ state) {
  row.dataset.state = state;
  for (const element of all("[data-when]", row)) {
    element.hidden = !element.dataset.when?.split(" ").includes(state);
  }
}

/** The bytes of editions that are not kept. @type {Map<string, Promise<number>>} */
const sizes = new Map();

/** About what it takes up: what the browser remembers will do, and costs nothing. */
function sizeOf(/** @type {string} */ locale) {
  const known = sizes.get(locale) ?? fetchSize(locale);
  sizes.set(locale, known);
  known.catch(() => sizes.delete(locale));
  return known;
}

async function fetchSize(/** @type {string} */ locale) {
  const answer = await fetch(`${prefix}${locale}/edition.json`, { cache: "force-cache" });
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
// reader wanted here, which recall has been read, which languages were chosen, where reading stopped
// and how the text is to look, is remembered while the device keeps it.

/** Asked for when they are used: a browser that refuses them throws, and then has nothing noted. */
const KINDS = {
  removed: () => sessionStorage,
  wanted: () => localStorage,
  seen: () => localStorage,
  chosen: () => localStorage,
  text: () => localStorage,
  place: () => localStorage,
  listening: () => sessionStorage,
};

/** @typedef {keyof typeof KINDS} Kind */

/** The key of a note on a language, a revision or, the empty string, on everything. */
const keyOf = (/** @type {Kind} */ kind, /** @type {string} */ of) => `pwa:${prefix}:${kind}:${of}`;

/** @type {(kind: Kind, of: string) => string | undefined} */
function noted(kind, of) {
  try {
    return KINDS[kind]()[keyOf(kind, of)];
  } catch {}
}

const isNoted = (/** @type {Kind} */ kind, /** @type {string} */ of) =>
  noted(kind, of) !== undefined;

function note(/** @type {Kind} */ kind, /** @type {string} */ of, value = "") {
  try {
    KINDS[kind]()[keyOf(kind, of)] = value;
  } catch {}
}

function unnote(/** @type {Kind} */ kind, /** @type {string} */ of) {
  KINDS[kind]().removeItem(keyOf(kind, of));
}

/** Whether anything stays on this device that was noted for this publication. */
const hasNotes = () => Object.keys(localStorage).some((key) => key.startsWith(`pwa:${prefix}:`));

function forgetNotes(kinds = /** @type {Kind[]} */ (Object.keys(KINDS))) {
  for (const kind of kinds) {
    const kept = KINDS[kind]();
    const ours = Object.keys(kept).filter((key) => key.startsWith(keyOf(kind, "")));
    for (const key of ours) kept.removeItem(key);
  }
}

// ---- The engine

/** Brings the engine where it is not. */
const register = () => navigator.serviceWorker.register(worker, { scope: prefix });

/** The engine of this publication, if it is here; another's may stand for this address too. */
async function registered() {
  const found = await navigator.serviceWorker.getRegistration(prefix);
  return found?.scope === new URL(prefix, location.href).href ? found : undefined;
}

/**
 * As it was last found: a page that is being left has no time to look for it.
 * @type {ServiceWorkerRegistration | undefined}
 */
let engine;

/**
 * Resolves with the engine's answer; with null where it has been removed.
 * @type {(type: string, details?: object, found?: typeof engine | Promise<typeof engine>) =>
 *   Promise<any>}
 */
async function ask(type, details = {}, found = registered()) {
  const registration = (engine = await found);
  if (!registration) return null;
  const active = registration.active ?? (await navigator.serviceWorker.ready).active;
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
  // What is read out where it changes is not to be read out again.
  for (const one of all(selector, within)) if (one.textContent !== text) one.textContent = text;
};

/** An edition's date is the same day everywhere; a check happened in the reader's own time. */
const DAY = /** @type {const} */ ({ dateStyle: "long", timeZone: "UTC" });
const DAY_HERE = /** @type {const} */ ({ dateStyle: "long" });
const MOMENT = /** @type {const} */ ({ dateStyle: "long", timeStyle: "short" });

/**
 * @type {(selector: string, moment: string | number, style: Intl.DateTimeFormatOptions,
 *   within?: ParentNode) => void}
 */
const fillDate = (selector, moment, style, within) => {
  const date = new Date(moment);
  for (const time of all(selector, within)) time.setAttribute("datetime", date.toISOString());
  // A format takes a phone a while to make: never before there is something to show.
  fill(selector, new Intl.DateTimeFormat(numerals, style).format(date), within);
};

/** Whether this browser keeps anything for pages: some do not, or not in private windows. */
function canKeep() {
  try {
    return "serviceWorker" in navigator && Boolean(sessionStorage && localStorage);
  } catch {
    return false;
  }
}

/** Where a browser refuses storage this rejects: all can be read, and nothing is claimed. */
function afterLoading(/** @type {() => Promise<unknown>} */ task) {
  const begin = () => task().catch(() => {});
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

afterLoading(offerLanguage);
show("[data-able]", canKeep());
show("[data-unable]", !canKeep());
show("[data-sparing]", "connection" in navigator);
if (rows.length > 0) afterLoading(() => asApp("begin"));
if (matchMedia("(display-mode: standalone)").matches) afterLoading(() => asApp("goBack"));
if (worker && canKeep() && !isNoted("removed", "")) afterLoading(comeBack);
if (canKeep() && isNoted("listening", "")) {
  // No later page begins to speak because this one could not.
  afterLoading(() =>
    aids(`${prefix}${lang}/reading/`, "prepare").catch(() => unnote("listening", "")),
  );
}
for (const button of all("[data-forget]")) button.onclick = forgetEverything;
// The publisher keeps nothing on devices: the kill switch (retire.js) leaves the notes to pages. What
// the reader has chosen stays the reader's.
if (!worker) {
  afterLoading(async () => {
    forgetNotes(["removed", "wanted", "seen", "place"]);
    if (hasNotes()) offerForgetting();
  });
}
if (worker && canKeep()) afterLoading(start);
