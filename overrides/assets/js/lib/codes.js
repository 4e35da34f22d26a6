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
