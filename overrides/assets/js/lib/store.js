// @ts-check
/**
 * What the site remembers on this device. Nothing else touches localStorage.
 *
 * Every change reads afresh, changes and writes in one go, so that two tabs add to each other's work.
 * Where the browser refuses (blocked, full, unreadable, written by a newer edition) the page goes on
 * in memory and `store.problem` says why, so that an element can tell the reader.
 */

/** @typedef {import("./types").Everything} Everything @typedef {keyof Everything} Name */

const PREFIX = "courseware.";
const EDITION = 1;

/** @param {any} value @param {(entry: any) => boolean} good */
const keep = (value, good) => Object.fromEntries(Object.entries(Object(value)).filter(([, entry]) => good(entry)));
/** @param {any} done */
const isDone = (done) => !!done && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(done.id)
  && typeof done.version === "string" && typeof done.lang === "string" && Date.parse(done.at) > 0;
/** @param {any} attempt */
const isAttempt = (attempt) => isDone(attempt) && Array.isArray(attempt.right) && attempt.score >= 0 && !!attempt.answers
  && Object.values(attempt.answers).every((answer) => Array.isArray(answer) && answer.every(Number.isInteger));
/** @param {any} value */
const list = (value) => (Array.isArray(value) ? value.filter((entry) => entry && typeof entry.id === "string") : []);

/** Makes whole what may have been written by hand, by an earlier edition or by half. */
const SHAPES = {
  /** @param {any} value @returns {Everything["progress"]} */
  progress: (value) => ({
    ...value,
    v: EDITION,
    lessons: keep(value.lessons, isDone),
    parts: keep(value.parts, isDone),
    known: keep(value.known, (part) => typeof part?.version === "string" && Array.isArray(part.lessons)),
    quizzes: Object.fromEntries(
      Object.entries(Object(value.quizzes)).map(([id, quiz]) => [id, { attempts: list(quiz?.attempts).filter(isAttempt) }]),
    ),
    last: typeof value.last?.path === "string" ? value.last : undefined,
  }),
  /** @param {any} value */
  code: (value) => (typeof value.code === "string" ? value : {}),
  /** @param {any} value */
  outbox: (value) => ({ statements: list(value.statements), refused: list(value.refused) }),
  /** @param {any} value */
  lease: (value) => value,
  /** @param {any} value */
  assessments: (value) => keep(value, (assessed) => Array.isArray(assessed?.answers)),
  /** @param {any} value */
  plans: (value) => keep(value, (plan) => !!plan && typeof plan === "object"),
  /** @param {any} value */
  runs: (value) => keep(value, (run) => Array.isArray(run?.items) && Array.isArray(run.checkIns)),
  /** @param {any} value */
  worksheets: (value) => keep(value, (sheet) => Array.isArray(sheet?.copies)),
  /** @param {any} value */
  contributions: (value) => keep(value, (draft) => !!draft?.answers && typeof draft.at === "string"),
  /** @param {any} value */
  draft: (value) => keep(value, (draft) => typeof draft?.version === "string" && !!draft.answers),
};

/** @type {Map<string, string>} What the browser would not keep. */
const memory = new Map();
const frozen = new Set();

class Store extends EventTarget {
  /** @type {"" | "blocked" | "full" | "corrupt" | "newer"} */
  problem = "";

  /** @template {Name} N @param {N} name @returns {Everything[N]} */
  read(name) {
    const key = `${PREFIX}${name}.v${EDITION}`;
    const text = memory.get(key) ?? this.#get(key);
    let value = {};
    if (text) {
      try {
        value = JSON.parse(text);
        if (!value || typeof value !== "object" || Array.isArray(value)) throw new TypeError("not an object");
        if ((/** @type {any} */ (value).v ?? EDITION) > EDITION) {
          // Leave it alone: this older page would spoil it.
          frozen.add(key);
          memory.set(key, "{}");
          this.#tell("newer");
          value = {};
        }
      } catch {
        this.#tell("corrupt");
        // Put aside, not thrown away: somebody may be able to read it.
        this.#set(`${key}.corrupt`, text);
        this.#set(key, "{}");
        value = {};
      }
    }
    return /** @type {any} */ (SHAPES[name](value));
  }

  /**
   * Changes one thing and tells everybody who listens, in this tab and the others.
   * @template {Name} N @param {N} name @param {(value: Everything[N]) => Everything[N] | void} change
   */
  update(name, change) {
    const value = this.read(name);
    const next = change(value) ?? value;
    this.#set(`${PREFIX}${name}.v${EDITION}`, JSON.stringify(next));
    this.dispatchEvent(new Event(name));
    return next;
  }

  /** Leaves no trace on the device, what was put aside included. */
  erase() {
    memory.clear();
    frozen.clear();
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    } catch {
      this.#tell("blocked");
    }
    for (const name of Object.keys(SHAPES)) this.dispatchEvent(new Event(name));
  }

  /** @param {string} key */
  #get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      this.#tell("blocked");
      return null;
    }
  }

  /** @param {string} key @param {string} text */
  #set(key, text) {
    if (!frozen.has(key)) {
      try {
        localStorage.setItem(key, text);
        memory.delete(key);
        return;
      } catch (error) {
        this.#tell(/** @type {any} */ (error)?.name === "QuotaExceededError" ? "full" : "blocked");
      }
    }
    memory.set(key, text);
  }

  /** @param {Store["problem"]} problem */
  #tell(problem) {
    if (this.problem === problem) return;
    this.problem = problem;
    this.dispatchEvent(new Event("problem"));
  }
}

export const store = new Store();

/** Makes progress from another device fit to be added. */
export const shapeProgress = SHAPES.progress;

addEventListener("storage", (event) => {
  const name = event.key?.match(/^courseware\.(\w+)\.v1$/)?.[1];
  for (const each of event.key ? [name] : Object.keys(SHAPES)) if (each) store.dispatchEvent(new Event(each));
});
