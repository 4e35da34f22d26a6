// @ts-check
/** Participant codes as a reader types them; the twin of receipts/codes.py (tests/vectors/codes.json). */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SEPARATORS = /[\s\u0085\u00ad\u180e\u200b\u2060\u2010-\u2015\u2212\ufe58\ufe63\uff0d_.-]/g;

/** Check symbol over GF(32), x^5 + x^2 + 1: Horner's rule over weights alpha, alpha^2 … @param {string} symbols */
function checkSymbol(symbols) {
  let sum = 0;
  for (const symbol of [...symbols].reverse()) {
    sum = (sum ^ ALPHABET.indexOf(symbol)) << 1;
    if (sum & 32) sum ^= 37;
  }
  return ALPHABET[sum];
}

/**
 * The code with its hyphens, or what is wrong with it, looked for in the same order as in Python.
 * @param {string} typed
 * @returns {{code: string, fault?: undefined} | {fault: "empty"|"symbol"|"length"|"check", place?: number, length?: number, code?: undefined}}
 */
export function readCode(typed) {
  const kept = typed.replace(SEPARATORS, "");
  if (!kept) return { fault: "empty" };
  let symbols = "";
  for (const sign of kept) {
    const symbol = /[oO]/.test(sign) ? "0" : /[iIlL]/.test(sign) ? "1" : sign >= "a" && sign <= "z" ? sign.toUpperCase() : sign;
    if (!ALPHABET.includes(symbol)) return { fault: "symbol", place: symbols.length + 1 };
    symbols += symbol;
  }
  if (symbols.length !== 14) return { fault: "length", length: symbols.length };
  if (checkSymbol(symbols.slice(0, 13)) !== symbols[13]) return { fault: "check" };
  return { code: `${symbols.slice(0, 5)}-${symbols.slice(5, 10)}-${symbols.slice(10)}` };
}

/** The code of a personal link, else the text as it stands. @param {string} text */
function withoutLink(text) {
  const linked = text.match(/#code=([^&\s]*)/)?.[1];
  if (linked === undefined) return text;
  try {
    return decodeURIComponent(linked);
  } catch {
    return linked; // A damaged link is read as it stands, and found wrong.
  }
}

/**
 * Every code of what was typed, pasted or scanned: one, a personal link, or a list with a code a line or between commas.
 * @param {string} text
 * @returns {(ReturnType<typeof readCode> & { typed: string })[]} An empty text is one that is empty.
 */
export function readCodes(text) {
  const read = (/** @type {string} */ typed) => ({ typed, ...readCode(withoutLink(typed)) });
  const pieces = (/** @type {RegExp} */ between) => text.split(between).map((piece) => piece.trim()).filter(Boolean);
  const whole = read(text.trim());
  if (whole.code) return [whole];
  const words = pieces(/[\s;,]+/).map(read);
  if (words.length > 1 && words.every(({ code }) => code)) return words;
  const lines = pieces(/[\r\n\t;,]+/);
  return lines.length > 1 ? lines.map(read) : [whole];
}
