// @ts-check
/** A question that must be answered before the page goes on. */
import { make } from "./page.js";

/**
 * Asks, and gives the value of the button pressed; Escape is the last one, and so is Enter where that one is "cancel".
 * @param {string} title @param {string} text @param {[value: string, label: string][]} choices @returns {Promise<string>}
 */
export function ask(title, text, choices) {
  return new Promise((answer) => {
    const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title", "aria-describedby": "ask-text" },
      make("h2", { id: "ask-title" }, title), make("p", { id: "ask-text" }, text),
      make("div", { class: "ask-choices" }, ...choices.map(([value, label], place) => make("button",
        { type: "button", class: place ? "button quiet" : "button", onclick: () => dialog.close(value) }, label))));
    dialog.addEventListener("close", () => (dialog.remove(), answer(dialog.returnValue || choices[choices.length - 1][0])));
    document.body.append(dialog);
    dialog.showModal();
    if (choices[1][0] === "cancel") dialog.querySelector("button:last-child").focus();
  });
}
