// @ts-check
/** `<two-languages>`: a button and a choice. The rest comes at the first press. */
import { t } from "./page.js";

class TwoLanguages extends HTMLElement {
  connectedCallback() {
    const [button, choice, status] = /** @type {any} */ (this.querySelectorAll("button, select, [role]"));
    const open = (/** @type {Event | void} */ press) => import("./side-by-side.js").then((all) => all.begin(this, press), () => {
      status.textContent = t("two-languages.failed", { language: choice.selectedOptions[0].text });
    });
    button.onclick = open;
    this.hidden = false;
    if (/[?&]with=/.test(location.search)) open();
  }
}

customElements.define("two-languages", TwoLanguages);
