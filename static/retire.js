// Stands in for the engine where nothing may be kept: it removes what an engine kept before,
// and itself, and loads open pages again from the host.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(retire()));

/** Only this publication's stores: the origin may have others. */
async function retire() {
  const ours = `pwa:${new URL(self.registration.scope).pathname}:`;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ours)).map((name) => caches.delete(name)));
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url);
}
