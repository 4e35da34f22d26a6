// @ts-check
/** Puts a term's meaning below its word, and lets Escape put it away until the pointer or the focus moves on. */
const root = document.documentElement;

/** @param {Event} event */
function settle({ type, target }) {
  const term = target instanceof Element ? target.closest("a.term") : null;
  const tip = /** @type {HTMLElement | undefined} */ (term?.nextElementSibling?.matches(".tip") ? term.nextElementSibling : undefined);
  const text = tip?.offsetParent?.getBoundingClientRect();
  const word = term && [...term.getClientRects()].at(-1);
  if (!tip || !text || !word) return;
  // Without scripts it begins where the text begins, wherever the word stands.
  tip.style.left = `${Math.max(0, Math.min(word.left - text.left, text.width - tip.offsetWidth))}px`;
  tip.style.top = `${word.bottom - text.top}px`;
  tip.style.marginTop = ".15em";
  if (type === "focusin" && term.matches(":focus-visible")) tip.scrollIntoView({ block: "nearest" });
}

for (const name of ["pointerover", "focusin"]) addEventListener(name, settle);
for (const name of ["pointerout", "focusin"]) addEventListener(name, () => delete root.dataset.tips);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") root.dataset.tips = "off";
});
