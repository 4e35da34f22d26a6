// @ts-check
/** Says what was done, with a way back where there is one. */
import { make } from "./page.js";

/**
 * @param {Element | null | undefined} place Where it is said. @param {string} text
 * @param {string} [label] What the way back is called. @param {() => void} [undo] The way back.
 */
export const sayDone = (place, text, label, undo) =>
  place?.replaceChildren(text, ...(undo ? [" ", make("button", { type: "button", class: "quiet", onclick: undo }, label)] : []));
