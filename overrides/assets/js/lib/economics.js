// @ts-check
/** The formulas of docs/sv/economics/formulas.md: effect, present value, break-even, wrong-pocket index. No DOM. */

/**
 * @typedef {{ rate: number | null, students: number | null, baseRisk: number | null, effectKind: string, effect: number | null,
 *   implementation: number | null, years: (Year | null)[] }} Given
 * Percent as people write them: 3.5 is three and a half. A year is null where something in it cannot be read.
 * @typedef {{ year: number, costOwn: number, costOthers: number, benefitOwn: number, benefitOthers: number }} Year
 */

/** How a source states an effect, by the place of the choice. */
const RISK_WITH = /** @type {Record<string, (risk: number, effect: number) => number>} */ ({
  1: (risk, oddsRatio) => {
    const odds = risk / (1 - risk) / oddsRatio;
    return odds / (1 + odds);
  },
  2: (risk, ratio) => risk * ratio,
  3: (risk, points) => risk - points / 100,
});

const isShare = (/** @type {number} */ share) => share >= 0 && share <= 1;

/** The risk that is left, null where it is none. @param {Given} given */
function riskWith({ baseRisk, effectKind, effect }) {
  if (baseRisk === null || effect === null || !RISK_WITH[effectKind]) return null;
  const before = baseRisk / 100;
  if (!isShare(before) || (effectKind === "1" && (effect <= 0 || before === 1)) || effect < 0) return null;
  const after = RISK_WITH[effectKind](before, effect);
  return isShare(after) ? after : null;
}

/** Dropouts prevented, m. @param {Given} given */
export function prevented(given) {
  const after = riskWith(given);
  const { students, baseRisk, implementation } = given;
  if (after === null || students === null || baseRisk === null || implementation === null) return null;
  const done = implementation / 100;
  return students >= 0 && isShare(done) ? students * (baseRisk / 100 - after) * done : null;
}

/** What amounts of several years are worth in the first. @param {number} rate as a share @param {{ year: number, amount: number }[]} amounts */
const presentValue = (rate, amounts) => amounts.reduce((sum, { year, amount }) => sum + amount / (1 + rate) ** year, 0);

/**
 * Gives everything by the id of its field; null where a figure is lacking, Infinity where nothing is gained.
 * @param {Given} given @returns {Record<string, number | null>}
 */
export function calculate(given) {
  const { rate, students, years } = given;
  const found = /** @type {Record<string, number | null>} */ ({
    prevented: prevented(given), "cost-value": null, "benefit-value": null, "break-even": null, "break-even-own": null, "break-even-share": null, "wrong-pocket": null,
  });
  const whole = /** @type {Year[]} */ (years);
  if (rate === null || rate <= -100 || !years.length || years.includes(null) || whole.some(({ year }) => year < 0)) return found;
  const value = (/** @type {"costOwn" | "costOthers" | "benefitOwn" | "benefitOthers"} */ name) =>
    presentValue(rate / 100, whole.map((each) => ({ year: each.year, amount: each[name] })));
  const [costOwn, benefitOwn] = [value("costOwn"), value("benefitOwn")];
  const [cost, benefit] = [costOwn + value("costOthers"), benefitOwn + value("benefitOthers")];
  found["cost-value"] = cost;
  found["benefit-value"] = benefit;
  found["break-even"] = cost <= 0 ? null : benefit > 0 ? cost / benefit : Infinity;
  found["break-even-own"] = costOwn <= 0 ? null : benefitOwn > 0 ? costOwn / benefitOwn : Infinity;
  const needed = found["break-even"];
  found["break-even-share"] = needed === null || !students || students < 0 ? null : (100 * needed) / students;
  found["wrong-pocket"] = cost > 0 && benefit > 0 ? costOwn / cost - benefitOwn / benefit : null;
  return found;
}

/** Decimals that a result is shown with. */
export const DECIMALS = /** @type {Record<string, number>} */ ({ prevented: 1, "break-even": 1, "break-even-own": 1, "wrong-pocket": 2 });

/** Groups of three with the sign that the language puts between them, where it is not a space. */
const GROUPED = /** @type {Record<string, RegExp>} */ ({ en: /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/, de: /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/, da: /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/ });

/** Gives a number as people write it, null where it is none. @param {string} text @param {string} lang */
export function readNumber(text, lang) {
  const bare = text.replace(/\s/g, "").replace(/−/g, "-").replace(/(?:kr|%)$/i, "");
  const plain = GROUPED[lang]?.test(bare) ? bare.replace(lang === "en" ? /,/g : /\./g, "") : bare;
  const number = plain.replace(",", ".");
  return /^[-+]?\d+(\.\d+)?$/.test(number) ? Number(number) : null;
}
