// Colour scheme before first paint, its buttons, and a way out of the header's panels.
(() => {
  const key = "courseware.scheme.v1", all = (css) => document.querySelectorAll(css);
  const show = (scheme) => {
    document.documentElement.dataset.scheme = scheme;
    for (const item of all(".scheme button")) item.ariaPressed = `${item.value === scheme}`;
  };
  const start = () => { let kept; try { kept = localStorage[key] } catch { } show(kept || "auto") };
  start();
  addEventListener("DOMContentLoaded", () => { start(); all(".scheme")[0].hidden = false });
  addEventListener("click", ({ target }) => {
    const item = target.closest(".scheme button");
    if (item) { show(item.value); try { localStorage[key] = item.value } catch { } }
    for (const panel of all(".top [open]")) panel.open = panel.contains(target);
  });
  addEventListener("keydown", (event) => {
    const [panel] = all(".top [open]");
    if (panel && event.key === "Escape") { panel.open = false; panel.firstChild.focus() }
  });
})();
