// @ts-check

/**
 * Gives `t` (a text) and `tn` (its plural form) for one language.
 * A missing text shows its key: better than an element that stops.
 * @param {Record<string, string>} table
 * @param {string} language
 */
export function makeStrings(table, language) {
  const plural = new Intl.PluralRules(language);
  // As on the server: four figures are read at a glance, from five on they are grouped.
  const number = new Intl.NumberFormat(language, /** @type {any} */ ({ useGrouping: "min2" }));
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const t = (key, values = {}) =>
    (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return typeof value === "number" ? number.format(value) : (value ?? whole);
    });
  /** @param {string} key @param {number} count @param {Record<string, string | number>} [values] */
  const tn = (key, count, values) => {
    const form = `${key}.${plural.select(count)}`;
    return t(form in table ? form : `${key}.other`, { count, ...values });
  };
  return { t, tn };
}
