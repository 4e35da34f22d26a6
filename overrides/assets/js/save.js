// @ts-check
/** Files that are made on the device and saved where the reader keeps such. */
import { make } from "./page.js";

/** @param {string} name @param {string} content @param {string} type */
export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The day as names of files carry it: "2026-12-03". */
export const today = () => new Date().toLocaleDateString("sv-SE");

/** @param {string} name @param {unknown} content */
export const saveJson = (name, content) => save(name, JSON.stringify(content, null, 1), "application/json");
