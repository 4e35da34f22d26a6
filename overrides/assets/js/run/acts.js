// @ts-check
/** What the buttons and keys of the wall and the notes do. */
import { ask } from "../ask.js";
import { beyond, end, fresh, give, go, pause, resume } from "../lib/run.js";
import { day as dayOf } from "../page.js";
import { r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** Milliseconds after which nobody still holds the workshop that was begun. */
const STALE = 16 * 3_600_000;

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

/** Who has checked in stays. @param {Desk} desk */
const anew = (desk) => desk.act((run) => ({ ...fresh(), checkIns: run.checkIns, heads: run.heads, listed: run.listed, chime: run.chime }));

/** Begins anew. @param {Desk} desk */
export async function startAnew(desk) {
  if ((await ask(r("anew-title"), r("anew-text"), [["anew", r("anew")], ["cancel", r("cancel")]])) === "anew") anew(desk);
}

/** Asks what to do with a workshop that was begun another day and never ended, as a rehearsal is. @param {Desk} desk */
export async function askIfStale(desk) {
  const { begun, ended } = desk.run;
  if (!begun || ended || Date.now() - begun < STALE) return;
  const text = r("stale-text", { date: dayOf(new Date(begun).toISOString()) });
  if ((await ask(r("stale-title"), text, [["anew", r("anew")], ["go-on", r("stale-go-on")]])) === "anew") anew(desk);
}

export const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch(() => {});
