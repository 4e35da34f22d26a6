// @ts-check
/** What the buttons and keys of the wall and the notes do. */
import { ask } from "../ask.js";
import { beyond, end, fresh, give, go, pause, resume } from "../lib/run.js";
import { openCheckIns } from "./check-ins.js";
import { openParts } from "./parts.js";
import { r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** A step that is meant for what this window shows: two windows, one press each, go one step. @param {Desk} desk @param {1 | -1} step */
export function step(desk, step) {
  const { run } = desk;
  const to = beyond(run, step);
  if (to >= 0) desk.act((now) => go(now, run.at, to, Date.now()));
}

/** @param {Desk} desk */
export const pauseOrResume = (desk) => desk.act((run) => (run.since ? pause(run, Date.now()) : resume(run, Date.now())));

/** @param {Desk} desk @param {number} minutes */
export function giveMinutes(desk, minutes) {
  const { at } = desk.run;
  desk.act((run) => give(run, at, minutes));
}

/** @param {Desk} desk */
export async function endIt(desk) {
  if ((await ask(r("end-title"), r("end-text"), [["end", r("end-yes")], ["cancel", r("cancel")]])) !== "end") return;
  desk.act((run) => end(run, Date.now()));
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

/** Begins anew; who has checked in stays. @param {Desk} desk */
export async function startAnew(desk) {
  if ((await ask(r("anew-title"), r("anew-text"), [["anew", r("anew")], ["cancel", r("cancel")]])) !== "anew") return;
  desk.act((run) => ({ ...fresh(), checkIns: run.checkIns, heads: run.heads, listed: run.listed, chime: run.chime }));
}

export const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch(() => {});

export { openCheckIns, openParts };
