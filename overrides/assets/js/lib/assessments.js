// @ts-check
/** A self-assessment's answers: made whole, weighed, and written as files. No DOM, no storage. */

/** @typedef {import("./types").Assessed} Assessed */

const FORMAT = "courseware.self-assessment";
const HIGHEST = 3;

/** Makes whole what was kept or brought in; answers to another number of areas answer nothing. @param {any} value @param {number} count @returns {Assessed} */
export function whole(value, count) {
  const fits = Array.isArray(value?.answers) && value.answers.length === count;
  const answers = fits ? value.answers : Array(count).fill(null);
  return {
    answers: answers.map((/** @type {any} */ level) => (Number.isInteger(level) && level >= 0 && level <= HIGHEST ? level : null)),
    notes: Array.from({ length: count }, (_, place) => (fits && typeof value.notes?.[place] === "string" ? value.notes[place] : "")),
  };
}

/** How many are answered. @param {Assessed} assessed */
export const answered = ({ answers }) => answers.filter((level) => level !== null).length;

/** Whether there is anything to lose. @param {Assessed} assessed */
export const isBlank = ({ answers, notes }) => answers.every((level) => level === null) && notes.every((note) => !note);

/** The places of the two lowest, in the order of the page; none while something is open or where all is reached. @param {Assessed} assessed */
export function lowest({ answers }) {
  if (answers.some((level) => level === null)) return [];
  const below = answers.map((level, place) => ({ level: level ?? 0, place })).filter(({ level }) => level < HIGHEST);
  return below.sort((one, other) => one.level - other.level || one.place - other.place).slice(0, 2).map(({ place }) => place);
}

/** A cell as spreadsheets read it; what looks like a formula is text. @param {string | number} value */
function cell(value) {
  const text = String(value).replace(/\r?\n/g, " ");
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

/**
 * A table for a spreadsheet. The mark at its beginning tells Excel that it is UTF-8.
 * @param {(string | number)[][]} rows @param {string} [separator]
 */
export const csv = (rows, separator = ";") => `\ufeff${rows.map((row) => row.map(cell).join(separator)).join("\r\n")}\r\n`;

/** @param {string} id @param {Assessed} assessed */
export const pack = (id, assessed) => JSON.stringify({ format: FORMAT, v: 1, id, ...assessed }, null, 1);

/** Gives what a file holds, undefined where it is of another kind or another self-assessment. @param {string} text @param {string} id @param {number} count */
export function unpack(text, id, count) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const own = value?.format === FORMAT && value.v === 1 && value.id === id && Array.isArray(value.answers) && value.answers.length === count;
  return own ? whole(value, count) : undefined;
}
