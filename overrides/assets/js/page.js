// @ts-check
/** What every element needs of the page: its settings, its texts, and a short way to make nodes. */
import { store } from "./lib/store.js";
import { makeStrings } from "./lib/strings.js";

const meta = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="courseware"]'))?.dataset ?? {};
const lang = meta.lang || document.documentElement.lang || "sv";
const root = new URL(meta.root || "./", location.href);

export const page = {
  lang,
  /** The start of the site, all languages together. */
  root,
  /** Every IRI of a statement starts with it. */
  base: meta.iriBase || `${location.origin}/`,
  /** Where statements go; empty where the site takes none. */
  inbox: meta.inbox || "",
  /** The start of the site in this language. */
  home: meta.home ? new URL(meta.home, location.href) : lang === "sv" ? root : new URL(`${lang}/`, root),
};

export const { t, tn } = makeStrings(JSON.parse(document.getElementById("strings")?.textContent || "{}"), lang);

/**
 * Makes an element: attributes, then children; a function under `on…` listens.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {(Node | string | null | undefined)[]} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null).map((child) => /** @type {Node | string} */ (child)));
  return node;
}

/** The locale of dates and figures; our English is British. */
export const locale = lang === "en" ? "en-GB" : lang;

/** @param {string} iso A day as the reader writes it. */
export const day = (iso) => new Date(iso).toLocaleDateString(locale, { dateStyle: "long" });

/** Reads `data-module`, `data-version`, `data-lessons`. @param {HTMLElement} element */
export const partOf = ({ dataset }) => ({
  module: dataset.module ?? "", version: dataset.version ?? "", lessons: (dataset.lessons ?? "").split(" ").filter(Boolean),
});

/**
 * Remembers where the reader is, or is to go on.
 * @param {string} [lang] @param {string} [there] The address and @param {string} [named] the title of another page.
 */
export function remember(lang, there = location.href, named = "") {
  const path = decodeURI(new URL(there, location.href).pathname).replace(decodeURI(page.home.pathname), "");
  const title = named || (document.querySelector("h1")?.textContent?.trim() ?? "");
  const last = { path, title, lang: lang || page.lang, at: new Date().toISOString() };
  store.update("progress", (progress) => void (progress.last = last));
}

/** Tells, once a page, why nothing is kept. @param {HTMLElement} element */
export function tellProblem(element) {
  const tell = () => {
    if (!store.problem) return;
    const text = t(`device.${store.problem}`);
    const old = document.querySelector('[data-kind="device"]');
    if (old) old.textContent = text;
    else element.prepend(make("p", { class: "notice", "data-kind": "device", role: "status" }, text));
  };
  store.addEventListener("problem", tell);
  tell();
}

/** Says in a row's `.state` how far it has come. @param {HTMLElement} row @param {string} state @param {string} text */
export function mark(row, state, text) {
  const slot = row.querySelector(".state") ?? row.appendChild(make("span", { class: "state" }));
  slot.setAttribute("data-state", state);
  slot.textContent = state ? text : "";
  row.dataset.state = state;
}
