// @ts-check
/** `<progress-page>`: the reader's code, what is done, what waits, and the reader's own copy of it all. */
import { ask } from "./ask.js";
import { dropCode, exportProgress, importProgress, receipt, retryRefused, unclaimed, useCode } from "./lib/claims.js";
import { readCode } from "./lib/codes.js";
import { deeds } from "./lib/progress.js";
import { store } from "./lib/store.js";
import { day, make, page, t, tellProblem, tn } from "./page.js";
import { saveJson, today } from "./save.js";

/** @param {string} key @param {Record<string, any>} [values] */
const p = (key, values) => t(`progress-page.${key}`, values);
/** @param {string} key @param {number} count @param {Record<string, any>} [values] */
const pn = (key, count, values) => tn(`progress-page.${key}`, count, values);
/** @param {string} key @param {() => void} onclick @param {boolean} [quiet] */
const button = (key, onclick, quiet = false) => make("button", { type: "button", class: quiet ? "button quiet" : "button", onclick }, p(key));

/** @param {string} title @param {string} text @param {string[]} choices Keys of buttons. */
const askBy = (title, text, choices) => ask(title, text, choices.map((key) => [key, p(key)]));

export class ProgressPage extends HTMLElement {
  /** @type {any} */
  code;
  /** @type {any} */
  done;
  /** @type {any} */
  sending;

  connectedCallback() {
    if (this.said) return;
    // Titles and links of the modules, where the page brings them.
    this.titles = new Map([...this.querySelectorAll("[data-module]")].map((row) => [/** @type {HTMLElement} */ (row).dataset.module, row]));
    for (const child of this.children) /** @type {HTMLElement} */ (child).hidden = true;
    // Focused when it speaks; a live region besides would be read twice.
    this.said = make("p", { class: "device-said", tabindex: "-1" });
    const section = (/** @type {string} */ name) => make("section", { class: "device", "aria-labelledby": `device-${name}` },
      make("h2", { id: `device-${name}` }, p(`${name}-title`)), make("div"));
    const [code, done, sending, own] = ["code", "done", "sending", "own"].map(section);
    Object.assign(this, { code: code.lastChild, done: done.lastChild, sending: sending.lastChild });
    this.append(this.said, code, done, sending, own);
    this.showOwn(own.lastChild);
    tellProblem(this);
    for (const name of ["progress", "code", "outbox"]) store.addEventListener(name, () => this.show());
    this.show();
    this.takeLink();
    addEventListener("hashchange", () => this.takeLink());
  }

  /** @param {string} text @param {() => void} [undo] */
  say(text, undo) {
    this.said.replaceChildren(text, ...(undo ? [" ", button("undo", undo, true)] : []));
    this.said.focus();
  }

  show() {
    const { code = "", since = "" } = store.read("code");
    this.showCode(code, since);
    this.showDone(code);
    this.showSending(code);
  }

  /** @param {string} code @param {string} since */
  showCode(code, since) {
    const free = unclaimed(store.read("progress")).length;
    if (this.shownCode === `${code} ${free}`) return;
    this.shownCode = `${code} ${free}`;
    if (code) {
      this.code.replaceChildren(
        make("p", {}, p("code-used", { date: day(since) }), " ", make("strong", { class: "code" }, code)),
        ...(free ? [make("p", {}, pn("unclaimed", free), " ", button("count", () => this.count(code), true))] : []),
        button("code-remove", () => this.removeCode(), true),
      );
      return;
    }
    const fault = make("p", { class: "device-fault", id: "code-fault", role: "alert" });
    const input = make("input", {
      id: "code", name: "code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
      "aria-describedby": "code-help code-fault", size: "20",
    });
    const form = make("form", { class: "device-form", method: "dialog", novalidate: true, onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const read = readCode(input.value);
      fault.textContent = read.fault ? p(`fault-${read.fault}`, { place: read.place ?? 0, length: read.length ?? 0 }) : "";
      input.setAttribute("aria-invalid", String(!!read.fault));
      if (read.fault) input.focus();
      else this.enter(read.code);
    } },
    make("label", { for: "code" }, p("code-label")), input, make("p", { id: "code-help", class: "device-help" }, p("code-help")), fault,
    make("button", { class: "button" }, p("code-use")));
    this.code.replaceChildren(make("p", {}, p("code-none")), form);
  }

  /** A personal link: the code leaves the address at once and is kept only if the reader says so. */
  async takeLink() {
    const typed = location.hash.match(/^#code=(.*)$/)?.[1];
    if (typed === undefined) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    let text = typed;
    try {
      text = decodeURIComponent(typed);
    } catch {
      // A damaged link is read as it stands, and found wrong below.
    }
    const { code } = readCode(text);
    if (!code) return this.say(p("link-fault"));
    if (code === store.read("code").code) return this.say(p("link-same"));
    if ((await askBy(p("link-title"), p("link-text", { code }), ["code-use", "cancel"])) === "code-use") await this.enter(code);
  }

  /** @param {string} code */
  async enter(code) {
    const old = store.read("code").code;
    if (old && old !== code && (await askBy(p("replace-title"), p("replace-text", { old, code }), ["replace", "cancel"])) !== "replace") return;
    const free = unclaimed(store.read("progress")).length;
    const earlier = free > 0 && (await askBy(p("earlier-title"), pn("earlier-text", free), ["earlier-yes", "earlier-no"])) === "earlier-yes";
    useCode(code, earlier, page.base);
    this.say(p("code-saved", { code }));
  }

  /** @param {string} code */
  count(code) {
    useCode(code, true, page.base);
    this.say(p("counted"));
  }

  async removeCode() {
    const waiting = store.read("outbox").statements.length;
    const text = p("remove-text") + (waiting ? ` ${pn("remove-waiting", waiting)}` : "");
    if ((await askBy(p("remove-title"), text, ["code-remove", "cancel"])) !== "code-remove") return;
    const { code } = store.read("code");
    dropCode();
    this.say(p("removed"), () => {
      useCode(code ?? "", false, page.base);
      this.say(p("undone"));
    });
  }

  /** @param {string} id */
  titleOf(id) {
    const [module, lesson] = id.split("/");
    const row = this.titles?.get(module);
    const link = (lesson ? row?.querySelector(`[data-lesson="${CSS.escape(lesson)}"] a`) : row?.querySelector("a"));
    return make("a", {
      href: link?.getAttribute("href") ?? new URL(`modules/${id}/`, page.home).href,
      lang: link?.getAttribute("lang") ?? undefined,
    }, link?.textContent ?? lesson ?? module);
  }

  /** @param {string} code */
  showDone(code) {
    const all = deeds(store.read("progress"), page.base);
    if (!all.length) return this.done.replaceChildren(make("p", {}, p("nothing")));
    const { statements, refused } = store.read("outbox");
    const waits = new Set(statements.map(({ id }) => id));
    const failed = new Set(refused.map(({ id }) => id));
    /** @param {(typeof all)[0]} deed */
    const where = (deed) => {
      if (!code || !deed.done.code) return p("state-here");
      if (deed.done.code !== code) return p("state-other");
      const ids = deed.statements().map(({ id }) => id);
      return p(ids.some((id) => failed.has(id)) ? "state-refused" : ids.some((id) => waits.has(id)) ? "state-waits" : "state-sent");
    };
    const modules = [...new Set(all.map(({ module }) => module))];
    this.done.replaceChildren(...modules.map((module) => {
      const mine = all.filter((each) => each.module === module);
      const rows = mine.map((each) => make("li", { "data-kind": each.kind },
        each.kind === "lesson" ? this.titleOf(each.key) : null,
        each.kind === "attempt" ? p(/** @type {any} */ (each.done).passed ? "quiz-passed" : "quiz-failed", { score: /** @type {any} */ (each.done).score }) : null,
        each.kind === "part" ? make("strong", {}, p("part")) : null,
        make("span", { class: "meta" }, ` ${day(each.done.at)} · ${where(each)}`)));
      return make("div", { class: "device-module" }, make("h3", {}, this.titleOf(module)), make("ul", {}, ...rows),
        mine.some(({ done }) => code && done.code === code) ? button("receipt", () => this.saveReceipt(module, code), true) : null);
    }), ...(code ? [] : [make("p", { class: "meta" }, p("receipt-needs-code"))]));
  }

  /** @param {string} module @param {string} code */
  saveReceipt(module, code) {
    saveJson(`${p("receipt-stem")}-${module}-${today()}.json`, receipt(page.base, module, code));
    this.say(p("receipt-saved"));
  }

  /** @param {string} code */
  showSending(code) {
    const { statements, refused } = store.read("outbox");
    const section = /** @type {HTMLElement} */ (this.sending.parentElement);
    section.hidden = !code;
    const reason = (/** @type {string} */ name) => {
      const text = p(`reason-${name}`);
      return text.startsWith("progress-page.") ? p("reason-other", { reason: name }) : text;
    };
    const reasons = new Map();
    for (const each of refused) reasons.set(each.reason, [...(reasons.get(each.reason) ?? []), each]);
    this.sending.replaceChildren(
      make("p", { role: "status" }, statements.length ? pn(page.inbox ? "waiting" : "no-inbox", statements.length) : p(page.inbox ? "nothing-waits" : "no-inbox-none")),
      ...(refused.length ? [
        make("p", { class: "device-fault" }, pn("refused", refused.length)),
        make("ul", {}, ...[...reasons].map(([name, each]) => make("li", {}, `${reason(name)} (${each.length})`,
          each[0].message ? make("span", { class: "meta", lang: "en" }, ` ${each[0].message}`) : null))),
        button("retry", () => {
          retryRefused(page.base);
          this.say(p("retried"));
        }, true),
      ] : []),
    );
  }

  /** @param {HTMLElement} place */
  showOwn(place) {
    // A button of ours: the browser's own speaks the browser's language, not the page's.
    const file = make("input", { type: "file", hidden: true, "aria-label": p("import"), accept: ".json,application/json", onchange: async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      const before = store.read("progress");
      const added = importProgress(await chosen.text());
      file.value = "";
      if (added < 0) this.say(p("import-fault"));
      else if (!added) this.say(p("import-none"));
      else this.say(pn("imported", added), () => {
        store.update("progress", () => before);
        this.say(p("undone"));
      });
    } });
    place.append(
      make("p", {}, p("own-text")),
      make("p", { class: "device-buttons" }, button("export", () => {
        saveJson(`${p("export-stem")}-${today()}.json`, exportProgress());
        this.say(p("exported"));
      }, true), " ", button("import", () => file.click(), true), file, " ", button("erase", () => this.erase(), true)),
    );
  }

  async erase() {
    const waiting = store.read("outbox").statements.length;
    const text = p("erase-text") + (waiting ? ` ${pn("erase-waiting", waiting)}` : "");
    if ((await askBy(p("erase-title"), text, ["erase-yes", "cancel"])) !== "erase-yes") return;
    const names = /** @type {const} */ (["progress", "code", "outbox", "draft", "assessments", "worksheets", "plans", "runs"]);
    const before = names.map((name) => store.read(name));
    store.erase();
    this.say(p("erased"), () => {
      names.forEach((name, place) => store.update(name, () => /** @type {any} */ (before[place])));
      this.say(p("undone"));
    });
  }
}

customElements.define("progress-page", ProgressPage);
