// @ts-check
/**
 * A workshop while it is held. Everything is worked out from stamps of the clock (milliseconds since 1970) and never
 * from counted ticks, so that a reload, a sleeping laptop and a second window lose nothing. Nothing here changes a run:
 * each act gives a new one. An act that was meant for another moment (two windows, one press each) changes nothing.
 */

/** @typedef {import("./types").Run} Run @typedef {import("./types").RunItem} RunItem @typedef {import("./types").PlanDay} PlanDay */

const MINUTE = 60_000;
/** What was announced holds as the start where the run begins this near to it. */
const NEAR = 3 * 60 * MINUTE;
/** No part is given more, however often somebody presses. */
const MOST = 16 * 60;

/** A run that has not begun. @returns {Run} */
export const fresh = () => ({ items: [], at: 0, since: 0, begun: 0, ended: 0, opens: 0, checkIns: [], heads: null, listed: null, chime: false, session: {} });

/** @param {any} value @param {number} most */
const whole = (value, most) => (Number.isInteger(value) && value >= 0 && value <= most ? value : 0);
/** @param {any} value */
const stamp = (value) => (Number.isFinite(value) && value > 0 && value < 8.64e15 ? value : 0);
/** @param {any} value */
const people = (value) => (Number.isInteger(value) && value >= 0 && value <= 9999 ? value : null);

/** Makes whole what may have been written by hand, by an earlier edition or by half. @param {any} value @returns {Run} */
export function wholeRun(value) {
  const given = Object(value);
  const items = (Array.isArray(given.items) ? given.items : [])
    .filter((/** @type {any} */ item) => typeof item?.id === "string" && item.id)
    .map((/** @type {any} */ item) => ({
      id: item.id, minutes: whole(item.minutes, 1440), break: item.break === true, core: item.core === true,
      spent: stamp(item.spent), given: Number.isInteger(item.given) ? item.given : 0, skipped: item.skipped === true,
    }));
  const begun = items.length ? stamp(given.begun) : 0;
  const seen = new Set();
  return {
    items: begun ? items : [],
    at: begun ? Math.min(whole(given.at, 10_000), items.length - 1) : 0,
    begun,
    since: begun && !stamp(given.ended) ? stamp(given.since) : 0,
    ended: begun ? stamp(given.ended) : 0,
    opens: begun ? stamp(given.opens) || begun : 0,
    checkIns: (Array.isArray(given.checkIns) ? given.checkIns : []).filter((/** @type {any} */ each) => {
      const good = /^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}$/.test(each?.code) && Date.parse(each.at) > 0 && !seen.has(each.code);
      return good && seen.add(each.code);
    }),
    heads: people(given.heads),
    listed: people(given.listed),
    chime: given.chime === true,
    session: Object.fromEntries(Object.entries(Object(given.session)).filter(([, text]) => typeof text === "string")),
  };
}

/**
 * Begins a day of a plan; those who have checked in before the start stay.
 * @param {Run} run @param {PlanDay} day @param {number} now @param {number} announced When it was to begin, 0 where nobody said.
 * @returns {Run}
 */
export function begin(run, day, now, announced) {
  if (run.begun || !day.activities.length) return run;
  const items = day.activities.map(({ id, planned, break: rest, core }) => ({ id, minutes: planned, break: rest, core, spent: 0, given: 0, skipped: false }));
  return { ...run, items, at: 0, since: now, begun: now, ended: 0, opens: announced && Math.abs(now - announced) <= NEAR ? announced : now };
}

/** Milliseconds that a part has taken. @param {Run} run @param {number} place @param {number} now */
export const spent = (run, place, now) => (run.items[place]?.spent ?? 0) + (place === run.at && run.since ? Math.max(0, now - run.since) : 0);

/** Minutes that a part has: planned, and given or taken since. @param {RunItem} item */
export const allotted = (item) => Math.max(0, item.minutes + item.given);

/** Puts down what the part under way has taken until now. @param {Run} run @param {number} now @returns {RunItem[]} */
const settled = (run, now) => run.items.map((item, place) => (place === run.at ? { ...item, spent: spent(run, place, now) } : item));

/** Where one comes by a step, skipped parts passed over; -1 where there is nothing more. @param {Run} run @param {1 | -1} step */
export function beyond(run, step) {
  let place = run.at + step;
  while (run.items[place]?.skipped) place += step;
  return run.items[place] ? place : -1;
}

/** Goes to another part. @param {Run} run @param {number} from Where the one who pressed was. @param {number} to @param {number} now @returns {Run} */
export function go(run, from, to, now) {
  if (!run.begun || run.ended || run.at !== from || !run.items[to] || to === from) return run;
  const items = settled(run, now).map((item, place) => (place === to ? { ...item, skipped: false } : item));
  return { ...run, items, at: to, since: run.since ? now : 0 };
}

/** @param {Run} run @param {number} now @returns {Run} */
export const pause = (run, now) => (run.since ? { ...run, items: settled(run, now), since: 0 } : run);

/** @param {Run} run @param {number} now @returns {Run} */
export const resume = (run, now) => (run.begun && !run.since && !run.ended ? { ...run, since: now } : run);

/** Gives the part under way minutes, or takes them; it keeps at least one. @param {Run} run @param {number} from @param {number} minutes @returns {Run} */
export function give(run, from, minutes) {
  const item = run.items[from];
  if (!item || run.ended || run.at !== from) return run;
  const given = Math.min(MOST, Math.max(1 - item.minutes, item.given + minutes));
  return { ...run, items: run.items.map((each) => (each === item ? { ...item, given } : each)) };
}

/** Leaves out a part that is optional and not under way, or takes it back. @param {Run} run @param {string} id @param {boolean} skipped @returns {Run} */
export function skip(run, id, skipped) {
  const may = (/** @type {RunItem} */ item, /** @type {number} */ place) => item.id === id && place !== run.at && (!item.core || !skipped);
  return run.ended ? run : { ...run, items: run.items.map((item, place) => (may(item, place) ? { ...item, skipped } : item)) };
}

/** @param {Run} run @param {number} now @returns {Run} */
export const end = (run, now) => (run.begun && !run.ended ? { ...run, items: settled(run, now), since: 0, ended: now } : run);

/** Goes on after an end that came too early; what was between is nobody's time. @param {Run} run @param {number} now @returns {Run} */
export const reopen = (run, now) => (run.ended ? { ...run, ended: 0, since: now } : run);

/**
 * What a window shows at a moment.
 * @param {Run} run @param {number} now
 * @returns {{
 *   state: "before" | "running" | "paused" | "ended", item: RunItem | undefined, next: number, previous: number,
 *   left: number, ends: number, due: number, behind: number,
 * }} `left`: seconds, below 0 past the time. `ends`, `due`: when it will end, and was to. `behind`: minutes, below 0 ahead.
 */
export function view(run, now) {
  const state = !run.begun ? "before" : run.ended ? "ended" : run.since ? "running" : "paused";
  const item = run.items[run.at];
  const remains = (/** @type {number} */ place) => allotted(run.items[place]) * MINUTE - spent(run, place, now);
  const rest = run.items.reduce((sum, each, place) => sum + (place >= run.at && !each.skipped ? Math.max(0, remains(place)) : 0), 0);
  const ends = run.ended || now + rest;
  const due = run.opens + run.items.reduce((sum, each) => sum + each.minutes, 0) * MINUTE;
  return {
    state, item, next: beyond(run, 1), previous: beyond(run, -1),
    // Up: a part has a minute left until the minute is over, and is past its time the second after.
    left: item ? Math.ceil(remains(run.at) / 1000) : 0,
    ends, due, behind: run.begun ? Math.round((ends - due) / MINUTE) : 0,
  };
}

/**
 * Whole minutes of each part, breaks apart: together they are the minutes held, rounded down once and not for each.
 * @param {Run} run @returns {Record<string, number>}
 */
export function minutesHeld(run) {
  const held = run.items.filter((item) => !item.break).map((item) => ({ id: item.id, exact: item.skipped ? 0 : item.spent / MINUTE }));
  const minutes = held.map(({ id, exact }, place) => ({ id, place, whole: Math.floor(exact), part: Math.round((exact % 1) * 1e6) }));
  let left = Math.floor(held.reduce((sum, { exact }) => sum + exact, 0) + 1e-6) - minutes.reduce((sum, each) => sum + each.whole, 0);
  for (const each of [...minutes].sort((one, other) => other.part - one.part || one.place - other.place)) {
    if (left-- > 0) each.whole += 1;
  }
  return Object.fromEntries(minutes.map((each) => [each.id, each.whole]));
}

/** "12:05" of seconds; the sign is told in words. @param {number} seconds */
export function countdown(seconds) {
  const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
  return `${minutes}:${String(rest).padStart(2, "0")}`;
}
