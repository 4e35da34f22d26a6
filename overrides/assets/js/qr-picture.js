// @ts-check
/** QR codes as pictures, made on the device: dark on white, also on a dark page, because readers expect it so. */
import encodeQR from "./vendor/qr.js";

const SVG = "http://www.w3.org/2000/svg";
/** Squares of white around, as the standard asks. */
const QUIET = 4;

/** @param {string} text @param {string} label What the picture is, for those who do not see it. @returns {SVGElement} */
export function qrPicture(text, label) {
  const rows = /** @type {boolean[][]} */ (encodeQR(text, "raw", { ecc: "quartile", border: QUIET }));
  const svg = document.createElementNS(SVG, "svg");
  const draw = (/** @type {string} */ d, /** @type {string} */ fill) => {
    const path = svg.appendChild(document.createElementNS(SVG, "path"));
    path.setAttribute("d", d);
    path.setAttribute("fill", fill);
  };
  for (const [name, value] of Object.entries({ class: "qr", viewBox: `0 0 ${rows.length} ${rows.length}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) {
    svg.setAttribute(name, value);
  }
  draw(`M0 0h${rows.length}v${rows.length}h-${rows.length}z`, "#fff");
  draw(rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join(""), "#000");
  return svg;
}
