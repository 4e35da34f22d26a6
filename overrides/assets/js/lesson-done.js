// @ts-check
/** `<lesson-done>`: the one button that says a lesson is read. Never by scrolling, never by time. */
import { finishLesson, remaining, reopenLesson } from "./lib/progress.js";
import { store } from "./lib/store.js";
import { day, make, page, partOf, remember, t, tellProblem, tn } from "./page.js";

export class LessonDone extends HTMLElement {
  lesson = "";

  connectedCallback() {
    if (this.state) return;
    this.study = partOf(this);
    this.lesson = this.dataset.lesson ?? "";
    this.button = make("button", { type: "button", class: "button", onclick: () => this.press() });
    this.state = make("p", { class: "lesson-state", role: "status" });
    this.append(this.button, this.state);
    store.addEventListener("progress", () => this.show());
    remember(this.dataset.contentLang);
    tellProblem(this);
    this.show();
  }

  get done() {
    return store.read("progress").lessons[`${this.study?.module}/${this.lesson}`];
  }

  /** Whether the lesson is done in this edition, and not by another person on this device. */
  get current() {
    return !!this.study && !remaining(store.read("progress"), { ...this.study, lessons: [this.lesson] }).lessonsLeft.length;
  }

  press() {
    if (!this.study) return;
    const { contentLang, nextUrl, nextTitle, nextLang } = this.dataset;
    if (this.current) {
      reopenLesson(this.study, this.lesson);
      remember(contentLang);
    } else {
      finishLesson(this.study, this.lesson, contentLang || page.lang, page.base);
      // Whoever has read a lesson goes on with the next.
      if (nextUrl) remember(nextLang, nextUrl, nextTitle);
    }
    // The button may be gone; the text that took its place is what to hear.
    if (this.button.hidden) {
      this.state.tabIndex = -1;
      this.state.focus();
    }
  }

  show() {
    const { done, current, study: part } = this;
    if (!part) return;
    this.dataset.state = current ? "done" : "";
    // Once it counts for a code it may have been sent; what is said cannot be unsaid.
    this.button.hidden = current && !!done?.code;
    this.button.textContent = t(current ? "lesson-done.undo" : "lesson-done.done");
    this.button.classList.toggle("quiet", current);
    let text = "";
    if (done && current) {
      const { lessonsLeft, quizLeft } = remaining(store.read("progress"), part);
      text = `${t("lesson-done.state", { date: day(done.at) })} `;
      if (lessonsLeft.length) text += tn("lesson-done.left", lessonsLeft.length);
      else text += t(quizLeft ? "lesson-done.quiz-left" : "lesson-done.part-done");
    } else if (done && done.version !== part.version) text = t("lesson-done.older", { date: day(done.at) });
    if (this.state.textContent !== text) this.state.textContent = text;
  }
}

customElements.define("lesson-done", LessonDone);
