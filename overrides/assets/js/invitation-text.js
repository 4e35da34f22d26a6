// @ts-check
/** `<invitation-text>`: the letter of overrides/kinds/run-sheet.html with the plan's times, to copy or to keep in a calendar. */
import { agenda, change, follow, hostId, isTimed, longDay, options, planned, span } from "./agenda-page.js";
import { calendar } from "./lib/calendar.js";
import { make, page, t } from "./page.js";
import { save } from "./save.js";

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`invitation.${key}`, values);
/** What is not known yet is left to be filled in by hand. */
const UNKNOWN = "…";

export class InvitationText extends HTMLElement {
  connectedCallback() {
    if (this.letter) return;
    this.letter = /** @type {HTMLElement} */ (this.querySelector(".invitation-letter"));
    this.said = /** @type {HTMLElement} */ (this.querySelector('[data-slot="said"]'));
    this.place = /** @type {HTMLInputElement} */ (this.querySelector("#invitation-place"));
    this.place.addEventListener("input", () => change({ place: this.place?.value }));
    this.url = new URL(this.dataset.url ?? "", location.href).href;
    const link = this.line("about")?.querySelector("a");
    if (link) link.textContent = this.url;
    this.querySelector('[data-do="copy"]')?.addEventListener("click", () => this.copy());
    this.querySelector('[data-do="ics"]')?.addEventListener("click", () => this.keep());
    for (const hidden of this.querySelectorAll("[hidden]")) hidden.removeAttribute("hidden");
    follow(() => this.show());
  }

  /** @param {string} name */
  line(name) {
    return this.querySelector(`[data-line="${name}"]`);
  }

  /** Days in words, those without a time as far as they are known. */
  get days() {
    const wanted = options();
    return planned().days.map((day, at) => [day.date && longDay(day.date), isTimed(wanted, at) && span(day)].filter(Boolean).join(", ") || UNKNOWN);
  }

  show() {
    const place = options().place;
    if (this.place && this.place !== document.activeElement) this.place.value = place;
    const days = this.days;
    const when = (days.length ? days : [UNKNOWN]).map((day) => s("when", { when: day }));
    this.line("when")?.replaceChildren(...when.flatMap((text, at) => (at ? [make("br"), text] : [text])));
    // A workshop without a part that carries the product promises none.
    const leave = this.line("leave")?.firstChild;
    const gone = new Set(planned().dropped.map(({ id }) => id));
    const isPart = agenda.activities.some(({ id, core }) => core && gone.has(id));
    if (leave) leave.textContent = `${s(isPart ? "leave-part" : "leave")} `;
    const where = this.line("where");
    if (where) where.textContent = s("where", { place: place || UNKNOWN });
  }

  /** The letter as plain text. */
  get text() {
    return [...(this.letter?.querySelectorAll("p") ?? [])]
      .map((line) => [...line.childNodes].map((node) => (node.nodeName === "BR" ? "\n" : node.textContent ?? "")).join("").trim())
      .join("\n");
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.say(s("copied"));
    } catch {
      // No clipboard without https, or the reader has refused: what is selected can be copied by hand.
      getSelection()?.selectAllChildren(/** @type {HTMLElement} */ (this.letter));
      this.say(s("copy-fault"));
    }
  }

  keep() {
    const wanted = options();
    const { days } = planned();
    const dated = days.filter((day, at) => day.date && isTimed(wanted, at));
    if (!dated.length) {
      const fields = document.querySelector("plan-form details");
      if (fields) fields.setAttribute("open", "");
      /** @type {HTMLElement | null} */ (document.querySelector(wanted.start === null ? "#plan-start" : "#plan-date"))?.focus();
      return this.say(s("ics-needs"));
    }
    const texts = this.text.split("\n");
    const file = calendar(dated, {
      uid: `${hostId}@${new URL(page.base).hostname}`,
      title: agenda.title,
      description: texts.slice(1).join("\n"),
      place: wanted.place,
      url: this.url ?? "",
      stamp: new Date(),
    });
    save(`${hostId}-${dated[0].date}.ics`, file, "text/calendar");
    this.say(s(dated.length < days.length ? "ics-some" : "ics-saved"));
  }

  /** @param {string} text */
  say(text) {
    if (this.said) this.said.textContent = text;
  }
}

customElements.define("invitation-text", InvitationText);
