// @ts-check
/** What is said aloud while a workshop runs: a new part, two minutes left, the time is up. Never every second. */
import { allotted, view } from "../lib/run.js";
import { chime } from "./chime.js";
import { minutesOf, r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** Seconds before the end at which it is told. */
const SOON = 120;

/** @param {Desk} desk @param {HTMLElement} region A live region that waits for a pause in what is read. @returns {() => void} To be called often. */
export function telling(desk, region) {
  let id = "";
  let left = 0;
  return () => {
    const { run } = desk;
    const seen = view(run, Date.now());
    if (!seen.item || seen.state === "before" || seen.state === "ended") {
      id = "";
      return;
    }
    const title = desk.nameOf(seen.item.id);
    const tell = (/** @type {string} */ text, /** @type {boolean} */ sounds) => {
      region.textContent = text;
      if (sounds && run.chime) chime();
    };
    if (seen.item.id !== id) {
      const coming = run.items[seen.next];
      tell([r("told-now", { title, minutes: minutesOf(allotted(seen.item)) }), coming ? r("told-then", { title: desk.nameOf(coming.id) }) : ""].filter(Boolean).join(" "), false);
    } else if (left > SOON && seen.left <= SOON && seen.left > 0) {
      tell(r("told-soon", { title }), true);
    } else if (left > 0 && seen.left <= 0) {
      tell(r("told-over", { title }), true);
    }
    [id, left] = [seen.item.id, seen.left];
  };
}
