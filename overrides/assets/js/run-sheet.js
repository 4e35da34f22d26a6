// @ts-check
/** `<run-sheet>`: the table of overrides/kinds/run-sheet.html in the times of the plan. */
import { follow, isTimed, longDay, options, planned, span } from "./agenda-page.js";
import { clock, elapsed } from "./lib/agenda.js";
import { make, t } from "./page.js";

/** @typedef {import("./lib/types").PlanDay} PlanDay */

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`run-sheet.${key}`, values);

export class RunSheet extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.table = /** @type {HTMLTableElement} */ (this.querySelector("table"));
    /** @type {Map<string, HTMLTableRowElement>} Rows as the server made them: what is needed stands in them. */
    this.rows = new Map([.../** @type {NodeListOf<HTMLTableRowElement>} */ (this.querySelectorAll("tr[data-id]"))].map((row) => [row.dataset.id ?? "", row]));
    follow(() => this.show());
  }

  /** @param {string} name */
  place(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-slot="${name}"]`));
  }

  show() {
    const wanted = options();
    const { days, dropped, minutes, withoutBreaks, notes } = planned();
    for (const body of [...(this.table?.tBodies ?? [])]) body.remove();
    this.table?.append(...days.map((day, at) => this.day(day, at, days.length, isTimed(wanted, at))));
    this.place("caption").textContent = s(days.length && isTimed(wanted, 0) ? "clock" : "from-start");
    this.place("sum").textContent = minutes === withoutBreaks ? s("sum-none", { minutes }) : s("sum", { minutes, breaks: minutes - withoutBreaks, without: withoutBreaks });
    const apart = Math.abs(minutes - wanted.length);
    const foreign = this.dataset.lang;
    const said = notes.map((note) => make("li", {}, s(`note-${note}`, { minutes: apart })));
    if (dropped.length) {
      const [before, after] = s("dropped", { titles: "\0" }).split("\0");
      said.push(make("li", {}, before, make("span", { lang: foreign }, dropped.map(({ title }) => title).join("; ")), after));
    }
    this.place("notes").replaceChildren(...said);
    this.place("notes").hidden = !said.length;
  }

  /** @param {PlanDay} day @param {number} at @param {number} count @param {boolean} timed */
  day(day, at, count, timed) {
    const show = timed ? clock : elapsed;
    const parts = [count > 1 && s("day", { day: at + 1 }), day.date && longDay(day.date), timed && span(day)].filter(Boolean);
    const head = parts.length ? [make("tr", { class: "run-day" }, make("th", { scope: "rowgroup", colspan: 5 }, parts.join(" · ")))] : [];
    const rows = day.activities.map((item) => {
      const row = /** @type {HTMLTableRowElement} */ (this.rows?.get(item.id));
      const [time, minutes] = row.cells;
      time.textContent = show(item.begins);
      /** @type {HTMLElement} */ (minutes.querySelector(".run-planned")).textContent = String(item.planned);
      minutes.querySelector(".run-of")?.remove();
      if (item.planned < item.minutes) minutes.append(make("span", { class: "run-of" }, ` ${s("of", { minutes: item.minutes })}`));
      return row;
    });
    const end = make("tr", { class: "run-end" }, make("td", { class: "run-time" }, show(day.ends)), make("td"),
      make("th", { scope: "row", class: "run-what" }, s("end")), make("td"), make("td", { class: "run-actual" }));
    return make("tbody", {}, ...head, ...rows, end);
  }
}

customElements.define("run-sheet", RunSheet);
