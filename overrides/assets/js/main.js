// @ts-check
/** Starts what the page holds, and nothing else. */
import { store } from "./lib/store.js";

const ELEMENTS = {
  "quiz-form": "quiz",
  "lesson-done": "lesson-done",
  "module-progress": "module-progress",
  "path-progress": "path-progress",
  "continue-link": "continue-link",
  "progress-page": "progress-page",
};

for (const [tag, file] of Object.entries(ELEMENTS)) if (document.querySelector(tag)) import(`./${file}.js`);

/** @type {any} */
const { inbox, home, root } = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="courseware"]'))?.dataset ?? {};

// A personal link may lead anywhere; the progress page asks the reader. The fragment never reaches a server.
const follow = () => {
  if (/^#code=./.test(location.hash) && !document.querySelector("progress-page")) {
    location.replace(new URL(`progress/${location.hash}`, new URL(home ?? root ?? "./", location.href)));
  }
};
follow();
addEventListener("hashchange", follow);

const send = () => {
  if (inbox && store.read("outbox").statements.length) import("./outbox.js");
};
store.addEventListener("outbox", send);
send();
