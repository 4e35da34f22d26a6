// @ts-check
/** @param {string} text */
const rot47 = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(33 + ((c.charCodeAt(0) + 14) % 94)));

/** Reads the key file of a quiz; its twin is site/quiz_form.py. @param {{key: string}} file @returns {import("./types").Key} */
export const decodeKey = (file) => JSON.parse(rot47(file.key));
