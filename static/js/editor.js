/* The text editor: items are put in where the cursor stands, and shine through from behind. */
(function () {
  "use strict";

  const ITEM = /[{｛][^{}｛｝\n]{1,40}[}｝]/g;

  function mirror(back) {
    const field = document.getElementById(back.dataset.mirror);
    const text = field.value;
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(ITEM)) {
      parts.push(text.slice(from, found.index));
      const mark = document.createElement("mark");
      mark.textContent = found[0];
      parts.push(mark);
      from = found.index + found[0].length;
    }
    parts.push(text.slice(from) + "\n");
    back.replaceChildren(...parts);
  }

  function mirrorAll() {
    document.querySelectorAll("[data-mirror]").forEach(mirror);
  }

  document.addEventListener("input", mirrorAll);

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-inserts]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    field.focus();
    field.setRangeText(button.dataset.inserts, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* Words of blame, a wrong title, a strange address: the better ones take their place. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-finds]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    const at = field.value.indexOf(button.dataset.finds);
    if (at < 0) return;
    field.focus();
    field.setRangeText(button.dataset.puts, at, at + button.dataset.finds.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("button[aria-disabled='true']")) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  mirrorAll();
}());
