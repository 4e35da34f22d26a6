// @ts-check
/** `<check-in>`: the participant's code, large and as a picture, to be shown at the door. Nothing is sent. */
import { readCodes } from "./lib/codes.js";
import { store } from "./lib/store.js";
import { make, page, t, tellProblem } from "./page.js";
import { qrPicture } from "./qr-picture.js";
import { keepAwake } from "./run/awake.js";
import { keepOffline } from "./run/offline.js";

/** @param {string} key @param {Record<string, any>} [values] */
const c = (key, values) => t(`check-in.${key}`, values);

export class CheckIn extends HTMLElement {
  /** The code that was typed here and is kept nowhere. */
  typed = "";
  /** @type {(() => void) | undefined} */
  sleep;

  connectedCallback() {
    if (this.shown) return;
    this.shown = make("div", { class: "check-in" });
    this.replaceChildren(this.shown);
    tellProblem(this);
    store.addEventListener("code", () => this.show());
    this.show();
    keepOffline().then((state) => state === "ready" && this.append(make("p", { class: "meta", role: "status" }, c("offline"))));
  }

  show() {
    const kept = store.read("code").code ?? "";
    const code = this.typed || kept;
    if (code) this.sleep ??= keepAwake();
    else this.sleep = void this.sleep?.();
    this.shown.replaceChildren(...(code ? this.picture(code, !kept || code !== kept) : this.form()));
  }

  /** @param {string} code @param {boolean} isTyped Whether the device does not keep it. */
  picture(code, isTyped) {
    // Without hyphens: a scanner set for another keyboard gets them wrong.
    const shown = make("p", { class: "check-in-code", tabindex: "-1" }, code);
    return [
      qrPicture(code.replaceAll("-", ""), c("picture", { code: [...code.replaceAll("-", "")].join(" ") })), shown,
      make("p", { class: "meta" }, c("private")),
      make("p", {}, ...(isTyped
        ? [make("a", { href: new URL(`progress/#code=${code}`, page.home).href }, c("keep")), " ", make("button", { type: "button", class: "quiet", onclick: () => ((this.typed = ""), this.show(), this.shown.querySelector("input, .check-in-code")?.focus()) }, c("another"))]
        : [make("a", { href: new URL("progress/", page.home).href }, c("change"))])),
    ];
  }

  form() {
    const fault = make("p", { class: "device-fault", id: "code-fault", role: "alert" });
    const input = make("input", { id: "code", name: "code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", size: "20", "aria-describedby": "code-help code-fault" });
    return [
      make("p", {}, c("none")),
      make("form", { class: "device-form", method: "dialog", novalidate: true, onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const [read] = readCodes(input.value);
        fault.textContent = read.fault ? t(`progress-page.fault-${read.fault}`, { place: read.place ?? 0, length: read.length ?? 0 }) : "";
        input.setAttribute("aria-invalid", String(!!read.fault));
        if (!read.code) return input.focus();
        this.typed = read.code;
        this.show();
        this.shown.querySelector(".check-in-code")?.focus();
      } },
      make("label", { for: "code" }, t("progress-page.code-label")), input, make("p", { id: "code-help", class: "device-help" }, t("progress-page.code-help")), fault,
      make("button", { class: "button" }, c("show"))),
      make("p", {}, c("ask")),
    ];
  }
}

customElements.define("check-in", CheckIn);
