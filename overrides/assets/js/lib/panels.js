// @ts-check
/** Countries over the years: what is chosen, where it stands, and its rows. As charts/panels.py draws them; both read tests/vectors/panels.json. */

/** @typedef {{ countries: string[] | null, years: [number, number] | null }} Choice Null is everything. */

/** @type {Choice} */
export const EVERYTHING = { countries: null, years: null };
/** Percent of the width that stays free at each end. */
const EDGE = 8;
/** Steps between the years that are written below. */
const MOST = 3;
const ABOVE = 9;
const BELOW = 18;

/** How many percent from the left a year stands. @param {number} year @param {[number, number]} years */
export const placeYear = (year, [first, last]) => EDGE + (100 - 2 * EDGE) * (last > first ? (year - first) / (last - first) : 0.5);

/** The years to write: the last, and others as far apart as there is room for. @param {[number, number]} years */
export function tickYears([first, last]) {
  const step = [1, 2, 5, 10].find((each) => Math.floor((last - first) / each) <= MOST) ?? last - first;
  const years = [];
  for (let year = last; year >= first; year -= step) years.unshift(year);
  return years;
}

/** Where the number of a point stands: on the side that its line does not come from. @param {number} y @param {number | null} beside @param {number} foot */
export const labelHeight = (y, beside, foot) => (beside !== null && beside < y && y + BELOW < foot - 2 ? y + BELOW : y - ABOVE);

/** What the address says is chosen; undefined where it speaks of something else. @param {string} hash @returns {Choice | undefined} */
export function readChoice(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  if (!said.has("countries") && !said.has("years")) return undefined;
  const years = /^(\d{4})-(\d{4})$/.exec(said.get("years") ?? "");
  const [from, to] = years ? [Number(years[1]), Number(years[2])] : [0, 0];
  return {
    countries: said.has("countries") ? (said.get("countries") ?? "").split(",").filter((code) => /^[A-Z]{2}$/.test(code)) : null,
    years: years ? [Math.min(from, to), Math.max(from, to)] : null,
  };
}

/** What to write in the address, so that it can be passed on; empty for everything. @param {Choice} choice */
export function writeChoice({ countries, years }) {
  const parts = [countries && `countries=${countries.join(",")}`, years && `years=${years.join("-")}`].filter(Boolean);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** The chosen years as far as there are such; all where there are none. @param {Choice} choice @param {[number, number]} all @returns {[number, number]} */
export function yearsWithin({ years }, all) {
  const from = Math.max(years?.[0] ?? all[0], all[0]);
  const to = Math.min(years?.[1] ?? all[1], all[1]);
  return from <= to ? [from, to] : all;
}

/** The records of a CSV file, each as it stands and as its cells. @param {string} text */
function* records(text) {
  let [raw, cells, cell, quoted] = ["", /** @type {string[]} */ ([]), "", false];
  for (const sign of text.endsWith("\n") ? text : `${text}\n`) {
    if (sign === "\n" && !quoted) {
      yield { raw, cells: [...cells, cell.replace(/\r$/, "")] };
      [raw, cells, cell] = ["", [], ""];
      continue;
    }
    raw += sign;
    if (sign === '"') {
      if (!quoted && raw.at(-2) === '"') cell += sign;
      quoted = !quoted;
    } else if (sign === "," && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
}

/**
 * The lines of a table that are shown, with its head.
 * @param {string} text The table, CSV. @param {string} where Conditions as datapackage.json has them.
 * @param {{ countries: string, years: string }} columns Their names. @param {(country: string, year: number) => boolean} shown
 */
export function chosenRows(text, where, columns, shown) {
  const [head, ...rows] = records(text);
  const place = (/** @type {string} */ name) => head.cells.indexOf(name);
  const conditions = where.split(/;\s*/).map((each) => /^(\w+)\s*=\s*(.*?)\s*$/.exec(each)?.slice(1) ?? []).filter((each) => each.length);
  const chosen = rows.filter(({ cells }) => conditions.every(([name, value]) => cells[place(name)] === value)
    && shown(cells[place(columns.countries)], Number(cells[place(columns.years)])));
  return [head, ...chosen].map(({ raw }) => `${raw}\n`).join("");
}
