// What the publication says of itself as an app: that it can be installed, quietly and where it does
// not cover the text, and, once it is, the way back that its window lacks. All words stand in the
// offline page, which the page's script lends.

/**
 * What browsers let a page ask with, once (Chromium's beforeinstallprompt).
 * @typedef {Event & {prompt: () => Promise<unknown>, userChoice: Promise<{outcome: string}>}} Prompt
 */

/** Where it is remembered that the reader does not want to be asked again. */
const KEY = `pwa:${document.documentElement.dataset.prefix}:seen:install`;

/** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

/** What one template of the offline page holds. */
function words(/** @type {Document} */ lender, /** @type {string} */ selector) {
  const [template] = all(selector, lender);
  return document.importNode(/** @type {HTMLTemplateElement} */ (template).content, true);
}

/**
 * Offers to install it where the offline page tells how; at any other page's foot, unless that has
 * been declined.
 */
export function offer(/** @type {Document} */ lender, /** @type {Prompt} */ prompt) {
  const [how] = all("[data-installing]");
  if (how) {
    fill(how, words(lender, "[data-installable]"), prompt);
  } else if (localStorage.getItem(KEY) === null && all("[data-offered]").length === 0) {
    const line = document.createElement("div");
    line.dataset.offered = "";
    all(".foot .small")[0]?.prepend(line);
    fill(line, words(lender, "[data-installable]"), prompt);
  }
}

/** Puts the offer into its place, and takes it away once it has been answered. */
function fill(
  /** @type {HTMLElement} */ place,
  /** @type {DocumentFragment} */ offered,
  /** @type {Prompt} */ prompt,
) {
  const [install] = all("[data-install]", offered);
  const [decline] = all("[data-not-now]", offered);
  const end = () => place.replaceChildren();
  const declined = () => {
    // First: where nothing can be noted, that throws.
    end();
    localStorage.setItem(KEY, "");
  };
  install.onclick = async () => {
    await prompt.prompt();
    const { outcome } = await prompt.userChoice;
    if (outcome === "accepted" || !("offered" in place.dataset)) end();
    else declined();
  };
  if ("offered" in place.dataset) decline.onclick = declined;
  else decline.remove();
  place.replaceChildren(offered);
  addEventListener("appinstalled", end, { once: true });
}

/** Whether there is a page to go back to; browsers that do not tell have at least counted. */
const canGoBack = () =>
  /** @type {any} */ (window).navigation?.canGoBack ?? history.length > 1;

/** How the way back looks: no rule of a page's style sheet is for what is not in its text. */
const LOOK = {
  cssFloat: "inline-start",
  justifyContent: "center",
  minInlineSize: "2.75rem",
  minBlockSize: "3.2rem",
  margin: "0",
  marginInlineStart: "-1.05rem",
  padding: "0",
  border: "0",
  color: "inherit",
};

/** Puts a way back before the name of the publication: the window of an app has none of its own. */
export function goBack(/** @type {Document} */ lender) {
  if (!canGoBack() || all("[data-back]").length > 0) return;
  const [button] = all("[data-back]", words(lender, "[data-going-back]"));
  button.onclick = () => history.back();
  Object.assign(button.style, LOOK);
  for (const svg of all("svg", button)) {
    svg.style.inlineSize = "1.2rem";
    // Physical: a drawing has no direction of its own.
    if (document.documentElement.dir === "rtl") svg.style.scale = "-1 1";
  }
  // It takes the sign's place, as wide as that was, so that nothing moves; a cover has room for both.
  for (const sign of all("body:not(.cover) .sign")) {
    sign.style.display = "none";
    const { style } = /** @type {HTMLElement} */ (sign.parentElement);
    style.maxInlineSize = "max(62% - 4.45rem, 5.1rem)";
  }
  all(".bar")[0]?.prepend(button);
}

/** What this device is, in one word of those that the offline page has ways for. */
function device({ userAgent, maxTouchPoints } = navigator) {
  if (/Android/.test(userAgent)) return "android";
  // An iPad says that it is a Mac; no Mac has a screen to be touched.
  if (/iPhone|iPad/.test(userAgent) || (/Mac/.test(userAgent) && maxTouchPoints > 1)) return "ios";
  return "computer";
}

/** The way that fits comes first; the others stay: a reader may be helping somebody else. */
export function begin() {
  for (const way of all(`[data-device=${device()}]`)) way.parentElement?.prepend(way);
}
