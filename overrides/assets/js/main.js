// @ts-check
/** Starts what the page holds, and nothing else. */
import { store } from "./lib/store.js";
import { page } from "./page.js";

const ELEMENTS = {
  "quiz-form": "quiz",
  "lesson-done": "lesson-done",
  "module-progress": "module-progress",
  "path-progress": "path-progress",
  "continue-link": "continue-link",
  "progress-page": "progress-page",
};

for (const [tag, file] of Object.entries(ELEMENTS)) if (document.querySelector(tag)) import(`./${file}.js`);

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
