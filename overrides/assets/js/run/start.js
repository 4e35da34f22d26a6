// @ts-check
/** Before the start: which day, what is planned, who is here, and whether the page can do without a network. */
import { begin } from "../lib/run.js";
import { clock, elapsed } from "../lib/agenda.js";
import { day as dayOf, make } from "../page.js";
import { qrPicture } from "../qr-picture.js";
import { fullScreen } from "./acts.js";
import { openCheckIns } from "./check-ins.js";
import { keepOffline } from "./offline.js";
import { notesLink } from "./wall.js";
import { button, minutesOf, r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** The day's agenda in short. @param {Desk} desk */
function agendaOf(desk) {
  const planned = desk.days[desk.day - 1];
  const named = desk.options.start !== null;
  return make("ol", { class: "run-agenda" }, ...(planned?.activities ?? []).map((item) => make("li", {},
    make("span", { class: "meta" }, named ? clock(item.begins) : elapsed(item.begins - planned.starts)), " ", desk.title(item.id), " ", make("span", { class: "meta" }, minutesOf(item.planned)))));
}

/** Begins the day on this device. @param {Desk} desk */
export function beginHere(desk) {
  const planned = desk.days[desk.day - 1];
  const now = Date.now();
  if (planned) desk.act((run) => begin(run, planned, now, desk.announced(now)));
}

/** @param {Desk} desk @returns {{ node: HTMLElement, show: () => void, tick: () => void, leave: () => void }} */
export function start(desk) {
  const choice = make("fieldset", { class: "run-days" });
  const agenda = make("div", {});
  const checkIn = button("check-in", () => openCheckIns(desk));
  const whole = make("input", { type: "checkbox", id: "run-whole", checked: document.fullscreenEnabled });
  const chime = make("input", { type: "checkbox", id: "run-chime", onchange: () => desk.act((run) => ({ ...run, chime: chime.checked })) });
  const offline = make("p", { class: "run-offline meta", role: "status" }, r("offline-asks"));
  const address = new URL("#notes", location.href).href;
  const phone = make("details", { class: "run-phone" }, make("summary", {}, r("phone")), make("p", {}, r("phone-text")));
  phone.addEventListener("toggle", () => {
    if (phone.open && !phone.querySelector("svg")) phone.append(qrPicture(address, r("phone-code")), make("p", { class: "run-address" }, address));
  });
  const option = (/** @type {any} */ input, /** @type {string} */ key) => make("p", { class: "run-option" }, input, " ", make("label", { for: input.id }, r(key)));
  const node = make("section", { class: "run-start" },
    choice, make("h2", {}, r("before")), agenda,
    make("p", {}, make("a", { href: "../run-sheet/" }, r("change-plan"))),
    document.fullscreenEnabled ? option(whole, "full-screen") : null, option(chime, "chime"),
    make("p", { class: "run-begin" }, button("start", () => {
      if (whole.checked && document.fullscreenEnabled && !document.fullscreenElement) fullScreen();
      beginHere(desk);
    }, "button"), " ", checkIn, " ", notesLink()),
    phone, offline, make("p", { class: "run-keys" }, r("keys")));

  const keep = () => keepOffline([new URL("../vendor/qr-decode.js", import.meta.url).href]).then((state) => (offline.textContent = r(`offline-${state}`)));
  keep();
  addEventListener("online", keep);

  function show() {
    const { days, day, run } = desk;
    choice.hidden = days.length < 2;
    const old = choice.contains(document.activeElement);
    choice.replaceChildren(make("legend", {}, r("which-day")), ...days.map((each, place) => {
      const minutes = each.activities.reduce((sum, { planned }) => sum + planned, 0);
      const input = make("input", { type: "radio", name: "run-day", id: `run-day-${place + 1}`, checked: place + 1 === day, onchange: () => ((desk.chosen = place + 1), show()) });
      const text = [r("day", { number: place + 1 }), each.date ? dayOf(each.date) : "", minutesOf(minutes), desk.runOf(place + 1).ended ? r("day-held") : ""].filter(Boolean).join(" · ");
      return make("p", { class: "run-option" }, input, " ", make("label", { for: input.id }, text));
    }));
    if (old) /** @type {HTMLElement | null} */ (choice.querySelector(":checked"))?.focus();
    agenda.replaceChildren(agendaOf(desk));
    chime.checked = run.chime;
    checkIn.textContent = run.checkIns.length ? r("check-in-count", { count: run.checkIns.length }) : r("check-in");
  }
  return { node, show, tick: () => {}, leave: () => removeEventListener("online", keep) };
}
