/* The desk's own small script: everything here is a comfort; every form works without it. */
(function () {
  "use strict";

  const MINUTE = 60000;

  /* ---- "/" jumps to the search ------------------------------------------- */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("[data-search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  /* ---- A refresh nobody looks at is not asked for --------------------------- */
  document.addEventListener("htmx:beforeRequest", function (event) {
    const cause = event.detail.requestConfig.triggeringEvent;
    if (cause) return;
    const open = event.detail.elt.querySelector("dialog[open], :popover-open, details[open]:not([data-store])");
    const typing = event.detail.elt.contains(document.activeElement) &&
      document.activeElement.matches("input, textarea, select");
    if (document.hidden || open || typing) event.preventDefault();
  });

  /* ---- Rings count down between refreshes --------------------------------------- */
  function turnRings() {
    document.querySelectorAll("[data-ring-until]").forEach(function (ring) {
      const left = Math.ceil((Date.parse(ring.dataset.ringUntil) - now()) / MINUTE);
      const whole = Number(ring.dataset.ringMinutes) || 30;
      const bar = ring.querySelector(".ring__bar");
      const number = ring.querySelector("[data-ring-number]");
      const share = Math.max(0, Math.min(100, Math.round((left / whole) * 100)));
      bar.setAttribute("stroke-dasharray", (left > 0 ? share : 100) + " 100");
      number.textContent = Math.abs(left);
      ring.classList.toggle("ring--mid", left > 0 && left < 10);
      ring.classList.toggle("ring--high", left <= 0);
    });
  }

  /* The product's clock may run ahead of this machine's (the trial), so it is read from the page. */
  let ahead = 0;
  function now() { return Date.now() + ahead; }
  function readClock() {
    const clock = document.querySelector("[data-now]");
    if (clock) ahead = Date.parse(clock.dataset.now) - Date.now();
  }

  /* ---- Toasts go by themselves, except bad news ------------------------------------ */
  function fadeToasts() {
    document.querySelectorAll("[data-toast]:not([data-timed])").forEach(function (toast) {
      toast.dataset.timed = "";
      if (toast.classList.contains("toast--bad")) return;
      const life = toast.querySelector("form") ? MINUTE : 6000;
      setTimeout(function () { toast.remove(); }, life);
    });
  }

  /* ---- Dialogs and rows ---------------------------------------------------------------- */
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    if (event.target.closest("[data-print]")) window.print();
    const filler = event.target.closest("[data-fills]");
    if (filler) {
      const field = document.getElementById(filler.dataset.fills);
      field.value = filler.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      const menu = filler.closest("[popover]");
      if (menu && menu.hidePopover) menu.hidePopover();
    }
  });

  document.addEventListener("change", function (event) {
    const filter = event.target.closest("[data-submits]");
    if (filter) filter.form.requestSubmit();
  });

  /* ---- After a swap: clock, rings, toasts, and the focus that was inside ---------------------- */
  let focused = null;
  document.addEventListener("htmx:beforeSwap", function () {
    const row = document.activeElement && document.activeElement.closest("[id]");
    const part = document.activeElement && document.activeElement.closest("section[aria-labelledby]");
    focused = {
      id: document.activeElement && document.activeElement.id,
      row: row && row.id,
      title: part && part.getAttribute("aria-labelledby")
    };
  });

  document.addEventListener("htmx:afterSettle", function () {
    readClock();
    turnRings();
    fadeToasts();
    if (!focused || (document.activeElement && document.activeElement !== document.body)) return;
    const again = (focused.id && document.getElementById(focused.id)) ||
      (focused.row && document.querySelector("#" + CSS.escape(focused.row) + " .who__name")) ||
      (focused.title && document.querySelector("#" + CSS.escape(focused.title) + "[tabindex]"));
    if (again) again.focus();
  });

  document.addEventListener("htmx:responseError", function (event) {
    const toasts = document.getElementById("toasts");
    const words = document.body.dataset.trouble;
    if (!toasts || !words || !event.detail.requestConfig.triggeringEvent) return;
    const toast = document.createElement("div");
    toast.className = "toast toast--bad";
    toast.textContent = words;
    toasts.append(toast);
    setTimeout(function () { toast.remove(); }, 10000);
  });

  readClock();
  turnRings();
  fadeToasts();
  setInterval(turnRings, 10000);
}());
