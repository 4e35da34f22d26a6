// @ts-check
/** `<contribution-form>`: checks what is written in site/contribution_form.py, keeps it as a draft, makes a letter or a file of it. */
import { faultsOf, fileName, letter, mailLink, pack, pageOf, shown, unpack, whole } from "./lib/contributions.js";
import { store } from "./lib/store.js";
import { make, page, t, tellProblem, tn } from "./page.js";
import { sayDone } from "./said.js";
import { save, today } from "./save.js";

/** @typedef {import("./lib/contributions.js").Ask} Ask @typedef {import("./lib/contributions.js").Answers} Answers */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`contribution-form.${key}`, values);
/** @param {string} key @param {() => void} onclick @param {string} [name] */
const button = (key, onclick, name = "quiet") => make("button", { type: "button", class: name, onclick }, s(key));
/** Milliseconds of rest in typing before it is kept. */
const PAUSE = 400;
/** Bytes of a file that is read. */
const LARGEST = 500_000;
/** Drafts that a device keeps: one a page, and one practice. */
const MOST = 20;

export class ContributionForm extends HTMLElement {
  /** @type {any} */ form;

  connectedCallback() {
    if (this.form) return;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.kind = this.dataset.kind ?? "";
    this.controls = /** @type {Control[]} */ ([...this.form.querySelectorAll("[data-ask]")]);
    this.asks = this.controls.map((control) => this.ask(control));
    // A link on a page says which page, in which language, and when its text was checked.
    const given = this.kind === "correction" ? new URLSearchParams(location.search) : new URLSearchParams();
    const lang = given.get("lang") ?? "";
    const path = given.get("page");
    this.given = path === null ? "" : `${/^[a-z]{2}$/.test(lang) && lang !== "sv" ? `${lang}/` : ""}${pageOf(path, page.root)}`;
    this.key = [this.kind, this.given].filter(Boolean).join(" ");
    const kept = store.read("contributions")[this.key];
    this.seen = kept?.seen ?? given.get("date") ?? "";
    this.fill({ language: page.lang, ...(this.given ? { page: this.given } : {}), ...whole(kept?.answers, this.asks) });
    this.addTools();
    this.listen();
    this.hidden = false;
    this.parentElement?.querySelector("details")?.removeAttribute("open");
    tellProblem(this);
    this.suggest();
    // The element was hidden when the browser looked for the place that the link names.
    if (this.given && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  /** @param {Control} control @returns {Ask} */
  ask(control) {
    const options = control instanceof HTMLSelectElement ? [...control.options].filter(({ value }) => value) : [];
    return {
      id: control.dataset.ask ?? "",
      kind: control.dataset.kind ?? "",
      label: this.form.querySelector(`label[for="${control.id}"] .contribution-label`)?.textContent ?? "",
      isRequired: control.getAttribute("aria-required") === "true",
      longest: Number(control.getAttribute("maxlength")) || 200,
      choices: Object.fromEntries(options.map(({ value, text }) => [value, text])),
    };
  }

  /** @param {string} id */
  control(id) {
    return /** @type {Control} */ (this.controls?.find(({ dataset }) => dataset.ask === id));
  }

  /** @param {Answers} answers */
  fill(answers) {
    for (const control of this.controls ?? []) control.value = answers[control.dataset.ask ?? ""] ?? "";
  }

  /** @returns {Answers} */
  get answers() {
    const found = Object.fromEntries((this.controls ?? []).map(({ dataset, value }) => [dataset.ask ?? "", value]));
    if (found.page) found.page = pageOf(found.page, page.root);
    return found;
  }

  addTools() {
    const file = make("input", { type: "file", hidden: true, "aria-label": s("open"), accept: ".json,application/json", onchange: () => this.open(file) });
    this.faults = make("div", { class: "contribution-faults notice", tabindex: "-1", hidden: true });
    this.said = make("p", { class: "device-said", tabindex: "-1" });
    this.preview = make("section", { class: "contribution-preview", hidden: true });
    this.form.prepend(this.faults);
    this.form.append(
      make("p", { class: "contribution-check" }, make("button", { class: "button" }, s("check"))),
      make("p", { class: "contribution-buttons" }, button("open", () => file.click()), file, button("erase", () => this.erase())),
      make("p", { class: "meta" }, s("kept")));
    this.append(this.said, this.preview);
  }

  listen() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      this.keep();
    };
    this.form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.check();
    });
    this.form.addEventListener("input", () => {
      // What was looked at is no longer what is written.
      /** @type {HTMLElement} */ (this.preview).hidden = true;
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    });
    this.form.addEventListener("change", keep);
    this.control("page")?.addEventListener("change", () => this.suggest());
    addEventListener("pagehide", () => timer && keep());
  }

  /** Keeps what is written; a form with nothing of the writer's own in it is not kept. */
  keep() {
    const answers = whole(this.answers, this.asks ?? []);
    const own = Object.keys(answers).some((id) => id !== "language" && !(id === "page" && answers.page === this.given));
    store.update("contributions", (all) => {
      delete all[this.key ?? ""];
      if (own) all[this.key ?? ""] = { answers, seen: this.seen ?? "", at: new Date().toISOString() };
      const old = Object.entries(all).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1)).slice(MOST);
      for (const [key] of old) delete all[key];
    });
  }

  /** Offers the headings of the page as sections to choose from, where the page is one of ours. */
  async suggest() {
    const list = this.form.querySelector("datalist");
    const path = this.answers.page;
    if (!list) return;
    list.replaceChildren();
    if (!path) return;
    const there = new URL(path, page.root);
    if (there.origin !== page.root.origin || !there.pathname.startsWith(page.root.pathname)) return;
    const answer = await fetch(there).catch(() => null);
    if (!answer?.ok || this.answers.page !== path) return;
    const text = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headings = [...text.querySelectorAll("main .text :is(h2, h3)[id]")].map(({ textContent }) => textContent?.trim());
    list.replaceChildren(...headings.filter(Boolean).map((value) => make("option", { value })));
  }

  /** Tells everything that is wrong at once, or shows what will be sent. */
  check() {
    const answers = this.answers;
    const faults = faultsOf(this.asks ?? [], answers);
    for (const { id } of this.asks ?? []) {
      const control = this.control(id);
      const own = faults.filter((fault) => fault.id === id).map(({ fault }) => s(`fault-${fault}`)).join(" ");
      if (own) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      const place = document.getElementById(`${control.id}-fault`);
      if (place) place.textContent = own;
    }
    this.said?.replaceChildren();
    const summary = /** @type {HTMLElement} */ (this.faults);
    summary.hidden = !faults.length;
    if (faults.length) {
      /** @type {HTMLElement} */ (this.preview).hidden = true;
      const item = (/** @type {{ id: string, fault: string }} */ { id, fault }) => {
        const control = this.control(id);
        const go = (/** @type {Event} */ event) => {
          event.preventDefault();
          control.focus();
        };
        return make("li", {}, make("a", { href: `#${control.id}`, onclick: go }, `${this.label(id)}: ${s(`fault-${fault}`)}`));
      };
      summary.replaceChildren(make("p", {}, make("strong", {}, tn("contribution-form.faults", faults.length))), make("ul", {}, ...faults.map(item)));
      summary.focus();
      return;
    }
    this.show(answers);
  }

  /** @param {string} id */
  label(id) {
    return this.asks?.find((ask) => ask.id === id)?.label ?? "";
  }

  /** @param {Answers} answers */
  show(answers) {
    this.keep();
    const asks = this.asks ?? [];
    const name = this.fileName(answers);
    const contact = this.dataset.contact ?? "";
    const text = letter(this.kind ?? "", this.dataset.heading ?? "", asks, answers, page.lang, this.seen ?? "");
    const subject = `${this.dataset.title}: ${answers.page || answers.title}`;
    const whole = mailLink(contact, subject, text);
    const link = whole ?? mailLink(contact, this.dataset.title ?? "", s("mail-attached", { name }));
    const rows = asks.flatMap((ask) => {
      const answer = shown(ask, answers);
      return answer ? [make("dt", {}, ask.label), make("dd", {}, answer)] : [];
    });
    const title = make("h3", { tabindex: "-1" }, s("preview"));
    /** @type {HTMLElement} */ (this.preview).replaceChildren(
      title,
      make("p", {}, s("preview-lead")),
      make("dl", {}, ...rows),
      make("p", { class: "contribution-out" },
        make("a", { class: "button", href: link }, s("mail")), " ",
        make("button", { type: "button", onclick: () => this.takeOut(answers) }, s("file")), " ",
        button("copy", () => this.copy(text))),
      make("p", {}, [whole ? "" : s("mail-long"), contact ? s("mail-to", { address: contact }) : s("mail-anyone"), s("file-help")].filter(Boolean).join(" ")));
    /** @type {HTMLElement} */ (this.preview).hidden = false;
    title.focus();
  }

  /** @param {Answers} answers */
  fileName(answers) {
    const country = /** @type {HTMLSelectElement} */ (this.control("country"));
    return fileName(answers.page ?? "", country.selectedOptions[0]?.dataset.stem ?? "elsewhere", today());
  }

  /** @param {Answers} answers */
  takeOut(answers) {
    const name = this.fileName(answers);
    save(name, pack(this.kind ?? "", this.asks ?? [], answers, today(), this.seen ?? ""), "application/json");
    this.say(s("file-saved", { name }));
  }

  /** @param {string} text */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(s("copied"));
    } catch {
      this.say(s("copy-fault"));
    }
  }

  /** @param {HTMLInputElement} file */
  async open(file) {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const text = chosen.size <= LARGEST ? await chosen.text().catch(() => "") : "";
    const found = unpack(text, this.kind ?? "", this.asks ?? []);
    file.value = "";
    if (!found) return this.say(s("open-fault"));
    this.change(found.answers, found.seen, s("opened"));
  }

  erase() {
    this.change({ language: page.lang, ...(this.given ? { page: this.given } : {}) }, this.seen ?? "", s("erased"));
  }

  /** Changes the whole form, so that it can be taken back. @param {Answers} answers @param {string} seen @param {string} told */
  change(answers, seen, told) {
    const before = this.answers;
    const seenBefore = this.seen ?? "";
    const put = (/** @type {Answers} */ values, /** @type {string} */ day) => {
      this.fill(values);
      this.seen = day;
      /** @type {HTMLElement} */ (this.preview).hidden = /** @type {HTMLElement} */ (this.faults).hidden = true;
      for (const control of this.controls ?? []) control.removeAttribute("aria-invalid");
      for (const place of this.form.querySelectorAll(".device-fault")) place.textContent = "";
      this.keep();
      this.suggest();
    };
    put(answers, seen);
    this.say(told, () => {
      put(before, seenBefore);
      this.say(s("undone"));
    });
  }

  /** @param {string} text @param {() => void} [undo] */
  say(text, undo) {
    sayDone(this.said, text, s("undo"), undo);
    this.said?.focus();
  }
}

customElements.define("contribution-form", ContributionForm);
