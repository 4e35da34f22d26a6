// @ts-check
/** A screen that does not go dark while a workshop runs or a code is shown, where the browser can. */

/** Keeps the screen on while the page is seen. @returns {() => void} What lets it sleep again. */
export function keepAwake() {
  /** @type {any} */
  let lock;
  let wanted = true;
  const take = async () => {
    if (!wanted || document.visibilityState !== "visible" || (lock && !lock.released)) return;
    lock = await /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => undefined);
    if (!wanted) lock?.release();
  };
  // The browser takes it back whenever the page is hidden.
  document.addEventListener("visibilitychange", take);
  take();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", take);
    lock?.release();
  };
}
