// @ts-check
/** The agenda of a page and the plan that is kept for it: what every page of the one who leads starts from. */
import { clock, plan, planOptions } from "./lib/agenda.js";
import { store } from "./lib/store.js";
import { locale, t } from "./page.js";

/** @typedef {import("./lib/types").AgendaData} AgendaData @typedef {import("./lib/types").PlanOptions} PlanOptions */

/** @type {AgendaData} */
export const agenda = JSON.parse(document.querySelector(".agenda-data")?.textContent || '{"title":"","activities":[]}');

/** What plans and runs are kept by: the id of the module or the exchange format. */
export const hostId = agenda.module ?? agenda.format ?? "";

/** What the one who leads wants. */
export const options = () => planOptions(store.read("plans")[hostId]);

/** The agenda as it is wanted. */
export const planned = () => plan(agenda.activities, options());

/** @param {Partial<PlanOptions>} changes */
export function change(changes) {
  store.update("plans", (plans) => {
    const next = planOptions({ ...options(), ...changes });
    if (JSON.stringify(next) === JSON.stringify(planOptions())) delete plans[hostId];
    else plans[hostId] = next;
  });
}

/** Calls now, and whenever the plan changes, in this tab or another. @param {() => void} show */
export function follow(show) {
  store.addEventListener("plans", show);
  show();
}

/** Whether a day has a time of its own or that of all days. @param {PlanOptions} wanted @param {number} day */
export const isTimed = (wanted, day) => wanted.start !== null || (day > 0 && wanted.later[day - 1]?.start != null);

/** "torsdag 12 mars 2026". @param {string} iso */
export const longDay = (iso) => new Date(`${iso}T12:00Z`).toLocaleDateString(locale, {
  weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});

/** "13:10–16:10". @param {{ starts: number, ends: number }} day */
export const span = ({ starts, ends }) => `${clock(starts)}–${clock(ends)}`;

/**
 * A number field's whole number; says in its own place what is wrong. null where it is empty, undefined where it is wrong.
 * @param {HTMLInputElement} input
 */
export function wholeNumber(input) {
  const least = Number(input.min);
  const most = Number(input.max);
  const value = input.value === "" ? null : Number(input.value);
  const good = !input.validity.badInput && (value === null || (Number.isInteger(value) && value >= least && value <= most));
  input.setAttribute("aria-invalid", String(!good));
  const place = document.getElementById(`${input.id}-fault`);
  if (place) place.textContent = good ? "" : t("plan-form.fault", { least, most });
  return good ? value : undefined;
}
