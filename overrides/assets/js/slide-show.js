// @ts-check
/**
 * `<slide-show>`: shows the slides of site/slides_page.py on the wall with reveal.js, and the speaker's notes in a
 * second window. The page itself is the document that both are made of; nothing of it is fetched again.
 */
import { agenda, follow, planned } from "./agenda-page.js";
import { make, t } from "./page.js";

/** The notes' address: the same page with this fragment. */
const NOTES = "#notes";
/** What the slides are drawn for; reveal scales them to the wall. */
const WIDTH = 1280;
const HEIGHT = 720;

/** @param {string} key @param {Record<string, any>} [values] */
const s = (key, values) => t(`slide-show.${key}`, values);
/** @param {string} key @param {() => void} onclick @param {string} [kind] */
const button = (key, onclick, kind = "quiet") => make("button", { type: "button", class: kind, onclick }, s(key));

export class SlideShow extends HTMLElement {
  connectedCallback() {
    if (this.slides) return;
    /** @type {HTMLElement[]} Those of the page. */
    this.all = [...this.querySelectorAll(".slide")].map((slide) => /** @type {HTMLElement} */ (slide));
    /** @type {HTMLElement[]} Those of the plan. */
    this.slides = this.all;
    this.at = 0;
    this.plan = make("p", { class: "meta", role: "status" });
    // What stands on the wall does not change under those who read it.
    follow(() => this.deck || this.fit());
    // The two windows of one device talk; a phone elsewhere shows its own.
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`courseware.slides.${this.dataset.module}`) : undefined;
    if (location.hash === NOTES) this.beNotes();
    else this.beWall();
  }

  disconnectedCallback() {
    this.channel?.close();
  }

  /** Leaves out what the plan leaves out, and shows its minutes. */
  fit() {
    /** @type {Map<string | undefined, number>} */
    const held = new Map(planned().days.flatMap(({ activities }) => activities.map(({ id, planned: minutes }) => [id, minutes])));
    const write = (/** @type {Element | null} */ node, /** @type {string | undefined} */ id) => {
      if (node && held.has(id)) node.textContent = t("shell.minutes", { minutes: held.get(id) ?? 0 });
    };
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("li[data-id]"))) {
      line.hidden = !held.has(line.dataset.id);
      write(line.querySelector(".slide-time"), line.dataset.id);
    }
    this.slides = this.all.filter((slide) => {
      const { activity } = slide.dataset;
      write(slide.querySelector(".slide-minutes"), activity);
      const lines = [...slide.querySelectorAll("li[data-id]")];
      const isHeld = (!activity || held.has(activity)) && (!lines.length || lines.some((line) => !(/** @type {HTMLElement} */ (line).hidden)));
      /** @type {HTMLElement} */ (slide.closest(".slide-row")).hidden = !isHeld;
      return isHeld;
    });
    // A workshop without a part that carries the product promises none.
    const product = /** @type {HTMLElement | null} */ (this.querySelector('[data-slot="product"]'));
    if (product) product.hidden = agenda.activities.some(({ id, core, break: rest }) => core && !rest && !held.has(id));
    this.at = Math.max(0, Math.min(this.at, this.slides.length - 1));
    this.plan.textContent = this.slides.length < this.all.length ? s("plan", { count: this.slides.length, all: this.all.length }) : "";
    this.showNotes();
  }

  beWall() {
    this.prepend(make("p", { class: "slide-buttons" },
      button("present", () => this.present(), "button"),
      make("a", { class: "button quiet", href: NOTES, target: "_blank", rel: "noopener" }, s("notes"))),
    make("p", { class: "meta" }, s("keys")), this.plan);
    this.channel?.addEventListener("message", ({ data }) => {
      if (data?.ask) this.tell();
      else if (Number.isInteger(data?.go) && this.deck) this.deck.slide(Math.min(Math.max(data.go, 0), this.slides.length - 1));
    });
    // A slide that is pressed is where the show begins.
    this.slides.forEach((slide, place) => slide.addEventListener("dblclick", () => this.present(place)));
  }

  /** @param {number} [place] */
  async present(place = this.at) {
    const { default: Reveal } = await import("./vendor/reveal.js");
    await this.dress();
    const sections = this.slides.map((slide) => {
      const copy = /** @type {HTMLElement} */ (slide.cloneNode(true));
      copy.removeAttribute("id");
      for (const node of copy.querySelectorAll("[id]")) node.removeAttribute("id");
      const section = make("section", { class: copy.className, lang: slide.closest("[lang]")?.getAttribute("lang") ?? undefined });
      section.append(...copy.childNodes);
      return section;
    });
    const root = make("div", { class: "reveal", tabindex: "-1" }, make("div", { class: "slides" }, ...sections));
    const close = make("button", { type: "button", class: "slide-close", "aria-label": s("close"), onclick: () => stage.close() }, "×");
    const stage = make("dialog", { class: "slide-stage", "aria-label": s("label") }, root, close);
    document.body.append(stage);
    stage.showModal();
    // Where the browser refuses, the dialog fills its window.
    stage.requestFullscreen?.().catch(() => {});
    const left = () => document.fullscreenElement === null && stage.open && stage.close();
    document.addEventListener("fullscreenchange", left);
    // Before reveal, which keeps the key to itself.
    stage.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && stage.close(), { capture: true });
    stage.addEventListener("close", () => {
      document.removeEventListener("fullscreenchange", left);
      if (document.fullscreenElement) document.exitFullscreen();
      this.deck?.destroy();
      this.deck = undefined;
      stage.remove();
      /** @type {HTMLElement | null} */ (this.querySelector(".slide-buttons button"))?.focus();
    });
    this.deck = new Reveal(root, {
      embedded: true, hash: false, center: false, controls: true, controlsTutorial: false, progress: true, slideNumber: "c/t",
      transition: "none", backgroundTransition: "none", width: WIDTH, height: HEIGHT, margin: 0.03, minScale: 0.1, maxScale: 4,
      scrollActivationWidth: null, help: false, keyboard: { 27: null, 70: null, 83: null }, jumpToSlide: false, keyboardCondition: null,
    });
    await this.deck.initialize();
    this.deck.on("slidechanged", () => this.moved());
    this.deck.slide(place);
    this.moved();
    root.focus({ preventScroll: true });
  }

  /** Brings reveal's own style in, once. */
  dress() {
    const href = this.dataset.style ?? "";
    if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
    return new Promise((done) => {
      const link = make("link", { rel: "stylesheet", href, onload: done, onerror: done });
      // Ours comes after it and wins.
      document.head.querySelector('link[rel="stylesheet"]')?.before(link);
    });
  }

  moved() {
    this.at = this.deck.getIndices().h;
    this.tell();
  }

  tell() {
    this.channel?.postMessage({ at: this.at });
  }

  /** @param {number} place */
  go(place) {
    this.at = Math.min(Math.max(place, 0), this.slides.length - 1);
    this.channel?.postMessage({ go: this.at });
    this.showNotes();
  }

  beNotes() {
    document.body.classList.add("is-notes");
    this.count = make("p", { class: "slide-count", role: "status" });
    this.next = make("p", { class: "slide-next" });
    this.prepend(make("div", { class: "slide-bar" }, this.count,
      button("previous", () => this.go(this.at - 1)), button("next", () => this.go(this.at + 1), "button")), this.next);
    this.showNotes = () => {
      for (const slide of this.all) {
        const row = /** @type {HTMLElement} */ (slide.closest(".slide-row"));
        row.hidden = slide !== this.slides[this.at];
        for (const notes of row.querySelectorAll("details")) notes.open = true;
      }
      const title = this.slides[this.at + 1]?.querySelector("h2")?.textContent;
      this.count.textContent = s("count", { at: this.at + 1, count: this.slides.length });
      this.next.textContent = title ? s("then", { title }) : s("last");
    };
    document.addEventListener("keydown", (event) => {
      if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.go(this.at + step);
    });
    this.channel?.addEventListener("message", ({ data }) => {
      if (!Number.isInteger(data?.at)) return;
      this.at = data.at;
      this.showNotes();
    });
    this.showNotes();
    this.channel?.postMessage({ ask: true });
  }

  showNotes() {}
}

customElements.define("slide-show", SlideShow);
