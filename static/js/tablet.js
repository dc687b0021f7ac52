/* A store's shared tablet: back to the faces after a while of nobody touching it; words typed meanwhile
   are kept in this tab, for the same person on the same page, until a page answers to them or for an hour. */
(function () {
  "use strict";

  const body = document.querySelector("[data-tablet-minutes]");
  if (!body) return;
  const LIMIT = Number(body.dataset.tabletMinutes) * 60000;
  const ASK_EVERY = 60000;
  const KEPT = 3600000;
  const mine = "typed:" + body.dataset.tabletPerson + ":";
  const key = mine + location.pathname;
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
    store(key, { at: Date.now(), words: words });
  }

  function store(name, record) {
    if (record.words.length) sessionStorage.setItem(name, JSON.stringify(record));
    else sessionStorage.removeItem(name);
  }

  function read(name) {
    return JSON.parse(sessionStorage.getItem(name));
  }

  /* This page answers the form of the page before it; the faces and the PIN's page would stand between. */
  function forgetSent() {
    const before = document.referrer && mine + new URL(document.referrer).pathname;
    const record = before && read(before);
    if (!record || !record.sent) return;
    store(before, {
      at: record.at,
      words: record.words.filter(function (one) { return !record.sent.includes(one[0]); })
    });
  }

  function bringBack() {
    Object.keys(sessionStorage).filter(function (name) { return name.startsWith("typed:"); }).forEach(function (name) {
      if (Date.now() - read(name).at > KEPT) sessionStorage.removeItem(name);
    });
    const held = read(key);
    if (!held) return;
    held.words.forEach(function (one) {
      const field = fields().find(function (each) { return each.name === one[0] && !each.value; });
      if (!field) return;
      field.value = one[1];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    keep();
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
  document.addEventListener("htmx:afterSettle", keep);
  addEventListener("pageshow", function (event) { if (event.persisted) keep(); });
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    keep();
    const record = read(key);
    if (!record) return;
    record.sent = fields().filter(function (field) { return field.form === event.target; })
      .map(function (field) { return field.name; });
    store(key, record);
  });
  setInterval(function () {
    if (Date.now() - touched < LIMIT) return;
    keep();
    location.assign(body.dataset.tabletFaces + "?next=" + encodeURIComponent(location.pathname + location.search));
  }, 5000);
  forgetSent();
  bringBack();
})();
