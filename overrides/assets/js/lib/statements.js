// @ts-check
/**
 * xAPI 1.0.3 statements for what is done, under the code it was done for.
 *
 * Pure: the same progress gives the same statements with the same ids, on any device, so that a
 * receipt, a second sending and the inbox all speak of one thing. tests/vectors/statements.json.
 * @typedef {import("./types").Done} Done
 */

/** A random UUID, also over plain http, where `randomUUID` is absent. @returns {string} */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return asUuid(crypto.getRandomValues(new Uint32Array(4)));
}

/** @param {Uint32Array} words */
function asUuid(words) {
  const hex = [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[parseInt(hex[16], 16) & 3];
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join("-");
}

/** An id of its own for each statement about one deed: the deed's random id, changed by a hash. @param {string} id @param {string} text */
function derive(id, text) {
  const words = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    let hash = 0x811c9dc5 ^ Math.imul(i + 1, 0x9e3779b1);
    for (const byte of new TextEncoder().encode(text)) {
      hash = Math.imul(hash ^ byte, 0x01000193);
      hash ^= hash >>> 15;
    }
    words[i] = hash ^ parseInt(id.replaceAll("-", "").slice(8 * i, 8 * i + 8), 16);
  }
  return asUuid(words);
}

/** Marks work of a code that this device has forgotten: the code cannot be read from it. @param {string} code */
export const fingerprint = (code) => derive("0".repeat(32), code);

/** @param {string} base */
export function makeStatements(base) {
  /** @param {string} id @param {string} type */
  const activity = (id, type) => ({ id: base + id, definition: { type: `http://adlnet.gov/expapi/activities/${type}` } });
  const part = (/** @type {string} */ module) => activity(`modules/${module}/`, "module");
  const quiz = (/** @type {string} */ module) => activity(`quizzes/${module}`, "assessment");
  /**
   * @param {Done} done @param {string} verb @param {ReturnType<typeof activity>} object
   * @param {{parent?: object, result?: object, registration?: string}} rest
   */
  const statement = (done, verb, object, { parent, result, registration }) => ({
    id: derive(done.id, `${done.code} ${verb} ${object.id}`),
    actor: { objectType: "Agent", account: { homePage: base, name: done.code } },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
    object,
    result,
    context: {
      registration,
      language: done.lang,
      contextActivities: parent && { parent: [parent] },
      extensions: { [`${base}xapi/content-version`]: done.version, [`${base}xapi/language`]: done.lang },
    },
    timestamp: done.at,
  });

  return {
    /** @param {string} lesson "<module>/<lesson>" @param {Done} done */
    lesson: (lesson, done) =>
      [statement(done, "experienced", activity(`modules/${lesson}/`, "lesson"), { parent: part(lesson.split("/")[0]) })],
    /** @param {string} module @param {import("./types").Attempt} attempt */
    attempt(module, attempt) {
      const { id: registration, answers, right, passed: success } = attempt;
      const max = Object.keys(answers).length;
      const raw = right.length;
      const score = { scaled: Math.round((1e4 * raw) / max) / 1e4, raw, min: 0, max };
      return [
        ...Object.entries(answers).map(([id, answer]) =>
          statement(attempt, "answered", activity(`quizzes/${module}#${id}`, "cmi.interaction"), {
            parent: quiz(module), registration, result: { response: answer.join("[,]"), success: right.includes(id) },
          })),
        statement(attempt, success ? "passed" : "failed", quiz(module), {
          parent: part(module), registration, result: { score, success, completion: true },
        }),
      ];
    },
    /** @param {string} module @param {Done} done */
    part: (module, done) => [statement(done, "completed", part(module), { result: { completion: true } })],
  };
}
