// @ts-check
/** `<check-list>`: how many copies the list of overrides/kinds/checklist.html asks for, once it is known how many come. */
import { change, follow, options, wholeNumber } from "./agenda-page.js";

export class CheckList extends HTMLElement {
  connectedCallback() {
    if (this.people) return;
    const people = /** @type {HTMLInputElement} */ (this.querySelector("#check-people"));
    this.people = people;
    people.addEventListener("input", () => {
      const value = wholeNumber(people);
      if (value !== undefined) change({ people: value ?? 0 });
    });
    this.querySelector('[data-do="print"]')?.addEventListener("click", () => print());
    for (const hidden of this.querySelectorAll("[hidden]")) hidden.removeAttribute("hidden");
    follow(() => this.show());
  }

  show() {
    const { people } = options();
    if (this.people && this.people !== document.activeElement) this.people.value = people ? String(people) : "";
    for (const count of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-each]"))) {
      count.textContent = people ? String(people) : count.dataset.each ?? "";
    }
  }
}

customElements.define("check-list", CheckList);
