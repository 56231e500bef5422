// Passing on what is being read: through the device's own ways, as a link to the very paragraph, as a
// QR code. Nothing is sent anywhere but by the reader. All words stand in the section that this is
// given (pwa/pages/templates/sharing.html), on whatever page or dialog it is.

/** @typedef {{title: string, url: string, place: string}} Reading */

/** Milliseconds after which what is said again is a change, and read out as one. */
const AGAIN = 100;

/** Shows in a section what this device can do with the page that is being read. */
export function begin(/** @type {HTMLElement} */ section) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (section.querySelector(selector));
  find("[data-by-system]").hidden = !navigator.share;
  find("[data-share]").onclick = () => {
    const { title, url } = reading(section);
    // A reader who thinks better of it has not failed.
    navigator.share({ title, url }).catch(() => {});
  };
  find("[data-by-link]").hidden = !navigator.clipboard;
  find("[data-copy]").onclick = async () => {
    const [told, not] = [find("[data-copied]"), find("[data-not-copied]")];
    told.hidden = not.hidden = true;
    const isCopied = await copied(reading(section).place);
    setTimeout(() => ((isCopied ? told : not).hidden = false), AGAIN);
  };
  const code = /** @type {HTMLAnchorElement} */ (find("[data-qr]"));
  const { codes, cover } = section.dataset;
  const articles = Array.from(document.querySelectorAll("article"));
  const isCoded = articles.length === 1 && codes === "sections";
  if (isCoded) code.hash = articles[0].dataset.section ?? "";
  code.hidden = !isCoded && canonical()?.href !== cover;
  section.hidden = false;
}

/** Whether a text is on the clipboard now. */
function copied(/** @type {string} */ text) {
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}

/**
 * What is being read: a page by the address that it gives itself, without what a search or a campaign
 * has added to it, or the whole publication where it gives none; and the place in it.
 * @returns {Reading}
 */
function reading(/** @type {HTMLElement} */ { dataset: { name = "", cover = "" } }) {
  const { href } = canonical() ?? {};
  if (!href) return { title: name, url: cover, place: cover };
  const place = new URL(href);
  place.hash = anchor();
  return { title: document.title, url: href, place: place.href };
}

/** The address that a page gives itself, if it gives one. @returns {HTMLLinkElement | null} */
const canonical = () => document.querySelector("link[rel=canonical]");

/**
 * The id of the heading or paragraph that is being read, which is the same in every language: the
 * last one that begins in the upper third of the window. Of a translation that is folded away the
 * part without its prefix is.
 */
function anchor() {
  const seen = Array.from(document.querySelectorAll("article [id]")).filter(
    (one) => !one.closest("details:not([open])") && one.getBoundingClientRect().top < innerHeight / 3,
  );
  return (seen.at(-1)?.id ?? "").replace(".earlier:", "");
}
