// The offline engine: whole editions, kept on this device.
//
// An edition arrives as one pack. Every byte of it is checked against the revision that
// names it, all of it is stored beside the edition already kept, and only then does one
// small record, the pointer, move over to it. Whatever fails before that leaves the old
// edition as it was. Readers are answered from the edition that the pointer names and,
// for its pages, never from the network's newer one: where every navigation is to show the
// newest, the whole edition is brought up to date first.
"use strict";

/** What engine, page and server say to each other; pwa/release/packs.py has the other half. */
const PROTOCOL = 1;

/** Milliseconds that a page which is not kept may take to begin to answer. */
const PATIENCE = 6_000;

/** Milliseconds that the few bytes which announce an edition may take. */
const PATIENCE_WITH_CHECKS = 30_000;

/** Milliseconds that a page waits to hear that there is a newer edition, and then for it. */
const PATIENCE_FOR_NEWS = 250;
const PATIENCE_FOR_A_SWITCH = 3_000;

const engine = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL(engine.registration.scope);

/** Other publications and apps may share this origin: what does not begin so is not ours. */
const PREFIX = `pwa:${scope.pathname}:`;
const STATE = `${PREFIX}state`;

/**
 * Who reads on the machine that serves (as in Secure Contexts §3.1, but of the names only
 * localhost itself) is working on the publication, and sees what was saved.
 */
const ON_THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"].includes(scope.hostname);

/**
 * A pointer says which revision of a locale readers are in. `size` counts bytes; `checked` is
 * the moment of the last answer about newer editions, in milliseconds since 1970.
 * @typedef {{locale: string, revision: string, previous?: string, date: string,
 *   size: number, checked: number}} Kept
 * The language last read and the seconds between two checks are as the last page said.
 * @typedef {{reading?: string, after?: number, editions: Record<string, Kept>}} State
 *
 * @typedef {{protocol: number, locale: string, revision: string, date: string,
 *   pack: {address: string, sha256: string, size: number}}} Announced
 * @typedef {{type: string, text?: string, base64?: string}} Packed
 * @typedef {{protocol: number, locale: string, headers: Record<string, Record<string, string>>,
 *   files: Record<string, Packed>}} Pack
 *
 * @typedef {{outcome: "costly" | "recent" | "current" | "switched" | "failed", kept?: Kept,
 *   reason?: "space" | "connection"}} Outcome
 * @typedef {{stop: AbortController, done: Promise<Outcome>, inTime: Promise<unknown>}} Underway
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{headers: Headers, body: Bytes}} Unpacked
 */

// ---- Listeners

engine.addEventListener("install", (event) => event.waitUntil(engine.skipWaiting()));

// The very first visit is served by no worker; claiming it lets its edition be kept at once.
engine.addEventListener("activate", (event) => event.waitUntil(engine.clients.claim()));

engine.addEventListener("message", (event) => event.waitUntil(reply(event)));

engine.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(scope.href)) {
    event.respondWith(strategyFor(event.request)(event.request, event));
  }
});

// ---- Strategies

function strategyFor(/** @type {Request} */ request) {
  const path = within(request);
  if (request.mode !== "navigate") return path.startsWith("static/") ? hashedFile : file;
  if (path === "start" || path === "start/") return start;
  return path === "" ? root : page;
}

/** A page: the kept edition's if it has it, else the network's, else word that it is not here. */
async function page(/** @type {Request} */ request, /** @type {FetchEvent} */ event) {
  const path = within(request);
  // Every page of an edition ends so; what only leads to one is not worth a check.
  if (path.endsWith("/")) await checkFirst(localeOf(path), event);
  const kept = await editionOf(path);
  const answer = await answerOf(kept, path);
  if (answer) {
    openedFrom.set(event.resultingClientId, kept);
    return answer;
  }
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  if (await answerOf(kept, other)) return redirect(other + new URL(request.url).search);
  return fromNetworkOr(notHere, request);
}

/** The edition that each page came from, by client: a check may move the pointer behind it. */
const openedFrom = new Map();

/** Where every navigation is to show the newest, a check goes first, while a reader waits. */
async function checkFirst(/** @type {string} */ locale, /** @type {FetchEvent} */ event) {
  const isDue = ON_THIS_MACHINE || (await state()).after === 0;
  if (!isDue || isCostly() || !(await keptEdition(locale))) return;
  const { inTime, done } = underwayFor(locale);
  event.waitUntil(done);
  await inTime;
}

/** The installed app opens in the language last read. */
async function start(/** @type {Request} */ request) {
  const { reading } = await state();
  return reading ? redirect(`${reading}/`) : fromNetworkOr(notHere, request);
}

/** The publication's own address: the server knows best, the language last read stands in. */
function root(/** @type {Request} */ request) {
  return fromNetworkOr(async ({ locale }) => redirect(`${locale}/`), request);
}

/** What belongs to an edition without being a page. */
async function file(/** @type {Request} */ request) {
  const path = within(request);
  return (await answerOf(await editionOf(path), path)) ?? fetch(request);
}

/**
 * A file whose name holds its hash is the same in every edition, so that any may give it:
 * a page opened before a switch still finds its own.
 */
async function hashedFile(/** @type {Request} */ request) {
  for (const cacheName of await ourCaches()) {
    const found = await caches.match(request.url, { cacheName });
    if (found) return found;
  }
  return fetch(request);
}

/** The edition that a path is of, if it is kept. */
async function editionOf(/** @type {string} */ path) {
  return (await state()).editions[localeOf(path)];
}

/** What an edition answers at a path, if it is kept and has the path. */
async function answerOf(/** @type {Kept | undefined} */ kept, /** @type {string} */ path) {
  // caches.open would bring back, empty, what the browser has cleared away; match does not.
  return kept && caches.match(new URL(path, scope), { cacheName: nameOf(kept) });
}

/**
 * The network's answer; where there is none within our patience, the stand-in's. A device
 * that keeps nothing is left to the browser and its own words.
 * @param {(home: Kept) => Promise<Response>} standIn
 * @param {Request} request
 */
async function fromNetworkOr(standIn, request) {
  const home = await homeEdition();
  if (!home) return fetch(request);
  try {
    // A race, not an abort signal: that would cut off a long body that has begun to arrive.
    return await Promise.race([fetch(request), tooLate(PATIENCE)]);
  } catch {
    return standIn(home);
  }
}

/** The offline page, which says so when it answers for another and lists what is here. */
async function notHere(/** @type {Kept} */ home) {
  const answer = await answerOf(home, `${home.locale}/offline/`);
  return answer
    ? new Response(answer.body, { status: 503, headers: answer.headers })
    : Response.error();
}

/** @returns {Promise<never>} */
function tooLate(/** @type {number} */ patience) {
  return new Promise((_, reject) => setTimeout(reject, patience));
}

function redirect(/** @type {string} */ path) {
  return Response.redirect(new URL(path, scope).href);
}

/** A request's path within our scope, without its query. */
function within(/** @type {Request} */ request) {
  return new URL(request.url).pathname.slice(scope.pathname.length);
}

function localeOf(/** @type {string} */ path) {
  return path.split("/", 1)[0];
}

// ---- What pages ask for

/**
 * `asked` is the moment the page was asked for, in milliseconds since 1970.
 * @typedef {{locale: string, after: number, asked: number}} Message
 * @type {Record<string, (message: Message, page: string) => Promise<unknown>>}
 */
const answers = {
  reading: ({ locale, after }) => change((now) => Object.assign(now, { reading: locale, after })),
  shown: async ({ locale }, page) => openedFrom.get(page) ?? keptEdition(locale),
  check: ({ locale, asked }) => check(locale, asked),
  keep: ({ locale }) => keep(locale),
  forget: ({ locale }) => forget(locale),
  forgetEverything,
  list: keptEditions,
};

/**
 * A page may be of another protocol than this engine: what is not understood gets null, as does
 * what cannot be noted on a device without space.
 */
async function reply(/** @type {ExtendableMessageEvent} */ { data, ports, source }) {
  const { id } = /** @type {Client} */ (source);
  const answer = data.protocol === PROTOCOL ? answers[data.type] : undefined;
  const said = answer ? await answer(data, id).catch(() => null) : null;
  ports[0].postMessage(said);
}

/**
 * Keeps the language being read up to date. It is, if the last answer is younger than the
 * publisher's interval, or than the page: checkFirst has asked for that already.
 */
async function check(/** @type {string} */ locale, /** @type {number} */ asked) {
  // Before anything is waited for: a check that ends meanwhile would be taken for none at all.
  if (underway.has(locale) && !isCostly()) return keep(locale);
  const kept = await keptEdition(locale);
  if (isCostly()) return { outcome: "costly", kept };
  if (!kept) return keep(locale);
  const { after = 0 } = await state();
  const elapsed = Date.now() - kept.checked;
  // A clock that was set back must not put off checks until it has caught up.
  const isRecent = elapsed >= 0 && (elapsed < after * 1000 || kept.checked >= asked);
  return isRecent ? { outcome: "recent", kept } : keep(locale);
}

/** Whether to ask the reader first: a connection paid for by the byte, or hardly one. */
function isCostly() {
  const { saveData, metered, effectiveType = "" } = /** @type {any} */ (navigator).connection ?? {};
  return saveData || metered || effectiveType.endsWith("2g");
}

/** Keeps the current edition of a locale. */
function keep(/** @type {string} */ locale) {
  return underwayFor(locale).done;
}

/** @type {Map<string, Underway>} */
const underway = new Map();

/**
 * The keeping of a locale's current edition; asked for twice, it is done once. `inTime` ends
 * with it, or when it has taken as long as a reader waits.
 */
function underwayFor(/** @type {string} */ locale) {
  const known = underway.get(locale);
  if (known) return known;
  const stop = new AbortController();
  /** @type {(value?: unknown) => void} */
  let tell = () => {};
  const news = new Promise((resolve) => (tell = resolve));
  const work = alone(nameOf({ locale }), () => bringUpToDate(locale, stop, tell));
  const done = work.finally(() => underway.delete(locale));
  const inTime = Promise.race([news, done, tooLate(PATIENCE_FOR_NEWS)])
    .then(() => Promise.race([done, tooLate(PATIENCE_FOR_A_SWITCH)]))
    .catch(() => {});
  const begun = { stop, done, inTime };
  underway.set(locale, begun);
  return begun;
}

async function forget(/** @type {string} */ locale) {
  underway.get(locale)?.stop.abort();
  underway.delete(locale);
  await alone(nameOf({ locale }), async () => {
    await change(({ editions }) => delete editions[locale]);
    await tidy(locale);
  });
}

/** Leaves nothing of ours, this worker included, and tells every page that is open. */
async function forgetEverything() {
  const { editions } = await state();
  await Promise.all([...Object.keys(editions), ...underway.keys()].map(forget));
  await Promise.all((await ourCaches()).map((name) => caches.delete(name)));
  await engine.registration.unregister();
  for (const client of await engine.clients.matchAll({ includeUncontrolled: true })) {
    if (client.url.startsWith(scope.href)) client.postMessage("forgotten");
  }
}

// ---- Keeping an edition

/**
 * Keeps what the server announces; tells as soon as that is known to be newer than what is kept.
 * @param {string} locale
 * @param {AbortController} stop
 * @param {() => void} tell
 * @returns {Promise<Outcome>}
 */
async function bringUpToDate(locale, stop, tell) {
  const before = await keptEdition(locale);
  try {
    const announced = await fetchAnnounced(locale, stop);
    const same = before?.revision === announced.revision;
    if (!same) {
      tell();
      await store(announced, await fetchFiles(announced, stop.signal));
    }
    stop.signal.throwIfAborted();
    const kept = await point(announced, same ? before.previous : before?.revision);
    return { outcome: same ? "current" : "switched", kept };
  } catch (error) {
    const full = error instanceof Error && error.name === "QuotaExceededError";
    return { outcome: "failed", reason: full ? "space" : "connection", kept: before };
  } finally {
    await tidy(locale);
  }
}

/** Asks which revision is current; the whole of it must fit in our patience. */
async function fetchAnnounced(/** @type {string} */ locale, /** @type {AbortController} */ stop) {
  const late = setTimeout(() => stop.abort(), PATIENCE_WITH_CHECKS);
  const url = new URL(`${locale}/edition.json`, scope);
  const bytes = await fetchBytes(url, { cache: "no-cache", signal: stop.signal });
  clearTimeout(late);
  const announced = /** @type {Announced} */ (parse(bytes));
  demand(announced.protocol === PROTOCOL && announced.locale === locale, "another edition");
  return announced;
}

/** Fetches an announced edition, and proves that it is whole and nothing else. */
async function fetchFiles(/** @type {Announced} */ announced, /** @type {AbortSignal} */ signal) {
  const url = new URL(announced.pack.address, scope);
  // Neither stored twice nor, if a portal once answered in its place, taken from the HTTP cache.
  const bytes = await fetchBytes(url, { cache: "no-store", signal });
  demand((await sha256(bytes)) === announced.pack.sha256, "a pack with another hash");
  const pack = /** @type {Pack} */ (parse(bytes));
  demand(pack.protocol === PROTOCOL && pack.locale === announced.locale, "another pack");
  const packed = Object.entries(pack.files);
  const files = new Map(packed.map(([path, file]) => [path, unpack(file, pack.headers)]));
  demand((await revisionOf(files)) === announced.revision, "files of another revision");
  return files;
}

/**
 * The bytes of an answer that may be the server's own. A captive portal redirects, or says
 * 200 to everything; what gets past here fits no hash.
 */
async function fetchBytes(/** @type {URL} */ url, /** @type {RequestInit} */ how) {
  const answer = await fetch(url, { ...how, redirect: "error" });
  demand(answer.status === 200 && answer.type === "basic", `answered with ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** SHA-256 over a line for each address in order: the address, a space, its file's hash. */
async function revisionOf(/** @type {Map<string, Unpacked>} */ files) {
  const lines = [...files].map(async ([path, file]) => `${path} ${await hashOf(file)}\n`);
  return sha256(encode((await Promise.all(lines)).sort().join("")));
}

/** SHA-256 over all that is answered: a line for each header, an empty one, the body. */
async function hashOf(/** @type {Unpacked} */ { headers, body }) {
  // Headers list their names in order, in lower case.
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\n`);
  const head = encode(`${lines.join("")}\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return sha256(whole);
}

/**
 * @param {Packed} file
 * @param {Pack["headers"]} headers
 */
function unpack({ type, text, base64 = "" }, headers) {
  return {
    headers: new Headers({ ...headers[type], "content-type": type }),
    body: text === undefined ? decodeBase64(base64) : encode(text),
  };
}

function encode(/** @type {string} */ text) {
  return new TextEncoder().encode(text);
}

function decodeBase64(/** @type {string} */ text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function sha256(/** @type {Bytes} */ bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns {unknown} */
function parse(/** @type {Bytes} */ bytes) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

function demand(/** @type {boolean} */ holds, /** @type {string} */ otherwise) {
  if (!holds) throw new Error(otherwise);
}

// ---- The store: a cache for each revision, and one small record of where readers are

async function store(/** @type {Announced} */ to, /** @type {Map<string, Unpacked>} */ files) {
  await caches.delete(nameOf(to));
  const cache = await caches.open(nameOf(to));
  const put = [...files].map(([path, { headers, body }]) =>
    cache.put(path, new Response(body, { headers })),
  );
  await Promise.all(put);
}

/** Moves the pointer, the last step of keeping an edition: one write, done or not done. */
async function point(/** @type {Announced} */ to, /** @type {string | undefined} */ previous) {
  const { locale, revision, date, pack } = to;
  const kept = { locale, revision, previous, date, size: pack.size, checked: Date.now() };
  await change(({ editions }) => (editions[locale] = kept));
  return kept;
}

/**
 * Deletes what is left of a locale's other editions. The one before stays until the next
 * switch: a page that was opened in it may still load its images.
 */
async function tidy(/** @type {string} */ locale) {
  const kept = (await state()).editions[locale];
  const needed = [kept?.revision, kept?.previous].map((revision) => nameOf({ locale, revision }));
  const stored = (await ourCaches()).filter((name) => name.startsWith(nameOf({ locale })));
  const others = stored.filter((name) => !needed.includes(name));
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The editions that are still here: a browser short of space may have cleared some away. */
async function keptEditions() {
  const [{ editions }, names] = await Promise.all([state(), caches.keys()]);
  return Object.values(editions).filter((kept) => names.includes(nameOf(kept)));
}

async function keptEdition(/** @type {string} */ locale) {
  return (await keptEditions()).find((kept) => kept.locale === locale);
}

/** The edition that stands in: the language last read, else the one checked most recently. */
async function homeEdition() {
  const { reading } = await state();
  const latestFirst = (await keptEditions()).sort((one, other) => other.checked - one.checked);
  return latestFirst.find((kept) => kept.locale === reading) ?? latestFirst[0];
}

/** @returns {Promise<State>} */
async function state() {
  const found = await caches.match(scope, { cacheName: STATE });
  return found ? found.json() : { editions: {} };
}

/** Changes the one record of state, in one write. */
function change(/** @type {(state: State) => unknown} */ edit) {
  return alone(STATE, async () => {
    const now = await state();
    edit(now);
    await (await caches.open(STATE)).put(scope, Response.json(now));
  });
}

/** The cache of an edition; without a revision, what the names of all of a locale begin with. */
function nameOf(/** @type {{locale: string, revision?: string}} */ { locale, revision = "" }) {
  return `${PREFIX}${locale}:${revision}`;
}

/** What belongs to a scope such as `/:x/` beside ours, `/`, has a slash after our prefix. */
async function ourCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return names.filter((name) => !name.slice(PREFIX.length).includes("/"));
}

/**
 * One at a time, also across two workers of which one is about to retire.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 */
async function alone(name, work) {
  return navigator.locks.request(name, work);
}
