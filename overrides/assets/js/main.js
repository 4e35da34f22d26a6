// @ts-check
/** Starts what the page holds, and nothing else. */
import { store } from "./lib/store.js";
import { page } from "./page.js";

for (const tag of ["quiz-form", "lesson-done", "module-progress", "path-progress", "continue-link", "progress-page", "search-page", "list-filter", "cite-page", "two-languages", "precision-simulator", "self-assessment", "work-sheet", "plan-form", "run-sheet", "invitation-text", "check-list", "sign-in-sheet", "slide-show", "run-mode", "check-in"]) {
  if (document.querySelector(tag)) import(`./${tag === "quiz-form" ? "quiz" : tag}.js`);
}
if (document.querySelector(".table")) import("./tables.js");
if (document.querySelector(".tip, .cite")) import("./tips.js");

// A copy of a page does not know that its next check is due; the reader's calendar does.
const today = new Date().toLocaleDateString("sv");
for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-due]"))) note.hidden = (note.dataset.due ?? "") >= today;

// Another language begins where this one was left; who is still at the top has left nothing.
const keepPlace = () => import("./place.js");
if (location.hash) keepPlace();
else addEventListener("scroll", keepPlace, { once: true, passive: true });

// A personal link may lead anywhere; the progress page asks the reader. The fragment never reaches a server.
const follow = () => {
  if (/^#code=./.test(location.hash) && !document.querySelector("progress-page")) {
    location.replace(new URL(`progress/${location.hash}`, page.home));
  }
};
follow();
addEventListener("hashchange", follow);

// Fetched as soon as there is a code, not when there is something to send: by then the network may be gone.
const send = () => {
  if (page.inbox && store.read("code").code) import("./outbox.js");
};
store.addEventListener("code", send);
send();
