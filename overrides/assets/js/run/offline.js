// @ts-check
/** Makes this page and what it uses stay readable without a network; overrides/run-offline.js does the keeping. */
import { page } from "../page.js";

/** Milliseconds to wait for what is kept; a hall's network is slow, and a worker that cannot start never answers. */
const PATIENCE = 30_000;

/**
 * Keeps this page for when the network is gone.
 * @param {string[]} [also] Addresses that it may come to need.
 * @returns {Promise<"ready" | "waits" | "none">} "none" where the browser keeps nothing: no https, or switched off.
 */
export async function keepOffline(also = []) {
  if (!/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return "none";
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, "waits"));
  return Promise.race([late, keep(also)]).catch(() => "waits");
}

/** @param {string[]} also @returns {Promise<"ready" | "waits">} */
async function keep(also) {
  // Without a network the worker that is there already answers.
  await navigator.serviceWorker.register(new URL("run-offline.js", page.root), { scope: page.root.pathname }).catch(() => {});
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => void (port1.onmessage = ({ data }) => resolve(data === true)));
  // Beside what every such page is made of: what this one shows, such as a drawing in a note or the emblem at the foot.
  const shown = [...document.querySelectorAll("link[rel=stylesheet], script[src], img")].map((node) => /** @type {any} */ (node).href || /** @type {any} */ (node).src);
  active?.postMessage({ keep: location.href.split("#")[0], also: [...shown, ...also] }, [port2]);
  return (await answer) ? "ready" : "waits";
}
