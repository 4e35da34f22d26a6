// @ts-check
/** `<plan-form>`: the fields of overrides/partials/plan-form.html; what they say is kept on this device. */
import { change, follow, options, planned, wholeNumber } from "./agenda-page.js";
import { clock, readClock } from "./lib/agenda.js";
import { make, t, tellProblem } from "./page.js";
import { sayDone } from "./said.js";

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`plan-form.${key}`, values);
/** @param {number | null} minutes */
const time = (minutes) => (minutes === null ? "" : clock(minutes));

export class PlanForm extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.said = /** @type {HTMLElement} */ (this.querySelector(".device-said"));
    this.later = /** @type {HTMLElement} */ (this.querySelector('[data-slot="later"]'));
    this.parts = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("[name=part]")]);
    this.field("start").addEventListener("input", () => change({ start: readClock(this.field("start").value) }));
    this.field("date").addEventListener("input", () => change({ date: this.field("date").value }));
    this.field("length").addEventListener("change", () => change({ length: Number(this.field("length").value) }));
    this.field("breaks").addEventListener("input", () => this.keepNumber("breaks", (value) => ({ breaks: value })));
    this.field("days").addEventListener("input", () => this.keepNumber("days", (value) => ({ days: value ?? 0 })));
    for (const part of this.parts) {
      part.addEventListener("change", () => change({ dropped: this.parts?.filter(({ checked }) => !checked).map(({ value }) => value) }));
    }
    this.querySelector('[data-do="print"]')?.addEventListener("click", () => print());
    this.querySelector('[data-do="reset"]')?.addEventListener("click", () => this.reset());
    this.hidden = false;
    tellProblem(this);
    follow(() => this.show());
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`#plan-${name}`));
  }

  /** @param {string} name @param {(value: number | null) => Partial<import("./lib/types").PlanOptions>} changes */
  keepNumber(name, changes) {
    const value = wholeNumber(this.field(name));
    if (value !== undefined) change(changes(value));
  }

  /** Shows what is kept; a field that is being typed in is left alone. */
  show() {
    const wanted = options();
    const days = planned().days.length;
    /** @param {HTMLInputElement} field @param {string} value */
    const put = (field, value) => {
      if (field !== document.activeElement && field.value !== value) field.value = value;
    };
    put(this.field("start"), time(wanted.start));
    put(this.field("date"), wanted.date);
    put(this.field("length"), String(wanted.length));
    put(this.field("breaks"), wanted.breaks === null ? "" : String(wanted.breaks));
    put(this.field("days"), String(wanted.days || days || 1));
    for (const part of this.parts ?? []) part.checked = !wanted.dropped.includes(part.value);
    const later = /** @type {HTMLElement} */ (this.later);
    if (later.children.length !== days - 1) later.replaceChildren(...Array.from({ length: Math.max(0, days - 1) }, (_, at) => this.day(at)));
    wanted.later.forEach((day, at) => {
      const [date, start] = later.children[at]?.querySelectorAll("input") ?? [];
      if (date) put(date, day.date);
      if (start) put(start, time(day.start));
    });
  }

  /** The fields of a later day. @param {number} at */
  day(at) {
    const id = `plan-day-${at + 2}`;
    const day = at + 2;
    const kept = options().later[at];
    const date = make("input", { type: "date", id: `${id}-date`, value: kept?.date ?? "", oninput: () => keep({ date: date.value }) });
    const start = make("input", { type: "time", id: `${id}-start`, value: time(kept?.start ?? null), oninput: () => keep({ start: readClock(start.value) }) });
    const keep = (/** @type {any} */ changes) => {
      const later = [...options().later];
      while (later.length <= at) later.push({ date: "", start: null });
      later[at] = { ...later[at], ...changes };
      change({ later });
    };
    return make("div", { class: "plan-fields" },
      make("p", {}, make("label", { for: date.id }, s("later-date", { day })), date),
      make("p", {}, make("label", { for: start.id }, s("later-start", { day })), start));
  }

  reset() {
    const before = options();
    change({ date: "", start: null, length: 0, breaks: null, dropped: [], days: 0, later: [] });
    this.say(s("reset-done"), () => {
      change(before);
      this.say(s("undone"));
    });
  }

  /** @param {string} text @param {() => void} [undo] */
  say(text, undo) {
    sayDone(this.said, text, s("undo"), undo);
    this.said?.focus();
  }
}

customElements.define("plan-form", PlanForm);
