/* Writing to somebody: a draft that outlives a reload, and names after an @. */
(function () {
  "use strict";

  /* ---- The draft stays with its writer and the application until it has been sent --------- */
  const PREFIX = "draft:";
  function storage() {
    try { return window.sessionStorage; } catch (error) { return null; }
  }
  function keyOf(form) { return PREFIX + form.dataset.draft; }

  function keep(form) {
    const store = storage();
    if (!store) return;
    const channel = form.querySelector("[name=channel]:checked");
    const draft = {
      body: form.elements.body.value,
      subject: form.elements.subject ? form.elements.subject.value : "",
      channel: channel ? channel.value : ""
    };
    try {
      if (draft.body.trim() || draft.subject.trim()) store.setItem(keyOf(form), JSON.stringify(draft));
      else store.removeItem(keyOf(form));
    } catch (error) { /* full or not allowed: the text still stands in the field */ }
  }

  function forget(form) {
    const store = storage();
    if (store) store.removeItem(keyOf(form));
  }

  function fill(form) {
    const store = storage();
    const kept = store && store.getItem(keyOf(form));
    if (!kept || form.elements.body.value.trim()) return;
    let draft;
    try { draft = JSON.parse(kept); } catch (error) { forget(form); return; }
    form.elements.body.value = draft.body || "";
    if (form.elements.subject) form.elements.subject.value = draft.subject || "";
    const radio = form.querySelector('[name=channel][value="' + CSS.escape(draft.channel || "") + '"]');
    if (radio && !radio.disabled) radio.checked = true;
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function composer() { return document.querySelector("form[data-draft]"); }

  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && form.dataset.draft) keep(form);
  });
  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form && form.dataset.draft) keep(form);
  });
  /* By htmx: only an answer that says it went lets the draft go. */
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    const form = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!form || !form.dataset || !form.dataset.draft) return;
    const xhr = event.detail.xhr;
    if (xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect")) forget(form);
  });

  /* ---- @name ------------------------------------------------------------------------------ */
  let list = null;
  function names() {
    return Array.from(document.querySelectorAll("#colleagues option"), function (one) { return one.value; });
  }
  function typed(field) {
    const before = field.value.slice(0, field.selectionStart);
    const found = /[@\uFF20]([^\s@\uFF20]{0,30})$/.exec(before);
    return found ? { part: found[1], from: before.length - found[0].length } : null;
  }
  function close() {
    if (list) { list.remove(); list = null; }
  }
  function choose(field, name) {
    const now = typed(field);
    if (now) field.setRangeText("@" + name + " ", now.from, field.selectionStart, "end");
    close();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function isNote(field) {
    const form = field.form;
    const channel = form && form.querySelector("[name=channel]:checked");
    return !channel || channel.value === "note";
  }
  function suggest(field) {
    close();
    const now = isNote(field) && typed(field);
    if (!now) return;
    const fitting = names().filter(function (name) { return name.startsWith(now.part); }).slice(0, 6);
    if (!fitting.length || (fitting.length === 1 && fitting[0] === now.part)) return;
    list = document.createElement("div");
    list.className = "names";
    list.setAttribute("role", "listbox");
    fitting.forEach(function (name, n) {
      const one = document.createElement("button");
      one.type = "button";
      one.className = "menu__item";
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", String(n === 0));
      one.textContent = "@" + name;
      one.addEventListener("mousedown", function (event) { event.preventDefault(); });
      one.addEventListener("click", function () { choose(field, name); });
      list.append(one);
    });
    field.after(list);
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-mentions]")) suggest(event.target);
  });
  document.addEventListener("keydown", function (event) {
    if (!list || !event.target.matches("[data-mentions]")) return;
    const all = Array.from(list.children);
    const at = all.findIndex(function (one) { return one.getAttribute("aria-selected") === "true"; });
    if (event.key === "Escape") { close(); return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length;
      all.forEach(function (one, n) { one.setAttribute("aria-selected", String(n === next)); });
    }
    if ((event.key === "Enter" || event.key === "Tab") && !event.isComposing) {
      event.preventDefault();
      all[at].click();
    }
  });
  document.addEventListener("focusout", function (event) {
    if (event.target.matches("[data-mentions]")) setTimeout(close, 150);
  });

  const first = composer();
  /* Without htmx the page comes again, and its address says that the words went. */
  if (first && location.hash === "#went") {
    forget(first);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  if (first && !("sentBack" in first.dataset)) fill(first);
}());
