// @ts-check
/** Puts a button below each form of the citation that copies it. */
import { make, t } from "./page.js";

class CitePage extends HTMLElement {
  connectedCallback() {
    const state = make("p", { role: "status", class: "meta" });
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-copy]"))) {
      const copy = async () => {
        try {
          await navigator.clipboard.writeText((part.textContent ?? "").trim());
          state.textContent = t("cite-page.copied");
        } catch {
          // No clipboard without a secure address: what is selected can be copied by hand.
          getSelection()?.selectAllChildren(part);
          state.textContent = t("cite-page.selected");
        }
      };
      part.after(make("button", { type: "button", class: "quiet", onclick: copy }, t(`cite-page.copy-${part.dataset.copy}`)));
    }
    this.append(state);
  }
}

customElements.define("cite-page", CitePage);
