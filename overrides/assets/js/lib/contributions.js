// @ts-check
/** A correction or a practice: what is wrong with it, and as a letter, a link and a file. No DOM, no storage. */
import { personalData } from "./personal.js";

/** @typedef {{ id: string, kind: string, label: string, isRequired: boolean, longest: number, choices: Record<string, string> }} Ask */
/** @typedef {Record<string, string>} Answers */

const FORMAT = "courseware-contribution/1";
/** Letters of a link that every program opens: Windows hands on 2 048, Outlook some less. */
export const LONGEST_LINK = 1900;
const PAGE = /^[a-z0-9][a-z0-9/_.-]*$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Gives a page's address below the start of the site, of whatever was pasted. @param {string} typed @param {URL} root */
export function pageOf(typed, root) {
  let path = typed.trim();
  try {
    if (/^https?:/i.test(path)) path = new URL(path).pathname;
  } catch {
    return path;
  }
  path = path.replace(/[?#].*$/, "");
  if (path.startsWith(root.pathname)) path = path.slice(root.pathname.length);
  return path.replace(/^\/+/, "").replace(/index\.html$/, "");
}

/** Gives everything that is wrong, in the order of the form. @param {Ask[]} asks @param {Answers} answers @returns {{ id: string, fault: string }[]} */
export function faultsOf(asks, answers) {
  return asks.flatMap(({ id, kind, isRequired, choices }) => {
    const answer = (answers[id] ?? "").trim();
    const fault = (/** @type {string} */ name) => [{ id, fault: name }];
    if (!answer) return isRequired ? fault("empty") : [];
    if (Object.keys(choices).length) return answer in choices ? [] : fault("empty");
    if (kind === "page" && !PAGE.test(answer)) return fault("page");
    if (kind === "year" && !/^(?:19|20)\d\d$/.test(answer)) return fault("year");
    if (kind === "address" && !/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(answer)) return fault("address");
    return personalData(answer).map((name) => ({ id, fault: name }));
  });
}

/** Gives an answer as it is read: the name of a choice, the text of any other. @param {Ask} ask @param {Answers} answers */
export const shown = (ask, answers) => ask.choices[answers[ask.id]] ?? (answers[ask.id] ?? "").trim();

/**
 * Gives a letter that `courseware contributions import` reads back; what is not answered is left out.
 * @param {string} kind @param {string} heading @param {Ask[]} asks @param {Answers} answers @param {string} lang Of the labels. @param {string} seen
 */
export function letter(kind, heading, asks, answers, lang, seen) {
  const parts = asks.map((ask, place) => [shown(ask, answers), `${place + 1}. ${ask.label}:`]).filter(([answer]) => answer);
  const marker = [`[${FORMAT}`, kind, lang, ...(DAY.test(seen) ? [seen] : [])].join(" ");
  return [heading, ...parts.map(([answer, label]) => `${label}\n${answer}`), `${marker}]`].join("\n\n");
}

/** Gives a link that opens a letter (RFC 6068), undefined where it is too long to be opened. @param {string} to @param {string} subject @param {string} body */
export function mailLink(to, subject, body) {
  const link = `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\r?\n/g, "\r\n"))}`;
  return link.length <= LONGEST_LINK ? link : undefined;
}

/** Gives the text of a file. @param {string} kind @param {Ask[]} asks @param {Answers} answers @param {string} date @param {string} seen */
export function pack(kind, asks, answers, date, seen) {
  const kept = asks.map(({ id }) => [id, (answers[id] ?? "").trim()]).filter(([, answer]) => answer);
  return JSON.stringify({ format: FORMAT, kind, date, ...(DAY.test(seen) ? { seen } : {}), answers: Object.fromEntries(kept) }, null, 1);
}

/** Gives what a file holds, undefined where it is of another kind. @param {string} text @param {string} kind @param {Ask[]} asks @returns {{ answers: Answers, seen: string } | undefined} */
export function unpack(text, kind, asks) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
  if (value?.format !== FORMAT || value.kind !== kind || !value.answers || typeof value.answers !== "object") return undefined;
  return { answers: whole(value.answers, asks), seen: DAY.test(value.seen) ? value.seen : "" };
}

/** Makes whole what was kept or brought in; what the form does not ask is left out. @param {any} answers @param {Ask[]} asks @returns {Answers} */
export function whole(answers, asks) {
  const good = (/** @type {Ask} */ { id, choices }) => typeof answers?.[id] === "string" && answers[id] && (!Object.keys(choices).length || answers[id] in choices);
  return Object.fromEntries(asks.filter(good).map(({ id, longest }) => [id, answers[id].slice(0, longest)]));
}

/** Gives the name of a file: nothing of it is anybody's. @param {string} page @param {string} country A word for the country. @param {string} date */
export function fileName(page, country, date) {
  const last = page.split("/").filter(Boolean).pop() ?? "";
  return `contribution-${/^[a-z][a-z0-9-]*$/.test(last) ? last : country}-${date}.json`;
}
