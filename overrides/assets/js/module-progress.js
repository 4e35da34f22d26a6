// @ts-check
/** `<module-progress>`: says of each lesson and of the quiz whether it is done. */
import { remaining } from "./lib/progress.js";
import { store } from "./lib/store.js";
import { make, mark, partOf, t, tn } from "./page.js";

export class ModuleProgress extends HTMLElement {
  /** @type {any} */
  note;

  connectedCallback() {
    store.addEventListener("progress", () => this.show());
    this.show();
  }

  show() {
    const progress = store.read("progress");
    /** @type {HTMLElement[]} */
    const rows = [...this.querySelectorAll("[data-lesson], [data-quiz]")].map((row) => /** @type {HTMLElement} */ (row));
    const part = partOf(this);
    const own = rows.flatMap(({ dataset }) => dataset.lesson ?? []);
    if (!part.lessons.length) part.lessons = own;
    const { lessonsLeft, quizLeft } = remaining(progress, part);
    const attempts = progress.quizzes[part.module]?.attempts ?? [];
    for (const row of rows) {
      const { lesson } = row.dataset;
      if (lesson) mark(row, lessonsLeft.includes(lesson) ? "" : "done", t("module-progress.done"));
      else if (!quizLeft) mark(row, "done", t("module-progress.passed", { score: Math.max(...attempts.map(({ score }) => score)) }));
      else mark(row, attempts.length ? "begun" : "", t("module-progress.failed", { score: attempts.at(-1)?.score ?? 0 }));
    }
    const begun = lessonsLeft.length < part.lessons.length || attempts.length > 0;
    this.note ??= this.querySelector("[data-slot=next]") ?? this.appendChild(make("p"));
    this.note.hidden = !begun;
    this.note.setAttribute("role", "status");
    this.note.textContent = !lessonsLeft.length && !quizLeft
      ? t("module-progress.part-done")
      : [lessonsLeft.length && tn("module-progress.lessons-left", lessonsLeft.length), quizLeft && t("module-progress.quiz-left")].filter(Boolean).join(" ");
  }
}

customElements.define("module-progress", ModuleProgress);
