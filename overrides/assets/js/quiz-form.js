// @ts-check
/**
 * `<quiz-form>`: checks a quiz that site/quiz_form.py has written, all at once or a question at a time.
 *
 * The key is fetched at the first check. An order counts as answered once a step has been moved: as
 * printed it is never right, and `order` in the key tells which step a printed place holds.
 */
import { isRight, percent } from "./lib/grade.js";
import { decodeKey } from "./lib/key.js";
import { recordAttempt, remaining } from "./lib/progress.js";
import { store } from "./lib/store.js";
import { day, make, page, partOf, remember, t, tellProblem, tn } from "./page.js";

/** @param {string} key @param {Record<string, any>} [values] */
const q = (key, values) => t(`quiz-form.${key}`, values);

/** Comments and explanations are HTML of our own build, as the page itself is. @param {any} node @param {string} html */
const fill = (node, html) => ((node.innerHTML = html), node);

/** @template T @param {T[]} items */
function shuffled(items) {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

class Question {
  touched = false;
  /** @type {boolean | undefined} Whether it was right, once checked. */
  right;

  /** @param {HTMLFieldSetElement} node @param {() => void} changed @param {(text: string) => void} say */
  constructor(node, changed, say) {
    this.node = node;
    this.id = node.dataset.question ?? "";
    this.kind = node.dataset.kind ?? "single";
    this.list = /** @type {HTMLElement} */ (node.querySelector(".quiz-answers"));
    this.described = node.getAttribute("aria-describedby") ?? "";
    this.changed = changed;
    this.say = say;
    if (this.kind === "sequence") this.items.forEach((item) => this.addControls(item));
    node.addEventListener("change", () => this.touch());
  }

  get items() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  get inputs() {
    return [...this.list.querySelectorAll("input")];
  }

  touch() {
    this.touched = true;
    this.missing(false);
    this.changed();
  }

  /** What the reader answered, by the numbers in the page; undefined when nothing. @returns {number[] | undefined} */
  get answer() {
    if (this.kind === "sequence") return this.touched ? this.items.map((item) => Number(item.dataset.value)) : undefined;
    const chosen = this.inputs.filter((input) => input.checked).map((input) => Number(input.value));
    return chosen.length ? chosen.sort((a, b) => a - b) : undefined;
  }

  /** @param {number[]} answer */
  set answer(answer) {
    if (this.kind !== "sequence") this.inputs.forEach((input) => (input.checked = answer.includes(Number(input.value))));
    else if (answer.length === this.items.length) {
      const items = answer.map((value) => this.items.find((item) => Number(item.dataset.value) === value));
      if (items.every(Boolean)) this.list.append(.../** @type {HTMLElement[]} */ (items));
    }
    this.touched = true;
  }

  /** Buttons for every hand and keyboard; dragging is an addition. @param {HTMLElement} item */
  addControls(item) {
    const step = item.querySelector("label")?.textContent ?? "";
    /** @type {any} */ (item.querySelector(".quiz-place")).hidden = true;
    item.querySelector("label")?.removeAttribute("for");
    /** @param {"up" | "down"} way */
    const button = (way) => make("button", {
      type: "button", class: "quiz-move", "data-way": way, "aria-label": q(way, { step }), onclick: () => this.move(item, way),
    }, make("span", { "aria-hidden": "true" }, way === "up" ? "↑" : "↓"));
    const handle = make("span", { class: "quiz-handle", "aria-hidden": "true" }, "⠿");
    handle.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.drag(event, item));
    item.append(make("span", { class: "quiz-moves" }, handle, button("up"), button("down")));
  }

  /** @param {HTMLElement} item @param {"up" | "down"} way */
  move(item, way) {
    const other = way === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (other) way === "up" ? other.before(item) : other.after(item);
    /** @type {HTMLElement} */ (item.querySelector(`[data-way="${way}"]`)).focus();
    this.moved(item);
  }

  /** @param {HTMLElement} item */
  moved(item) {
    const { items } = this;
    this.say(q("moved", { step: item.querySelector("label")?.textContent ?? "", place: items.indexOf(item) + 1, count: items.length }));
    this.touch();
  }

  /** @param {PointerEvent} event @param {HTMLElement} item */
  drag(event, item) {
    if (this.right !== undefined) return;
    event.preventDefault();
    item.dataset.dragged = "true";
    const follow = (/** @type {PointerEvent} */ { clientY }) => {
      const at = this.items.find((other) => clientY < other.getBoundingClientRect().bottom) ?? this.items.at(-1);
      if (!at || at === item) return;
      this.items.indexOf(at) < this.items.indexOf(item) ? at.before(item) : at.after(item);
    };
    const over = new AbortController();
    const stop = () => {
      over.abort();
      delete item.dataset.dragged;
      this.moved(item);
    };
    // On the window: capture is lost when the row moves in the page.
    for (const [name, act] of /** @type {any[]} */ ([["pointermove", follow], ["pointerup", stop], ["pointercancel", stop]])) {
      addEventListener(name, act, over);
    }
  }

  /** @param {boolean} is */
  missing(is) {
    this.node.querySelector(".quiz-missing")?.remove();
    this.describe();
    if (!is) return;
    const id = `${this.node.id}-missing`;
    this.node.querySelector("legend")?.after(make("p", { class: "quiz-missing", id, lang: page.lang }, q(this.kind === "sequence" ? "missing-sequence" : "missing")));
    this.describe(id);
  }

  /** @param {string} [more] */
  describe(more) {
    this.node.setAttribute("aria-describedby", more ? `${more} ${this.described}` : this.described);
  }

  /** Answers by their places in the source. @param {import("./lib/types").Entry} entry */
  response(entry) {
    return (this.answer ?? []).map((value) => entry.order?.[value] ?? value);
  }

  /** Says of each answer what it was, and why. @param {import("./lib/types").Entry} entry */
  check(entry) {
    const response = this.response(entry);
    this.right = isRight(this.kind, entry.correct, response);
    this.node.dataset.state = this.right ? "right" : "wrong";
    this.node.querySelector("legend")?.after(
      make("p", { class: "quiz-verdict", tabindex: "-1", lang: page.lang }, q(this.right ? "verdict-right" : "verdict-wrong")),
    );
    this.items.forEach((item, place) => {
      const source = entry.order?.[Number(item.dataset.value)] ?? Number(item.dataset.value);
      let state = "";
      let text = "";
      if (this.kind === "sequence") {
        state = source === place ? "right" : "wrong";
        text = source === place ? q("place-right") : q("place-wrong", { place: source + 1 });
      } else if (response.includes(source)) {
        state = entry.correct.includes(source) ? "right" : "wrong";
        text = q(state);
      } else if (entry.correct.includes(source)) {
        state = "missed";
        text = q(this.kind === "single" ? "was-right" : "missed");
      }
      if (!state) return;
      item.dataset.state = state;
      const id = `${this.node.id}-f${place}`;
      const comment = entry.comments?.[source];
      item.append(make("div", { class: "quiz-feedback", id },
        make("strong", { lang: page.lang }, text), comment ? " " : null, comment && fill(make("span"), comment)));
      item.querySelector("input")?.setAttribute("aria-describedby", id);
    });
    if (entry.explanation) {
      this.node.append(make("div", { class: "quiz-explanation" },
        make("p", { class: "quiz-explanation-title", lang: page.lang }, q("explanation")), fill(make("div"), entry.explanation)));
    }
    this.lock(true);
  }

  /** @param {boolean} is */
  lock(is) {
    this.inputs.forEach((input) => (input.disabled = is));
    this.list.querySelectorAll(".quiz-moves").forEach((moves) => (/** @type {any} */ (moves).hidden = is));
  }

  /** Begins anew, in another order. @param {import("./lib/types").Entry} [entry] The key, once it is known. */
  reset(entry) {
    this.touched = false;
    this.right = undefined;
    delete this.node.dataset.state;
    this.node.querySelectorAll(".quiz-verdict, .quiz-feedback, .quiz-explanation").forEach((old) => old.remove());
    this.node.querySelectorAll("details").forEach((hint) => (hint.open = false));
    this.items.forEach((item) => delete item.dataset.state);
    this.inputs.forEach((input) => ((input.checked = false), input.removeAttribute("aria-describedby")));
    this.missing(false);
    this.lock(false);
    if (!this.node.dataset.shuffle || (this.kind === "sequence" && !entry)) return;
    const before = String(this.order());
    do this.list.append(...shuffled(this.items));
    while (this.items.length > 1 && (this.kind === "sequence" ? this.order().every((v, i) => entry?.order?.[v] === i) : entry && String(this.order()) === before));
  }

  order() {
    return this.items.map((item) => Number(item.dataset.value));
  }
}

export class QuizForm extends HTMLElement {
  current = 0;
  finished = false;
  /** @type {import("./lib/types").Key | undefined} */
  key;
  /** @type {Question[]} */
  questions = [];

  connectedCallback() {
    if (this.questions.length) return;
    this.study = partOf(this);
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.querySelector(".quiz-unscripted")?.remove();
    this.live = make("p", { class: "visually-hidden", role: "status" });
    const say = (/** @type {string} */ text) => (this.live.textContent = text);
    this.questions = [...this.form.querySelectorAll("fieldset")].map((node) => new Question(node, () => this.saveDraft(), say));
    this.status = make("p", { class: "quiz-score", role: "status" });
    this.heading = make("h2", { tabindex: "-1" }, q("result"));
    this.next = make("div", { class: "quiz-next" });
    this.result = make("section", { class: "quiz-result", hidden: true }, this.heading, this.status, this.next);
    this.alert = make("p", { class: "quiz-alert", role: "alert" });
    this.actions = make("div", { class: "quiz-actions" });
    this.views = make("div", { class: "quiz-views", role: "group", "aria-label": q("view") },
      ...["all", "one"].map((view) => make("button", { type: "button", "data-view": view, onclick: () => this.show(view) }, q(`view-${view}`))));
    this.earlier = make("p", { class: "quiz-earlier" });
    this.form.before(this.earlier, this.result, ...(this.questions.length > 1 ? [this.views] : []));
    this.form.append(this.alert, this.actions, this.live);
    // The form speaks the language of its text; these speak the page's.
    for (const own of [this.earlier, this.result, this.views, this.alert, this.actions, this.live]) own.lang = page.lang;
    this.view = store.read("progress").view === "one" && this.questions.length > 1 ? "one" : "all";
    this.begin();
    const draft = store.read("draft")[this.study.module];
    if (this.recorded && draft?.version === this.study.version) {
      for (const question of this.questions) if (draft.answers[question.id]) question.answer = draft.answers[question.id];
    }
    remember(this.lang);
    tellProblem(this);
  }

  /** One inside a page is practice. */
  get recorded() {
    return !!this.study?.module && !!this.study.version;
  }

  begin() {
    this.finished = false;
    this.current = 0;
    this.result.hidden = true;
    this.status.textContent = "";
    if (this.dataset.shuffleQuestions) {
      const numbers = this.questions.map(({ node }) => node.querySelector(".quiz-number")?.textContent ?? "");
      this.questions = shuffled(this.questions);
      this.questions.forEach(({ node }, place) => {
        this.alert.before(node);
        /** @type {any} */ (node.querySelector(".quiz-number")).textContent = numbers[place];
      });
    }
    for (const question of this.questions) question.reset(this.key?.[question.id]);
    const passed = store.read("progress").quizzes[this.study?.module ?? ""]?.attempts
      .filter((attempt) => attempt.passed && attempt.version === this.study?.version).at(-1);
    this.earlier.textContent = passed ? q("earlier", { date: day(passed.at), score: passed.score }) : "";
    this.earlier.hidden = !passed;
    this.show();
  }

  /** @param {string} [view] */
  show(view) {
    if (view) {
      this.view = view;
      store.update("progress", (progress) => void (progress.view = view));
    }
    const one = this.view === "one" && !this.finished;
    this.alert.textContent = "";
    this.questions.forEach(({ node }, place) => (node.hidden = one && place !== this.current));
    this.views.hidden = this.finished;
    for (const button of this.views.children) button.setAttribute("aria-pressed", String(button.dataset.view === this.view));
    /** @param {string} name @param {() => void} onclick @param {boolean} [main] */
    const button = (name, onclick, main = true) => make("button", { type: "button", class: main ? "button" : "button quiet", onclick }, q(name));
    if (this.finished) this.actions.replaceChildren(button("retry", () => this.retry()));
    else if (!one) this.actions.replaceChildren(button("check", () => this.check(this.questions)));
    else {
      const question = this.questions[this.current];
      const last = this.current === this.questions.length - 1;
      const onward = question.right === undefined
        ? button("answer", () => this.check([question]))
        : last ? button("finish", () => this.check(this.questions)) : button("next", () => this.go(1));
      const back = button("previous", () => this.go(-1), false);
      this.actions.replaceChildren(...(this.current ? [onward, back] : [onward]));
    }
  }

  /** @param {number} way */
  go(way) {
    this.current += way;
    this.show();
    this.focusOn(this.questions[this.current]);
  }

  /** @param {Question} question */
  focusOn({ node }) {
    /** @type {HTMLElement | null} */ (node.querySelector("input:not([disabled]):not([hidden]), .quiz-moves:not([hidden]) button, .quiz-verdict"))?.focus();
  }

  /** @param {Question[]} questions */
  async check(questions) {
    const missing = questions.filter((question) => question.answer === undefined);
    this.questions.forEach((question) => question.missing(missing.includes(question)));
    if (missing.length) {
      this.current = this.questions.indexOf(missing[0]);
      this.show();
      this.alert.textContent = tn("quiz-form.unanswered", missing.length);
      this.focusOn(missing[0]);
      return;
    }
    try {
      this.key ??= decodeKey(await (await fetch(new URL(this.dataset.key ?? "key.json", document.baseURI))).json());
    } catch {
      this.alert.textContent = "";
      this.alert.textContent = q("key-failed");
      return;
    }
    // A second press while the key was on its way finds nothing left to do.
    if (this.finished) return;
    for (const question of questions) if (question.right === undefined) question.check(this.key[question.id]);
    if (questions.length > 1 || this.questions.length === 1) this.finish();
    else {
      this.show();
      /** @type {any} */ (questions[0].node.querySelector(".quiz-verdict")).focus();
    }
  }

  finish() {
    const key = /** @type {import("./lib/types").Key} */ (this.key);
    const right = this.questions.filter((question) => question.right).map(({ id }) => id);
    const total = this.questions.length;
    const mark = Number(this.dataset.passMark ?? 80);
    const score = percent(right.length, total);
    const passed = score >= mark;
    this.finished = true;
    this.result.hidden = false;
    this.result.dataset.state = passed ? "right" : "wrong";
    const own = passed ? this.dataset.passed : this.dataset.failed;
    this.next.replaceChildren(...(own ? [make("p", { lang: this.lang }, own)] : []));
    if (this.recorded && this.study) {
      const answers = Object.fromEntries(this.questions.map((question) => [question.id, question.response(key[question.id])]));
      recordAttempt(this.study, { answers, right, score, passed }, this.lang || page.lang, page.base);
      this.forgetDraft();
      const { lessonsLeft, quizLeft } = remaining(store.read("progress"), this.study);
      if (!quizLeft) this.next.append(make("p", {}, lessonsLeft.length ? tn("quiz-form.lessons-left", lessonsLeft.length) : q("part-done")));
      if (store.read("code").code) this.next.append(make("p", {}, q("saved-code")));
      else this.next.append(make("p", {}, q("saved-here"), " ", make("a", { href: new URL("progress/", page.home).href }, q("enter-code"))));
    }
    this.earlier.hidden = true;
    this.show();
    this.heading.focus();
    this.status.textContent = q(passed ? "passed" : "failed", { right: right.length, total, score, mark });
  }

  retry() {
    this.begin();
    this.focusOn(this.questions[0]);
  }

  saveDraft() {
    if (!this.recorded || this.finished) return;
    const answers = Object.fromEntries(this.questions.flatMap(({ id, answer }) => (answer ? [[id, answer]] : [])));
    store.update("draft", (drafts) => void (drafts[this.study?.module ?? ""] = { version: this.study?.version ?? "", answers }));
  }

  forgetDraft() {
    store.update("draft", (drafts) => void delete drafts[this.study?.module ?? ""]);
  }
}

customElements.define("quiz-form", QuizForm);
