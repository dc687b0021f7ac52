/* Around every desk page: keys, a sign that something is under way, and what to do when the line is gone. */
(function () {
  "use strict";

  const PATIENCE = 400;
  const TWICE_WITHIN = 4000;
  const ROWS = ".who__name[href], [data-row-link]";

  /* ---- Keys: j and k walk the rows, ? says which keys there are --------------------- */
  function isTyping(target) {
    return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open]");
  }

  function rows() {
    return Array.from(document.querySelectorAll("#main " + ROWS.replace(", ", ", #main "))).filter(function (row) {
      return row.getClientRects().length > 0;
    });
  }

  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const here = document.activeElement;
    const line = here.closest("[data-row]");
    let at = all.findIndex(function (row) { return row === here || (line && line.contains(row)); });
    if (at < 0) {
      const after = all.findIndex(function (row) {
        return here !== document.body && here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
      });
      at = step > 0 ? (after < 0 ? -1 : after - 1) : (after < 0 ? all.length : after);
    }
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      const help = document.getElementById("keys");
      if (!help) return;
      event.preventDefault();
      help.showModal();
    } else if (event.key === "j" || event.key === "k") {
      if (document.body.dataset.ownKeys !== undefined) return;
      event.preventDefault();
      walk(event.key === "j" ? 1 : -1);
    }
  });

  /* ---- Under way: shown after 0.4 s, said aloud once ------------------------------------ */
  let waiting = 0;
  let timer = null;
  const busy = document.getElementById("busy");

  function begin() {
    waiting += 1;
    if (timer === null) timer = setTimeout(function () { if (waiting && busy) busy.hidden = false; }, PATIENCE);
  }
  function end() {
    waiting = Math.max(0, waiting - 1);
    if (waiting) return;
    clearTimeout(timer);
    timer = null;
    if (busy) busy.hidden = true;
  }
  document.addEventListener("htmx:beforeSend", function (event) {
    if (event.detail.requestConfig.triggeringEvent) begin();
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.requestConfig.triggeringEvent) end();
  });
  window.addEventListener("pageshow", function () { waiting = 0; end(); });

  /* ---- A form pressed twice goes once ------------------------------------------------------ */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const last = Number(form.dataset.sentAt || 0);
    if (Date.now() - last < TWICE_WITHIN) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(Date.now());
    if (form.dataset.download === undefined && form.target !== "_blank") begin();
  });

  /* ---- The line is gone, or the session is over: say so, keep what is typed ------------------ */
  const offline = document.getElementById("offline");
  const signedOut = document.getElementById("signed-out");
  function showLine() { if (offline) offline.hidden = navigator.onLine; }
  window.addEventListener("offline", showLine);
  window.addEventListener("online", function () {
    showLine();
    if (!window.htmx) return;
    window.htmx.trigger(document.body, "day-changed");
    window.htmx.trigger(document.body, "queue-changed");
  });
  document.addEventListener("htmx:sendError", function () { if (offline) offline.hidden = false; });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) showLine();
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401 && signedOut) signedOut.hidden = false;
  });
  showLine();
}());
