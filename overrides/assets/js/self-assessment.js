// @ts-check
/** `<self-assessment>`: keeps the answers of site/assessment_form.py on this device and shows their profile. */
import { answered, csv, isBlank, lowest, pack, unpack, whole } from "./lib/assessments.js";
import { store } from "./lib/store.js";
import { make, page, t, tellProblem } from "./page.js";
import { sayDone } from "./said.js";
import { save, today } from "./save.js";

/** @typedef {import("./lib/types").Assessed} Assessed */

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`self-assessment.${key}`, values);
/** @param {string} key @param {() => void} onclick */
const button = (key, onclick) => make("button", { type: "button", class: "quiet", onclick }, s(key));
const SVG = "http://www.w3.org/2000/svg";
/** Milliseconds of rest in typing before a note is kept. */
const PAUSE = 400;
/** Bytes of a file that is read: far more than all notes that fit. */
const LARGEST = 1_000_000;

/** Gives a chain of three links, filled as far as the level; the level stands beside it in words. @param {number | null} level */
function bar(level) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "chain-drawing", width: 76, height: 24, viewBox: "0 0 76 24", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 2 })) {
    svg.setAttribute(name, String(value));
  }
  const draw = (/** @type {string} */ tag, /** @type {Record<string, any>} */ attributes) => {
    const node = svg.appendChild(document.createElementNS(SVG, tag));
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  };
  draw("path", { class: "chain-line", d: "M20 12h9M47 12h9" });
  for (const place of [0, 1, 2]) draw("circle", { class: place < (level ?? 0) ? "chain-link is-done" : "chain-link", cx: 11 + 27 * place, cy: 12, r: 8 });
  return svg;
}

export class SelfAssessment extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.querySelector(".assessment-unscripted")?.remove();
    this.key = this.dataset.id ?? "";
    this.areas = [...this.form.querySelectorAll("fieldset")].map((node) => ({
      label: node.querySelector(".assessment-label")?.textContent?.trim() ?? "",
      inputs: [...node.querySelectorAll("input")],
      texts: [...node.querySelectorAll(".assessment-text")].map((text) => text.textContent?.trim() ?? ""),
      notes: /** @type {HTMLTextAreaElement} */ (node.querySelector("textarea")),
    }));
    this.addProfile();
    tellProblem(this);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    this.form.addEventListener("change", () => this.keep());
    this.form.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      clearTimeout(timer);
      timer = setTimeout(() => this.keep(), PAUSE);
    });
    store.addEventListener("assessments", () => this.show());
    this.show();
  }

  /** What is kept here. @returns {Assessed} */
  get kept() {
    return whole(store.read("assessments")[this.key ?? ""], this.areas?.length ?? 0);
  }

  /** What the form says. @returns {Assessed} */
  get filled() {
    const areas = this.areas ?? [];
    return {
      answers: areas.map(({ inputs }) => {
        const chosen = inputs.find(({ checked }) => checked);
        return chosen ? Number(chosen.value) : null;
      }),
      notes: areas.map(({ notes }) => notes.value),
    };
  }

  keep() {
    this.put(this.filled);
  }

  /** @param {Assessed} assessed */
  put(assessed) {
    store.update("assessments", (all) => {
      if (isBlank(assessed)) delete all[this.key ?? ""];
      else all[this.key ?? ""] = assessed;
    });
  }

  addProfile() {
    const id = `assessment-${this.key}`;
    const lang = page.lang === this.dataset.lang ? undefined : page.lang;
    this.list = make("ul", { class: "assessment-bars", role: "list" });
    this.status = make("p", { role: "status", class: "assessment-start" });
    // Focused when it speaks; a live region besides would be read twice.
    this.said = make("p", { class: "device-said", tabindex: "-1" });
    const file = make("input", { type: "file", hidden: true, "aria-label": s("import"), accept: ".json,application/json", onchange: () => this.bringIn(file) });
    this.append(make("div", { class: "assessment-profile", role: "group", "aria-labelledby": id, lang },
      make("p", { class: "simulator-label", id }, s("profile")), this.list, this.status,
      make("p", { class: "meta assessment-kept" }, s("saved")),
      make("p", { class: "assessment-buttons" },
        button("print", () => print()),
        button("csv", () => this.saveTable()),
        button("json", () => {
          save(`${s("stem")}-${this.key}-${today()}.json`, pack(this.key ?? "", this.filled), "application/json");
          this.say(s("exported"));
        }),
        button("import", () => file.click()), file,
        button("clear", () => this.clear())),
      this.said));
  }

  show() {
    const kept = this.kept;
    this.areas?.forEach(({ inputs, notes }, place) => {
      for (const input of inputs) input.checked = Number(input.value) === kept.answers[place];
      if (notes !== document.activeElement || !notes.value) notes.value = kept.notes[place];
    });
    const foreign = page.lang === this.dataset.lang ? undefined : this.dataset.lang;
    const labels = (this.areas ?? []).map(({ label }) => label);
    this.list.replaceChildren(...labels.map((label, place) => {
      const level = kept.answers[place];
      return make("li", {}, bar(level), make("span", { lang: foreign }, label), " ",
        make("span", { class: "meta" }, level === null ? s("open") : s("level", { level })));
    }));
    const first = lowest(kept).map((place) => labels[place]);
    const done = answered(kept);
    const all = done === labels.length;
    // Apart by semicolons: a name may itself hold commas and an "and".
    const next = !all ? s("rest") : first.length ? s("start", { labels: first.join("; ") }) : s("start-none");
    this.status.replaceChildren(`${s("answered", { done, count: labels.length })} `, all ? make("strong", {}, next) : next);
  }

  /** @param {string} text @param {() => void} [undo] */
  say(text, undo) {
    sayDone(this.said, text, s("undo"), undo);
    this.said.focus();
  }

  clear() {
    const before = this.filled;
    this.put(whole(undefined, this.areas?.length ?? 0));
    this.say(s("cleared"), () => this.back(before));
  }

  /** @param {Assessed} before */
  back(before) {
    this.put(before);
    this.say(s("undone"));
  }

  /** @param {HTMLInputElement} file */
  async bringIn(file) {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const before = this.filled;
    const text = chosen.size <= LARGEST ? await chosen.text().catch(() => "") : "";
    const found = unpack(text, this.key ?? "", this.areas?.length ?? 0);
    file.value = "";
    if (!found) return this.say(s("import-fault"));
    this.put(found);
    this.say(s("imported"), () => this.back(before));
  }

  saveTable() {
    const { answers, notes } = this.filled;
    const rows = (this.areas ?? []).map(({ label, texts }, place) => {
      const level = answers[place];
      return [label, level ?? "", level === null ? "" : texts[level], notes[place]];
    });
    const head = ["item", "level", "text", "notes"].map((name) => s(`column-${name}`));
    save(`${s("stem")}-${this.key}-${today()}.csv`, csv([head, ...rows], page.lang === "en" ? "," : ";"), "text/csv");
    this.say(s("exported"));
  }
}

customElements.define("self-assessment", SelfAssessment);
