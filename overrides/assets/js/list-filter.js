// @ts-check
/** Leaves those entries of the list that hold what was typed and are of the chosen kinds. */
import { t } from "./page.js";
import { fold } from "./lib/words.js";

class ListFilter extends HTMLElement {
  connectedCallback() {
    if (!this.hidden) return;
    this.hidden = false;
    // Straight above what it narrows down; the text of the page comes first.
    document.querySelector(this.dataset.above ?? "")?.before(this);
    const { words } = this.dataset;
    const entries = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(this.dataset.items ?? ""))].map((entry) => {
      // Of a term only its words and its meaning are searched, not the pages that use it.
      const parts = words ? [...entry.querySelectorAll(words)] : [entry];
      return { entry, text: fold(parts.map((part) => part.textContent).join(" \n ")) };
    });
    const box = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    const choices = [...this.querySelectorAll("select")];
    const state = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    const filter = () => {
      const wanted = fold(box.value.trim());
      let count = 0;
      for (const { entry, text } of entries) {
        const shown = text.includes(wanted) && choices.every(({ name, value }) => !value || entry.dataset[name] === value);
        entry.hidden = !shown;
        count += Number(shown);
      }
      // A heading over nothing is no heading.
      for (const group of document.querySelectorAll(".evidence-group")) {
        /** @type {HTMLElement} */ (group).hidden = !group.querySelector(".evidence-card:not([hidden])");
      }
      const chosen = wanted || choices.some(({ value }) => value);
      state.textContent = chosen ? t("list-filter.shown", { count, total: entries.length }) : "";
    };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(filter, 150);
    };
    box.addEventListener("input", soon);
    for (const choice of choices) choice.addEventListener("change", filter);
    addEventListener("hashchange", () => {
      // What a link leads to is never hidden from whoever follows it.
      if (!document.querySelector(":target")?.closest("[hidden]")) return;
      box.value = "";
      for (const choice of choices) choice.value = "";
      filter();
      document.querySelector(":target")?.scrollIntoView();
    });
    // The browser may have kept what was chosen before the page was left.
    filter();
  }
}

customElements.define("list-filter", ListFilter);
