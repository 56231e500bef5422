// The offline engine: whole editions, kept on this device.
//
// An edition arrives as a patch of the one that is kept, else as a pack or the parts of one. Its
// files are staged in a cache of their own, read back and checked against the revision that names
// them, and only then does one small record, the pointer, move over to them. Whatever fails before
// that leaves the old edition as it was, and what is staged for another try. Readers are answered
// from the edition that the pointer names and, for its pages, never from the network's newer one:
// where every navigation is to show the newest, the whole edition is brought up to date first.
"use strict";

/** What engine, page and server say to each other; pwa/release/packs.py has the other half. */
const PROTOCOL = 1;

/** In milliseconds. */
const PATIENCE = 6_000; // for a page that is not kept to begin to answer
const PATIENCE_WITH_SILENCE = 30_000; // for the next byte of what is asked for
const PATIENCE_FOR_NEWS = 250; // of a page: to hear that there is a newer edition
const PATIENCE_FOR_A_SWITCH = 3_000; // and then for that edition
const PATIENCE_AFTER_A_FAILURE = 60_000; // until pages ask once more

const engine = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL(engine.registration.scope);

/** Other publications and apps may share this origin: what does not begin so is not ours. */
const PREFIX = `pwa:${scope.pathname}:`;
const STATE = `${PREFIX}state`;

// Who reads on the machine that serves works on the publication, and sees what was saved. Of the
// names in Secure Contexts §3.1 only localhost itself.
const ON_THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"].includes(scope.hostname);

/**
 * @typedef {{locale: string, revision: string}} Edition
 * A pointer says which revision of a locale readers are in. `size` counts a pack's bytes; `since`
 * is the moment the locale was first kept, `checked` that of the last answer about newer editions,
 * in milliseconds since 1970. `newest` is what that answer named, where it is not here; `files`
 * counts what is stored. `revoked` has the notes on revisions that the publisher has taken back,
 * each under its revision's first 12 digits.
 * @typedef {Edition & {previous?: string, newest?: string, date: string, size: number,
 *   files?: number, since?: number, checked: number, revoked?: Record<string, string>}} Kept
 * The language last read and the seconds between two checks are as the last page said.
 * @typedef {{reading?: string, after?: number, editions: Record<string, Kept>}} State
 * @typedef {Edition & {protocol: number, date: string, pack: {address: string, size: number},
 *   parts?: number, revoked?: Record<string, string>}} Announced
 * @typedef {{type: string, text?: string, base64?: string, body?: Bytes}} Packed
 * @typedef {Record<string, Record<string, string>>} HeadersByType
 * @typedef {{headers: HeadersByType, files: Record<string, Packed>}} Pack
 * An edit is a piece of new text, or start and length of one to copy, in UTF-16 units.
 * @typedef {string | [number, number]} Edit
 * @typedef {{swap?: [string, string][], files?: Record<string, Packed | Edit[]>,
 *   gone?: string[], headers?: HeadersByType}} Patch
 * @typedef {{outcome: "costly" | "recent" | "current" | "switched" | "failed", kept?: Kept,
 *   size?: number, reason?: "space" | "connection" | "cancelled"}} Outcome
 * A job keeps the newest edition of a locale. A sparing one downloads nothing longer than a
 * patch; `tell` is for the news that there is a newer one; `received` counts bytes.
 * @typedef {{locale: string, sparing: boolean, stop: AbortController, tell: () => void,
 *   size?: number, received: number}} Job
 * @typedef {{stop: AbortController, done: Promise<Outcome>, inTime: Promise<unknown>}} Underway
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{headers: Headers, body: Bytes}} Unpacked
 * @typedef {Map<string, Unpacked>} Files
 */

// ---- Listeners

engine.addEventListener("install", (/** @type {any} */ event) => {
  // Else Chromium asks the network for a page while the worker that keeps it starts.
  event.addRoutes?.({ condition: { requestMode: "navigate" }, source: "fetch-event" });
  event.waitUntil(engine.skipWaiting());
});

// The very first visit is served by no worker; claiming it lets its edition be kept at once.
engine.addEventListener("activate", (event) => event.waitUntil(engine.clients.claim()));

engine.addEventListener("message", (event) => event.waitUntil(reply(event)));

engine.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(scope.href);
  if (isOurs) event.respondWith(strategyFor(request)(request, event));
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
  const answer = await answerOf(kept, path, event.resultingClientId);
  if (answer) return answer;
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  if (await answerOf(kept, other)) return redirect(other + new URL(request.url).search);
  return fromNetworkOr(notHere(event), request);
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
async function start(/** @type {Request} */ request, /** @type {FetchEvent} */ event) {
  const { reading } = await state();
  return reading ? redirect(`${reading}/`) : fromNetworkOr(notHere(event), request);
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
 * A file whose name holds its hash is the same in every edition, so that any may give it: a page
 * opened before a switch still finds its own. What is only staged is not proven yet.
 */
async function hashedFile(/** @type {Request} */ request) {
  const editions = Object.values((await state()).editions);
  const before = editions.map(({ locale, previous }) => ({ locale, revision: previous }));
  for (const one of [...editions, ...before]) {
    const found = await caches.match(request.url, { cacheName: nameOf(one) });
    if (found) return found;
  }
  return fetch(request);
}

/** The edition that a path is of, if it is kept. */
const editionOf = async (/** @type {string} */ path) => (await state()).editions[localeOf(path)];

/**
 * What an edition answers at a path, if it is kept and has the path; noted for a page's client.
 * @type {(kept: Kept | undefined, path: string, client?: string) => Promise<Response | undefined>}
 */
async function answerOf(kept, path, client) {
  // caches.open would bring back, empty, what the browser has cleared away; match does not.
  const answer = kept && (await caches.match(new URL(path, scope), { cacheName: nameOf(kept) }));
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
  try {
    // A race, not an abort signal: that would cut off a long body that has begun to arrive.
    return await Promise.race([fetch(request), tooLate(PATIENCE)]);
  } catch {
    return standIn(home);
  }
}

/** The offline page, which says so when it answers for another and lists what is here. */
const notHere = (/** @type {FetchEvent} */ event) => async (/** @type {Kept} */ home) => {
  const answer = await answerOf(home, `${home.locale}/offline/`, event.resultingClientId);
  if (!answer) return Response.error();
  return new Response(answer.body, { status: 503, headers: answer.headers });
};

/** @type {(patience: number) => Promise<never>} */
const tooLate = (patience) => new Promise((_, reject) => setTimeout(reject, patience));

const redirect = (/** @type {string} */ path) => Response.redirect(new URL(path, scope).href);
const localeOf = (/** @type {string} */ path) => path.split("/", 1)[0];

/** A request's path within our scope, without its query. */
const within = (/** @type {Request} */ request) =>
  new URL(request.url).pathname.slice(scope.pathname.length);

// ---- What pages ask for

/**
 * `asked` is the moment the page was asked for, in milliseconds since 1970.
 * @typedef {{locale: string, after: number, asked: number}} Message
 * @type {Record<string, (message: Message, page: string) => Promise<unknown>>}
 */
const answers = {
  reading: ({ locale, after }) => change((now) => Object.assign(now, { reading: locale, after })),
  shown: async (_, page) => openedFrom.get(page),
  check: ({ locale, asked }) => check(locale, asked),
  keep: ({ locale }) => underwayFor(locale).done,
  cancel: async ({ locale }) => underway.get(locale)?.stop.abort(),
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
  // Before anything is waited for: a check that ends meanwhile would be taken for none at all.
  if (underway.has(locale)) return underwayFor(locale).done;
  const kept = await keptEdition(locale);
  const failure = failures.get(locale) ?? { outcome: "failed", at: 0 };
  if (Math.abs(Date.now() - failure.at) < PATIENCE_AFTER_A_FAILURE) return { ...failure, kept };
  if (!kept && isCostly()) return { outcome: "costly" };
  const { after = 0 } = await state();
  const elapsed = Date.now() - (kept?.checked ?? Infinity);
  // A clock that was set back must not put off checks until it has caught up.
  const isRecent = elapsed >= 0 && (elapsed < after * 1000 || Date.now() - elapsed >= asked);
  if (isRecent && (!kept?.newest || isCostly())) return { outcome: "recent", kept };
  return underwayFor(locale, isCostly()).done;
}

/** Whether to ask the reader first: a connection paid for by the byte, or hardly one. */
function isCostly() {
  const { saveData, metered, effectiveType = "" } = /** @type {any} */ (navigator).connection ?? {};
  return saveData || metered || effectiveType.endsWith("2g");
}

/** By locale what is underway, and how and when that failed last. @type {Map<string, Underway>} */
const underway = new Map();
/** @type {Map<string, Outcome & {at: number}>} */
const failures = new Map();

/** The keeping of a locale's edition, done once. `inTime` ends with it, or a reader's patience. */
function underwayFor(/** @type {string} */ locale, sparing = false) {
  const known = underway.get(locale);
  if (known) return known;
  const stop = new AbortController();
  const job = { locale, sparing, stop, tell() {}, received: 0 };
  const news = new Promise((resolve) => (job.tell = () => resolve(true)));
  const work = alone(nameOf({ locale }), () => bringUpToDate(job));
  const done = work.finally(() => underway.delete(locale));
  const inTime = Promise.race([news, done, tooLate(PATIENCE_FOR_NEWS)])
    .then(() => Promise.race([done, tooLate(PATIENCE_FOR_A_SWITCH)]))
    .catch(() => {});
  underway.set(locale, { stop, done, inTime });
  return { done, inTime };
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
  const { locale } = job;
  const before = await keptEdition(locale);
  failures.delete(locale);
  try {
    const announced = await fetchAnnounced(job);
    const { revision, revoked, pack: { size } } = announced;
    // At once: perhaps no newer edition can be had.
    await amend(locale, { revoked });
    const same = before?.revision === revision && (await countOf(before)) >= (before.files ?? 0);
    if (!same) {
      job.tell();
      await tidy(locale, revision);
      if (!(await stage(announced, before, job))) {
        await amend(locale, { checked: Date.now(), newest: revision });
        return { outcome: "costly", kept: await keptEdition(locale), size };
      }
    }
    job.stop.signal.throwIfAborted();
    const kept = await point(announced, before);
    await tidy(locale);
    return { outcome: same ? "current" : "switched", kept };
  } catch (/** @type {any} */ { name }) {
    const isFull = name === "QuotaExceededError";
    // What is staged takes up the space that is wanting.
    if (isFull) await tidy(locale);
    const reason = job.stop.signal.aborted ? "cancelled" : isFull ? "space" : "connection";
    failures.set(locale, { outcome: "failed", reason, at: Date.now() });
    return { outcome: "failed", reason, kept: await keptEdition(locale) };
  }
}

/** Asks which revision is current. @type {(job: Job) => Promise<Announced>} */
async function fetchAnnounced(job) {
  const announced = await fetchJson(new URL(`${job.locale}/edition.json`, scope), "no-cache", job);
  demand(announced.protocol === PROTOCOL && announced.locale === job.locale, "another edition");
  return announced;
}

/**
 * Has the whole of an announced edition staged, beginning with what an earlier try has left, and
 * proves that it is nothing else. A sparing job may find that it cannot.
 * @type {(to: Announced, base: Kept | undefined, job: Job) => Promise<boolean>}
 */
async function stage(to, base, job) {
  const begun = await caches.has(nameOf(to));
  if (begun ? await isWhole(to) : base && (await stagePatched(to, base, job))) return true;
  if (job.sparing) return false;
  job.size = to.pack.size;
  if (base?.revision === to.revision) return mend(to, job);
  for (const url of partsOf(to)) await stagePart(to, url, job);
  if (await isWhole(to)) return true;
  await caches.delete(nameOf(to));
  throw new Error("files of another revision");
}

/**
 * Stages what a patch makes of the kept edition; if that is anything else, the pack is asked for.
 * @type {(to: Announced, base: Kept, job: Job) => Promise<boolean>}
 */
async function stagePatched(to, base, job) {
  const address = to.pack.address.replace(/json$/, `from.${base.revision}.json`);
  const patch = await fetchJson(new URL(address, scope), "no-store", job).catch(() => null);
  if (patch?.protocol !== PROTOCOL || patch.locale !== to.locale) return false;
  const files = await filesOf(base).then((old) => patched(old, patch)).catch(() => null);
  if (!files || (await revisionOf(files)) !== to.revision) return false;
  await put(to, files);
  return isWhole(to);
}

/** Where an edition is to be had: in parts where it has several, else as one pack. */
function partsOf(/** @type {Announced} */ { parts = 0, pack: { address } }) {
  const ends = Array.from({ length: parts }, (_, at) => `${at + 1}.json`);
  return (parts ? ends : ["json"]).map((end) => new URL(address.replace(/json$/, end), scope));
}

/**
 * Stages a part, and then a note of its length at its own address: it need not come again.
 * @type {(to: Announced, url: URL, job: Job) => Promise<void>}
 */
async function stagePart(to, url, job) {
  const before = job.received;
  const note = await caches.match(url, { cacheName: nameOf(to) });
  if (note) return hear(job, Number(await note.text()));
  await put(to, await fetchPart(to, url, job));
  await (await caches.open(nameOf(to))).put(url, new Response(`${job.received - before}`));
}

/** @type {(to: Announced, url: URL, job: Job) => Promise<Files>} */
async function fetchPart(to, url, job) {
  // Neither stored twice nor, if a portal once answered in its place, taken from the HTTP cache.
  const { protocol, revision, files, headers } = await fetchJson(url, "no-store", job);
  demand(protocol === PROTOCOL && revision === to.revision, "another pack");
  const packed = Object.entries(/** @type {Pack["files"]} */ (files));
  return new Map(packed.map(([path, file]) => [path, unpack(file, headers)]));
}

/** Puts back what a browser has lost of the kept edition: proven first, for it answers at once. */
async function mend(/** @type {Announced} */ to, /** @type {Job} */ job) {
  const files = await fetchPart(to, new URL(to.pack.address, scope), job);
  demand((await revisionOf(files)) === to.revision, "files of another revision");
  await put(to, files);
  return true;
}

/** What a long download has come to is told to every page. */
async function hear(/** @type {Job} */ job, /** @type {number} */ bytes) {
  const { locale, size } = job;
  job.received += bytes;
  if (size) await tellPages({ locale, received: Math.min(job.received, size), size });
}

/**
 * The bytes of an answer that may be the server's own, as JSON. A captive portal redirects, or
 * says 200 to everything; what gets past here fits no hash.
 * @type {(url: URL, cache: RequestCache, job: Job) => Promise<any>}
 */
async function fetchJson(url, cache, job) {
  job.stop.signal.throwIfAborted();
  const request = new AbortController();
  const giveUp = () => request.abort();
  job.stop.signal.addEventListener("abort", giveUp);
  let late = setTimeout(giveUp, PATIENCE_WITH_SILENCE);
  const count = new TransformStream({
    async transform(/** @type {Bytes} */ chunk, rest) {
      clearTimeout(late);
      late = setTimeout(giveUp, PATIENCE_WITH_SILENCE);
      await hear(job, chunk.length);
      rest.enqueue(chunk);
    },
  });
  try {
    const answer = await fetch(url, { cache, redirect: "error", signal: request.signal });
    demand(answer.status === 200 && answer.type === "basic", `answered with ${answer.status}`);
    return await new Response(answer.body?.pipeThrough(count)).json();
  } finally {
    clearTimeout(late);
  }
}

// ---- What a revision names

/**
 * What a patch makes of an edition (pwa/release/patches.py): other words in all texts, then files.
 * @type {(base: Files, patch: Patch) => Files}
 */
function patched(base, { swap = [], files = {}, gone = [], headers = {} }) {
  const sent = [...base.values()].map((file) => [typeOf(file), Object.fromEntries(file.headers)]);
  const headersNow = { ...Object.fromEntries(sent), ...headers };
  const made = new Map([...base].map(([path, file]) => [path, swapped(file, swap)]));
  for (const [path, file] of Object.entries(files)) {
    const old = /** @type {Unpacked} */ (base.get(path));
    made.set(path, Array.isArray(file) ? edited(old, file) : file);
  }
  for (const path of gone) made.delete(path);
  return new Map([...made].map(([path, file]) => [path, unpack(file, headersNow)]));
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

/** @type {(file: Packed, headers: HeadersByType) => Unpacked} */
function unpack({ type, text, base64 = "", body }, headers) {
  const bytes = text ? encode(text) : Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  return { headers: new Headers({ ...headers[type], "content-type": type }), body: body ?? bytes };
}

async function sha256(/** @type {BufferSource} */ bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function demand(/** @type {boolean} */ holds, /** @type {string} */ otherwise) {
  if (!holds) throw new Error(otherwise);
}

// ---- The store: a cache for each revision, and one small record of where readers are

/** Stages files in the cache of the edition that they are of. */
async function put(/** @type {Edition} */ to, /** @type {Files} */ files) {
  const cache = await caches.open(nameOf(to));
  await Promise.all([...files].map(([at, file]) => cache.put(at, new Response(file.body, file))));
}

/** The files of an edition as they are stored, without the notes on its parts. */
async function filesOf(/** @type {Edition} */ edition) {
  const cache = await caches.open(nameOf(edition));
  const parts = `${scope.pathname}${edition.locale}/edition/`;
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const found = paths.filter((path) => !path.startsWith(parts)).map(async (path) => {
    const answer = /** @type {Response} */ (await cache.match(path));
    const body = new Uint8Array(await answer.arrayBuffer());
    return /** @type {const} */ ([path, { headers: answer.headers, body }]);
  });
  return new Map(await Promise.all(found));
}

/** Whether all of an edition is stored, and nothing else. */
const isWhole = async (/** @type {Edition} */ edition) =>
  (await revisionOf(await filesOf(edition))) === edition.revision;

const countOf = async (/** @type {Edition} */ edition) =>
  (await (await caches.open(nameOf(edition))).keys()).length;

/** Notes more of an edition, if it is kept. */
const amend = (/** @type {string} */ locale, /** @type {Partial<Kept>} */ more) =>
  change(({ editions }) => Object.assign(editions[locale] ?? {}, more));

/**
 * Moves the pointer, the last step of keeping an edition: one write, done or not done.
 * @type {(to: Announced, before: Kept | undefined) => Promise<Kept>}
 */
async function point({ locale, revision, date, pack: { size }, revoked }, before) {
  const previous = before?.revision === revision ? before.previous : before?.revision;
  const checked = Date.now();
  const since = before?.since ?? checked;
  const files = await countOf({ locale, revision });
  const kept = { locale, revision, previous, date, size, files, since, checked, revoked };
  await change(({ editions }) => (editions[locale] = kept));
  return kept;
}

/** Deletes a locale's other editions, but the one staged and, for pages still open, the last. */
async function tidy(/** @type {string} */ locale, staged = "") {
  const kept = (await state()).editions[locale];
  const needed = [kept?.revision, kept?.previous, staged];
  const names = needed.map((revision) => nameOf({ locale, revision }));
  const stored = (await ourCaches()).filter((name) => name.startsWith(nameOf({ locale })));
  await Promise.all(stored.map((name) => names.includes(name) || caches.delete(name)));
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
 * @type {<Result>(name: string, work: () => Promise<Result>) => Promise<Result>}
 */
const alone = async (name, work) => navigator.locks.request(name, work);
