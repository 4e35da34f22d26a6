// @ts-check
/** What the wall shows while a workshop runs: the minute, the activity, what is next. Never a note. */
import { allotted, countdown, view } from "../lib/run.js";
import { make } from "../page.js";
import { endIt, fullScreen, giveMinutes, pauseOrResume, startAnew, step } from "./acts.js";
import { keepAwake } from "./awake.js";
import { openCheckIns } from "./check-ins.js";
import { openParts } from "./parts.js";
import { behindOf, button, letGo, minutesOf, r, switchOff, timeOf } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** Somebody who does not want things to move gets a number a minute. */
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** What is left of a part, or how far past its time it is. @param {number} left Seconds. */
export function leftOf(left) {
  if (still.matches) return Math.abs(left) < 60 ? r("under-a-minute") : minutesOf(left < 0 ? Math.floor(-left / 60) : Math.ceil(left / 60));
  return left < 0 ? `+${countdown(left)}` : countdown(left);
}

/** Whether a part is over its time, whole seconds. @param {number} left */
export const isOver = (left) => left < 0;

/** @param {HTMLElement} node @param {string} text Touches the page only where something is new. */
export const write = (node, text) => void (node.textContent === text || (node.textContent = text));

/** Minutes given and taken. @param {Desk} desk */
export const minuteButtons = (desk) => make("div", { class: "run-group", role: "group", "aria-label": r("change-minutes") },
  ...[-5, -1, 1, 5].map((minutes) => make("button", {
    type: "button", "aria-label": r(minutes > 0 ? "give-minutes" : "take-minutes", { minutes: Math.abs(minutes) }),
    onclick: (/** @type {MouseEvent} */ event) => (letGo(event), giveMinutes(desk, minutes)),
  }, `${minutes > 0 ? "+" : "−"}${Math.abs(minutes)}`)));

/** The link that opens the notes in a window of their own. */
export const notesLink = () => make("a", { class: "button quiet", href: "#notes", target: "courseware-notes", onclick: letGo }, r("notes"));

/** @param {Desk} desk @returns {{ node: HTMLElement, show: () => void, tick: () => void, leave: () => void }} */
export function wall(desk) {
  const title = make("h2", { class: "run-title", id: "run-title" });
  const now = make("time", { class: "run-now" });
  const pace = make("span", { class: "run-pace" });
  const ends = make("span", { class: "run-ends" });
  const time = make("p", { class: "run-time", role: "timer", "aria-labelledby": "run-title" });
  const said = make("p", { class: "run-of" });
  const next = make("p", { class: "run-next" });
  const chain = make("ol", { class: "run-chain", "aria-hidden": "true" });
  const pauseButton = button("pause", () => pauseOrResume(desk), "button", { "aria-keyshortcuts": "Space" });
  const previous = button("previous", () => step(desk, -1), "", { "aria-keyshortcuts": "ArrowLeft" });
  const forward = button("next", () => step(desk, 1), "button", { "aria-keyshortcuts": "ArrowRight" });
  const checkIn = button("check-in", () => openCheckIns(desk), "quiet");
  const bar = make("div", { class: "run-bar" },
    make("div", { class: "run-group" }, previous, pauseButton, forward), minuteButtons(desk),
    make("div", { class: "run-group run-less" }, button("parts", () => openParts(desk), "quiet"), checkIn, notesLink(),
      document.fullscreenEnabled ? button("full-screen", fullScreen, "quiet") : null,
      button("anew", () => startAnew(desk), "quiet"), button("end", () => endIt(desk), "quiet")),
    make("p", { class: "run-keys" }, r("keys")));
  const node = make("section", { class: "run-wall", "aria-label": r("wall") },
    make("div", { class: "run-head" }, now, pace, ends), chain, title, time, said, next, bar);

  const release = keepAwake();

  function show() {
    const { run } = desk;
    const seen = view(run, Date.now());
    if (!seen.item) return;
    title.replaceChildren(desk.title(seen.item.id));
    node.dataset.state = seen.state;
    pauseButton.textContent = r(seen.state === "paused" ? "resume" : "pause");
    switchOff(previous, seen.previous < 0);
    switchOff(forward, seen.next < 0);
    const coming = run.items[seen.next];
    next.replaceChildren(...(coming
      ? [make("span", { class: "run-label" }, r("then")), " ", desk.title(coming.id), make("span", { class: "run-minutes" }, ` ${minutesOf(allotted(coming))}`)]
      : [r("last")]));
    checkIn.textContent = run.checkIns.length ? r("check-in-count", { count: run.checkIns.length }) : r("check-in");
    chain.replaceChildren(...run.items.map((item, place) => make("li", { "data-state": place === run.at ? "now" : item.skipped ? "skipped" : place < run.at ? "done" : "" })));
    tick();
  }

  function tick() {
    const { run } = desk;
    const at = Date.now();
    const seen = view(run, at);
    if (!seen.item) return;
    const over = isOver(seen.left);
    node.dataset.over = String(over);
    write(time, leftOf(seen.left));
    write(said, [seen.state === "paused" ? r("paused") : "", r(over ? "over" : "left-of", { minutes: allotted(seen.item) })].filter(Boolean).join(" · "));
    write(now, timeOf(at));
    write(pace, behindOf(seen.behind));
    pace.dataset.late = String(seen.behind > 0);
    // By the same whole minutes as the pace beside it.
    write(ends, r("ends", { time: timeOf(seen.due + seen.behind * 60_000), planned: timeOf(seen.due) }));
  }
  return { node, show, tick, leave: release };
}
