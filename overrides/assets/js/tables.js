// @ts-check
/** Leaves a table a stop for the Tab key only where there is something to scroll; without scripts each is one. */
/** @type {NodeListOf<HTMLElement>} */
const boxes = document.querySelectorAll(".table");
const sized = new ResizeObserver(() => {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute("tabindex");
  }
});
for (const box of boxes) sized.observe(box);
