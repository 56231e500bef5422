// The offline engine: whole editions, kept on this device.
//
// An edition arrives as a patch of the one that is kept, else as a pack or the parts of one. Its
// files are checked against the revision that names them and stored in a cache of their own; only
// then does one small record, the pointer, move over to them. Whatever fails before that leaves the
// old edition as it was, and what has arrived for another try. Readers are answered from the
// edition that the pointer names and, for its pages, never from the network's newer one.
"use strict";

/** What engine, page and server say to each other; pwa/release/packs.py has the other half. */
const PROTOCOL = 1;

const PATIENCE = 6_000; // milliseconds, for a page that is not kept to begin to answer
const PATIENCE_WITH_SILENCE = 30_000; // for the next byte of what is asked for
const PATIENCE_FOR_NEWS = 250; // of a page: to hear that there is a newer edition
const PATIENCE_FOR_A_SWITCH = 3_000; // and then for that edition
const PATIENCE_AFTER_A_FAILURE = 60_000; // until pages ask once more
const PATIENCE_OF_BROWSERS = 240_000; // with a message that waits for an answer

const engine = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL(engine.registration.scope);

/** Other publications and apps may share this origin: what does not begin so is not ours. */
const PREFIX = `pwa:${scope.pathname}:`;
const STATE = `${PREFIX}state`;

// Who reads where it is served sees what was saved (Secure Contexts §3.1: but only on localhost).
const ON_THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"].includes(scope.hostname);

/**
 * @typedef {{locale: string, revision: string}} Edition
 * Announced with an edition are the `script` that its pages run, as `aids` the revision of what
 * helps in reading it, and what the publisher has taken back: `revoked` has a note under the first
 * 12 digits of each such revision.
 * @typedef {Edition & {protocol: number, date: string, pack: {address: string, size: number},
 *   parts?: number, script?: string, aids?: string, revoked?: Texts}} Announced
 * A pointer says which edition of a locale readers are in. `size` counts a pack's bytes, `files`
 * what is stored. In milliseconds since 1970, the locale was first kept `since`, and `checked` when
 * the last answer on newer editions was asked for; `newest` is what that named, if it is not here.
 * @typedef {Edition & Partial<Announced> & {previous?: string, newest?: string, date: string,
 *   size: number, files?: number, since?: number, checked: number}} Kept
 * The language last read, the section and the seconds between checks are as the last page said.
 * @typedef {{reading?: string, place?: string, after?: number, editions: Record<string, Kept>}} State
 * @typedef {{type: string, text?: string, base64?: string, body?: Uint8Array<ArrayBuffer>}} Packed
 * @typedef {{headers: Record<string, Texts>, files: Record<string, Packed>}} Pack
 * An edit is a piece of new text, or start and length of one to copy, in UTF-16 units.
 * @typedef {string | [number, number]} Edit
 * @typedef {{swap?: [string, string][], files?: Record<string, Packed | Edit[]>,
 *   gone?: string[], headers?: Record<string, Texts>}} Patch
 * @typedef {{outcome: "costly" | "recent" | "current" | "switched" | "failed", kept?: Kept,
 *   reason?: "space" | "connection" | "download" | "cancelled", stays?: boolean}} Outcome
 * A job keeps the newest edition of a locale. A sparing one downloads nothing longer than a patch.
 * How much of its `size` it has `received` is told; of one that is stopped, what `stays` need not
 * come again. `checked` is when it asked, `over` when it was done.
 * @typedef {{locale: string, sparing: boolean, stop: AbortController, received: number,
 *   to: Announced, before?: Kept, checked: number, isNews?: boolean, size?: number,
 *   stays?: boolean, over?: number, done: Promise<Outcome>}} Job
 * @typedef {{headers: Headers, body: Uint8Array<ArrayBuffer>}} Unpacked
 * @typedef {Map<string, Unpacked>} Files
 * @typedef {Record<string, string>} Texts
 */

// ---- Listeners

engine.addEventListener("install", (/** @type {any} */ event) => {
  // Else Chromium asks the network for a page while the worker that keeps it starts.
  event.addRoutes?.({ condition: { requestMode: "navigate" }, source: "fetch-event" });
  event.waitUntil(engine.skipWaiting());
});

// The very first visit is served by no worker; claiming it lets its edition be kept at once.
engine.addEventListener("activate", (event) => event.waitUntil(engine.clients.claim()));

// An event that lasts five minutes makes Chromium kill the worker: pages ask again before.
engine.addEventListener("message", (event) =>
  event.waitUntil(atMost(PATIENCE_OF_BROWSERS, reply(event))),
);

engine.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href)) return;
  // A store that fails must not lock readers out.
  event.respondWith(strategyFor(request)(request, event).catch(() => fetch(request)));
});

// ---- Strategies

function strategyFor(/** @type {Request} */ request) {
  const path = within(request);
  if (request.mode !== "navigate") return file;
  if (path === "start" || path === "start/") return start;
  return path === "" ? root : page;
}

/** A page: the kept edition's if it has it, else the network's, else word that it is not here. */
async function page(/** @type {Request} */ request, /** @type {FetchEvent} */ event) {
  const path = within(request);
  let kept = await keptEdition(localeOf(path));
  const isNewest = ON_THIS_MACHINE || (await state()).after === 0;
  // Every page of an edition ends so; what only leads to one is not worth a check.
  if (kept && isNewest && path.endsWith("/") && !isCostly()) kept = await checkedFirst(kept);
  // In place of a page that the browser has lost the network may have a newer edition's.
  const isLost = kept && !(await answerOf(kept, path)) && !(await hasAll(kept));
  if (kept && isLost) kept = await checkedFirst(kept);
  const answer = await answerOf(kept, path, event.resultingClientId);
  if (answer) return answer;
  // With a slash, as hosts of plain files have the search, or without.
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  if (await answerOf(kept, other)) return redirect(other + new URL(request.url).search);
  return fromNetworkOr((home) => notHere(home, event), request);
}

const openedFrom = new Map(); // which edition, by client: a check may move the pointer behind it

/** The newest edition, as far as a reader who waits for it has the patience. */
async function checkedFirst(/** @type {Kept} */ { locale }) {
  const job = underwayFor(locale, isCostly());
  await atMost(PATIENCE_FOR_NEWS, job.done).catch(() => {});
  if (job.isNews) await atMost(PATIENCE_FOR_A_SWITCH, job.done).catch(() => {});
  return keptEdition(locale);
}

/** The installed app opens where reading stopped, once a page that was just left has noted it. */
async function start(/** @type {Request} */ request) {
  const { reading = "", place = "" } = await alone(STATE, state);
  const isHere = await answerOf(await keptEdition(reading), `${reading}/${place}`);
  return reading ? redirect(`${reading}/${isHere ? place : ""}`) : root(request);
}

/** The publication's own address: the server knows best, the language last read stands in. */
const root = (/** @type {Request} */ request) =>
  fromNetworkOr(async ({ locale }) => redirect(`${locale}/`), request);

/** What is no page. A name with a hash is the same in any edition: all pages find theirs. */
async function file(/** @type {Request} */ request) {
  const path = within(request);
  const kept = await keptEdition(localeOf(path));
  const anywhere = path.startsWith("static/") ? await ourCaches() : [];
  return (await answerOf(kept, path)) ?? (await firstOf(anywhere, path)) ?? fetch(request);
}

/** What the first of some caches that has a path has there. */
async function firstOf(/** @type {string[]} */ names, /** @type {string} */ path) {
  for (const cacheName of names) {
    // caches.open would bring back, empty, what the browser has cleared away; match does not.
    const found = await caches.match(new URL(path, scope), { cacheName });
    if (found) return found;
  }
}

/** What an edition or its aids answer at a path, if it is kept; noted for a page's client. */
async function answerOf(/** @type {Kept=} */ kept, /** @type {string} */ path, client = "") {
  const names = kept ? [nameOf(kept), nameOf({ ...kept, revision: kept.aids })] : [];
  const answer = await firstOf(names, path);
  if (answer && client) openedFrom.set(client, kept);
  return answer;
}

/**
 * The network's answer; where there is none within our patience, the stand-in's. A device
 * that keeps nothing is left to the browser and its own words.
 * @type {(standIn: (home: Kept) => Promise<Response>, request: Request) => Promise<Response>}
 */
async function fromNetworkOr(standIn, request) {
  const home = await homeEdition();
  if (!home) return fetch(request);
  // Not an abort signal: that would cut off a long body that has begun to arrive.
  return atMost(PATIENCE, fetch(request)).catch(() => standIn(home));
}

/** The offline page, which says so when it answers for another and lists what is here. */
async function notHere(/** @type {Kept} */ home, /** @type {FetchEvent} */ event) {
  const here = await answerOf(home, `${home.locale}/offline/`, event.resultingClientId);
  return here ? new Response(here.body, { status: 503, headers: here.headers }) : Response.error();
}

/** @type {<Result>(patience: number, work: Promise<Result>) => Promise<Result>} */
const atMost = (patience, work) =>
  Promise.race([work, new Promise((_, reject) => setTimeout(reject, patience))]);

const redirect = (/** @type {string} */ path) => Response.redirect(new URL(path, scope).href);
const localeOf = (/** @type {string} */ path) => path.split("/", 1)[0];

/** A request's path within our scope, without its query. */
const within = (/** @type {Request} */ request) =>
  new URL(request.url).pathname.slice(scope.pathname.length);

// ---- What pages ask for

/** @type {Record<string, (message: any, page: string) => Promise<unknown>>} */
const answers = {
  reading: ({ locale: reading, after, place }) =>
    change((now) => Object.assign(now, { reading, after, place })),
  shown: async (_, page) => openedFrom.get(page),
  check: ({ locale, asked }) => check(locale, asked),
  keep: ({ locale }) => underwayFor(locale).done,
  cancel: ({ locale }) => cancel(locale),
  aids: ({ locale, asked }) => keepAids(locale, asked),
  forget: ({ locale }) => forget(locale),
  forgetEverything,
  list: keptEditions,
};

/** Null answers what is not understood, in another protocol, or cannot be noted without space. */
async function reply(/** @type {ExtendableMessageEvent} */ { data, ports, source }) {
  const { id } = /** @type {Client} */ (source);
  const answer = data.protocol === PROTOCOL ? answers[data.type] : undefined;
  ports[0].postMessage(answer ? await answer(data, id).catch(() => null) : null);
}

/**
 * Keeps the language being read up to date. It is, if the last answer is younger than the
 * publisher's interval, or than the page: checkFirst has asked for that already.
 */
async function check(/** @type {string} */ locale, /** @type {number} */ asked) {
  const last = jobs.get(locale);
  // Looked at before anything is waited for: one that ends meanwhile is an answer too.
  const isJoined = last !== undefined && !last.over;
  const outcome = await last?.done.catch(() => undefined);
  const kept = await keptEdition(locale);
  const { checked = -Infinity } = kept ?? {};
  const isSettled = isJoined || Math.abs(Date.now() - (last?.over ?? 0)) < PATIENCE_AFTER_A_FAILURE;
  if (isSettled && outcome?.outcome === "failed") return { ...outcome, kept };
  // What was announced before a page was asked for may be older than the page.
  if (isJoined && checked >= asked) return outcome;
  const { after = 0 } = await state();
  // A clock that was set back must not put off checks until it has caught up.
  const isPast = !isJoined && checked <= Date.now();
  const isRecent = isPast && (Date.now() - checked < after * 1000 || checked >= asked);
  if (isRecent && (!kept?.newest || isCostly())) return { outcome: "recent", kept };
  return underwayFor(locale, isCostly()).done;
}

/** Whether to ask the reader first: a connection paid for by the byte, or hardly one. */
function isCostly() {
  const { saveData, metered, effectiveType = "" } = /** @type {any} */ (navigator).connection ?? {};
  return saveData || metered || effectiveType.endsWith("2g");
}

/** The last job of each locale, underway or over. @type {Map<string, Job>} */
const jobs = new Map();

/** The keeping of a locale's edition, done once; nothing is spared that anybody asks for. */
function underwayFor(/** @type {string} */ locale, sparing = false) {
  const last = jobs.get(locale);
  if (last && !last.over) return Object.assign(last, { sparing: last.sparing && sparing });
  const job = /** @type {Job} */ ({ locale, sparing, stop: new AbortController(), received: 0 });
  job.done = alone(nameOf(job), () => bringUpToDate(job)).finally(() => (job.over = Date.now()));
  jobs.set(locale, job);
  return job;
}

/** Stops what is underway, and says what it has come to. */
async function cancel(/** @type {string} */ locale) {
  jobs.get(locale)?.stop.abort();
  return jobs.get(locale)?.done;
}

async function forget(/** @type {string} */ locale) {
  jobs.get(locale)?.stop.abort();
  jobs.delete(locale);
  await alone(nameOf({ locale }), async () => {
    // First, for to note it may want the space.
    await clear(nameOf({ locale }));
    await change(({ editions }) => delete editions[locale]);
  });
  await tellPages({ locale, gone: true });
}

/** Leaves nothing of ours, this worker included, and tells every page that is open. */
async function forgetEverything() {
  await Promise.allSettled([...jobs.keys()].map(forget));
  await clear(PREFIX);
  await engine.registration.unregister();
  await tellPages("forgotten");
}

async function tellPages(/** @type {unknown} */ message) {
  for (const client of await engine.clients.matchAll({ includeUncontrolled: true })) {
    if (client.url.startsWith(scope.href)) client.postMessage(message);
  }
}

// ---- Keeping an edition

/** @returns {Promise<Outcome>} */
async function bringUpToDate(/** @type {Job} */ job) {
  const { locale, stop } = job;
  let reason = /** @type {Outcome["reason"]} */ ("connection");
  try {
    job.before = await keptEdition(locale);
    job.checked = Date.now();
    job.to = await fetchJson(new URL(`${locale}/edition.json`, scope), "no-cache", job);
    demand(job.to.protocol === PROTOCOL && job.to.locale === locale);
    reason = "download";
    return { outcome: await move(job), kept: await keptEdition(locale) };
  } catch (/** @type {any} */ { name }) {
    const isFull = name === "QuotaExceededError";
    // What has arrived takes up the space that is wanting.
    if (isFull) await tidy(locale);
    if (isFull || stop.signal.aborted) reason = isFull ? "space" : "cancelled";
    return { outcome: "failed", reason, stays: job.stays, kept: await keptEdition(locale) };
  }
}

/** @returns {Promise<Outcome["outcome"]>} */
async function move(/** @type {Job} */ job) {
  const { locale, to, before, checked } = job;
  const isSame = before?.revision === to.revision;
  const isCurrent = isSame && (await hasAll(before));
  const own = isSame ? { ...to, newest: undefined } : { revoked: to.revoked, newest: to.revision };
  const news = { ...own, checked };
  // At once: perhaps no newer edition can be had, nor the space for this.
  const noted = change(({ editions }) => Object.assign(editions[locale] ?? {}, news));
  await noted.catch(() => unnoted.set(locale, news));
  if (!isCurrent) {
    job.isNews = true;
    await tidy(locale, to.revision, to.script);
    if (!(await isWhole(to))) {
      const files = await fetchPatched(job).catch(() => undefined);
      if (!files && job.sparing) return "costly";
      await put(to, files ?? (await fetchPack(job)));
    }
  }
  // Of the present edition too: an older engine has not kept it.
  await keepScript(job);
  job.stop.signal.throwIfAborted();
  if (!isCurrent) await point(job);
  await tidy(locale);
  return isCurrent ? "current" : "switched";
}

/** What a patch makes of the kept edition; if that is anything else, the pack is asked for. */
async function fetchPatched(/** @type {Job} */ job) {
  const { to, before } = job;
  if (!before || before.revision === to.revision) return;
  const patch = await fetchJson(urlOf(to, `from.${before.revision}.json`), "no-store", job);
  demand(patch.protocol === PROTOCOL && patch.locale === to.locale);
  return proven(to, patched(await filesOf(before), patch));
}

/** What a pack holds, or its parts, each of which need come only once. */
async function fetchPack(/** @type {Job} */ job) {
  const { to, to: { parts = 0, pack } } = job;
  const ends = parts ? Array.from({ length: parts }, (_, at) => `${at + 1}.json`) : ["json"];
  const cacheName = `${nameOf(to)}.parts`;
  const files = /** @type {Files} */ (new Map());
  job.size = pack.size;
  for (const url of ends.map((end) => urlOf(to, end))) {
    const had = await caches.match(url, { cacheName });
    if (had) await hear(job, (await had.clone().blob()).size);
    // A portal may have been heard in its place, and the HTTP cache remember that.
    const part = had ? await had.json() : await fetchJson(url, "no-store", job);
    for (const [path, file] of unpacked(part)) files.set(path, file);
    if (!had) await (await caches.open(cacheName)).put(url, new Response(JSON.stringify(part)));
    job.stays = true;
  }
  // What is proven takes its place now, and what is not is worth nothing.
  return proven(to, files).finally(() => caches.delete(cacheName));
}

/** Where the pack is, a part of it or a patch. @type {(to: Announced, end: string) => URL} */
const urlOf = ({ pack: { address } }, end) => new URL(address.replace(/json$/, end), scope);

/** Files that a revision names. @type {(of: Edition, files: Files) => Promise<Files>} */
async function proven(of, files) {
  demand((await revisionOf(files)) === of.revision);
  return files;
}

/** What pages run has come with the page itself; its name has the first digits of its hash. */
async function keepScript(/** @type {Job} */ job) {
  const { locale, script = "" } = job.to;
  const to = { locale, revision: script };
  const url = new URL(`static/${script}`, scope);
  if (!script || (await firstOf([nameOf(to)], url.href))) return;
  const fetched = (/** @type {RequestCache} */ cache) =>
    fetchOwn(url, cache, job, script.split(".").at(-2));
  // The HTTP cache may have a portal's in its place: asked anew it is put right for pages too.
  const file = await fetched("force-cache").catch(() => fetched("reload"));
  await put(to, new Map([[url.href, file]]));
}

const tried = new Set(); // the aids that are being asked for, or could not be had

/** Keeps the aids to reading the kept edition, where they cost little or are asked for. */
async function keepAids(/** @type {string} */ locale, asked = false) {
  const revision = (await keptEdition(locale))?.aids ?? "";
  const to = { locale, revision };
  if (!revision || (isCostly() && !asked) || (await isWhole(to)) || tried.has(revision)) return;
  tried.add(revision);
  const url = new URL(`${locale}/edition/${revision}.json`, scope);
  const files = await proven(to, unpacked(await fetchJson(url, "no-store")));
  await alone(nameOf({ locale }), async () => {
    // Meanwhile everything may have been removed.
    if ((await keptEdition(locale))?.aids === revision) await put(to, files);
  });
  tried.delete(revision);
}

/** What a long download has come to is told to every page. */
async function hear(/** @type {Job} */ job, /** @type {number} */ bytes) {
  const { locale, size } = job;
  job.received += bytes;
  if (size) await tellPages({ locale, received: Math.min(job.received, size), size });
}

/** @type {(url: URL, cache: RequestCache, job?: Job) => Promise<any>} */
const fetchJson = async (...asked) => JSON.parse(textOf(await fetchOwn(...asked)));

/**
 * What may be the server's own. A portal redirects or says 200 to everything, but fits no hash.
 * @type {(url: URL, cache: RequestCache, job?: Job, digits?: string) => Promise<Unpacked>}
 */
async function fetchOwn(url, cache, job, digits = "") {
  job?.stop.signal.throwIfAborted();
  const request = new AbortController();
  const giveUp = () => request.abort();
  job?.stop.signal.addEventListener("abort", giveUp);
  let late = setTimeout(giveUp, PATIENCE_WITH_SILENCE);
  const count = new TransformStream({
    async transform(/** @type {Uint8Array} */ chunk, rest) {
      clearTimeout(late);
      late = setTimeout(giveUp, PATIENCE_WITH_SILENCE);
      if (job) await hear(job, chunk.length);
      rest.enqueue(chunk);
    },
  });
  const answer = await fetch(url, { cache, redirect: "error", signal: request.signal });
  demand(answer.status === 200 && answer.type === "basic");
  const body = new Uint8Array(await new Response(answer.body?.pipeThrough(count)).arrayBuffer());
  demand(!digits || (await sha256(body)).startsWith(digits));
  const type = answer.headers.get("content-type") ?? "";
  return { headers: new Headers({ "content-type": type }), body };
}

// ---- What a revision names

/** As pwa/release/patches.py has it. @type {(base: Files, patch: Patch) => Files} */
function patched(base, { swap = [], files = {}, gone = [], headers = {} }) {
  const sent = [...base.values()].map((file) => [typeOf(file), Object.fromEntries(file.headers)]);
  const headersNow = { ...Object.fromEntries(sent), ...headers };
  const made = new Map([...base].map(([path, file]) => [path, swapped(file, swap)]));
  for (const [path, file] of Object.entries(files)) {
    const old = /** @type {Unpacked} */ (base.get(path));
    made.set(path, Array.isArray(file) ? edited(old, file) : file);
  }
  for (const path of gone) made.delete(path);
  return unpacked({ files: Object.fromEntries(made), headers: headersNow });
}

/** @type {(file: Unpacked, swap: [string, string][]) => Packed} */
function swapped(file, swap) {
  const type = typeOf(file);
  if (!type.endsWith("charset=utf-8")) return { type, body: file.body };
  return { type, text: swap.reduce((text, [from, to]) => text.split(from).join(to), textOf(file)) };
}

/** @type {(file: Unpacked, edits: Edit[]) => Packed} */
function edited(file, edits) {
  const old = textOf(file);
  const copy = (/** @type {[number, number]} */ [at, length]) => old.slice(at, at + length);
  const pieces = edits.map((edit) => (typeof edit === "string" ? edit : copy(edit)));
  return { type: typeOf(file), text: pieces.join("") };
}

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
const typeOf = (/** @type {Unpacked} */ file) => file.headers.get("content-type") ?? "";
const textOf = (/** @type {Unpacked} */ file) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(file.body);

/** SHA-256 over a line for each address in order: the address, a space, its file's hash. */
async function revisionOf(/** @type {Files} */ files) {
  const lines = [...files].map(async ([path, file]) => `${path} ${await hashOf(file)}\n`);
  return sha256(encode((await Promise.all(lines)).sort().join("")));
}

/** SHA-256 over all that is answered: a line for each header, an empty one, the body. */
async function hashOf(/** @type {Unpacked} */ { headers, body }) {
  // Headers list their names in order, in lower case.
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\n`);
  return sha256(await new Blob([...lines, "\n", body]).arrayBuffer());
}

/** @type {(pack: Pack) => Files} */
const unpacked = ({ files, headers }) =>
  new Map(Object.entries(files).map(([path, file]) => [path, unpack(file, headers)]));

/** @type {(file: Packed, headers: Record<string, Texts>) => Unpacked} */
function unpack({ type, text, base64 = "", body }, headers) {
  const bytes = text ? encode(text) : Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  return { headers: new Headers({ ...headers[type], "content-type": type }), body: body ?? bytes };
}

async function sha256(/** @type {BufferSource} */ bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function demand(/** @type {boolean} */ holds) {
  if (!holds) throw new Error("what came is not what was asked for");
}

// ---- The store: a cache for each revision, and one small record of where readers are

/** Stages files in the cache of the edition that they are of. */
async function put(/** @type {Edition} */ to, /** @type {Files} */ files) {
  const cache = await caches.open(nameOf(to));
  await Promise.all([...files].map(([at, file]) => cache.put(at, new Response(file.body, file))));
}

/** The files of an edition as they are stored. */
async function filesOf(/** @type {Edition} */ edition) {
  const cache = await caches.open(nameOf(edition));
  const found = (await cache.keys()).map(async ({ url }) => {
    const answer = /** @type {Response} */ (await cache.match(url));
    const body = new Uint8Array(await answer.arrayBuffer());
    return /** @type {const} */ ([new URL(url).pathname, { headers: answer.headers, body }]);
  });
  return new Map(await Promise.all(found));
}

/** Whether all of an edition is stored, and nothing else. */
const isWhole = async (/** @type {Edition} */ one) =>
  (await caches.has(nameOf(one))) && (await revisionOf(await filesOf(one))) === one.revision;

const countOf = async (/** @type {Edition} */ edition) =>
  (await (await caches.open(nameOf(edition))).keys()).length;

const hasAll = async (/** @type {Kept} */ kept) => (await countOf(kept)) >= (kept.files ?? 0);

/** Moves the pointer, the last step of keeping an edition: one write, done or not done. */
async function point(/** @type {Job} */ { to, before, checked }) {
  const previous = before?.revision === to.revision ? before.previous : before?.revision;
  const since = before?.since ?? checked;
  const own = { previous, size: to.pack.size, files: await countOf(to), since, checked };
  await change(({ editions }) => (editions[to.locale] = { ...to, ...own }));
}

/** Deletes a locale's other editions, but the one staged and, for pages still open, the last. */
async function tidy(/** @type {string} */ locale, staged = "", itsScript = "") {
  const { revision, previous, script, aids } = (await state()).editions[locale] ?? {};
  const needed = [revision, previous, script, aids, staged, `${staged}.parts`, itsScript];
  await clear(nameOf({ locale }), needed.map((revision) => nameOf({ locale, revision })));
}

/** Deletes those of our caches whose names begin so, but some. */
async function clear(/** @type {string} */ beginning, /** @type {string[]} */ needed = []) {
  const names = (await ourCaches()).filter((name) => name.startsWith(beginning));
  await Promise.all(names.map((name) => needed.includes(name) || caches.delete(name)));
}

/** The editions that are still here: a browser short of space may have cleared some away. */
async function keptEditions() {
  const [{ editions }, names] = await Promise.all([state(), caches.keys()]);
  return Object.values(editions).filter((kept) => names.includes(nameOf(kept)));
}

const keptEdition = async (/** @type {string} */ locale) =>
  (await keptEditions()).find((kept) => kept.locale === locale);

/** The edition that stands in: the language last read, else the one checked most recently. */
async function homeEdition() {
  const { reading } = await state();
  const latestFirst = (await keptEditions()).sort((one, other) => other.checked - one.checked);
  return latestFirst.find((kept) => kept.locale === reading) ?? latestFirst[0];
}

const unnoted = new Map(); // by locale, what there was no space to note

/** The record, or none where it cannot be read. @returns {Promise<State>} */
async function state() {
  const found = await caches.match(scope, { cacheName: STATE });
  const now = (await found?.json().catch(() => null)) ?? { editions: {} };
  for (const [locale, more] of unnoted) Object.assign(now.editions[locale] ?? {}, more);
  return now;
}

/** Changes the one record of state, in one write. */
function change(/** @type {(state: State) => unknown} */ edit) {
  return alone(STATE, async () => {
    const now = await state();
    edit(now);
    await (await caches.open(STATE)).put(scope, new Response(JSON.stringify(now)));
    unnoted.clear();
  });
}

/** The cache of a revision; without one, what the names of all of a locale begin with. */
const nameOf = (/** @type {{locale: string, revision?: string}} */ { locale, revision = "" }) =>
  `${PREFIX}${locale}:${revision}`;

/** What belongs to a scope such as `/:x/` beside ours, `/`, has a slash after our prefix. */
const ourCaches = async () =>
  (await caches.keys()).filter((at) => at.startsWith(PREFIX) && !at.includes("/", PREFIX.length));

// One at a time, also across two workers of which one is about to retire.
/** @type {<Result>(name: string, work: () => Promise<Result>) => Promise<Result>} */
const alone = async (name, work) => navigator.locks.request(name, work);
