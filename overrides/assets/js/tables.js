// @ts-check
/** Keeps tables what they are, and leaves one a stop for the Tab key only where there is something to scroll; without scripts each is one. */
// What is laid out otherwise than as a table has to be called one, or some phones read it as loose lines. HTML
// has these roles already and forbids to write them, so they are set here.
const roles = { table: "table", tr: "row", td: "cell", "tbody th": "rowheader" };
for (const [kind, role] of Object.entries(roles)) {
  for (const part of document.querySelectorAll(kind === "table" ? "table.is-wide" : `.is-wide ${kind}`)) part.setAttribute("role", role);
}

/** @type {NodeListOf<HTMLElement>} */
const boxes = document.querySelectorAll(".table");
const sized = new ResizeObserver(() => {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute("tabindex");
  }
});
for (const box of boxes) sized.observe(box);
