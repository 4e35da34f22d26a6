// @ts-check
/**
 * Keeps run mode and check-in readable without a network, and touches nothing else of the site.
 *
 * Pages come from the network as long as there is one; a kept page is shown only where none answers. What a page is
 * made of lies under an address that carries its version, so it never goes stale. The build fills in the two lines
 * below (site/offline_worker.py); with them this file changes, and the browser takes the new one in.
 */
const VERSION = "";
const ASSETS = /** @type {string[]} */ ([]);

const worker = /** @type {any} */ (self);
const KEPT = "courseware-run-";
const PAGE = /\/(?:(?:modules|formats)\/[^/]+\/run|check-in)\/$/;
/** A login page of a hotel also answers 200; ours say what they are. */
const OURS = /<(?:run-mode|check-in)[ >]/;
/** Milliseconds after which a network that says nothing is none, where the page is kept. */
const PATIENCE = 4_000;

const scope = () => worker.registration.scope;
const assets = () => ASSETS.map((path) => new URL(path, scope()).href);
const open = () => caches.open(KEPT + VERSION);
/** An address without what is after the path. @param {string} url */
const bare = (url) => url.split(/[?#]/)[0];

/** @param {string} url @param {AbortSignal} [signal] @returns {Promise<Response>} A page that has been kept, fresh from the network. */
async function fetchPage(url, signal) {
  const response = await fetch(url, { credentials: "same-origin", cache: "no-cache", signal });
  if (response.ok && response.type === "basic" && !response.redirected && OURS.test(await response.clone().text())) {
    await (await open()).put(url, response.clone());
  }
  return response;
}

/** @param {string} url Kept by this edition, or by an earlier one that could not be renewed. */
const kept = async (url) => (await (await open()).match(url)) ?? caches.match(url);

/** Network first. @param {string} url */
async function page(url) {
  const old = await kept(url);
  try {
    const response = await fetchPage(url, old ? AbortSignal.timeout(PATIENCE) : undefined);
    return old && response.status >= 500 ? old : response;
  } catch (error) {
    if (old) return old;
    throw error;
  }
}

/** Whether a page is of this edition now, or is no more; a server that is busy, or a login page, says neither. @param {string} url */
async function renewed(url) {
  const { status } = await fetchPage(url);
  return status === 404 || status === 410 || !!(await (await open()).match(url));
}

/** Brings pages that were kept before into this edition; what cannot be had stays as it was. */
async function renew() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT) || name === KEPT + VERSION) continue;
    const urls = (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => PAGE.test(url));
    const done = await Promise.all(urls.map((url) => renewed(url).catch(() => false)));
    if (done.every(Boolean)) await caches.delete(name);
  }
}

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(open().then((cache) => cache.addAll(assets())).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(renew().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = bare(request.url);
  if (request.method !== "GET" || !url.startsWith(scope())) return;
  if (request.mode === "navigate") {
    if (PAGE.test(url)) event.respondWith(page(url));
  } else if (url.startsWith(`${scope()}assets/${VERSION}/`)) {
    event.respondWith(kept(url).then((found) => found ?? fetch(request)));
  } else if (url.startsWith(`${scope()}assets/`)) {
    // Pictures, and what an earlier edition was made of: never old ones while there is a network.
    event.respondWith(fetch(request).catch(async (error) => (await kept(url)) ?? Promise.reject(error)));
  }
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { keep, also = [] } = event.data ?? {};
  if (typeof keep !== "string" || !keep.startsWith(scope()) || !PAGE.test(keep)) return;
  const more = [also].flat().filter((url) => typeof url === "string" && url.startsWith(`${scope()}assets/`));
  const work = async () => {
    const cache = await open();
    await Promise.all(more.map(async (url) => (await kept(url)) ?? cache.add(url))).catch(() => {});
    await fetchPage(keep).catch(() => {});
    event.ports[0]?.postMessage(!!(await kept(keep)));
  };
  event.waitUntil(work());
});
