// @ts-check
/** How often a flag is right: as content/accuracy.py works it out; both read tests/vectors/accuracy.json. */

/** The nearest whole number, a half upwards. @param {number} number @param {number} of */
const round = (number, of) => Math.floor((2 * number + of) / (2 * of));
/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole ? round(100 * part, whole) : null);

/**
 * A hundred pupils sorted by a flag: rightly and wrongly flagged, missed, rightly not flagged; and the exact shares.
 * @param {number} base @param {number} sensitivity @param {number} specificity Percent, whole numbers.
 */
export function assess(base, sensitivity, specificity) {
  const right = base * sensitivity;
  const wrong = (100 - base) * (100 - specificity);
  const tp = round(right, 100);
  const fp = round(wrong, 100);
  const fn = base - tp;
  const tn = 100 - base - fp;
  const ppv = percent(right, right + wrong);
  const share = round(right + wrong, 100);
  const left = percent(base * (100 - sensitivity), 10_000 - right - wrong);
  const differs = percent(tp, tp + fp) !== ppv || tp + fp !== share || percent(fn, fn + tn) !== left;
  return { tp, fp, fn, tn, ppv, share, left, differs };
}
