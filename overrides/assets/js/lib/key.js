// @ts-check
/**
 * @typedef {{correct: number[], order?: number[], comments?: Record<string, string>, explanation?: string}} Entry
 * @typedef {Record<string, Entry>} Key
 */

/** @param {string} text */
const rot47 = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(33 + ((c.charCodeAt(0) + 14) % 94)));

/** Reads the key file of a quiz; its twin is site/quiz_form.py. @param {{key: string}} file @returns {Key} */
export const decodeKey = (file) => JSON.parse(rot47(file.key));
