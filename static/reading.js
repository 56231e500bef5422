// What helps in reading: the controls of one page, which open in place on every other one. All words
// stand in that page; what is chosen stays in this browser.

const root = document.documentElement;
const { prefix = "/" } = root.dataset;

/** Where first.js looks, in the next page's head. */
const KEY = `pwa:${prefix}:text:`;

/** Where it is dark, by the choice of colours: the first as in the style sheet. */
const DARK = /** @type {Record<string, string>} */ ({
  "": "screen and (prefers-color-scheme: dark)",
  light: "not all",
  dark: "screen",
});

/** The dialog on this page, once it has been asked for. @type {HTMLDialogElement | undefined} */
let sheet;

/** Opens the controls of a page over what is being read. */
export function open(/** @type {string} */ page) {
  prepare(page).showModal();
}

/** Has them ready, closed: what was begun on the page before goes on. */
export function prepare(/** @type {string} */ page) {
  sheet ??= sheetOf(page);
  return sheet;
}

/**
 * The controls of a page in a dialog, dressed by that page's own style and out of this one's way.
 * @param {string} page
 */
function sheetOf(page) {
  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(/<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "");
  shadow.adoptedStyleSheets = [style];
  // Without its head: this page's policy forbids the style sheet of another.
  const lender = new DOMParser().parseFromString(page.replace(/^[^]*?<body/, "<body"), "text/html");
  const made = /** @type {HTMLTemplateElement} */ (lender.querySelector("[data-sheet]"));
  shadow.append(made.content);
  const dialog = /** @type {HTMLDialogElement} */ (shadow.querySelector("dialog"));
  const controls = /** @type {HTMLElement} */ (lender.querySelector("[data-controls]"));
  dialog.append(controls);
  dialog.onclick = ({ target }) => {
    if (target === dialog) dialog.close();
  };
  document.body.append(host);
  begin(controls);
  beginAids(controls, dialog);
  return dialog;
}

/** Shows what was chosen, here or elsewhere meanwhile, and has the next choice hold. */
function begin(/** @type {HTMLElement} */ controls) {
  const form = /** @type {HTMLFormElement} */ (controls.querySelector("[data-text]"));
  const inputs = Array.from(form.querySelectorAll("input"));
  const showChosen = () => {
    const chosen = root.style.cssText.replaceAll(" ", "").split(";");
    for (const input of inputs) if (chosen.concat("").includes(input.value)) input.checked = true;
  };
  showChosen();
  // Each time the page's own script has taken it over before.
  for (const type of ["pageshow", "storage"]) addEventListener(type, showChosen);
  form.onchange = () => {
    const values = inputs.filter(({ checked }) => checked).map(({ value }) => value);
    choose(values.filter(Boolean).join(";"));
  };
  controls.hidden = false;
}

/**
 * Each further aid has a module, which begins in its own place among the controls and shows it
 * where the device can do it: `begin(section, sheet)`.
 */
function beginAids(/** @type {HTMLElement} */ controls, /** @type {HTMLDialogElement} */ dialog) {
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (
    controls.querySelectorAll("[data-aid]")
  )) {
    import(section.dataset.aid ?? "").then((aid) => aid.begin(section, dialog)).catch(() => {});
  }
}

/** What differs from the publisher's own, as declarations, holds on this page and the next. */
function choose(/** @type {string} */ text) {
  const { style } = root;
  style.cssText = text;
  const media = DARK[style.colorScheme];
  /** @type {CSSMediaRule} */ (document.styleSheets[0].cssRules[1]).media.mediaText = media;
  try {
    note(text && `${text}|${media}`);
  } catch {
    // A browser that refuses to keep it: it holds on this page.
  }
}

/** What is noted can be removed with everything else, at the page's foot. */
function note(/** @type {string} */ look) {
  if (!look) return localStorage.removeItem(KEY);
  localStorage[KEY] = look;
  for (const button of document.querySelectorAll("[data-forget]")) button.removeAttribute("hidden");
}

const own = document.querySelector("[data-controls]");
if (own) begin(/** @type {HTMLElement} */ (own));
