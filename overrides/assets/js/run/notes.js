// @ts-check
/**
 * The facilitator's notes in a window of their own: they follow the wall through what the device keeps, which every
 * window of it hears of at once. On a phone, which hears no wall, they are read part by part, or keep a time of their own.
 */
import { view } from "../lib/run.js";
import { make } from "../page.js";
import { pauseOrResume, step } from "./acts.js";
import { keepAwake } from "./awake.js";
import { openCheckIns } from "./check-ins.js";
import { keepOffline } from "./offline.js";
import { openParts } from "./parts.js";
import { beginHere } from "./start.js";
import { isOver, leftOf, minuteButtons, write } from "./wall.js";
import { behindOf, button, r, switchOff } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** @param {Desk} desk @param {HTMLElement} pages The notes as the server wrote them. */
export function notes(desk, pages) {
  /** Which part is read where no workshop runs; -1 is what holds for all of it. */
  let read = -1;
  const sections = new Map([...pages.querySelectorAll("[data-activity]")].map((node) => [/** @type {HTMLElement} */ (node).dataset.activity, /** @type {HTMLElement} */ (node)]));
  const whole = /** @type {HTMLElement | null} */ (pages.querySelector(".run-whole"));
  const title = make("strong", {});
  const time = make("span", { class: "run-notes-time", role: "timer" });
  const pace = make("span", { class: "meta" });
  const next = make("p", { class: "run-notes-next" });
  const pauseButton = button("pause", () => pauseOrResume(desk));
  const running = make("div", { class: "run-group" }, pauseButton, minuteButtons(desk), button("parts", () => openParts(desk), "quiet"), button("check-in", () => openCheckIns(desk), "quiet"));
  const waiting = make("div", { class: "run-notes-waiting" }, make("p", {}, r("notes-wait")), make("p", {}, button("start-here", () => beginHere(desk)), " ", button("check-in", () => openCheckIns(desk), "quiet")));
  const ended = make("p", { class: "notice" }, r("notes-ended"), " ", make("a", { href: location.pathname }, r("to-the-end")));
  const ids = () => (desk.run.items.length ? desk.run.items : desk.days[desk.day - 1]?.activities ?? []).map(({ id }) => id);
  const move = (/** @type {1 | -1} */ by) => {
    if (desk.run.begun && !desk.run.ended) step(desk, by);
    else read = Math.min(ids().length - 1, Math.max(-1, read + by));
    show();
    scrollTo(0, 0);
  };
  const previous = button("previous", () => move(-1), "", { "aria-keyshortcuts": "ArrowLeft" });
  const forward = button("next", () => move(1), "button", { "aria-keyshortcuts": "ArrowRight" });
  const head = make("div", { class: "run-notes-head" }, make("p", { class: "run-notes-now" }, title, " ", time, " ", pace), make("div", { class: "run-group" }, previous, forward), running);
  const node = make("section", { class: "run-notes-window", "aria-label": r("notes") }, head, ended, waiting);
  const foot = make("div", { class: "run-notes-foot" }, next, make("p", {}, make("a", { href: location.pathname }, r("wall-link"))));

  const release = keepAwake();
  keepOffline();

  function show() {
    const { run } = desk;
    const seen = view(run, Date.now());
    const live = seen.state === "running" || seen.state === "paused";
    const all = ids();
    const place = live ? run.at : read;
    const id = all[place] ?? "";
    title.replaceChildren(...(id ? [desk.title(id)] : [r("notes-whole")]));
    if (whole) whole.hidden = place >= 0;
    for (const [each, section] of sections) section.hidden = each !== id;
    waiting.hidden = seen.state !== "before";
    ended.hidden = seen.state !== "ended";
    running.hidden = !live;
    time.hidden = pace.hidden = !live;
    pauseButton.textContent = r(seen.state === "paused" ? "resume" : "pause");
    const following = live ? seen.next : place + 1 < all.length ? place + 1 : -1;
    next.replaceChildren(...(following >= 0 ? [make("span", { class: "run-label" }, r("then")), " ", desk.title(all[following])] : [r("last")]));
    switchOff(previous, live ? seen.previous < 0 : place < 0);
    switchOff(forward, following < 0);
    tick();
  }

  function tick() {
    const seen = view(desk.run, Date.now());
    if (!seen.item || seen.state === "ended" || seen.state === "before") return;
    write(time, `${leftOf(seen.left)} ${seen.state === "paused" ? r("paused") : r(isOver(seen.left) ? "over-short" : "left-short")}`);
    time.dataset.over = String(isOver(seen.left));
    write(pace, behindOf(seen.behind));
  }
  return { node, foot, show, tick, move, leave: release };
}
