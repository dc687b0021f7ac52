/* The call list by keyboard, and notes that outlive a reload. Every form works without it. */
(function () {
  "use strict";

  const NOTES = "call-notes:";

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]");
  }

  function click(selector) {
    const found = document.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  }

  /* ---- On the list: j and k walk the names, Enter opens as any link does ------------------ */
  function walk(step) {
    const names = Array.from(document.querySelectorAll("[data-call-row]"));
    if (!names.length) return false;
    const here = names.indexOf(document.activeElement);
    const row = document.activeElement.closest(".callrow");
    const inside = row ? names.indexOf(row.querySelector("[data-call-row]")) : -1;
    const from = here >= 0 ? here : inside;
    const to = from < 0 ? (step > 0 ? 0 : names.length - 1) : from + step;
    names[Math.max(0, Math.min(names.length - 1, to))].focus();
    return true;
  }

  /* ---- On the call screen ------------------------------------------------------------------- */
  const KEYS = {
    n: function () { return click("[data-key-next]"); },
    p: function () { return click("[data-key-previous]"); },
    l: function () { return click("[data-key-list]"); },
    m: function () {
      const notes = document.querySelector("[data-key-notes]");
      if (notes) notes.focus();
      return Boolean(notes);
    },
    j: function () { return walk(1); },
    k: function () { return walk(-1); }
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape" && event.target.matches("[data-key-notes]")) {
      event.target.blur();
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const button = /^[1-4]$/.test(event.key) && document.querySelector('[data-key="' + event.key + '"]');
    if (button) {
      event.preventDefault();
      button.click();
      return;
    }
    const act = KEYS[event.key];
    if (act && act()) event.preventDefault();
  });

  /* ---- What was typed stays until it is sent -------------------------------------------------- */
  const form = document.querySelector("[data-kept-notes]");
  if (form) {
    const notes = form.querySelector("[data-key-notes]");
    const name = NOTES + form.dataset.keptNotes;
    const kept = sessionStorage.getItem(name);
    if (kept && !notes.value) notes.value = kept;
    notes.addEventListener("input", function () { sessionStorage.setItem(name, notes.value); });
    form.addEventListener("submit", function (event) {
      if (event.submitter) event.submitter.classList.add("is-pressed");
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      sessionStorage.removeItem(name);
    });
  }
}());
