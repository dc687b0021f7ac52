/* Copying and printing what is shown once. Without script the words can be marked and copied by hand. */
(function () {
  "use strict";

  document.querySelectorAll("[data-prints], [data-copies-text]").forEach(function (button) { button.hidden = false; });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-prints]")) { window.print(); return; }
    const button = event.target.closest("[data-copies-text]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copiesText);
    const text = source.matches("input") ? source.value : Array.from(source.querySelectorAll("li"), function (line) { return line.textContent; }).join("\n");
    navigator.clipboard.writeText(text).then(function () {
      button.querySelector("span").textContent = button.dataset.done;
    }, function () {
      if (source.matches("input")) source.select();
    });
  });
})();
