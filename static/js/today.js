/* 今日: which stores are folded is kept over refreshes and visits; paper shows them all. */
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

  let printing = false;
  document.addEventListener("toggle", function (event) {
    if (printing || !event.target.matches("details[data-store]")) return;
    const ids = folded().filter(function (id) { return id !== event.target.id; });
    if (!event.target.open) ids.push(event.target.id);
    try { sessionStorage.setItem(KEY, JSON.stringify(ids)); } catch { /* private windows may refuse */ }
  }, true);

  /* A seat leads to its row, also into a folded store. */
  document.addEventListener("click", function (event) {
    const seat = event.target.closest(".seat a");
    const row = seat && document.querySelector(seat.getAttribute("href"));
    const store = row && row.closest("details[data-store]");
    if (store) store.open = true;
  });

  window.addEventListener("beforeprint", function () {
    printing = true;
    stores().forEach(function (store) { store.open = true; });
  });
  window.addEventListener("afterprint", function () {
    fold();
    setTimeout(function () { printing = false; }, 0);
  });

  document.addEventListener("htmx:load", fold);
  fold();
}());
