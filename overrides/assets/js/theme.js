// Sets the colour scheme before first paint; wires its buttons and lets Escape close the header's panels.
(() => {
  const key = "courseware.scheme.v1", page = document.documentElement;
  const read = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const show = (scheme) => {
    if (scheme === "light" || scheme === "dark") page.dataset.scheme = scheme;
    else delete page.dataset.scheme;
    for (const button of document.querySelectorAll(".scheme button"))
      button.ariaPressed = String(button.dataset.scheme === (page.dataset.scheme || "auto"));
  };
  show(read());
  addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector(".scheme");
    if (group) group.hidden = false;
    show(read());
  });
  addEventListener("click", ({ target }) => {
    const scheme = target.closest?.(".scheme button")?.dataset.scheme;
    if (scheme) {
      try { localStorage.setItem(key, scheme); } catch { /* Kept for this page only. */ }
      show(scheme);
    }
    for (const open of document.querySelectorAll(".top details[open]"))
      if (!open.contains(target)) open.open = false;
  });
  addEventListener("keydown", ({ key: pressed }) => {
    const open = pressed === "Escape" && document.querySelector(".top details[open]");
    if (open) { open.open = false; open.firstElementChild.focus(); }
  });
})();
