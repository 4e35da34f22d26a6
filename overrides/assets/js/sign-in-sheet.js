// @ts-check
/** `<sign-in-sheet>`: the list of overrides/kinds/sign-in.html with the plan's day and minutes. What is typed here is not kept. */
import { follow, isTimed, longDay, options, planned, span, wholeNumber } from "./agenda-page.js";
import { make, t } from "./page.js";

export class SignInSheet extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    const day = this.field("day");
    day.addEventListener("change", () => this.fill());
    this.field("date").addEventListener("input", () => this.write("date", this.field("date").value && longDay(this.field("date").value)));
    this.field("place").addEventListener("input", () => this.write("place", this.field("place").value));
    this.field("rows").addEventListener("input", () => this.rule());
    this.querySelector('[data-do="print"]')?.addEventListener("click", () => print());
    this.form.hidden = false;
    this.code();
    follow(() => this.show());
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`#sign-${name}`));
  }

  /** @param {string} name @param {string} text */
  write(name, text) {
    const place = this.querySelector(`dd[data-slot="${name}"]`);
    if (place) place.textContent = text;
  }

  /** One choice for each day of the plan. */
  show() {
    const { days } = planned();
    const select = this.field("day");
    const chosen = select.value || "0";
    select.replaceChildren(...days.map((_, at) => make("option", { value: at }, t("sign-in-sheet.day-of", { day: at + 1 }))));
    select.value = Number(chosen) < days.length ? chosen : "0";
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="day"]')).hidden = days.length < 2;
    this.fill();
  }

  /** Fills in what the plan knows of the chosen day. */
  fill() {
    const at = Number(this.field("day").value || 0);
    const day = planned().days[at];
    const wanted = options();
    this.field("date").value = day?.date ?? "";
    this.field("place").value = wanted.place;
    this.write("date", day?.date ? longDay(day.date) : "");
    this.write("place", wanted.place);
    this.write("time", day && isTimed(wanted, at) ? span(day) : "");
    const minutes = day?.activities.reduce((sum, each) => sum + (each.break ? 0 : each.planned), 0);
    this.write("minutes", minutes === undefined ? "" : String(minutes));
  }

  /** Rules as many rows as are asked for. */
  rule() {
    const count = wholeNumber(this.field("rows"));
    const body = this.querySelector("tbody");
    if (!count || !body) return;
    body.replaceChildren(...Array.from({ length: count }, (_, at) => make("tr", {},
      make("td", { class: "sign-number" }, String(at + 1)), make("td"), make("td"), make("td"), make("td"))));
  }

  async code() {
    const place = /** @type {HTMLElement | null} */ (this.querySelector(".sign-code"));
    // A file on a disk has an address that no telephone can open.
    if (!place || !location.protocol.startsWith("http")) return;
    const address = new URL(place.dataset.address ?? "", location.href).href;
    /** @type {HTMLElement} */ (place.querySelector('[data-slot="address"]')).textContent = address;
    const { qrPicture } = await import("./qr-picture.js");
    place.querySelector('[data-slot="code"]')?.replaceChildren(qrPicture(address, address));
  }
}

customElements.define("sign-in-sheet", SignInSheet);
