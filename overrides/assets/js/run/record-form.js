// @ts-check
/**
 * After the meeting of an exchange format: what it took, and how many took part, as a text for the record.
 *
 * Nobody's hours depend on it, so it makes no session file: `courseware sessions import` would take the meeting for a
 * workshop of a module. The file is plain text and holds neither names nor codes.
 */
import { propose, together } from "../lib/session-file.js";
import { reopen } from "../lib/run.js";
import { ask } from "../ask.js";
import { day as dayOf, make } from "../page.js";
import { save } from "../save.js";
import { startAnew } from "./acts.js";
import { openCheckIns } from "./check-ins.js";
import { heldTable } from "./held.js";
import { button, r, speaker, timeOf } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk @typedef {import("../lib/types").SessionFields} SessionFields */

const MINUTES = /^[0-9]{1,4}$/;
/** Minutes of a day. */
const MOST = 1440;

/** @param {string} text */
const isMinutes = (text) => MINUTES.test(text.trim()) && Number(text) <= MOST;

/** How many took part and signed, in words. @param {SessionFields} fields */
const people = ({ heads, listed }) => r("who-text", { count: 0, heads: heads ?? "–", listed: listed ?? "–" });

/** What is saved: a line for each thing, the parts in columns that a table takes in. @param {Desk} desk @param {SessionFields} fields */
function recordText(desk, fields) {
  const { run, days, day, data } = desk;
  const when = `${dayOf(new Date(run.begun).toISOString())} ${timeOf(run.begun)}–${timeOf(run.ended)}`;
  const rows = [
    [r("part"), r("planned"), r("actual")],
    ...fields.activities.map(({ id, planned, actual }) => [desk.nameOf(id), planned, Number(actual)]),
    [r("total"), fields.activities.reduce((sum, { planned }) => sum + planned, 0), together(fields)],
  ];
  const lines = [data.title, days.length > 1 ? r("day", { number: day }) : "", when, fields.place, people(fields)].filter(Boolean);
  // With a mark and both ends of a line, so that an editor on Windows takes it for what it is.
  return "\ufeff" + [...lines, "", ...rows.map((row) => row.join("\t")), ""].join("\r\n");
}

/** @param {Desk} desk @param {(text: string, undo: () => void) => void} onForgotten @returns {{ node: HTMLElement, show: () => void, tick: () => void, leave: () => void }} */
export function recordForm(desk, onForgotten) {
  const fields = () => propose(desk.run, desk.id, desk.options.place);
  const { node: saidNode, say } = speaker();
  /** @type {Map<string, { input: any, told: HTMLElement }>} */
  const inputs = new Map();

  const held = heldTable(desk, (name, attributes) => {
    const told = make("span", { id: `run-fault-${name}`, class: "device-fault" });
    const input = make("input", { id: `run-field-${name}`, "aria-describedby": `run-fault-${name}`, ...attributes });
    input.addEventListener("input", () => {
      desk.act((run) => ({ ...run, session: { ...run.session, [name]: input.value } }));
      check();
    });
    inputs.set(name, { input, told });
    return { input, told };
  });
  const counted = make("p");

  /** Says what is wrong where it is; gives the first field that is. */
  function check() {
    const now = fields();
    held.tell(together(now));
    /** @type {any} */
    let first;
    for (const { id, actual } of now.activities) {
      const { input, told } = /** @type {{ input: any, told: HTMLElement }} */ (inputs.get(`minutes-${id}`));
      const good = isMinutes(actual);
      told.textContent = good ? "" : r("fault-minutes");
      input.setAttribute("aria-invalid", String(!good));
      if (!good) first ??= input;
    }
    return first;
  }

  async function forget() {
    if ((await ask(r("forget-title"), r("forget-text", { count: 0 }), [["forget", r("forget")], ["cancel", r("cancel")]])) !== "forget") return;
    onForgotten(r("forgotten"), desk.forget());
  }

  const keep = button("save", () => {
    const wrong = check();
    if (wrong) return wrong.focus();
    const name = `${desk.id}-${new Date(desk.run.begun).toLocaleDateString("sv-SE")}.txt`;
    save(name, recordText(desk, fields()), "text/plain");
    say(r("saved", { name }));
  }, "button");

  const node = make("section", { class: "run-end", "aria-labelledby": "run-end-title" },
    make("h2", { id: "run-end-title" }, r("after")), make("p", {}, r("after-text")), held.node,
    make("h3", {}, r("who")), counted, make("p", {}, button("check-in", () => openCheckIns(desk))),
    make("p", { class: "run-saving" }, keep), saidNode,
    make("p", { class: "device-help" }, r("save-text")),
    make("p", { class: "run-after" }, button("reopen", () => desk.act((run) => reopen(run, Date.now())), "quiet"), button("anew", () => startAnew(desk), "quiet"), button("forget", forget, "quiet")));

  function show() {
    const now = fields();
    held.show(now.activities, (name) => inputs.get(name)?.input);
    counted.textContent = people(now);
    check();
  }
  return { node, show, tick: () => {}, leave: () => {} };
}
