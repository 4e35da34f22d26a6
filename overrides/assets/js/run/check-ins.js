// @ts-check
/**
 * The check-in: codes typed, pasted, scanned or shown to the camera, and how many were counted. No names, ever. Where a
 * project does not count who takes part, there are no codes, and only the counting is left.
 */
import { readCodes } from "../lib/codes.js";
import { store } from "../lib/store.js";
import { make, t } from "../page.js";
import { sayDone } from "../said.js";
import { readCamera } from "./camera.js";
import { button, r, rn, switchOff, timeOf } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk @typedef {import("../lib/types").CheckIn} CheckIn */

/** Milliseconds in which the same code before the camera is the same person still. */
const SAME = 4_000;
const MOST = 5_000;

/** What a place in a list of codes is called: no more of a code than tells it apart. @param {string} code */
export const short = (code) => `${code.slice(0, 5)}…`;

/** Opens the panel. @param {Desk} desk */
export function openCheckIns(desk) {
  const said = make("p", { class: "run-said", role: "status" });
  const counted = make("p", { class: "run-counted", role: "status" });
  const list = make("ol", { class: "run-codes", reversed: true });
  const input = make("input", {
    id: "run-code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", size: "20", "aria-describedby": "run-code-help",
  });
  const video = make("video", { class: "run-camera", hidden: true, muted: true, playsinline: true, "aria-label": r("camera-picture") });
  /** @type {(() => void) | undefined} */
  let stopCamera;

  /** @param {string} text @param {boolean} good @param {() => void} [undo] */
  const say = (text, good, undo) => {
    said.dataset.good = String(good);
    sayDone(said, text, r("undo"), undo);
  };

  /** @param {string} text @returns {boolean} Whether all of it was taken. */
  function take(text) {
    const read = readCodes(text);
    /** @type {string[]} */
    const told = [];
    let added = 0;
    let good = true;
    for (const { code, fault, typed, ...where } of read) {
      const known = code ? desk.run.checkIns.find((each) => each.code === code) : undefined;
      if (!code) {
        const cause = t(`progress-page.fault-${fault}`, { place: 0, length: 0, ...where });
        told.push(read.length > 1 ? `${typed.slice(0, 20)}: ${cause}` : cause);
        good = false;
      } else if (known) {
        told.push(r("checked-in-before", { code: short(code), time: timeOf(Date.parse(known.at)) }));
      } else if (desk.run.checkIns.length >= MOST) {
        told.push(r("check-in-full"));
        good = false;
        break;
      } else {
        const at = `${new Date().toISOString().slice(0, 19)}Z`;
        desk.act((run) => ({ ...run, checkIns: [...run.checkIns, { code, at }] }));
        added += 1;
        if (read.length === 1) told.push(r("checked-in", { code: short(code) }));
      }
    }
    if (read.length > 1 && added) told.unshift(rn("checked-in-all", added));
    say(told.join(" "), good);
    input.setAttribute("aria-invalid", String(!good));
    return good;
  }

  /** @param {CheckIn} gone */
  function remove(gone) {
    desk.act((run) => ({ ...run, checkIns: run.checkIns.filter(({ code }) => code !== gone.code) }));
    input.setAttribute("aria-invalid", "false");
    say(r("check-in-removed", { code: short(gone.code) }), true, () => {
      desk.act((run) => ({ ...run, checkIns: [...run.checkIns.filter(({ code }) => code !== gone.code), gone].sort((one, other) => one.at.localeCompare(other.at)) }));
      say(r("check-in-back", { code: short(gone.code) }), true);
      input.focus();
    });
    input.focus();
  }

  /** A number that is counted up and down, or written. @param {"heads" | "listed"} name */
  function counter(name) {
    const fault = make("span", { id: `run-${name}-fault`, class: "device-fault" });
    const field = make("input", { id: `run-${name}`, type: "text", inputmode: "numeric", size: "4", autocomplete: "off", "aria-describedby": `run-${name}-fault run-${name}-help` });
    /** @param {boolean} good */
    const judge = (good) => (field.setAttribute("aria-invalid", String(!good)), (fault.textContent = good ? "" : r("fault-people")));
    const put = (/** @type {number | null} */ count) => desk.act((run) => ({ ...run, [name]: count === null ? null : Math.min(9999, Math.max(0, count)) }));
    const step = (/** @type {number} */ by) => put((desk.run[name] ?? 0) + by);
    field.addEventListener("input", () => {
      const text = field.value.trim();
      const good = /^[0-9]{0,4}$/.test(text);
      judge(good);
      if (good) put(text ? Number(text) : null);
    });
    const show = () => {
      const count = desk.run[name];
      if (document.activeElement !== field || field.getAttribute("aria-invalid") !== "true") {
        if (field.value !== String(count ?? "")) field.value = String(count ?? "");
      }
    };
    const plusMinus = (/** @type {number} */ by, /** @type {string} */ sign) => make("button", {
      type: "button", class: "run-step", "aria-label": `${r(by > 0 ? "one-more" : "one-less")}: ${r(name)}`, onclick: () => (judge(true), step(by)),
    }, sign);
    return {
      show,
      node: make("div", { class: "run-counter" }, make("label", { for: `run-${name}` }, r(name)),
        make("span", { class: "run-steps" }, plusMinus(-1, "−"), field, plusMinus(1, "+")), fault, make("p", { id: `run-${name}-help`, class: "device-help" }, r(`${name}-help`))),
    };
  }
  const counters = [counter("heads"), counter("listed")];

  function show() {
    const { checkIns, heads } = desk.run;
    const difference = heads === null ? 0 : heads - checkIns.length;
    counted.textContent = [rn("count", checkIns.length), heads === null ? "" : difference > 0 ? rn("fewer", difference) : difference < 0 ? rn("more", -difference) : r("same")].filter(Boolean).join(" ");
    for (const each of counters) each.show();
    // The newest first; rows that stand stay, so that the focus does.
    const rows = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.code, row]));
    list.replaceChildren(...[...checkIns].reverse().map((each) => rows.get(short(each.code) + each.at) ?? make("li", { "data-code": short(each.code) + each.at },
      make("span", { class: "code" }, short(each.code)), " ", make("span", { class: "meta" }, timeOf(Date.parse(each.at))), " ",
      make("button", { type: "button", class: "quiet", "aria-label": `${r("remove")}: ${short(each.code)}`, onclick: () => remove(each) }, r("remove")))));
  }

  let last = "";
  let lastAt = 0;
  const camera = button("camera", async () => {
    if (stopCamera) {
      stopCamera();
      stopCamera = undefined;
      video.hidden = true;
      camera.textContent = r("camera");
      return;
    }
    switchOff(camera, true);
    video.hidden = false;
    try {
      stopCamera = await readCamera(video, (text) => {
        const now = Date.now();
        if (text === last && now - lastAt < SAME) lastAt = now;
        else [last, lastAt] = (take(text), [text, now]);
      });
      if (!dialog.open) stopCamera();
      camera.textContent = r("camera-stop");
      say(r("camera-on"), true);
    } catch (error) {
      video.hidden = true;
      say(r(/** @type {Error} */ (error).message), false);
    }
    switchOff(camera, false);
  }, "");

  const form = make("form", { class: "device-form run-code-form", novalidate: true, onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    if (take(input.value)) input.value = "";
    else input.select();
    input.focus();
  } }, make("label", { for: "run-code" }, t("progress-page.code-label")), make("span", { class: "run-row" }, input, make("button", { class: "button" }, r("check-in-do"))),
  make("p", { id: "run-code-help", class: "device-help" }, r("check-in-help")));
  // A field keeps one line of what is pasted; a list has a code a line.
  input.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/\n/.test(text.trim())) return;
    event.preventDefault();
    take(text);
  });

  const dialog = make("dialog", { class: "ask run-panel", "aria-labelledby": "run-check-in-title" },
    make("h2", { id: "run-check-in-title" }, r("check-in")), ...(desk.counts ? [form, said, make("p", {}, camera), video] : []),
    make("div", { class: "run-counters" }, ...counters.map(({ node }) => node)), ...(desk.counts ? [counted, list] : []),
    make("p", { class: "device-help" }, r("check-in-privacy")),
    make("div", { class: "ask-choices" }, make("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, r("close"))));
  // A scanner types wherever the focus is.
  if (desk.counts) dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (/^[0-9A-Za-z]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && !(event.target instanceof HTMLInputElement)) input.focus();
  });
  store.addEventListener("runs", show);
  dialog.addEventListener("close", () => {
    store.removeEventListener("runs", show);
    stopCamera?.();
    dialog.remove();
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  /** @type {HTMLElement | null} */ (desk.counts ? input : dialog.querySelector("input"))?.focus();
}
