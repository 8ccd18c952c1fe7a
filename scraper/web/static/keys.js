// Keys: "/" search, j and k move, Enter opens, and buttons name their own key. Nothing else needs a script.
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  let at = -1;
  const typing = (element) => element && (element.matches("input, textarea, select") || element.isContentEditable);
  const show = (next) => {
    const all = items();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, next));
    all.forEach((item, number) => item.classList.toggle("at", number === at));
    all[at].scrollIntoView({ block: "nearest" });
    const link = all[at].querySelector("[data-open]");
    (link || all[at]).focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target)) return;
    if (event.key === "/") {
      const field = document.querySelector("input[type=search]");
      event.preventDefault();
      if (field) { field.focus(); field.select(); } else { location.href = "/"; }
    } else if (event.key === "j") show(at + 1);
    else if (event.key === "k") show(at - 1);
    else {
      const within = items()[Math.max(at, 0)];
      const find = (root) => root && root.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
      const button = find(within) || (event.key === "u" && find(document));
      if (button) { event.preventDefault(); button.click(); }
    }
  });
  const wide = window.matchMedia("(min-width: 60rem)");
  const fit = () => document.querySelectorAll("[data-wide-open]").forEach((box) => { box.open = wide.matches; });
  wide.addEventListener("change", fit);
  fit();
})();
