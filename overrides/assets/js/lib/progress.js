// @ts-check
/** What is done on this device. */
import { makeStatements, uuid } from "./statements.js";
import { store } from "./store.js";

/** @typedef {import("./types").Progress} Progress @typedef {import("./types").Done} Done @typedef {import("./types").Part} Part */

/** @param {Part} part @param {string} lang @returns {Done} */
const deed = (part, lang) => ({
  id: uuid(), at: new Date().toISOString(), version: part.version, lang, code: store.read("code").code,
});

/** Every deed with its statements, in the order it was done. @param {Progress} progress @param {string} base */
export function deeds(progress, base) {
  const make = makeStatements(base);
  /** @type {{kind: "lesson" | "attempt" | "part", module: string, key: string, done: Done, statements: () => import("./types").Statement[]}[]} */
  const all = [];
  for (const [key, done] of Object.entries(progress.lessons)) {
    all.push({ kind: "lesson", module: key.split("/")[0], key, done, statements: () => make.lesson(key, done) });
  }
  for (const [module, { attempts }] of Object.entries(progress.quizzes)) {
    for (const done of attempts) all.push({ kind: "attempt", module, key: module, done, statements: () => make.attempt(module, done) });
  }
  for (const [module, done] of Object.entries(progress.parts)) {
    all.push({ kind: "part", module, key: module, done, statements: () => make.part(module, done) });
  }
  // Stable, so what was done in the same instant stays in the order that intake needs.
  return all.sort((a, b) => a.done.at.localeCompare(b.done.at));
}

/** Puts the statements of some deeds in the outbox, once each. @param {string} base @param {Set<string>} ids */
export function post(base, ids) {
  const statements = deeds(store.read("progress"), base)
    .filter(({ done }) => done.code && ids.has(done.id))
    .flatMap((each) => each.statements());
  if (!statements.length) return;
  store.update("outbox", (outbox) => {
    const known = new Set([...outbox.statements, ...outbox.refused].map(({ id }) => id));
    outbox.statements.push(...statements.filter(({ id }) => !known.has(id)));
  });
}

/**
 * Closes the part when all of it is done for this code, at the time of the last deed it needed.
 * @param {Progress} progress @param {Part} part @param {string} lang @param {Set<string>} ids
 */
export function closePart(progress, part, lang, ids) {
  const { code } = store.read("code");
  const isThis = (/** @type {Done | undefined} */ done) => done?.version === part.version && done.code === code;
  const passed = progress.quizzes[part.module]?.attempts.find((attempt) => attempt.passed && isThis(attempt));
  const needed = [...part.lessons.map((id) => progress.lessons[`${part.module}/${id}`]), passed];
  if (!part.lessons.length || !needed.every(isThis) || isThis(progress.parts[part.module])) return;
  const at = needed.map((done) => done?.at ?? "").sort().at(-1) ?? "";
  const done = { ...deed(part, lang), at };
  progress.parts[part.module] = done;
  ids.add(done.id);
}

/** What is left of a part in its present edition; another person's work on this device does not count. @param {Progress} progress @param {Part} part */
export function remaining(progress, part) {
  const { code } = store.read("code");
  const counts = (/** @type {Done | undefined} */ done) =>
    done && (!part.version || done.version === part.version) && (!code || !done.code || done.code === code);
  return {
    lessonsLeft: part.lessons.filter((id) => !counts(progress.lessons[`${part.module}/${id}`])),
    quizLeft: !progress.quizzes[part.module]?.attempts.some((attempt) => attempt.passed && counts(attempt)),
  };
}

/** @param {Part} part @param {string} lang @param {string} base @param {(progress: Progress) => Done | undefined} change */
function record(part, lang, base, change) {
  const ids = new Set();
  store.update("progress", (progress) => {
    progress.known[part.module] = { version: part.version, lessons: part.lessons };
    const done = change(progress);
    if (done) ids.add(done.id);
    closePart(progress, part, lang, ids);
  });
  post(base, ids);
}

/** @param {Part} part @param {string} lesson @param {string} lang @param {string} base */
export const finishLesson = (part, lesson, lang, base) => record(part, lang, base, (progress) => {
  if (!remaining(progress, { ...part, lessons: [lesson] }).lessonsLeft.length) return;
  return (progress.lessons[`${part.module}/${lesson}`] = deed(part, lang));
});

/** Takes back a lesson that has no code yet. @param {Part} part @param {string} lesson */
export function reopenLesson(part, lesson) {
  store.update("progress", (progress) => {
    delete progress.lessons[`${part.module}/${lesson}`];
    if (!progress.parts[part.module]?.code) delete progress.parts[part.module];
  });
}

/**
 * @param {Part} part @param {import("./types").Result} result
 * @param {string} lang @param {string} base
 */
export const recordAttempt = (part, result, lang, base) => record(part, lang, base, (progress) => {
  const attempt = { ...deed(part, lang), ...result };
  (progress.quizzes[part.module] ??= { attempts: [] }).attempts.push(attempt);
  return attempt;
});
