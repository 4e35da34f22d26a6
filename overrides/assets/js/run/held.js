// @ts-check
/** The table of what was held after a workshop: each part as planned and as it was, the minutes to be corrected. */
import { make } from "../page.js";
import { minutesOf, r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk @typedef {import("../lib/types").SessionFields} SessionFields */

/**
 * @param {Desk} desk
 * @param {(name: string, attributes: Record<string, any>) => { input: any, told: HTMLElement }} field Makes an input and the place where its fault is told.
 * @returns {{ node: HTMLElement, show: (activities: SessionFields["activities"], inputOf: (name: string) => any) => void, tell: (sum: number) => void }}
 */
export function heldTable(desk, field) {
  const total = make("td", { "data-align": "right" });
  const rows = make("tbody");
  const table = make("table", { class: "run-held" },
    make("caption", {}, r("held")),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, r("part")), make("th", { scope: "col", "data-align": "right" }, r("planned")), make("th", { scope: "col", "data-align": "right" }, r("actual")))),
    rows, make("tfoot", {}, make("tr", {}, make("th", { scope: "row" }, r("total")), make("td"), total)));

  /** @param {SessionFields["activities"]} activities @param {(name: string) => any} inputOf */
  function show(activities, inputOf) {
    const wanted = activities.map(({ id }) => id).join(" ");
    if (rows.dataset.ids !== wanted) {
      rows.dataset.ids = wanted;
      rows.replaceChildren(...activities.map(({ id, planned }) => {
        const { input, told } = field(`minutes-${id}`, { type: "text", inputmode: "numeric", size: 4, autocomplete: "off", "aria-label": `${r("actual")}: ${desk.nameOf(id)}` });
        return make("tr", {}, make("th", { scope: "row" }, desk.title(id)), make("td", { "data-align": "right" }, String(planned)), make("td", { "data-align": "right" }, input, told));
      }));
    }
    for (const { id, actual } of activities) {
      const input = inputOf(`minutes-${id}`);
      if (input !== document.activeElement && input.value !== actual) input.value = actual;
    }
  }
  return { node: make("div", { class: "table" }, table), show, tell: (sum) => void (total.textContent = Number.isNaN(sum) ? "–" : minutesOf(sum)) };
}
