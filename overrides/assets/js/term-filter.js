// @ts-check
/** A box that leaves those terms whose words, in any of the languages, hold what was typed. */
import { make, t, tn } from "./page.js";
import { fold } from "./lib/words.js";

class TermFilter extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const entries = [...document.querySelectorAll(".term-entry")].map((entry) => ({
      entry: /** @type {HTMLElement} */ (entry),
      text: fold([...entry.querySelectorAll("h2, dd, .term-meaning")].map((part) => part.textContent).join(" \n ")),
    }));
    const box = make("input", { id: "term-box", type: "search", autocomplete: "off", spellcheck: "false" });
    const state = make("p", { role: "status", class: "meta" });
    const filter = () => {
      const wanted = fold(box.value.trim());
      let left = 0;
      for (const { entry, text } of entries) {
        // A term that a link leads to is never hidden from whoever follows it.
        const shown = !wanted || text.includes(wanted);
        entry.hidden = !shown;
        left += Number(shown);
      }
      state.textContent = wanted ? tn("term-filter.left", left, { count: left }) : "";
    };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(filter, 150);
    });
    addEventListener("hashchange", () => {
      if (!document.querySelector(":target")?.closest(".term-entry[hidden]")) return;
      box.value = "";
      filter();
      document.querySelector(":target")?.scrollIntoView();
    });
    this.append(make("label", { for: "term-box" }, t("term-filter.label")), box, state);
  }
}

customElements.define("term-filter", TermFilter);
