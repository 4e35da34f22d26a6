// @ts-check
/** Whose work it is: the code of this device, receipts, and copies to carry to another device. */
import { closePart, deeds, post } from "./progress.js";
import { fingerprint } from "./statements.js";
import { shapeProgress, store } from "./store.js";

/** @typedef {import("./types").Progress} Progress */

/** Deeds that belong to no code yet. @param {Progress} progress */
export const unclaimed = (progress) => deeds(progress, "").filter(({ done }) => !done.code);

/**
 * Ties this device to a code. What was done for it before is sent again (the inbox knows it by id).
 * @param {string} code @param {boolean} earlier Whether work without a code counts. @param {string} base
 */
export function useCode(code, earlier, base) {
  if (store.read("code").code !== code) {
    dropCode();
    store.update("code", () => ({ code, since: new Date().toISOString() }));
  }
  const ids = new Set();
  store.update("progress", (progress) => {
    for (const { done } of deeds(progress, base)) {
      if (done.code === fingerprint(code) || (!done.code && earlier)) {
        done.code = code;
        ids.add(done.id);
      }
    }
    for (const [module, part] of Object.entries(progress.known)) {
      const lang = progress.quizzes[module]?.attempts.at(-1)?.lang;
      if (lang) closePart(progress, { module, ...part }, lang, ids);
    }
  });
  post(base, ids);
}

/** Forgets the code and what waited to be sent for it. What is done stays; only the same code can claim it again. */
export function dropCode() {
  const { code } = store.read("code");
  store.update("progress", (progress) => {
    for (const { done } of deeds(progress, "")) if (code && done.code === code) done.code = fingerprint(code);
  });
  store.update("code", () => ({}));
  store.update("outbox", () => ({ statements: [], refused: [] }));
}

/** Puts what was refused back in the outbox. @param {string} base */
export function retryRefused(base) {
  const { refused } = store.read("outbox");
  const again = new Set(refused.map(({ id }) => id));
  const { code } = store.read("code");
  const statements = deeds(store.read("progress"), base)
    .filter(({ done }) => done.code === code)
    .flatMap((each) => each.statements())
    .filter(({ id }) => again.has(id));
  store.update("outbox", (outbox) => {
    outbox.refused = outbox.refused.filter(({ id }) => !statements.some((statement) => statement.id === id));
    outbox.statements.push(...statements);
  });
}

/** @param {string} base @param {string} module @param {string} code */
export const receipt = (base, module, code) => ({
  format: "courseware-receipt",
  version: 1,
  made: new Date().toISOString(),
  statements: deeds(store.read("progress"), base)
    .filter((each) => each.module === module && each.done.code === code)
    .flatMap((each) => each.statements()),
});

/** A copy to carry to another device, without whose it is. */
export function exportProgress() {
  const { lessons, quizzes, parts, known, last, role, v } = store.read("progress");
  const plain = JSON.parse(JSON.stringify({ v, lessons, quizzes, parts, known, last, role }, (name, value) => (name === "code" ? undefined : value)));
  return { format: "courseware-progress", version: 1, made: new Date().toISOString(), progress: plain };
}

/**
 * Adds what a copy holds and this device lacks; of two editions of one thing the later stays.
 * @param {string} text
 * @returns {number} How much was added; -1 when the file is something else.
 */
export function importProgress(text) {
  let added = 0;
  try {
    const file = JSON.parse(text);
    if (file.format !== "courseware-progress" || file.version !== 1) return -1;
    const incoming = shapeProgress(file.progress);
    store.update("progress", (progress) => {
      for (const name of /** @type {const} */ (["lessons", "parts"])) {
        for (const [key, done] of Object.entries(incoming[name])) {
          if (progress[name][key]?.version === done.version) continue;
          if (progress[name][key] && progress[name][key].at > done.at) continue;
          progress[name][key] = { ...done, code: undefined };
          added++;
        }
      }
      progress.known = { ...incoming.known, ...progress.known };
      progress.last ??= incoming.last;
      for (const [module, { attempts }] of Object.entries(incoming.quizzes)) {
        const mine = (progress.quizzes[module] ??= { attempts: [] }).attempts;
        for (const attempt of attempts) {
          if (mine.some(({ id }) => id === attempt.id)) continue;
          mine.push({ ...attempt, code: undefined });
          added++;
        }
        mine.sort((a, b) => a.at.localeCompare(b.at));
      }
    });
  } catch {
    return -1;
  }
  return added;
}
