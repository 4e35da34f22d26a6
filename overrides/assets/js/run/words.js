// @ts-check
/** Words, times and small nodes that the windows of run mode share. */
import { locale, make, t, tn } from "../page.js";
import { sayDone } from "../said.js";

/** @param {string} key @param {Record<string, any>} [values] */
export const r = (key, values) => t(`run.${key}`, values);
/** @param {string} key @param {number} count @param {Record<string, any>} [values] */
export const rn = (key, count, values) => tn(`run.${key}`, count, values);

/** @param {number} moment "14:05". */
export const timeOf = (moment) => new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

/** @param {number} minutes */
export const minutesOf = (minutes) => r("minutes", { minutes });

/** How the workshop keeps its time, in words. @param {number} behind Minutes. */
export const behindOf = (behind) => (behind ? r(behind > 0 ? "behind" : "ahead", { minutes: Math.abs(behind) }) : r("on-time"));

/** After a press of the pointer lets go of the focus, outside panels. @param {MouseEvent} event */
export const letGo = ({ detail, currentTarget: pressed }) => {
  if (detail > 0 && pressed instanceof HTMLElement && !pressed.closest("dialog")) pressed.blur();
};

/**
 * A button that says what happens. After a press of the pointer it lets go of the focus, so that the space bar is
 * the clock's again and not the button's.
 * @param {string} key @param {() => void} onclick @param {string} [kind] @param {Record<string, any>} [more]
 */
export const button = (key, onclick, kind = "", more = {}) =>
  make("button", { type: "button", class: kind, ...more, onclick: (/** @type {MouseEvent} */ event) => {
    letGo(event);
    onclick();
  } }, r(key));

/** Says that a button does nothing now; the focus can still be on it. @param {HTMLElement} pressed @param {boolean} off */
export function switchOff(pressed, off) {
  if (off) pressed.setAttribute("aria-disabled", "true");
  else pressed.removeAttribute("aria-disabled");
}

/**
 * A place that says what was done, with a way back. Focused when it speaks; a live region besides would be read twice.
 * @returns {{ node: HTMLElement, say: (text: string, undo?: () => void) => void }}
 */
export function speaker() {
  const node = make("p", { class: "device-said", tabindex: "-1" });
  const say = (/** @type {string} */ text, /** @type {(() => void) | undefined} */ undo) => {
    sayDone(node, text, r("undo"), undo);
    node.focus();
  };
  return { node, say };
}
