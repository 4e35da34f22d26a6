// @ts-check
/** What of another language's page can stand on this one: its text without scripts, forms, ids and dead links. */

/** The texts of a page. */
export const TEXTS = ":scope > .text";
const UNWANTED = "script, style, link, template, noscript, button, input, select, textarea, .tip, .headerlink, .quiz-unscripted, .assessment-notes, .assessment-unscripted, .outdated-note";
const REFERENCES = ["aria-labelledby", "aria-describedby", "aria-details", "headers"];
const PREFIX = "beside-";

/**
 * Gives title, product and texts of a page, changed in place.
 * @param {Document} found @param {URL} url Where it was fetched: what its links are relative to.
 */
export function makeOther(found, url) {
  const main = /** @type {Element} */ (found.querySelector("main"));
  const title = [...main.querySelectorAll(":scope > h1, :scope > .lead")];
  const product = main.querySelector("[data-product]");
  const texts = [...main.querySelectorAll(TEXTS)];
  const all = [...title, ...(product ? [product] : []), ...texts];
  for (const part of all) part.querySelectorAll(UNWANTED).forEach((node) => node.remove());
  for (const part of all) for (const node of part.querySelectorAll("*")) still(node);
  // Only now are the nodes final.
  const nodes = all.flatMap((part) => [part, ...part.querySelectorAll("*")]);
  settleIds(nodes);
  for (const node of nodes) settleLinks(node, url);
  return { title, product, texts };
}

/** Headings as paragraphs that look like them. @param {Node[]} nodes */
export function withoutHeadings(nodes) {
  /** @param {Element} heading */
  const plain = (heading) => {
    const made = document.createElement("p");
    made.className = `beside-heading beside-${heading.localName}`;
    for (const name of ["id", "lang"]) if (heading.hasAttribute(name)) made.setAttribute(name, heading.getAttribute(name) ?? "");
    made.append(...heading.childNodes);
    heading.replaceWith(made);
    return made;
  };
  return nodes.map((node) => {
    if (!(node instanceof Element)) return node;
    node.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach(plain);
    return /^H[1-6]$/.test(node.tagName) ? plain(node) : node;
  });
}

/** Takes from a node what acts: our elements, forms, and the citations and words that the reader's own text explains. @param {Element} node */
function still(node) {
  if (node.localName.includes("-") || node.matches("a.cite, a.term, form, label[for]")) {
    node.replaceWith(...node.childNodes);
    return;
  }
  for (const { name } of [...node.attributes]) {
    if (/^on|^(style|autofocus|accesskey|contenteditable|tabindex)$/.test(name)) node.removeAttribute(name);
  }
  if (node.matches("details")) node.removeAttribute("name");
  const plain = { FIELDSET: "div", LEGEND: "p" }[node.tagName];
  if (!plain) return;
  const made = node.ownerDocument.createElement(plain);
  for (const { name, value } of node.attributes) made.setAttribute(name, value);
  if (plain === "p") made.className = "beside-legend";
  made.append(...node.childNodes);
  node.replaceWith(made);
}

/** Leaves only the ids that the text itself refers to, under names that this page has not. @param {Element[]} nodes */
function settleIds(nodes) {
  const there = new Set(nodes.map(({ id }) => id).filter(Boolean));
  const used = new Set();
  /** @param {string} id */
  const use = (id) => (used.add(id), PREFIX + id);
  for (const node of nodes) {
    for (const name of REFERENCES) {
      const ids = (node.getAttribute(name) ?? "").split(/\s+/).filter((id) => there.has(id));
      if (ids.length) node.setAttribute(name, ids.map(use).join(" "));
      else node.removeAttribute(name);
    }
    if (!node.closest("svg")) continue;
    for (const { name, value } of [...node.attributes]) {
      const made = value.replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${use(id)})`);
      if (made !== value) node.setAttribute(name, made);
      else if (name === "href" && value[0] === "#") node.setAttribute(name, `#${use(value.slice(1))}`);
    }
  }
  for (const node of nodes) {
    if (!node.id) continue;
    if (/^H\d$/.test(node.tagName)) node.setAttribute("data-key", node.id);
    if (used.has(node.id)) node.id = PREFIX + node.id;
    else node.removeAttribute("id");
  }
}

/** Makes addresses lead where they led; a place that this page has too is reached without leaving it. @param {Element} node @param {URL} url */
function settleLinks(node, url) {
  for (const name of ["href", "src"]) {
    const value = node.getAttribute(name);
    if (value === null || node.closest("svg")) continue;
    if (value[0] === "#" && document.getElementById(decodeURIComponent(value.slice(1)))) continue;
    const there = new URL(value, url);
    // As short as the reader's own: paper prints the addresses of other sites, and only those.
    node.setAttribute(name, there.origin === location.origin ? there.pathname + there.search + there.hash : there.href);
  }
}
