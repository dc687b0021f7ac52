/* The call screen by keyboard, and notes that outlive a reload. Every form works without it. */
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

  /* ---- On the call screen ------------------------------------------------------------------- */
  const KEYS = {
    n: function () { return click("[data-key-next]"); },
    p: function () { return click("[data-key-previous]"); },
    l: function () { return click("[data-key-list]"); },
    m: function () {
      const notes = document.querySelector("[data-key-notes]");
      if (notes) notes.focus();
      return Boolean(notes);
    }
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

  /* ---- What was typed stays with its writer until a page says that it is written down ---------- */
  const form = document.querySelector("[data-kept-notes]");
  const noted = /^#noted-([0-9]+-[0-9]+)$/.exec(location.hash);
  const isAgreed = form && location.hash === "#agreed";
  if (noted || isAgreed) {
    sessionStorage.removeItem(NOTES + (noted ? noted[1] : form.dataset.keptNotes));
    addEventListener("load", function () {
      history.replaceState(history.state, "", location.pathname + location.search);
    });
  }
  if (form) {
    const notes = form.querySelector("[data-key-notes]");
    const name = NOTES + form.dataset.keptNotes;
    const kept = sessionStorage.getItem(name);
    if (kept && !notes.value) notes.value = kept;
    notes.addEventListener("input", function () { sessionStorage.setItem(name, notes.value); });
  }
}());
