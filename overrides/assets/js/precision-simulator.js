// @ts-check
/**
 * `<precision-simulator>`: how often a flag is right, worked out anew at every turn of a control.
 *
 * The picture, the table and the words are those of the page (site/simulator.py); what changes is what they say.
 */
import { assess } from "./lib/accuracy.js";
import { make, page, t } from "./page.js";

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`simulator.${key}`, values);
const percentage = new Intl.NumberFormat(page.lang, { style: "percent" });
/** @param {number} value */
const percent = (value) => percentage.format(value / 100);

const RATES = /** @type {const} */ ({ base: [1, 99], sensitivity: [0, 100], specificity: [0, 100] });
/** Milliseconds of rest before the result is read aloud: a slider passes many. */
const PAUSE = 700;
let count = 0;

/** In words, as `said` in Python. @param {ReturnType<typeof assess>} found */
function said(found) {
  const { tp, fp, fn, tn, ppv, left } = found;
  const sentences = [];
  if (ppv === null) sentences.push(s("said-none"));
  else if (!(tp + fp)) sentences.push(s("said-few"));
  else sentences.push(s("said-flagged", { flagged: tp + fp, fp }));
  if (left === null) sentences.push(s("said-all"));
  else if (fn + tn) sentences.push(s("said-unflagged", { unflagged: fn + tn, fn }));
  return sentences.join(" ");
}

export class PrecisionSimulator extends HTMLElement {
  /** @type {Record<string, {range: HTMLInputElement, number: HTMLInputElement}>} */
  controls = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting;

  connectedCallback() {
    if (this.live) return;
    const id = `simulator-control-${++count}`;
    this.own = Object.fromEntries(Object.keys(RATES).map((rate) => [rate, Number(this.dataset[rate])]));
    this.live = make("p", { class: "visually-hidden", role: "status" });
    this.back = make("button", { type: "button", class: "quiet", onclick: () => this.set(this.own) }, s("reset"));
    const rows = Object.entries(RATES).map(([rate, [min, max]]) => this.addControl(rate, `${id}-${rate}`, min, max));
    const given = /** @type {HTMLElement} */ (this.querySelector(".simulator-given"));
    given.replaceWith(make("fieldset", { class: "simulator-controls" }, make("legend", {}, s("title")), ...rows));
    this.querySelectorAll(".simulator-presets > li").forEach((item) => this.addPreset(/** @type {HTMLElement} */ (item)));
    const controls = /** @type {HTMLElement} */ (this.querySelector(".simulator-controls"));
    controls.append(this.back);
    // Beside the controls, now that they are controls themselves.
    const examples = this.querySelector(".simulator-examples");
    if (examples) controls.after(examples);
    this.append(this.live);
    this.set(this.own, true);
  }

  /** @param {string} rate @param {string} id @param {number} min @param {number} max */
  addControl(rate, id, min, max) {
    const limits = { min, max, step: 1 };
    // Without a name nothing is kept by the browser's own memory of forms, so page and controls agree after a reload.
    const range = make("input", { type: "range", ...limits, "aria-labelledby": `${id}-label`, autocomplete: "off" });
    const number = make("input", { type: "number", ...limits, id, inputmode: "numeric", autocomplete: "off", "aria-describedby": `${id}-unit` });
    range.addEventListener("input", () => this.set({ [rate]: Number(range.value) }));
    number.addEventListener("input", () => {
      const value = Number(number.value);
      if (number.value && Number.isInteger(value) && value >= min && value <= max) this.set({ [rate]: value }, false, number);
    });
    // What cannot be is put right when the field is left, not while somebody types.
    number.addEventListener("change", () => {
      const value = number.value ? Math.round(Number(number.value)) : Number(range.value);
      this.set({ [rate]: Math.min(max, Math.max(min, value)) });
    });
    this.controls[rate] = { range, number };
    return make("div", { class: "simulator-control" },
      make("label", { for: id, id: `${id}-label` }, s(rate)), range,
      make("span", { class: "simulator-number" }, number, " ", make("span", { id: `${id}-unit` }, s("percent"))));
  }

  /** @param {HTMLElement} item */
  addPreset(item) {
    const label = /** @type {HTMLElement} */ (item.querySelector("strong"));
    const { base, sensitivity, specificity } = item.dataset;
    const rates = { base: Number(base), sensitivity: Number(sensitivity), specificity: Number(specificity) };
    label.replaceWith(make("button", { type: "button", lang: label.lang || undefined, onclick: () => this.set(rates) }, ...label.childNodes));
  }

  /** @param {Record<string, number>} rates @param {boolean} [quiet] @param {HTMLInputElement} [typing] */
  set(rates, quiet = false, typing) {
    const now = { ...this.rates, ...rates };
    const changed = JSON.stringify(now) !== JSON.stringify(this.rates);
    this.rates = now;
    for (const [rate, { range, number }] of Object.entries(this.controls)) {
      range.value = String(now[rate]);
      if (number !== typing) number.value = String(now[rate]);
      range.setAttribute("aria-valuetext", percent(now[rate]));
    }
    /** @param {Record<string, string | number | undefined>} other */
    const same = (other) => Object.entries(now).every(([rate, value]) => Number(other[rate]) === value);
    // Not disabled: whoever has just pressed it would lose their place.
    this.back.setAttribute("aria-disabled", String(same(this.own ?? {})));
    for (const item of this.querySelectorAll(".simulator-presets > li")) {
      item.querySelector("button")?.setAttribute("aria-pressed", String(same(/** @type {HTMLElement} */ (item).dataset)));
    }
    if (changed) this.show(quiet);
  }

  /** @param {boolean} quiet */
  show(quiet) {
    const { base = 0, sensitivity = 0, specificity = 0 } = this.rates ?? {};
    const found = assess(base, sensitivity, specificity);
    const { tp, fp, fn, tn } = found;
    const kinds = Object.entries({ tp, fp, fn, tn }).flatMap(([kind, many]) => Array(many).fill(kind));
    this.querySelectorAll(".hundred:not(.pupil) > g").forEach((pupil, place) => pupil.setAttribute("class", kinds[place]));
    /** @param {string} selector @param {string} text */
    const write = (selector, text) => {
      const node = this.querySelector(selector);
      if (node) node.textContent = text;
    };
    write(".hundred > title", s("picture", { tp, fp, fn, tn }));
    for (const [name, value] of Object.entries({ tp, fp, fn, tn })) write(`[data-value=${name}]`, String(value));
    for (const name of /** @type {const} */ (["ppv", "share", "left"])) {
      const value = found[name];
      write(`[data-value=${name}]`, value === null ? s("undefined") : percent(value));
    }
    const text = said(found);
    write(".simulator-said", text);
    /** @type {any} */ (this.querySelector(".simulator-rounded")).hidden = !found.differs;
    clearTimeout(this.waiting);
    if (!quiet) this.waiting = setTimeout(() => (this.live.textContent = text), PAUSE);
  }
}

customElements.define("precision-simulator", PrecisionSimulator);
