// @ts-check
/**
 * Another language begins where this one was left: at the same heading, and side by side with the same one.
 * The switcher stands at the top, so whoever reaches for it has just left the place that was read.
 */
const REST = 600;
const RECENT = 15_000;

const isDown = () => scrollY > innerHeight / 2;
const heading = () => [...document.querySelectorAll("main :is(h2, h3)[id]")].filter((each) => each.getBoundingClientRect().top < innerHeight / 4).at(-1)?.id;
/** @type {string | undefined} */
let read;
let left = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let rest;

function note() {
  clearTimeout(rest);
  if (!isDown()) return;
  left = Date.now();
  rest = setTimeout(() => (read = heading()), REST);
}
note();
addEventListener("scroll", note, { passive: true });

document.querySelector(".languages")?.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || location.hash.startsWith("#code=")) return;
  // What is chosen in a comparison goes along instead of the heading.
  const here = /^#(countries|years)=/.test(location.hash) ? "" : isDown() ? heading() : Date.now() - left < RECENT ? read : undefined;
  link.hash = here ? `#${here}` : location.hash;
});
