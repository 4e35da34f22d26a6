// @ts-check
/**
 * Lays the text of another language beside the reader's own, a row a section, matched by the ids of headings.
 *
 * The reader's nodes are moved into the rows and back, never copied, so a quiz keeps its answers. A quiz is
 * not moved at all: each question of the other language becomes the neighbour of its own.
 *
 * A heading of the other language becomes a paragraph: the row already has one, and a list of headings that
 * says everything twice hides the way. Where the reader's language lacks the section, it stays a heading.
 */
import { TEXTS, makeOther, withoutHeadings } from "./other-text.js";
import { make, page, t } from "./page.js";

/** @typedef {{ key: string, nodes: Node[], quiz?: Element }} Unit @typedef {{ own?: Unit, other?: Unit }} Row */

/** Milliseconds until a network that says nothing counts as failed. */
const PATIENCE = 20_000;
const OUTSIDE = ".steps a, .doors a, .stations a, .aside a";
/** As the language switcher says it. */
const OWN_NAME = document.querySelector(".languages [aria-current=true]")?.textContent || page.lang;
const INSERTED = ":scope > .beside-name, :scope > .beside-note";

/** @type {WeakMap<HTMLElement, SideBySide>} */
const begun = new WeakMap();

/**
 * Takes the button over.
 * @param {HTMLElement} host @param {Event | void} press None where the address, not the reader, asks.
 */
export function begin(host, press) {
  if (begun.has(host)) return;
  const pair = new SideBySide(host);
  begun.set(host, pair);
  if (!press) {
    const wanted = new URLSearchParams(location.search).get("with");
    const option = [...pair.choice.options].find(({ lang }) => lang === wanted);
    if (!option) return;
    option.selected = true;
  }
  pair.start();
}

class SideBySide {
  /** Whether two languages are shown. */
  on = false;
  /** @type {AbortController | undefined} The page on its way; a later one makes it stale. */
  request;
  /** @type {Promise<unknown> | undefined} */
  style;
  /** @type {(() => void)[]} Takes back what was done to the page. */
  undo = [];

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.button = /** @type {HTMLButtonElement} */ (host.querySelector("button"));
    this.choice = /** @type {HTMLSelectElement} */ (host.querySelector("select"));
    this.status = /** @type {HTMLElement} */ (host.querySelector("[role=status]"));
    this.main = /** @type {HTMLElement} */ (host.closest("main"));
    this.print = make("button", { type: "button", hidden: true, onclick: () => print() }, t("two-languages.print"));
    this.trouble = make("p", { class: "beside-trouble", hidden: true });
    this.button.onclick = () => this.press();
    this.button.parentElement?.append(this.print);
    host.append(this.trouble);
    this.choice.addEventListener("change", () => (this.on || this.request || !this.trouble.hidden) && this.start());
  }

  get option() {
    return this.choice.selectedOptions[0];
  }

  press() {
    if (this.on || this.request) this.stop();
    else this.start();
  }

  async start() {
    const { lang: code, text: language, value } = this.option;
    const url = new URL(value, document.baseURI);
    this.request?.abort();
    const request = (this.request = new AbortController());
    const timer = setTimeout(() => request.abort(), PATIENCE);
    this.tell("loading", { language });
    this.show();
    let other;
    try {
      const [response] = await Promise.all([fetch(url, request), this.loadStyle()]);
      if (!response.ok) throw new Error(response.statusText);
      other = new DOMParser().parseFromString(await response.text(), "text/html");
      // A page that has fallen back to Swedish meanwhile is no translation.
      if (other.documentElement.lang !== code || !other.querySelector("main .text:not([data-fallback])")) throw new Error("no text");
    } catch {
      if (this.request !== request) return;
      this.fail(language, url);
      return;
    } finally {
      clearTimeout(timer);
    }
    if (this.request !== request) return;
    this.request = undefined;
    try {
      this.hold(() => {
        this.clear();
        this.on = true;
        this.lay(other, code, url);
      });
    } catch (error) {
      // Half a layout helps nobody: back to one language, and the fault to whoever looks for it.
      this.fail(language, url);
      throw error;
    }
    this.keepInAddress(code);
    this.show();
    this.tell("shown", { language });
  }

  stop() {
    this.request?.abort();
    this.request = undefined;
    if (this.on) this.hold(() => this.clear());
    this.keepInAddress("");
    this.show();
    this.tell("ended");
  }

  /** @param {string} language @param {URL} url */
  fail(language, url) {
    this.request = undefined;
    if (this.on) this.hold(() => this.clear());
    this.show();
    this.tell("failed", { language });
    this.trouble.replaceChildren(
      make("button", { type: "button", onclick: () => (this.button.focus({ preventScroll: true }), this.start()) }, t("two-languages.retry")), " ",
      make("a", { href: url.href, hreflang: this.option.lang }, t("two-languages.open", { language })),
    );
    this.trouble.hidden = false;
  }

  /** Says aloud how it went. @param {string} key @param {Record<string, string>} [values] */
  tell(key, values) {
    this.trouble.hidden = true;
    this.status.textContent = t(`two-languages.${key}`, values);
  }

  /** Shows on the buttons what a press would do. */
  show() {
    this.button.textContent = t(this.on || this.request ? "two-languages.stop" : "two-languages.read");
    this.print.hidden = !this.on;
    this.host.setAttribute("aria-busy", String(!!this.request));
  }

  /** Fetched once; resolves when it applies, so that nothing is laid out twice. */
  loadStyle() {
    this.style ??= new Promise((resolve, reject) => {
      const link = make("link", { rel: "stylesheet", href: new URL("../css/two-languages.css", import.meta.url).href });
      link.onload = resolve;
      link.onerror = () => {
        link.remove();
        this.style = undefined;
        reject(new Error("no style"));
      };
      document.head.append(link);
    });
    return this.style;
  }

  /** Lets a facilitator share the address, and the reader go on to the next page in the same two languages. @param {string} code */
  keepInAddress(code) {
    /** @param {URL} url */
    const mark = (url) => {
      if (code) url.searchParams.set("with", code);
      else url.searchParams.delete("with");
      return url.href;
    };
    history.replaceState(history.state, "", mark(new URL(location.href)));
    if (!code) return;
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.main.querySelectorAll(OUTSIDE))) {
      const plain = link.getAttribute("href") ?? "";
      if (link.origin !== location.origin) continue;
      link.href = mark(new URL(link.href));
      this.undo.push(() => link.setAttribute("href", plain));
    }
  }

  /** Changes the page under a reader who sees the same lines before and after. @param {() => void} change */
  hold(change) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const seen = [...this.main.querySelectorAll("h1, .lead, .text > :not(.beside), .beside-own > :not(.beside-name, .beside-note), fieldset")];
    // What begins in view says more about where the reader is than what ends there.
    const begins = (/** @type {Element} */ node) => {
      const { top, height } = node.getBoundingClientRect();
      return height > 0 && top >= 0 && top < innerHeight;
    };
    const covers = (/** @type {Element} */ node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    // Who has just pressed keeps the button where it was; who has not begun to read stays at the top.
    const still = this.host.contains(active) ? this.host : scrollY ? (seen.find(begins) ?? seen.find(covers)) : undefined;
    const top = still?.getBoundingClientRect().top ?? 0;
    change();
    if (still) scrollBy({ top: still.getBoundingClientRect().top - top, behavior: "instant" });
    // What was moved has lost the focus; what was taken away hands it back to the button.
    if (active && active !== document.activeElement) (active.isConnected ? active : this.button).focus({ preventScroll: true });
  }

  clear() {
    for (const back of this.undo.splice(0).reverse()) back();
    this.on = false;
  }

  /** @param {Document} found @param {string} code @param {URL} url */
  lay(found, code, url) {
    const other = makeOther(found, url);
    this.code = code;
    this.name = this.option.text;
    this.late = (this.host.dataset.outdated ?? "").split(" ");
    this.otherLate = (found.querySelector("two-languages")?.getAttribute("data-outdated") ?? "").split(" ");
    this.main.dataset.beside = code;
    this.undo.push(() => delete this.main.dataset.beside);
    const sized = new ResizeObserver((boxes) => {
      for (const { target } of boxes) if (target !== document.activeElement) target.toggleAttribute("tabindex", false);
      for (const { target } of boxes) if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    });
    this.undo.push(() => sized.disconnect());

    const title = [...this.main.querySelectorAll(":scope > h1, :scope > .lead")];
    this.row({ key: "_title", nodes: title }, { key: "_title", nodes: other.title }, title[0]);
    const product = this.main.querySelector("[data-product]");
    if (product && other.product) {
      const name = make("span", { class: "beside-name", lang: code }, this.name);
      const twin = make("dd", { class: "beside-product", lang: code }, name, " ", ...other.product.childNodes);
      product.after(twin);
      this.undo.push(() => twin.remove());
    }
    for (const box of this.main.querySelectorAll(TEXTS)) {
      const twin = other.texts.find((text) => text.localName === box.localName);
      if (twin) this.layText(box, twin);
    }
    for (const box of this.main.querySelectorAll(".beside-other .table")) sized.observe(box);
  }

  /** @param {Element} box @param {Element} twin */
  layText(box, twin) {
    /** @type {Node | undefined} */
    let last;
    for (const { own, other } of match(unitsOf(box), unitsOf(twin))) {
      if (own?.quiz) {
        if (other?.quiz) this.layQuiz(own.quiz, other.quiz);
        last = own.quiz;
        continue;
      }
      const made = this.row(own, other, own?.nodes[0]);
      if (!own) last instanceof Element ? last.after(made) : box.prepend(made);
      last = made;
    }
  }

  /** @param {Unit | undefined} own @param {Unit | undefined} other @param {Node} [place] Where the reader's own text stands. */
  row(own, other, place) {
    const cell = this.cell(page.lang, OWN_NAME, "beside-own");
    const twin = this.cell(this.code ?? "", this.name ?? "", "beside-other");
    const row = make("div", { class: "beside" }, cell, twin);
    const first = own?.nodes.find((node) => node instanceof Element) ?? other?.nodes.find((node) => node instanceof Element);
    if (first instanceof Element && /^H\d$/.test(first.tagName)) row.dataset.level = first.tagName[1];
    /** @type {any} */ (place)?.before(row);
    if (own) cell.append(...own.nodes);
    else cell.append(this.note("missing"));
    if (other) twin.append(...(own ? withoutHeadings(other.nodes) : other.nodes));
    else twin.append(this.note("missing"));
    // The page itself may say it, in words that are right there.
    if (own && this.late?.includes(own.key) && !cell.querySelector(".outdated-note")) this.noteUnderHeading(cell);
    if (other && this.otherLate?.includes(other.key)) this.noteUnderHeading(twin);
    this.undo.push(() => {
      cell.querySelectorAll(INSERTED).forEach((/** @type {Element} */ node) => node.remove());
      row.replaceWith(...cell.childNodes);
    });
    return row;
  }

  /** @param {string} lang @param {string} name @param {string} kind */
  cell(lang, name, kind) {
    return make("div", { class: kind, role: "group", lang, "aria-label": name },
      make("p", { class: "beside-name", "aria-hidden": "true" }, name));
  }

  /** @param {HTMLElement} cell */
  noteUnderHeading(cell) {
    const heading = cell.querySelector(":scope > :is(h1, h2, h3, h4, .beside-heading)");
    (heading ?? /** @type {Element} */ (cell.firstElementChild)).after(this.note("outdated"));
  }

  /** @param {string} key */
  note(key) {
    return make("p", { class: "beside-note", lang: page.lang }, t(`two-languages.${key}`));
  }

  /** @param {Element} own @param {Element} other */
  layQuiz(own, other) {
    const form = /** @type {HTMLFormElement} */ (own.querySelector("form"));
    const questions = [...form.querySelectorAll("fieldset")];
    const twins = new Map([...other.querySelectorAll("[data-question]")].map((twin) => [twin.getAttribute("data-question"), twin]));
    const numbers = [...other.querySelectorAll(".quiz-number")].map((number) => number.textContent ?? "");
    const pairs = questions.map((question) => {
      const id = question.dataset.question ?? "";
      const twin = twins.get(id);
      const cell = this.cell(this.code ?? "", this.name ?? "", "beside-other");
      cell.append(twin ?? this.note("missing"));
      if (this.late?.includes(id) || this.otherLate?.includes(id)) cell.append(this.note("outdated"));
      return { question, cell, twin };
    });
    // The reader's answers are in an order of their own; the neighbours follow, also when it changes.
    const follow = () => {
      for (const { question, cell, twin } of pairs) {
        if (question.nextElementSibling !== cell) question.after(cell);
        const items = [...question.querySelectorAll("[data-value]")].map((item) => twin?.querySelector(`[data-value="${item.getAttribute("data-value")}"]`));
        const list = twin?.querySelector(".quiz-answers");
        if (list && items.every(Boolean) && items.some((item, place) => item !== list.children[place])) list.append(.../** @type {Element[]} */ (items));
      }
      [...form.querySelectorAll("fieldset")].forEach((question, place) => {
        const number = pairs.find((pair) => pair.question === question)?.twin?.querySelector(".quiz-number");
        if (number && numbers[place] && number.textContent !== numbers[place]) number.textContent = numbers[place];
      });
    };
    follow();
    const watch = new MutationObserver(follow);
    watch.observe(form, { childList: true, subtree: true });
    form.classList.add("beside-form");
    this.undo.push(() => {
      watch.disconnect();
      form.classList.remove("beside-form");
      for (const { cell } of pairs) cell.remove();
    });
  }
}

/** Parts a text at its headings; a quiz is a part of its own. @param {Element} box @returns {Unit[]} */
function unitsOf(box) {
  /** @type {Unit[]} */
  const units = [{ key: "_top", nodes: [] }];
  let quizzes = 0;
  for (const node of box.childNodes) {
    const at = /** @type {Unit} */ (units.at(-1));
    if (node instanceof Element && node.matches(".quiz")) {
      units.push({ key: `quiz ${++quizzes}`, nodes: [node], quiz: node }, { key: `after quiz ${quizzes}`, nodes: [] });
    } else if (node instanceof Element && /^H[2-4]$/.test(node.tagName) && keyOf(node)) {
      units.push({ key: keyOf(node), nodes: [node] });
    } else at.nodes.push(node);
  }
  return units.filter(({ nodes }) => nodes.some((node) => node instanceof Element || node.textContent?.trim()));
}

/** The id a heading has, or had before the other language lost its ids. @param {Element} heading */
const keyOf = (heading) => heading.getAttribute("data-key") ?? heading.id;

/** Pairs the parts in the reader's own order; what only the other has follows the part it follows there. @param {Unit[]} own @param {Unit[]} others */
function match(own, others) {
  /** @type {Row[]} */
  const rows = own.map((unit) => ({ own: unit }));
  let at = -1;
  for (const other of others) {
    const place = rows.findIndex((row) => row.own?.key === other.key);
    if (place >= 0) rows[(at = place)].other = other;
    else rows.splice(++at, 0, { other });
  }
  return rows;
}
