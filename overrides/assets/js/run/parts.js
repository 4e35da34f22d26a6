// @ts-check
/** The list of parts while a workshop runs: where we are, what to leave out, where to go. */
import { allotted, go, skip, spent } from "../lib/run.js";
import { store } from "../lib/store.js";
import { make } from "../page.js";
import { sayDone } from "../said.js";
import { button, minutesOf, r } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** Opens the list. @param {Desk} desk */
export function openParts(desk) {
  const said = make("p", { class: "run-said", role: "status" });
  const list = make("ol", { class: "run-parts" });

  /** @param {string} id @param {boolean} skipped */
  function put(id, skipped) {
    desk.act((run) => skip(run, id, skipped));
    sayDone(said, r(skipped ? "skipped" : "taken-back", { title: desk.nameOf(id) }), r("undo"), skipped ? () => put(id, false) : undefined);
  }

  function show() {
    const { run } = desk;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.act;
    list.replaceChildren(...run.items.map((item, place) => {
      const took = Math.round(spent(run, place, Date.now()) / 60_000);
      const state = place === run.at ? r("part-now") : item.skipped ? r("part-skipped") : spent(run, place, Date.now()) ? r("part-took", { minutes: took }) : "";
      const name = desk.nameOf(item.id);
      return make("li", { "data-state": place === run.at ? "now" : item.skipped ? "skipped" : "" },
        desk.title(item.id), " ", make("span", { class: "meta" }, minutesOf(allotted(item)), state ? ` · ${state}` : "", item.core && !item.break ? ` · ${r("part-core")}` : ""),
        make("span", { class: "run-part-acts" },
          place === run.at ? null : button("go-here", () => (desk.act((now) => go(now, now.at, place, Date.now())), dialog.close()), "quiet", { "aria-label": `${r("go-here")}: ${name}`, "data-act": `go-${item.id}` }),
          place <= run.at || (item.core && !item.skipped) ? null
            : button(item.skipped ? "take-back" : "skip", () => put(item.id, !item.skipped), "quiet", { "aria-label": `${r(item.skipped ? "take-back" : "skip")}: ${name}`, "data-act": `skip-${item.id}` })));
    }));
    if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-act="${CSS.escape(focused)}"]`))?.focus();
  }

  const dialog = make("dialog", { class: "ask run-panel", "aria-labelledby": "run-parts-title" },
    make("h2", { id: "run-parts-title" }, r("parts")), list, said,
    make("div", { class: "ask-choices" }, make("button", { type: "button", class: "button", onclick: () => dialog.close() }, r("close"))));
  store.addEventListener("runs", show);
  dialog.addEventListener("close", () => (store.removeEventListener("runs", show), dialog.remove()));
  document.body.append(dialog);
  show();
  dialog.showModal();
}
