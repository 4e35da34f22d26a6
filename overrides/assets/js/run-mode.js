// @ts-check
/**
 * `<run-mode>`: a workshop on the wall, minute by minute, and its notes in another window (`#notes`).
 *
 * The page brings the agenda and the notes; what has happened is in the store, under module or exchange format, and day.
 */
import { agenda } from "./agenda-page.js";
import { store } from "./lib/store.js";
import { make, tellProblem } from "./page.js";
import { askIfStale, pauseOrResume, step } from "./run/acts.js";
import { Desk } from "./run/desk.js";
import { notes } from "./run/notes.js";
import { start } from "./run/start.js";
import { telling } from "./run/telling.js";
import { wall } from "./run/wall.js";
import { speaker } from "./run/words.js";

/** What is filled in at the end: the one of the two that this page needs. */
const { endForm } = await (agenda.module === undefined ? import("./run/record-form.js") : import("./run/session-form.js"));

/** Milliseconds between two looks at the clock; nothing is counted by them. */
const LOOK = 250;

export class RunMode extends HTMLElement {
  /** @type {any} What is shown now: node, show, tick, leave. */
  shown;
  kind = "";

  connectedCallback() {
    if (this.desk) return;
    this.desk = new Desk(agenda, this.dataset.lang ?? "");
    this.pages = /** @type {HTMLElement} */ (this.querySelector(".run-notes"));
    this.querySelector(".run-unscripted")?.remove();
    this.region = make("p", { class: "unseen", role: "status" });
    this.speaker = speaker();
    this.stage = make("div", { class: "run-stage" });
    this.prepend(this.region, this.speaker.node, this.stage);
    tellProblem(this);
    this.tell = telling(this.desk, this.region);
    this.pageTitle = document.title;
    for (const name of ["runs", "plans"]) store.addEventListener(name, () => this.show());
    addEventListener("hashchange", () => this.show());
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("visibilitychange", () => this.tick());
    setInterval(() => this.tick(), LOOK);
    this.show();
    if (!this.isNotes) askIfStale(this.desk);
  }

  get isNotes() {
    return location.hash === "#notes";
  }

  /** Shows what the moment asks for: notes, the start, the wall or the end. */
  show() {
    const desk = /** @type {Desk} */ (this.desk);
    const { run } = desk;
    const kind = this.isNotes ? "notes" : !run.begun ? "start" : run.ended ? `end ${desk.day}` : "wall";
    if (kind !== this.kind) {
      const before = this.kind;
      this.shown?.leave();
      this.kind = kind;
      this.shown = kind === "notes" ? notes(desk, /** @type {HTMLElement} */ (this.pages)) : kind === "start" ? start(desk)
        : kind === "wall" ? wall(desk) : endForm(desk, (text, back) => this.speaker?.say(text, () => (this.speaker?.node.replaceChildren(), back())));
      this.stage.replaceChildren(this.shown.node);
      this.pages?.toggleAttribute("hidden", kind !== "notes");
      this.querySelector(".run-notes-foot")?.remove();
      if (this.shown.foot) this.pages?.after(this.shown.foot);
      const body = document.body.dataset;
      if (kind === "wall" || kind === "notes") body.run = kind;
      else delete body.run;
      if (kind === "wall" && before === "start") this.speaker?.node.replaceChildren();
      // What was pressed is gone: the heading of what came takes its place for whoever reads by ear or key.
      if (before && kind !== "start") this.focusHeading();
    }
    this.shown.show();
    this.tick();
  }

  focusHeading() {
    const heading = /** @type {HTMLElement | null} */ (this.stage.querySelector("h2, .run-notes-now"));
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: false });
  }

  tick() {
    this.shown?.tick();
    this.tell?.();
    document.title = this.kind === "wall" ? `${this.stage.querySelector(".run-time")?.textContent} · ${this.pageTitle}` : this.pageTitle ?? "";
  }

  /** Space and arrows, and the keys of a presenter's remote control. @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    if (target.closest?.("input, select, textarea") || (this.kind !== "wall" && this.kind !== "notes")) return;
    const desk = /** @type {Desk} */ (this.desk);
    const live = !!desk.run.begun && !desk.run.ended;
    const remote = this.kind === "wall";
    const move = (/** @type {1 | -1} */ by) => (this.kind === "notes" ? this.shown.move(by) : step(desk, by));
    if (event.key === "ArrowRight" || (remote && event.key === "PageDown")) move(1);
    else if (event.key === "ArrowLeft" || (remote && event.key === "PageUp")) move(-1);
    // On a button the space bar is the button's; a link has no use for it.
    else if (event.key === " " && live && !event.repeat && !target.closest?.("button, summary")) pauseOrResume(desk);
    else return;
    event.preventDefault();
  }
}

customElements.define("run-mode", RunMode);
