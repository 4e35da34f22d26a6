// @ts-check
/**
 * Sends what waits, when there is a network and an inbox that answers.
 *
 * One tab at a time: the Web Lock, or over plain http, where there is none, a lease in storage.
 * Should two tabs send all the same, nothing is counted twice: the inbox knows a statement by its id.
 */
import { uuid } from "./lib/statements.js";
import { store } from "./lib/store.js";
import { page } from "./page.js";

// The inbox's limits are 500 statements and 1 MiB; a little below, for the brackets around them.
const MOST = 500;
const BYTES = 1_000_000;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;
const LEASE = 40_000;
const me = uuid();
let wait = FIRST_WAIT;
let size = MOST;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let busy = false;

/** @param {number} most */
function batch(most) {
  const chosen = [];
  let bytes = 2;
  for (const statement of store.read("outbox").statements.slice(0, most)) {
    bytes += new TextEncoder().encode(JSON.stringify(statement)).length + 1;
    if (chosen.length && bytes > BYTES) break;
    chosen.push(statement);
  }
  return chosen;
}

/** @param {Set<string>} ids @param {import("./lib/types").Refusal} [refusal] */
function take(ids, refusal) {
  store.update("outbox", (outbox) => {
    outbox.statements = outbox.statements.filter(({ id }) => !ids.has(id));
    if (refusal) outbox.refused = [...outbox.refused.filter(({ id }) => id !== refusal.id), refusal];
  });
}

/** Sends one batch. @returns {Promise<number>} Milliseconds until the next, -1 when it must be tried again later. */
async function sendBatch() {
  const statements = batch(size);
  const response = await fetch(page.inbox, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3" },
    body: JSON.stringify(statements),
    credentials: "omit",
    signal: AbortSignal.timeout?.(20_000),
  });
  const told = await response.json().catch(() => null);
  if (response.ok) {
    // A login page in a hotel also answers 200: only what is named by id has arrived.
    const arrived = new Set(Array.isArray(told) ? told : []);
    if (!statements.some(({ id }) => arrived.has(id))) return -1;
    take(arrived);
    size = MOST;
    return 0;
  }
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get("Retry-After"));
    if (seconds > 0) wait = Math.min(seconds * 1000, LONGEST_WAIT);
    return -1;
  }
  const named = statements.find(({ id }) => id === told?.id) ?? statements[told?.statement];
  if (named) take(new Set([named.id]), { id: named.id, reason: String(told.reason ?? response.status), message: told.message });
  // 400 and 413 speak of the statements, others of the inbox itself: those wait for somebody to mend it.
  else if (response.status !== 400 && response.status !== 413) return -1;
  else if (statements.length > 1) size = Math.ceil(statements.length / 2);
  else take(new Set([statements[0].id]), { id: statements[0].id, reason: String(response.status) });
  return 0;
}

async function sendAll() {
  while (store.read("code").code && store.read("outbox").statements.length) {
    store.update("lease", () => ({ owner: me, until: Date.now() + LEASE }));
    if ((await sendBatch().catch(() => -1)) < 0) {
      timer = setTimeout(send, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return;
    }
    wait = FIRST_WAIT;
  }
}

/** @param {() => Promise<void>} work */
async function alone(work) {
  if (navigator.locks) {
    await navigator.locks.request("courseware.outbox", { ifAvailable: true }, (lock) => (lock ? work() : later()));
    return;
  }
  const taken = () => {
    const { owner, until = 0 } = store.read("lease");
    return owner !== me && until > Date.now();
  };
  if (taken()) return later();
  store.update("lease", () => ({ owner: me, until: Date.now() + LEASE }));
  // Two tabs may both have seen it free; the one that wrote last has it.
  await new Promise((done) => setTimeout(done, 50 + Math.random() * 50));
  if (taken()) return later();
  await work();
  store.update("lease", () => ({}));
}

/** The other tab may be closed before it is done. */
const later = async () => void (timer = setTimeout(send, LEASE));

/** Sends now if there is anything to send. */
export async function send() {
  if (busy || navigator.onLine === false || !store.read("code").code || !store.read("outbox").statements.length) return;
  busy = true;
  clearTimeout(timer);
  timer = undefined;
  await alone(sendAll).finally(() => (busy = false));
  // Something may have come while the lock was given back.
  if (!timer) send();
}

if (page.inbox) {
  store.addEventListener("outbox", send);
  addEventListener("online", () => ((wait = FIRST_WAIT), send()));
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  send();
}
