// @ts-check
/** What is written in a worksheet, in as many copies as somebody needs: made whole, packed, unpacked. No DOM, no storage. */

/** @typedef {import("./types").SheetCopy} SheetCopy @typedef {import("./types").Sheet} Sheet */
/** @typedef {{ fields: string[], tables: { id: string, columns: string[], rows: number }[] }} Form The ids of a sheet's fields, and of its tables with their columns. */

const FORMAT = "courseware.worksheet";
/** Copies of one sheet, and rows of one table, that a device keeps. */
export const MOST = 50;
const LONGEST = 4000;

/** @param {any} value @param {string[]} names @returns {Record<string, string>} */
const texts = (value, names) => Object.fromEntries(
  names.filter((name) => typeof value?.[name] === "string" && value[name]).map((name) => [name, value[name].slice(0, LONGEST)]),
);

/** Makes whole what was kept or brought in; what the form does not have is left out. @param {any} value @param {Form} form @returns {SheetCopy} */
export function wholeCopy(value, form) {
  const tables = form.tables.map(({ id, columns, rows }) => {
    const kept = Array.isArray(value?.tables?.[id]) && value.tables[id].length ? value.tables[id].slice(0, MOST) : Array(rows).fill({});
    return [id, kept.map((/** @type {any} */ row) => texts(row, columns))];
  });
  return {
    id: typeof value?.id === "string" && value.id ? value.id : "1",
    name: typeof value?.name === "string" ? value.name.slice(0, 200) : "",
    values: texts(value?.values, form.fields),
    tables: Object.fromEntries(tables),
  };
}

/** Makes whole a sheet; there is always a copy to write in, and ids are told apart. @param {any} value @param {Form} form @returns {Sheet} */
export function wholeSheet(value, form) {
  const kept = Array.isArray(value?.copies) ? value.copies.filter((/** @type {any} */ copy) => copy && typeof copy === "object") : [];
  const seen = new Set();
  const copies = (kept.length ? kept : [{}]).slice(0, MOST).map((/** @type {any} */ copy) => wholeCopy(copy, form)).filter((/** @type {SheetCopy} */ { id }) => !seen.has(id) && seen.add(id));
  return { copies, open: seen.has(value?.open) ? value.open : copies[0].id };
}

/** Whether there is anything to lose. @param {SheetCopy} copy */
export const isBlankCopy = ({ name, values, tables }) => !name && !Object.keys(values).length
  && Object.values(tables).every((rows) => rows.every((row) => !Object.keys(row).length));

/** An id that no copy of the sheet has. @param {SheetCopy[]} copies */
export const freeId = (copies) => String(Math.max(0, ...copies.map(({ id }) => (/^\d{1,9}$/.test(id) ? Number(id) : 0))) + 1);

/** @param {string} sheet @param {SheetCopy} copy */
export const pack = (sheet, { name, values, tables }) => JSON.stringify({ format: FORMAT, v: 1, sheet, name, values, tables }, null, 1);

/** Gives what a file holds, undefined where it is of another kind or another sheet. @param {string} text @param {string} sheet @param {Form} form @returns {SheetCopy | undefined} */
export function unpack(text, sheet, form) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const own = value?.format === FORMAT && value.v === 1 && value.sheet === sheet && value.values && typeof value.values === "object";
  return own ? wholeCopy({ ...value, id: "" }, form) : undefined;
}
