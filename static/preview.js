// For who works on a translation: the open page follows the files on disk, and what is not
// translated yet leads to where it can be. Served by `pwa serve --preview` alone.
"use strict";

const preview = `${document.documentElement.dataset.prefix}preview/`;

// The browser keeps the place when a page is loaded again.
const changes = new EventSource(`${preview}events?page=${encodeURIComponent(location.pathname)}`);
changes.addEventListener("changed", () => location.reload());

for (const block of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-entry]"))) {
  const entry = block.dataset.entry ?? "";
  const link = document.createElement("a");
  link.className = "preview-entry";
  link.href = `${preview}entry?at=${encodeURIComponent(entry)}`;
  link.textContent = entry;
  link.dir = "ltr";
  block.append(" ", link);
}
