// @ts-check
/**
 * `<rate-explorer>`: leaves the countries and years that the reader chooses, in the drawings and tables of the page.
 * Without a figure around it, it chooses countries for the page. The choice stands in the address, to be passed on.
 */
import { EVERYTHING, chosenRows, labelHeight, placeYear, readChoice, tickYears, writeChoice, yearsWithin } from "./lib/panels.js";
import { locale, make, t } from "./page.js";
import { save } from "./save.js";

/** @typedef {import("./lib/panels.js").Choice} Choice */

/** @param {string} key @param {Record<string, any>} [values] */
const r = (key, values) => t(`rates.${key}`, values);
/** Names that are read at a glance; of more only their number is said. */
const GLANCE = 5;
/** What belongs to a country and may be left out. */
const PARTS = [".pane", ".row", "tr", "th", "td"].map((part) => `${part}[data-country]`).join(",");
const list = new Intl.ListFormat(locale);

/** @param {ParentNode} root @param {string} selector @returns {HTMLElement[]} */
const all = (root, selector) => [...root.querySelectorAll(selector)].map((node) => /** @type {HTMLElement} */ (node));
/** @param {Element} node @param {string} name */
const numberOf = (node, name) => Number(node.getAttribute(name));

/** @type {Set<RateExplorer>} */
const explorers = new Set();
/** @type {Choice} */
let choice = readChoice(location.hash) ?? EVERYTHING;

/** Every country that the page's drawings show, in the order of reading. */
const known = () => {
  const names = new Map(all(document, ".pane").map((pane) => [pane.dataset.country ?? "", pane.querySelector(".pane-name")?.textContent ?? ""]));
  return [...names].map(([code, name]) => ({ code, name }));
};
/** @param {string} code */
const isShown = (code) => !choice.countries || choice.countries.includes(code);

/** @param {Choice} next */
function choose(next) {
  choice = next;
  if (writeChoice(choice) || readChoice(location.hash)) history.replaceState(null, "", writeChoice(choice) || location.pathname + location.search);
  showCountries();
  for (const explorer of explorers) explorer.show();
}

addEventListener("hashchange", () => {
  const said = readChoice(location.hash);
  if (said) choose(said);
});

/** Hides and shows what belongs to countries, wherever it stands on the page. */
function showCountries() {
  const codes = new Set(known().map(({ code }) => code));
  /** @type {Map<Element, HTMLElement[]>} */
  const lists = new Map();
  for (const part of all(document, PARTS)) {
    if (!codes.has(part.dataset.country ?? "") || part.closest(".is-spark")) continue;
    part.hidden = !isShown(part.dataset.country ?? "");
    const holder = part.matches("tr, .row") && part.closest("table, .rows");
    if (holder) lists.set(holder, [...(lists.get(holder) ?? []), part]);
  }
  for (const [holder, parts] of lists) {
    if (holder.matches(".rows")) holder.setAttribute("aria-label", spoken(holder, parts));
    if (!holder.closest("figure")?.querySelector("rate-explorer")) tellHidden(holder, parts);
  }
}

/** What a drawing of rows says to who listens. @param {Element} holder @param {HTMLElement[]} rows */
function spoken(holder, rows) {
  const said = rows.filter((row) => !row.hidden).map((row) => all(row, ".row-label, .row-none, .row-value").map((part) => part.textContent).join(": "));
  return `${holder.getAttribute("data-said")}. ${said.join("; ")}.`;
}

/** Says below a list that it is not whole: nothing is left out in silence. @param {Element} holder @param {HTMLElement[]} parts */
function tellHidden(holder, parts) {
  const whole = holder.closest(".table") ?? holder;
  const count = parts.filter((part) => !part.hidden).length;
  const note = whole.nextElementSibling?.matches(".explore-note") ? whole.nextElementSibling : null;
  if (count === parts.length) return note?.remove();
  const text = r("shown", { names: r("shown-some", { count, total: parts.length }) });
  if (note) note.firstChild?.replaceWith(text);
  else whole.after(make("p", { class: "explore-note meta" }, text, " ", make("button", { type: "button", class: "quiet", onclick: () => choose(EVERYTHING) }, r("reset"))));
}

/**
 * Moves the marks of drawings to other years: in the page, and in a file made from it.
 * @param {Iterable<Element>} panes @param {[number, number]} years
 */
function moveYears(panes, years) {
  const within = (/** @type {number} */ year) => year >= years[0] && year <= years[1];
  const across = (/** @type {number} */ year) => `${Math.round(placeYear(year, years) * 100) / 100}%`;
  /** @param {Element} node @param {boolean} seen @param {Record<string, string | number>} places */
  const set = (node, seen, places) => {
    if (seen) node.removeAttribute("display");
    else node.setAttribute("display", "none");
    for (const [name, place] of Object.entries(places)) node.setAttribute(name, String(place));
  };
  for (const pane of panes) {
    const joined = new Set();
    for (const line of pane.querySelectorAll("[data-from]")) {
      const [from, to, at] = ["data-from", "data-to", "data-break"].map((name) => numberOf(line, name));
      if (at) set(line, within(from) && within(to), { x1: across(at), x2: across(at) });
      else set(line, within(from) && within(to), { x1: across(from), x2: across(to) });
      if (!at && !line.closest("[data-behind]")) joined.add(`${from} ${to}`);
    }
    const points = [...pane.querySelectorAll("[data-at]")];
    for (const point of points) set(point, within(numberOf(point, "data-at")), { x: across(numberOf(point, "data-at")) });

    const ticks = [...pane.querySelectorAll("[data-tick]")];
    const foot = numberOf(ticks[0], "y");
    const wanted = tickYears(years);
    for (const tick of ticks.slice(wanted.length)) tick.remove();
    wanted.forEach((year, place) => {
      const tick = ticks[place] ?? ticks[0].cloneNode();
      if (!tick.parentNode) ticks[place - 1].after(tick);
      ticks[place] = tick;
      tick.setAttribute("x", across(year));
      tick.textContent = String(year);
    });

    const seen = points.filter((point) => within(numberOf(point, "data-at")));
    const at = (/** @type {number} */ place) => numberOf(/** @type {Element} */ (seen.at(place)), "data-at");
    const y = (/** @type {number} */ place) => numberOf(/** @type {Element} */ (seen.at(place)), "y");
    const labels = [...pane.querySelectorAll("[data-end]")];
    labels.forEach((label, place) => {
      // The first number and the last; where there is one point, it is the last.
      const end = place < labels.length - 1 ? 0 : -1;
      if (seen.length < (end ? 1 : 2)) return set(label, false, {});
      const beside = end ? -2 : 1;
      const isJoined = seen.length > 1 && joined.has(end ? `${at(-2)} ${at(-1)}` : `${at(0)} ${at(1)}`);
      set(label, true, { x: across(at(end)), y: Math.round(labelHeight(y(end), isJoined ? y(beside) : null, foot) * 100) / 100 });
      label.textContent = seen.at(end)?.getAttribute("data-said") ?? "";
    });
  }
}

class RateExplorer extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    explorers.add(this);
    this.figure = this.closest("figure");
    const panels = /** @type {HTMLElement | null} */ (this.figure?.querySelector(".panels") ?? null);
    /** @type {[number, number]} */
    this.span = [Number(panels?.dataset.first), Number(panels?.dataset.last)];
    // In the title the years stand in a piece of their own, beside the ages.
    this.heading = all(this.figure ?? this, ".chart-title span").filter((part) => part.textContent === (this.span ?? []).join("–"));
    this.boxes = known().map(({ code, name }) => {
      const input = make("input", { type: "checkbox", value: code, onchange: () => this.pick() });
      return { code, name, input, label: make("label", {}, input, name) };
    });
    const every = (/** @type {string} */ key, /** @type {string[] | null} */ countries) =>
      make("button", { type: "button", class: "quiet", onclick: () => choose({ ...choice, countries }) }, r(key));
    this.back = make("button", { type: "button", class: "quiet", onclick: () => this.back.getAttribute("aria-disabled") === "true" || choose(EVERYTHING) }, r("reset"));
    this.said = make("p", { role: "status", class: "explore-said" });
    this.append(
      make("details", { class: "explore" }, make("summary", {}, r(panels ? "choose" : "choose-countries")),
        make("fieldset", {}, make("legend", {}, r("countries")),
          make("div", { class: "explore-countries" }, ...this.boxes.map(({ label }) => label)), every("all", null), every("none", [])),
        panels && this.makeYears(),
        make("p", { class: "explore-buttons" },
          panels && make("button", { type: "button", class: "quiet", onclick: () => this.saveRows() }, r("csv")),
          panels && make("button", { type: "button", class: "quiet", onclick: () => this.savePicture() }, r("svg")),
          this.back)),
      this.said);
    // What the address says is shown at once; the other elements of the page have done so, or will.
    showCountries();
    this.show();
  }

  disconnectedCallback() {
    explorers.delete(this);
  }

  makeYears() {
    const [first, last] = this.span ?? [0, 0];
    const years = Array.from({ length: last - first + 1 }, (_, place) => String(first + place));
    this.ends = ["from", "to"].map((key, end) => {
      const select = make("select", { onchange: () => this.pickYears(end) }, ...years.map((year) => make("option", { value: year }, year)));
      select.value = years[end ? years.length - 1 : 0];
      return { select, label: make("label", {}, make("span", {}, r(key)), select) };
    });
    return make("fieldset", {}, make("legend", {}, r("years")), make("div", { class: "explore-years" }, ...this.ends.map(({ label }) => label)));
  }

  /** The years that this figure shows. @returns {[number, number]} */
  get years() {
    return yearsWithin(choice, this.span ?? [0, 0]);
  }

  pick() {
    const chosen = (this.boxes ?? []).filter(({ input }) => input.checked).map(({ code }) => code);
    choose({ ...choice, countries: chosen.length === this.boxes?.length ? null : chosen });
  }

  /** @param {number} end Which one was changed; the other gives way. */
  pickYears(end) {
    const [from, to] = (this.ends ?? []).map(({ select }) => Number(select.value));
    const years = /** @type {[number, number]} */ (from > to ? (end ? [to, to] : [from, from]) : [from, to]);
    const [first, last] = this.span ?? [0, 0];
    choose({ ...choice, years: years[0] === first && years[1] === last ? null : years });
  }

  show() {
    for (const { code, input } of this.boxes ?? []) input.checked = isShown(code);
    const changed = Boolean(choice.countries || choice.years);
    // Not disabled: whoever has just pressed it would lose their place.
    this.back.setAttribute("aria-disabled", String(!changed));
    // Until something is chosen the drawing stays as it was built.
    if (this.ends && (changed || this.said.textContent)) {
      const { years } = this;
      this.ends.forEach(({ select }, end) => (select.value = String(years[end])));
      moveYears(this.figure?.querySelectorAll(".pane") ?? [], years);
      for (const part of this.heading ?? []) part.textContent = [...new Set(years)].join("–");
      const table = this.figure?.querySelector(".is-pivot");
      for (const cell of table ? all(table, "[data-year]") : []) {
        cell.hidden = Number(cell.dataset.year) < years[0] || Number(cell.dataset.year) > years[1];
      }
    }
    if (changed || this.said.textContent) this.said.textContent = this.told(changed);
  }

  /** @param {boolean} changed */
  told(changed) {
    if (!changed) return r("shown-all");
    const boxes = this.boxes ?? [];
    const chosen = boxes.filter(({ code }) => isShown(code)).map(({ name }) => name);
    if (!chosen.length) return r("shown-none");
    const names = chosen.length <= GLANCE ? list.format(chosen) : r("shown-some", { count: chosen.length, total: boxes.length });
    return r("shown", { names: [names, this.ends && [...new Set(this.years)].join("–")].filter(Boolean).join("; ") });
  }

  /** @param {string} address @param {(text: string) => void} use */
  async fetched(address, use) {
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      use(await answer.text());
      this.said.textContent = r("saved");
    } catch {
      this.said.textContent = r("fault");
    }
  }

  /** What files of the figure are called. */
  get stem() {
    return this.picture.replace(/^.*\/|\.svg$/g, "");
  }

  get picture() {
    return /** @type {HTMLAnchorElement | null} */ (this.figure?.querySelector('.chart-files a[href$=".svg"]'))?.href ?? "";
  }

  saveRows() {
    const { table = "", where = "", countries = "", years = "" } = this.dataset;
    const [from, to] = this.years;
    return this.fetched(table, (text) => {
      const rows = chosenRows(text, where, { countries, years }, (code, year) => isShown(code) && year >= from && year <= to);
      save(`${this.stem}-${from}-${to}.csv`, rows, "text/csv");
    });
  }

  savePicture() {
    const [from, to] = this.years;
    return this.fetched(this.picture, (text) => {
      const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      for (const title of svg.querySelectorAll("title, [data-title]")) {
        title.textContent = (title.textContent ?? "").replace((this.span ?? []).join("–"), [...new Set(this.years)].join("–"));
      }
      moveYears(restack(svg), this.years);
      for (const gone of svg.querySelectorAll("[display=none]")) gone.remove();
      save(`${this.stem}-${from}-${to}.svg`, new XMLSerializer().serializeToString(svg), "image/svg+xml");
    });
  }
}

/** Takes out of a picture the countries that are not shown, and lets the others and what follows close up. @param {Element} svg */
function restack(svg) {
  const boxes = [...svg.children].filter((part) => part.hasAttribute("data-country"));
  const places = boxes.map((box) => ["x", "y"].map((name) => box.getAttribute(name) ?? ""));
  const shown = boxes.filter((box) => isShown(box.getAttribute("data-country") ?? "") || (box.remove(), false));
  shown.forEach((box, place) => {
    box.setAttribute("x", places[place][0]);
    box.setAttribute("y", places[place][1]);
  });
  const last = Number(places.at(-1)?.[1]);
  const saved = last - Number(places[shown.length - 1]?.[1] ?? places[0]?.[1]);
  const high = numberOf(svg, "height") - saved;
  svg.setAttribute("height", String(high));
  svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${high}`);
  svg.querySelector("rect")?.setAttribute("height", String(high));
  svg.querySelector("[data-foot]")?.setAttribute("transform", `translate(0 ${-saved})`);
  return shown;
}

customElements.define("rate-explorer", RateExplorer);
