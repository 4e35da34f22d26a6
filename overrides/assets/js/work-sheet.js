// @ts-check
/** `<work-sheet>`: keeps what is written in site/worksheet_form.py on this device, in several copies, and works out sums. */
import { calculate, DECIMALS, readNumber } from "./lib/economics.js";
import { store } from "./lib/store.js";
import { freeId, isBlankCopy, MOST, pack, unpack, wholeCopy, wholeSheet } from "./lib/worksheets.js";
import { locale, make, page, t, tellProblem } from "./page.js";
import { sayDone } from "./said.js";
import { save, today } from "./save.js";

/** @typedef {import("./lib/types").Sheet} Sheet @typedef {import("./lib/types").SheetCopy} SheetCopy */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`work-sheet.${key}`, values);
/** @param {string} key @param {() => void} onclick @param {Record<string, any>} [values] */
const button = (key, onclick, values) => make("button", { type: "button", class: "quiet", onclick }, s(key, values));
/** Milliseconds of rest in typing before it is kept. */
const PAUSE = 400;
/** Bytes of a file that is read. */
const LARGEST = 4_000_000;
const CONTROLS = "input[data-field], textarea[data-field], select[data-field]";

export class WorkSheet extends HTMLElement {
  /** @type {any} */ form;
  /** @type {any} */ said;
  /** @type {Set<Control>} */ waiting = new Set();

  connectedCallback() {
    if (this.form) return;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.querySelector(".sheet-unscripted")?.remove();
    this.key = this.dataset.id ?? "";
    this.lang2 = page.lang === this.dataset.lang ? undefined : page.lang;
    this.tables = [.../** @type {NodeListOf<HTMLElement>} */ (this.form.querySelectorAll("[data-table]"))].map((node) => {
      const body = /** @type {HTMLElement} */ (node.querySelector(".sheet-rows"));
      const pattern = /** @type {HTMLElement} */ (body.firstElementChild).cloneNode(true);
      const columns = [...new Set([.../** @type {HTMLElement} */ (pattern).querySelectorAll("[data-field]")].map((each) => /** @type {HTMLElement} */ (each).dataset.field ?? ""))];
      const add = make("p", { class: "sheet-add", lang: this.lang2 }, button("add-row", () => this.addRow(node)));
      node.append(add);
      return { id: node.dataset.table ?? "", node, body, pattern, columns, rows: body.children.length, add };
    });
    const fields = [...this.form.querySelectorAll(CONTROLS)].filter((each) => !each.closest("[data-table]"));
    this.shape = { fields: [...new Set(fields.map((each) => each.dataset.field))], tables: this.tables.map(({ id, columns, rows }) => ({ id, columns, rows })) };
    this.addCopies();
    this.addTools();
    tellProblem(this);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    this.form.addEventListener("input", (/** @type {Event} */ event) => {
      this.waiting.add(/** @type {Control} */ (event.target));
      clearTimeout(timer);
      timer = setTimeout(() => this.flush(), PAUSE);
    });
    this.form.addEventListener("change", () => this.flush());
    addEventListener("pagehide", () => this.flush());
    store.addEventListener("worksheets", () => this.show());
    this.show();
  }

  /** @returns {Sheet} */
  get kept() {
    return wholeSheet(store.read("worksheets")[this.key ?? ""], this.shape);
  }

  /** @returns {SheetCopy} */
  get copy() {
    const { copies, open } = this.kept;
    return /** @type {SheetCopy} */ (copies.find(({ id }) => id === open));
  }

  /** Changes the sheet in one go; a sheet with nothing in it is not kept. @param {(sheet: Sheet) => Sheet | void} change */
  change(change) {
    store.update("worksheets", (all) => {
      const sheet = wholeSheet(all[this.key ?? ""], this.shape);
      const next = change(sheet) ?? sheet;
      if (next.copies.length === 1 && isBlankCopy(next.copies[0])) delete all[this.key ?? ""];
      else all[this.key ?? ""] = next;
    });
  }

  /** Changes the open copy. @param {(copy: SheetCopy) => SheetCopy | void} change */
  changeCopy(change) {
    this.change((sheet) => {
      sheet.copies = sheet.copies.map((copy) => (copy.id === sheet.open ? change(copy) ?? copy : copy));
    });
  }

  /** Keeps what was written, field by field, so that another tab's fields stay. */
  flush() {
    const waiting = [...this.waiting];
    this.waiting.clear();
    if (!waiting.length) return;
    this.changeCopy((copy) => {
      for (const control of waiting) {
        const name = control.dataset.field;
        if (!name || !control.isConnected) continue;
        const table = /** @type {HTMLElement | null} */ (control.closest("[data-table]"));
        const row = control.closest(".sheet-row");
        const place = row ? [.../** @type {HTMLElement} */ (row.parentElement).children].indexOf(row) : 0;
        const values = table ? copy.tables[table.dataset.table ?? ""][place] : copy.values;
        if (!values) continue;
        if (control.value) values[name] = control.value;
        else delete values[name];
      }
    });
  }

  addCopies() {
    const id = `sheet-${this.key}`;
    this.choose = make("select", { id: `${id}-choose`, onchange: () => this.turnTo(this.choose.value) });
    this.named = make("input", { id: `${id}-name`, type: "text", maxlength: "200", onchange: () => this.rename(), oninput: () => this.rename() });
    this.chooser = make("div", { class: "sheet-chooser" }, make("label", { for: `${id}-choose` }, s("choose")), this.choose);
    this.removal = button("remove", () => this.removeCopy());
    this.form.before(make("div", { class: "sheet-copies", role: "group", "aria-label": s("yours"), lang: this.lang2 },
      this.chooser,
      make("div", { class: "sheet-name" }, make("label", { for: `${id}-name` }, s("name")), this.named),
      make("p", { class: "sheet-buttons" }, button("new", () => this.addCopy()), this.removal)));
  }

  addTools() {
    const file = make("input", { type: "file", hidden: true, "aria-label": s("import"), accept: ".json,application/json", onchange: () => this.bringIn(file) });
    // Focused when it speaks; a live region besides would be read twice.
    this.said = make("p", { class: "device-said", tabindex: "-1" });
    this.append(make("div", { class: "sheet-tools", lang: this.lang2 },
      make("p", { class: "meta" }, s("saved")),
      make("p", { class: "sheet-buttons" },
        button("print", () => this.print()),
        button("json", () => this.takeOut()),
        button("import", () => file.click()), file,
        button("clear", () => this.clear())),
      this.said));
  }

  show() {
    const { copies, open } = this.kept;
    const copy = this.copy;
    const name = (/** @type {SheetCopy} */ each, /** @type {number} */ place) => each.name || s("unnamed", { number: place + 1 });
    this.choose.replaceChildren(...copies.map((each, place) => make("option", { value: each.id }, name(each, place))));
    this.choose.value = open;
    this.chooser.hidden = this.removal.hidden = copies.length < 2;
    if (this.named !== document.activeElement) this.named.value = copy.name;
    for (const control of this.form.querySelectorAll(CONTROLS)) {
      if (!control.closest("[data-table]")) this.fill(control, copy.values);
    }
    for (const table of this.tables ?? []) this.showTable(table, copy.tables[table.id]);
    this.work();
  }

  /** @param {any} control @param {Record<string, string>} values */
  fill(control, values) {
    const value = values[control.dataset.field] ?? "";
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.value !== value && !this.waiting.has(control)) control.value = value;
  }

  /** @param {any} table @param {Record<string, string>[]} rows */
  showTable({ node, body, pattern, add }, rows) {
    while (body.children.length > rows.length) body.lastElementChild?.remove();
    while (body.children.length < rows.length) {
      const row = /** @type {HTMLElement} */ (pattern.cloneNode(true));
      for (const name of ["id", "for", "name", "aria-describedby"]) {
        for (const each of row.querySelectorAll(`[${name}]`)) each.setAttribute(name, (each.getAttribute(name) ?? "").replace(/-r0-/g, `-r${body.children.length}-`));
      }
      body.append(row);
    }
    [...body.children].forEach((row, place) => {
      const number = place + 1;
      row.querySelector(".sheet-number").textContent = String(number);
      const old = row.querySelector(".sheet-remove");
      if (!old) row.append(make("p", { class: "sheet-remove", lang: this.lang2 }, button("remove-row", () => this.removeRow(node, row), { number })));
      else old.firstChild.textContent = s("remove-row", { number });
      row.querySelector(".sheet-remove").hidden = rows.length < 2;
      for (const control of row.querySelectorAll(CONTROLS)) this.fill(control, rows[place]);
    });
    add.hidden = rows.length >= MOST;
  }

  /** Works out what the page fills in itself. */
  work() {
    for (const output of this.form.querySelectorAll('output[data-kind="sum"]')) {
      const scales = [...output.closest(".sheet-row").querySelectorAll("select[data-field]")].map(({ value }) => value).filter((value) => /^[1-5]$/.test(value));
      output.textContent = scales.length ? String(scales.reduce((sum, value) => sum + Number(value), 0)) : "";
    }
    const outputs = [...this.form.querySelectorAll('output[data-kind="result"]')];
    if (!outputs.length) return;
    const { values, tables } = this.copy;
    const number = (/** @type {string | undefined} */ text) => readNumber(text ?? "", page.lang);
    const amount = (/** @type {string | undefined} */ text) => (text?.trim() ? number(text) : 0);
    const years = (tables.years ?? []).filter((row) => Object.entries(row).some(([name, text]) => name !== "source" && text.trim())).map((row) => {
      const read = { year: number(row.year), costOwn: amount(row["cost-own"]), costOthers: amount(row["cost-others"]), benefitOwn: amount(row["benefit-own"]), benefitOthers: amount(row["benefit-others"]) };
      return Object.values(read).includes(null) ? null : /** @type {any} */ (read);
    });
    const found = calculate({
      rate: number(values.rate), students: number(values.students), baseRisk: number(values["base-risk"]), effectKind: values["effect-kind"] ?? "",
      effect: number(values.effect), implementation: number(values.implementation), years,
    });
    for (const output of outputs) {
      const result = found[output.dataset.field] ?? null;
      const digits = DECIMALS[output.dataset.field] ?? 0;
      output.classList.toggle("is-lacking", result === null);
      output.lang = this.lang2 ?? "";
      output.textContent = result === null ? s("lacking") : Number.isFinite(result) ? result.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }) : s("never");
    }
  }

  /** @param {string} text @param {() => void} [undo] */
  say(text, undo) {
    sayDone(this.said, text, s("undo"), undo);
    this.said.focus();
  }

  /** Does something that can be taken back. @param {string} text @param {() => void} act */
  undoably(text, act) {
    this.flush();
    const before = this.kept;
    act();
    this.say(text, () => {
      this.change(() => before);
      this.say(s("undone"));
    });
  }

  rename() {
    this.changeCopy((copy) => void (copy.name = this.named.value));
  }

  /** @param {string} id */
  turnTo(id) {
    this.flush();
    this.change((sheet) => void (sheet.open = id));
  }

  /** @param {Partial<SheetCopy>} [filled] */
  addCopy(filled) {
    this.flush();
    const { copies } = this.kept;
    if (copies.length >= MOST) return this.say(s("many", { count: MOST }));
    // The first copy may be empty, and is not kept then: brought in, a copy takes its place.
    const blank = filled && copies.length === 1 && isBlankCopy(copies[0]);
    const id = blank ? copies[0].id : freeId(copies);
    const made = wholeCopy({ ...filled, id }, this.shape);
    this.undoably(s(filled ? "imported" : "added"), () => this.change((sheet) => {
      // A name tells an empty copy from none.
      sheet.copies = [...(blank ? [] : sheet.copies), made];
      sheet.open = id;
    }));
  }

  removeCopy() {
    this.undoably(s("removed"), () => this.change((sheet) => {
      sheet.copies = sheet.copies.filter(({ id }) => id !== sheet.open);
      sheet.open = sheet.copies[sheet.copies.length - 1].id;
    }));
  }

  clear() {
    this.undoably(s("cleared"), () => this.changeCopy(({ id, name }) => wholeCopy({ id, name }, this.shape)));
  }

  /** @param {HTMLElement} table */
  addRow(table) {
    this.flush();
    this.changeCopy((copy) => void copy.tables[table.dataset.table ?? ""].push({}));
    const row = table.querySelector(".sheet-row:last-child");
    /** @type {HTMLElement | null | undefined} */ (row?.querySelector(CONTROLS))?.focus();
  }

  /** @param {HTMLElement} table @param {Element} row */
  removeRow(table, row) {
    const place = [.../** @type {HTMLElement} */ (row.parentElement).children].indexOf(row);
    this.undoably(s("row-removed"), () => this.changeCopy((copy) => void copy.tables[table.dataset.table ?? ""].splice(place, 1)));
  }

  takeOut() {
    this.flush();
    save(`${s("stem")}-${this.key}-${today()}.json`, pack(this.key ?? "", this.copy), "application/json");
    this.say(s("exported"));
  }

  /** @param {HTMLInputElement} file */
  async bringIn(file) {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const text = chosen.size <= LARGEST ? await chosen.text().catch(() => "") : "";
    const found = unpack(text, this.key ?? "", this.shape);
    file.value = "";
    if (found) this.addCopy(found);
    else this.say(s("import-fault"));
  }

  /** Prints the sheet alone: the style sheet hides the rest while the page is marked. */
  print() {
    this.flush();
    const root = document.documentElement;
    root.classList.add("prints-sheet");
    addEventListener("afterprint", () => root.classList.remove("prints-sheet"), { once: true });
    print();
  }
}

customElements.define("work-sheet", WorkSheet);
