/* A store's shared tablet: back to the faces after a while of nobody touching it; words typed meanwhile
   are kept in this tab, for the same person on the same page, and forgotten after an hour. */
(function () {
  "use strict";

  const body = document.querySelector("[data-tablet-minutes]");
  if (!body) return;
  const LIMIT = Number(body.dataset.tabletMinutes) * 60000;
  const ASK_EVERY = 60000;
  const KEPT = 3600000;
  const key = "typed:" + body.dataset.tabletPerson + ":" + location.pathname;
  let touched = Date.now();
  let asked = Date.now();

  function fields() {
    return Array.from(document.querySelectorAll("main textarea[name], main input[type='text'][name]")).filter(function (field) {
      return !field.closest("[data-private]");
    });
  }

  function keep() {
    const words = fields().map(function (field) { return [field.name, field.value, field.defaultValue]; })
      .filter(function (one) { return one[1] && one[1] !== one[2]; })
      .map(function (one) { return [one[0], one[1]]; });
    if (words.length) sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), words: words }));
    else sessionStorage.removeItem(key);
  }

  function bringBack() {
    Object.keys(sessionStorage).filter(function (name) { return name.startsWith("typed:"); }).forEach(function (name) {
      if (Date.now() - JSON.parse(sessionStorage.getItem(name)).at > KEPT) sessionStorage.removeItem(name);
    });
    const held = sessionStorage.getItem(key);
    if (!held) return;
    JSON.parse(held).words.forEach(function (one) {
      const field = fields().find(function (each) { return each.name === one[0] && !each.value; });
      if (!field) return;
      field.value = one[1];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    sessionStorage.removeItem(key);
  }

  function touch() {
    touched = Date.now();
    if (touched - asked < ASK_EVERY) return;
    asked = touched;
    fetch(body.dataset.tabletAwake, { method: "POST", headers: { "X-CSRFToken": body.dataset.tabletCsrf } });
  }

  document.addEventListener("pointerdown", touch, { passive: true });
  document.addEventListener("keydown", touch);
  document.addEventListener("input", keep);
  document.addEventListener("submit", function () { sessionStorage.removeItem(key); });
  setInterval(function () {
    if (Date.now() - touched < LIMIT) return;
    keep();
    location.assign(body.dataset.tabletFaces + "?next=" + encodeURIComponent(location.pathname + location.search));
  }, 5000);
  bringBack();
})();
