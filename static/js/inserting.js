/* What buttons beside a text put into it: an item where the cursor stands, better words in place of others.
   data-inserts or data-finds and data-puts say what, data-into names the field. */
(function () {
  "use strict";

  function put(field, words, from, to) {
    field.focus();
    field.setRangeText(words, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-inserts]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    event.preventDefault();
    const subject = field.form && field.form.elements.subject;
    if (button.dataset.subject && subject && !subject.value.trim()) subject.value = button.dataset.subject;
    const menu = button.closest("[popover]");
    if (menu && menu.hidePopover) menu.hidePopover();
    put(field, button.dataset.inserts, field.selectionStart, field.selectionEnd);
  });

  /* Words of blame, a bare name, a wrong title, a strange address. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-finds]");
    const field = button && document.getElementById(button.dataset.into);
    const at = field ? field.value.indexOf(button.dataset.finds) : -1;
    if (at >= 0) put(field, button.dataset.puts, at, at + button.dataset.finds.length);
  });
}());
