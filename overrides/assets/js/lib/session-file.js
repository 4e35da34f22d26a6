// @ts-check
/**
 * The session file at a workshop's end, and what `courseware sessions import` would refuse in it, told before it is
 * saved. The contract is scripts/courseware/intake/session_file.py; tests/vectors/sessions.json binds both.
 */
import { minutesHeld } from "./run.js";

/** @typedef {import("./types").Run} Run @typedef {import("./types").SessionFields} SessionFields */
/** @typedef {{ field: string, fault: string, values?: Record<string, string | number> }} Fault */

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u;
const LIKE_A_NUMBER = /^(?:\p{Nd}{2})?\p{Nd}{6}[-+]?\p{Nd}{4}$/u;
// Identity numbers within a text; the twin of registry/identity.py.
const WITHIN = /(?:^|[^0-9])(?:(?:18|19)[0-9]{2}|20[01][0-9]|[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[-+ \u2010-\u2015\u2212\ufe63]?(?:[0-9]{4}|[Tt][Ff][0-9]{2})(?![0-9])/;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const LOCAL = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$/;
const LONGEST_TEXT = 200;
/** Minutes of a day's work. */
const LONGEST = 16 * 60;

/** Local time as the file has it. @param {number} moment */
export function local(moment) {
  const at = new Date(moment);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** One line with single spaces. @param {string} text */
const line = (text) => text.replace(/\s+/gu, " ").trim();

/** "M07-1112" of a module and a day. @param {string} module @param {string} starts */
const proposedId = (module, starts) => `${module.split("-")[0].toUpperCase()}-${starts.slice(5, 7)}${starts.slice(8, 10)}`;

/**
 * What the form holds: what was filled in, else what the run knows. The times are those announced, and wider where the
 * workshop began earlier or ended later; what counts is the minutes held.
 * @param {Run} run @param {string} module @param {string} place The plan's.
 * @returns {SessionFields}
 */
export function propose(run, module, place) {
  const planned = run.items.reduce((sum, item) => sum + item.minutes, 0) * MINUTE;
  const starts = local(Math.min(run.opens, run.begun));
  const held = minutesHeld(run);
  const { session } = run;
  return {
    id: session.id ?? proposedId(module, starts),
    module,
    starts: session.starts ?? starts,
    ends: session.ends ?? local(Math.max(run.opens + planned, Math.ceil(run.ended / MINUTE) * MINUTE)),
    place: session.place ?? place,
    distance: session.distance === "yes",
    organisation: session.organisation ?? "",
    planned: session.planned ?? String(run.items.reduce((sum, item) => sum + (item.break ? 0 : item.minutes), 0)),
    activities: run.items.filter((item) => !item.break).map(({ id, minutes }) => ({ id, planned: minutes, actual: session[`minutes-${id}`] ?? String(held[id]) })),
    heads: run.heads,
    listed: run.listed,
    checkIns: run.checkIns,
  };
}

/** A whole number as somebody writes it, else NaN. @param {string} text */
const number = (text) => (/^[0-9]{1,4}$/.test(text.trim()) ? Number(text) : NaN);

/** Minutes of all parts together, NaN where one is not a number. @param {SessionFields} fields */
export const together = (fields) => fields.activities.reduce((sum, { actual }) => sum + number(actual), 0);

/** A local time that the calendar and the clock have, else NaN. @param {string} text */
function moment(text) {
  const at = LOCAL.test(text) ? new Date(text).getTime() : NaN;
  return Number.isNaN(at) || local(at) !== text ? NaN : at;
}

/** Everything that the importer would refuse. @param {SessionFields} fields @returns {Fault[]} */
export function faults(fields) {
  /** @type {Fault[]} */
  const found = [];
  /** @param {string} field @param {string} fault @param {Record<string, string | number>} [values] */
  const wrong = (field, fault, values) => void found.push({ field, fault, values });
  const id = line(fields.id);
  if (!NAME.test(id)) wrong("id", "id");
  else if (LIKE_A_NUMBER.test(id)) wrong("id", "id-number");
  for (const field of /** @type {const} */ (["place", "organisation"])) {
    const text = line(fields[field]);
    if ([...text].length > LONGEST_TEXT || UNSEEN.test(text)) wrong(field, "text");
    else if (/^[=+@]/.test(text)) wrong(field, "formula");
    else if (WITHIN.test(text)) wrong(field, "number");
  }
  if (!line(fields.place) && !fields.distance) wrong("place", "nowhere");
  const [starts, ends] = [moment(fields.starts), moment(fields.ends)];
  if (Number.isNaN(starts)) wrong("starts", "time");
  if (Number.isNaN(ends)) wrong("ends", "time");
  const span = (ends - starts) / MINUTE;
  const timed = !Number.isNaN(span);
  const orderly = timed && span > 0 && ends - starts <= DAY;
  if (timed && !orderly) wrong("ends", "order");
  else if (timed && span > LONGEST) wrong("ends", "long", { minutes: span });
  const planned = number(fields.planned);
  const actual = together(fields);
  const fits = orderly && span <= LONGEST;
  if (Number.isNaN(planned)) wrong("planned", "minutes");
  else if (!planned) wrong("planned", "none");
  else if (fits && planned > span) wrong("planned", "more", { minutes: planned, span });
  for (const each of fields.activities) if (Number.isNaN(number(each.actual)) || number(each.actual) > 1440) wrong(`minutes-${each.id}`, "minutes");
  if (actual === 0) wrong("actual", "none");
  else if (fits && actual > span) wrong("actual", "more", { minutes: actual, span });
  else if (fits && fields.starts.slice(0, 10) !== local(ends - MINUTE).slice(0, 10) && actual !== span) wrong("actual", "midnight");
  if (orderly) {
    const far = fields.checkIns.filter(({ at }) => Date.parse(at) < starts - DAY || Date.parse(at) > ends + DAY);
    if (far.length) wrong("check-ins", "far", { count: far.length });
  }
  return found;
}

/** What is saved of fields without faults; not a name, and nothing that is not listed in the contract. @param {SessionFields} fields */
export function sessionFile(fields) {
  const place = line(fields.place);
  const organisation = line(fields.organisation);
  return {
    format: "courseware-session/1",
    session: {
      id: line(fields.id),
      module: fields.module,
      starts: fields.starts,
      ends: fields.ends,
      ...(place ? { place } : {}),
      distance: fields.distance,
      planned_minutes: number(fields.planned),
      actual_minutes: together(fields),
      ...(organisation ? { organisation } : {}),
    },
    activities: fields.activities.map(({ id, planned, actual }) => ({ id, planned, actual: number(actual) })),
    ...(fields.heads === null ? {} : { head_count: fields.heads }),
    ...(fields.listed === null ? {} : { list_count: fields.listed }),
    check_ins: fields.checkIns.map(({ code, at }) => ({ code, at })),
  };
}
