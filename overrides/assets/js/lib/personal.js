// @ts-check
/**
 * What in a free text looks like somebody's: an identity number, an e-mail address, a telephone number. No DOM.
 *
 * The twin of content/personal_data.py; tests/vectors/personal.json binds both.
 */

/** @typedef {"identity-number" | "email" | "phone"} Personal */

const WEB = /https?:\/\/[^\s<>]+/gi;
const EMAIL = /[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.\p{L}{2}|[\p{L}\p{N}]\s*[([]\s*(?:at|snabel-a)\s*[)\]]\s*[\p{L}\p{N}]/iu;
const NUMBERS = [
  // A birth date with its century, and four digits: Sweden.
  /(?:^|[^0-9A-Za-z])(?:18|19|20)([0-9]{6})[-+ ]?[0-9]{4}(?![0-9])/g,
  // Six digits of a birth date, and four or five: Sweden, Denmark, Latvia; with a letter in Finland.
  /(?:^|[^0-9A-Za-z])([0-9]{6})[-+][0-9]{4,5}(?![0-9])/g,
  /(?:^|[^0-9A-Za-z])([0-9]{6})[-+A-FU-Y][0-9]{3}[0-9A-Y](?![0-9A-Za-z])/g,
  /(?:^|[^0-9A-Za-z])([0-9]{6})[0-9]{4}(?![0-9])/g,
];
// Estonia, Latvia, Lithuania, Norway, Poland; the tax number in Germany.
const ELEVEN = /(?:^|[^0-9])[0-9]{11}(?![0-9])/;
const ABROAD = /(?:^|[^\p{L}\p{N}_+])(?:\+|00)[ (]*[1-9](?:[ ().\-/]*[0-9]){7,14}(?![0-9])/u;
const HOME = /(?:^|[^0-9])(0[0-9]{1,3}[ /-] ?[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3})(?![0-9])/g;
const NAMED = /(?:^|[^\p{L}\p{N}_])(?:tel|telef[\p{L}\p{N}_]*|telf|tlf|tālr[\p{L}\p{N}_]*|puh[\p{L}\p{N}_]*|phone|mob[\p{L}\p{N}_]*|handy|gsm)\s*[.:]*\s*\+?[0-9][0-9 ()/-]{5}/iu;
/** Digits of a number at home with its area code; a date that begins with a zero has eight. */
const LEAST = 9;

/** Whether six digits may be a birth date, whose day stands first or last; 60 more is a number on loan. @param {string} six */
function isDate(six) {
  const [first, month, last] = [0, 2, 4].map((at) => Number(six.slice(at, at + 2)));
  return month >= 1 && month <= 12 && ((first >= 1 && first <= 31) || (last >= 1 && last <= 31) || (last >= 61 && last <= 91));
}

/** Gives which kinds of personal data a text seems to hold. @param {string} written @returns {Personal[]} */
export function personalData(written) {
  const text = written.normalize("NFKC").replace(/[\u2010-\u2015\u2212\ufe63]/g, "-");
  const bare = text.replace(WEB, " "); // An address on the web is full of numbers.
  /** @type {Personal[]} */
  const found = [];
  if (ELEVEN.test(bare) || NUMBERS.some((one) => [...bare.matchAll(one)].some((match) => isDate(match[1])))) found.push("identity-number");
  if (EMAIL.test(text)) found.push("email");
  const atHome = [...bare.matchAll(HOME)].some((match) => match[1].replace(/[^0-9]/g, "").length >= LEAST);
  if (atHome || ABROAD.test(bare) || NAMED.test(bare)) found.push("phone");
  return found;
}
