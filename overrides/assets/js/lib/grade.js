// @ts-check
/** Grades as intake does (content/grade.py); both read tests/vectors/grading.json. */

/**
 * @param {string} kind
 * @param {number[]} correct
 * @param {number[]} response
 */
export function isRight(kind, correct, response) {
  const given = kind === "multiple" ? [...new Set(response)].sort((a, b) => a - b) : response;
  return given.length > 0 && given.length === response.length && String(given) === String(correct);
}

/** @param {number} right @param {number} total Percent, rounded down: 79.9 is not 80. */
export const percent = (right, total) => (total ? Math.floor((100 * right) / total) : 0);
