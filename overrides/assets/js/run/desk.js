// @ts-check
/** What all windows of run mode stand on: the agenda of the page, the plan made of it, and the run kept on the device. */
import { hostId, options, planned } from "../agenda-page.js";
import { fresh, wholeRun } from "../lib/run.js";
import { store } from "../lib/store.js";
import { make, page } from "../page.js";

/** @typedef {import("../lib/types").Run} Run @typedef {import("../lib/types").AgendaData} AgendaData */

/** How long after its end a workshop is what the page is about. */
const AFTER = 12 * 3_600_000;

export class Desk {
  /** The day that somebody chose here, from 1; 0 for none. */
  chosen = 0;

  /** @param {AgendaData} data @param {string} lang The language of the titles. */
  constructor(data, lang) {
    this.data = data;
    this.id = hostId;
    /** Whether a project counts who takes part: codes are checked in, and there is a session file. */
    this.counts = data.module !== undefined;
    this.lang = lang === page.lang ? undefined : lang;
    this.titles = new Map(data.activities.map(({ id, title }) => [id, title]));
  }

  get options() {
    return options();
  }

  get days() {
    return planned().days;
  }

  /** @param {number} day @returns {Run} */
  runOf(day) {
    const kept = store.read("runs")[this.#keyOf(day)];
    return kept ? wholeRun(kept) : fresh();
  }

  /** The day that every window is about: the one under way, else the one chosen, the one just ended, the first to come. */
  get day() {
    const known = Object.keys(store.read("runs")).map((key) => key.split("/")).filter(([host]) => host === this.id).map(([, day]) => Number(day));
    const runs = known.filter((day) => day > 0).sort((one, other) => one - other).map((day) => ({ day, run: this.runOf(day) }));
    const latest = (/** @type {"begun" | "ended"} */ by, /** @type {typeof runs} */ some) => some.sort((one, other) => other.run[by] - one.run[by])[0]?.day;
    const count = this.days.length;
    const open = latest("begun", runs.filter(({ run }) => run.begun && !run.ended));
    if (open) return open;
    if (this.chosen && this.chosen <= Math.max(count, ...known)) return this.chosen;
    const ended = latest("ended", runs.filter(({ run }) => run.ended && Date.now() - run.ended < AFTER));
    if (ended) return ended;
    for (let day = 1; day <= count; day += 1) if (!this.runOf(day).ended) return day;
    return 1;
  }

  get run() {
    return this.runOf(this.day);
  }

  /** Changes the day's run, here and in the other windows. @param {(run: Run) => Run} change */
  act(change) {
    const { day } = this;
    store.update("runs", (runs) => void (runs[this.#keyOf(day)] = change(runs[this.#keyOf(day)] ? wholeRun(runs[this.#keyOf(day)]) : fresh())));
  }

  /** Removes the day's run, codes and all; gives what brings it back. */
  forget() {
    const key = this.#keyOf(this.day);
    const before = store.read("runs")[key];
    store.update("runs", (runs) => void delete runs[key]);
    return () => void store.update("runs", (runs) => void (runs[key] = before));
  }

  /** When the day's run was announced to begin today; 0 where nobody said. @param {number} now */
  announced(now) {
    const planned = this.days[this.day - 1];
    const { options } = this;
    const start = this.day > 1 ? options.later[this.day - 2]?.start ?? options.start : options.start;
    const midnight = new Date(now);
    midnight.setHours(0, 0, 0, 0);
    if (!planned || start === null || (planned.date && new Date(`${planned.date}T00:00`).getTime() !== midnight.getTime())) return 0;
    // By the clock on the wall, also on the nights of summer time.
    return midnight.setHours(Math.floor(start / 60), start % 60);
  }

  /** @param {string} id A part's title in the language it is written in. */
  title(id) {
    return make("span", { lang: this.lang }, this.titles.get(id) ?? id);
  }

  /** @param {string} id */
  nameOf(id) {
    return this.titles.get(id) ?? id;
  }

  /** @param {number} day */
  #keyOf(day) {
    return `${this.id}/${day}`;
  }
}
