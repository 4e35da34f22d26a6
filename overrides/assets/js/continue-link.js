// @ts-check
/** `<continue-link>`: back to where the reader was, if they were anywhere. */
import { store } from "./lib/store.js";
import { make, page, t } from "./page.js";

export class ContinueLink extends HTMLElement {
  connectedCallback() {
    const { last } = store.read("progress");
    // The path comes from storage: it must not lead off this site.
    if (!last || !/^[\w-]+\/[\w./-]*$/.test(last.path) || this.firstChild) return;
    const [before, after] = t("continue-link.text", { title: "\n" }).split("\n");
    this.append(make("a", { class: "button", href: new URL(last.path, page.home).href },
      before, make("span", last.lang === page.lang ? {} : { lang: last.lang }, last.title), after));
    this.hidden = false;
  }
}

customElements.define("continue-link", ContinueLink);
