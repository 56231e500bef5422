// The kill switch: stands in for the engine where nothing may be kept. On every device that calls
// it removes what an engine kept before, and itself, and loads open pages again from the host.
"use strict";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (event) => event.waitUntil(retire()));

/** Only this publication's stores, named as in sw.js: the origin may have others. */
async function retire() {
  const prefix = `pwa:${new URL(worker.registration.scope).pathname}:`;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const ours = names.filter((name) => !name.slice(prefix.length).includes("/"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await worker.registration.unregister();
  for (const client of await worker.clients.matchAll({ type: "window" })) {
    // A page that has gone meanwhile cannot be loaded again.
    await client.navigate(client.url).catch(() => {});
  }
}
