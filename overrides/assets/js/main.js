// @ts-check
/** Starts what the page holds, and nothing else. */
import { store } from "./lib/store.js";
import { page } from "./page.js";

/** Elements, each in a script of its name. */
const ELEMENTS =
  "check-in check-list cite-page continue-link contribution-form invitation-text lesson-done list-filter module-progress path-progress plan-form precision-simulator " +
  "progress-page quiz-form rate-explorer run-mode run-sheet search-page self-assessment sign-in-sheet slide-show two-languages work-sheet";

for (const tag of ELEMENTS.split(" ")) if (document.querySelector(tag)) import(`./${tag}.js`);
if (document.querySelector(".table")) import("./tables.js");
if (document.querySelector(".tip, .cite")) import("./tips.js");

// A page does not know that its next check is due; the reader's calendar does.
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

// Fetched once there is a code: when there is something to send the network may be gone.
const send = () => {
  if (page.inbox && store.read("code").code) import("./outbox.js");
};
store.addEventListener("code", send);
send();
