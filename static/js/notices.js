/* The browser's own notifications, where somebody allowed them. One tab shows each; a first visit shows nothing old. */
(function () {
  "use strict";

  const KEPT = "yakusoku-notices-shown";
  const EVERY = 60000;
  const can = "Notification" in window;

  /* ---- Asking, on the page where people choose ------------------------------ */
  const ask = document.querySelector("[data-browser-ask]");
  if (ask && can) {
    const state = ask.querySelector("[data-browser-state]");
    const button = ask.querySelector("[data-browser-allow]");
    const tell = function () {
      state.textContent = state.dataset[Notification.permission];
      button.hidden = Notification.permission !== "default";
    };
    ask.hidden = false;
    tell();
    button.addEventListener("click", function () {
      Notification.requestPermission().then(function () { tell(); look(); });
    });
  }

  /* ---- Looking for news ------------------------------------------------------- */
  function look() {
    const bell = document.querySelector("[data-browser-news]");
    if (!bell || !can || Notification.permission !== "granted") return;
    const after = localStorage.getItem(KEPT) || "";
    fetch(bell.dataset.browserNews + "?after=" + encodeURIComponent(after), { headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (told) {
        if (!told || (localStorage.getItem(KEPT) || "") !== after) return;
        localStorage.setItem(KEPT, String(told.latest));
        told.news.forEach(show);
      })
      .catch(function () { /* offline: the next look finds it */ });
  }

  function show(one) {
    const shown = new Notification(document.title.split(" | ").pop(), { body: one.words, tag: "yakusoku-" + one.id });
    shown.addEventListener("click", function () {
      window.focus();
      window.location.assign(one.path);
    });
  }

  look();
  setInterval(look, EVERY);
}());
