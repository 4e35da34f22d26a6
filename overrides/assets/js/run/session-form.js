// @ts-check
/** After the workshop: what it took, where it was, and the file for the project administrator. */
import { faults, propose, sessionFile, together } from "../lib/session-file.js";
import { reopen } from "../lib/run.js";
import { ask } from "../ask.js";
import { make } from "../page.js";
import { saveJson } from "../save.js";
import { startAnew } from "./acts.js";
import { openCheckIns } from "./check-ins.js";
import { heldTable } from "./held.js";
import { button, r, speaker } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk @typedef {import("../lib/types").SessionFields} SessionFields */

/** @param {Desk} desk @param {(text: string, undo: () => void) => void} onForgotten @returns {{ node: HTMLElement, show: () => void, tick: () => void, leave: () => void }} */
export function endForm(desk, onForgotten) {
  const fields = () => propose(desk.run, desk.id, desk.options.place);
  const { node: saidNode, say } = speaker();
  /** @type {Map<string, { input: any, told: HTMLElement }>} */
  const inputs = new Map();
  /** Whether somebody has tried to save: from then on faults are told as they come and go. */
  let tried = false;

  /** @param {string} name @param {string} value */
  const keep = (name, value) => desk.act((run) => ({ ...run, session: { ...run.session, [name]: value } }));

  /** @param {string} name @param {Record<string, any>} attributes @param {(input: any) => string} [read] */
  function field(name, attributes, read = (input) => input.value) {
    const told = make("span", { id: `run-fault-${name}`, class: "device-fault" });
    const input = make("input", { id: `run-field-${name}`, "aria-describedby": `run-fault-${name} run-help-${name}`, ...attributes });
    input.addEventListener("input", () => (keep(name, read(input)), check()));
    inputs.set(name, { input, told });
    return { input, told };
  }

  /** @param {string} name @param {Record<string, any>} [attributes] @param {boolean} [helped] */
  function row(name, attributes = {}, helped = false) {
    const { input, told } = field(name, { type: "text", autocomplete: "off", ...attributes });
    return make("div", { class: "run-field" }, make("label", { for: input.id }, r(`field-${name}`)), input,
      helped ? make("span", { id: `run-help-${name}`, class: "device-help" }, r(`help-${name}`)) : null, told);
  }

  const distance = field("distance", { type: "checkbox" }, (input) => (input.checked ? "yes" : "no"));
  const held = heldTable(desk, field);
  const totalFault = make("span", { id: "run-fault-actual", class: "device-fault" });
  const people = make("p");
  const peopleFault = make("span", { id: "run-fault-check-ins", class: "device-fault" });
  const summary = make("div", { class: "run-faults notice", role: "alert", tabindex: "-1", hidden: true });

  /** Where a fault is told. @param {string} name */
  const toldAt = (name) => inputs.get(name)?.told ?? (name === "check-ins" ? peopleFault : totalFault);

  function check() {
    const now = fields();
    const found = faults(now);
    held.tell(together(now));
    for (const { input, told } of inputs.values()) (told.textContent = ""), input.setAttribute("aria-invalid", "false");
    totalFault.textContent = peopleFault.textContent = "";
    summary.hidden = !tried || !found.length;
    if (!tried) return found;
    for (const { field: name, fault, values } of found) {
      toldAt(name).textContent = r(`fault-${fault}`, values);
      inputs.get(name)?.input.setAttribute("aria-invalid", "true");
    }
    summary.replaceChildren(make("p", {}, r("faults")), make("ul", {}, ...found.map(({ field: name, fault, values }) => {
      const target = inputs.get(name)?.input.id ?? `run-fault-${name}`;
      const label = name.startsWith("minutes-") ? desk.nameOf(name.slice(8)) : r(`field-${name}`);
      return make("li", {}, make("a", { href: `#${target}`, onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        const to = /** @type {HTMLElement} */ (document.getElementById(target));
        if (!inputs.has(name)) to.tabIndex = -1;
        to.focus();
      } }, `${label}: ${r(`fault-${fault}`, values)}`));
    })));
    return found;
  }

  async function forget() {
    const { checkIns } = desk.run;
    if ((await ask(r("forget-title"), r("forget-text", { count: checkIns.length }), [["forget", r("forget")], ["cancel", r("cancel")]])) !== "forget") return;
    onForgotten(r("forgotten"), desk.forget());
  }

  const save = button("save", () => {
    tried = true;
    const found = check();
    if (found.length) return summary.focus();
    const file = sessionFile(fields());
    saveJson(`${file.session.id}.json`, file);
    say(r("saved", { name: `${file.session.id}.json` }));
  }, "button");

  const node = make("section", { class: "run-end", "aria-labelledby": "run-end-title" },
    make("h2", { id: "run-end-title" }, r("after")), make("p", {}, r("after-text")), summary,
    held.node, totalFault,
    make("h3", {}, r("who")), people, peopleFault, make("p", {}, button("check-in", () => openCheckIns(desk))),
    make("h3", {}, r("occasion")),
    make("div", { class: "run-fields" }, row("id", { maxlength: 80 }, true), row("starts", { type: "datetime-local" }, true), row("ends", { type: "datetime-local" }),
      row("place", { maxlength: 300 }, true), make("div", { class: "run-field run-option" }, distance.input, " ", make("label", { for: distance.input.id }, r("field-distance")), distance.told),
      row("organisation", { maxlength: 300 }, true), row("planned", { inputmode: "numeric", size: 5 }, true)),
    make("p", { class: "run-saving" }, save), saidNode,
    make("p", { class: "device-help" }, r("save-text")),
    make("p", { class: "run-after" }, button("reopen", () => desk.act((run) => reopen(run, Date.now())), "quiet"), button("anew", () => startAnew(desk), "quiet"), button("forget", forget, "quiet")));

  function show() {
    const now = fields();
    for (const name of /** @type {const} */ (["id", "starts", "ends", "place", "organisation", "planned"])) {
      const { input } = /** @type {{ input: any }} */ (inputs.get(name));
      if (input !== document.activeElement && input.value !== now[name]) input.value = now[name];
    }
    distance.input.checked = now.distance;
    held.show(now.activities, (name) => inputs.get(name)?.input);
    people.textContent = r("who-text", { count: now.checkIns.length, heads: now.heads ?? "–", listed: now.listed ?? "–" });
    check();
  }
  return { node, show, tick: () => {}, leave: () => {} };
}
