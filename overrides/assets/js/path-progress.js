// @ts-check
/** `<path-progress>`: says of each module on a role's path how far it has come, and makes the next one the button. */
import { remaining } from "./lib/progress.js";
import { store } from "./lib/store.js";
import { mark, partOf, t, tn } from "./page.js";

export class PathProgress extends HTMLElement {
  connectedCallback() {
    const { role } = this.dataset;
    if (role && store.read("progress").role !== role) store.update("progress", (progress) => void (progress.role = role));
    store.addEventListener("progress", () => this.show());
    this.show();
  }

  show() {
    const progress = store.read("progress");
    /** @type {HTMLElement | undefined} */
    let next;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-module]"))) {
      const part = partOf(row);
      const { lessonsLeft, quizLeft } = remaining(progress, part);
      const total = part.lessons.length;
      const read = total - lessonsLeft.length;
      // Who takes the short cut is done when its lessons are read; a completion still asks for the whole.
      const short = "short" in row.dataset;
      const done = !lessonsLeft.length && (short || !quizLeft);
      if (done) mark(row, "done", t("path-progress.done"));
      else mark(row, read || !(short || quizLeft) ? "begun" : "", tn("path-progress.begun", total, { read }));
      if (!done && total) next ??= row;
    }
    const link = this.querySelector("[data-slot=next] a");
    const to = next?.querySelector("a");
    if (!link || !to || next?.matches("[data-module]:first-child:not([data-state=begun])")) return;
    link.setAttribute("href", to.getAttribute("href") ?? "");
    link.textContent = t("path-progress.next", { title: to.textContent ?? "" });
  }
}

customElements.define("path-progress", PathProgress);
