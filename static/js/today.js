/* 今日: which stores are folded is kept over refreshes and visits; paper shows them all. What changes while a
   part is on its way is asked for once more. */
(function () {
  "use strict";

  const KEY = "yakusoku-folded";

  function stores() { return document.querySelectorAll("details[data-store]"); }

  function folded() {
    try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; }
  }

  function fold() {
    const ids = folded();
    stores().forEach(function (store) { if (ids.includes(store.id)) store.open = false; });
  }

  function keep(id, isOpen) {
    const ids = folded().filter(function (other) { return other !== id; });
    if (!isOpen) ids.push(id);
    try { sessionStorage.setItem(KEY, JSON.stringify(ids)); } catch { /* private windows may refuse */ }
  }

  /* Kept is what somebody pressed: a refreshed part and a printer open stores, too, and mean nothing by it. */
  document.addEventListener("click", function (event) {
    const handle = event.target.closest("details[data-store] > summary");
    if (handle && !event.target.closest("a, button")) keep(handle.parentElement.id, !handle.parentElement.open);
  });

  /* The name of a store at the top leads to its people, also when they are folded away. */
  document.addEventListener("click", function (event) {
    const chip = event.target.closest(".kpi__places a");
    const store = chip && document.querySelector(chip.getAttribute("href"));
    if (!store) return;
    store.open = true;
    keep(store.id, true);
  });

  window.addEventListener("beforeprint", function () {
    stores().forEach(function (store) { if (!store.hasAttribute("data-lean")) store.open = true; });
  });
  window.addEventListener("afterprint", fold);

  document.addEventListener("htmx:afterSwap", fold);
  fold();

  /* A folded day is printed from an address of its own, on which every store has its people. */
  if (location.hash === "#print") window.addEventListener("load", function () { window.print(); });

  /* ---- A change behind an answer that is under way: that answer knows nothing of it ---------- */
  const behind = new Set();
  ["queue-changed", "day-changed"].forEach(function (change) {
    document.body.addEventListener(change, function () {
      document.querySelectorAll("[hx-trigger*='" + change + "'].htmx-request").forEach(function (part) {
        behind.add(part.id);
      });
    });
  });
  document.addEventListener("htmx:load", function (event) {
    const part = event.detail.elt;
    if (!part.id || !behind.delete(part.id)) return;
    window.htmx.ajax("GET", part.getAttribute("hx-get"), { source: part, target: part, swap: "outerHTML" });
  });
}());
