/* The text editor: items shine through from behind. */
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
    if (!event.target.closest("button[aria-disabled='true']")) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  mirrorAll();
}());
