// @ts-check
/** Puts a term's meaning or a source's entry below its word, and lets Escape put it away until pointer or focus moves on. */
const root = document.documentElement;
const WORDS = "a.term, a.cite";

/** The note of a word; a source's is made from its entry at the foot when it is first asked for. @param {Element} word */
function noteOf(word) {
  const next = word.nextElementSibling;
  if (next?.matches(".tip")) return /** @type {HTMLElement} */ (next);
  const entry = word.matches(".cite") && document.getElementById(word.getAttribute("aria-describedby") ?? "");
  if (!entry) return null;
  const tip = document.createElement("span");
  // The entry itself describes the link: who listens need not hear it twice.
  tip.setAttribute("aria-hidden", "true");
  tip.className = "tip";
  tip.append(.../** @type {HTMLElement} */ (entry.cloneNode(true)).childNodes);
  for (const link of tip.querySelectorAll("a")) {
    const said = document.createElement("span");
    said.append(...link.childNodes);
    link.replaceWith(said);
  }
  word.after(tip);
  return tip;
}

/** @param {Event} event */
function settle({ type, target }) {
  const word = target instanceof Element ? target.closest(WORDS) : null;
  const tip = word && noteOf(word);
  const text = tip?.offsetParent?.getBoundingClientRect();
  const line = word && [...word.getClientRects()].at(-1);
  if (!tip || !text || !line) return;
  // Without scripts it begins where the text begins, wherever the word stands.
  tip.style.left = `${Math.max(0, Math.min(line.left - text.left, text.width - tip.offsetWidth))}px`;
  tip.style.top = `${line.bottom - text.top}px`;
  tip.style.marginTop = ".15em";
  if (type === "focusin" && word.matches(":focus-visible")) tip.scrollIntoView({ block: "nearest" });
}

for (const name of ["pointerover", "focusin"]) addEventListener(name, settle);
for (const name of ["pointerout", "focusin"]) addEventListener(name, () => delete root.dataset.tips);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  root.dataset.tips = "off";
  close();
});

// A finger cannot hover: its first tap on a citation shows the source, the second goes to the list.
let touched = false;
const close = () => document.querySelector(".cite[data-open]")?.removeAttribute("data-open");
addEventListener("pointerdown", ({ pointerType }) => (touched = pointerType === "touch"), true);
addEventListener("click", (event) => {
  const word = event.target instanceof Element ? event.target.closest("a.cite") : null;
  const open = word?.hasAttribute("data-open");
  if (!(event.target instanceof Element && event.target.closest(".tip"))) close();
  if (!word || open || !touched || !noteOf(word)) return;
  event.preventDefault();
  delete root.dataset.tips;
  settle(event);
  word.setAttribute("data-open", "");
});
