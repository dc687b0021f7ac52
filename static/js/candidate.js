// A candidate's own page: tell that a person touched it, and write the chosen time on the button.
"use strict";

(() => {
  const signs = ["pointerdown", "touchstart", "wheel", "keydown"];
  const address = document.body.dataset.opened;

  function touched(event) {
    if (!event.isTrusted) return;
    signs.forEach((sign) => removeEventListener(sign, touched));
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (!token) return;
    const headers = { "X-CSRFToken": token.value };
    fetch(address, { method: "POST", headers, credentials: "same-origin", keepalive: true }).catch(() => {});
  }
  if (address) signs.forEach((sign) => addEventListener(sign, touched, { passive: true }));

  function name(choice) {
    const label = document.querySelector("[data-choice-label]");
    if (label && choice && choice.dataset.label) label.textContent = choice.dataset.label;
  }
  document.addEventListener("change", (event) => name(event.target));
  name(document.querySelector("input[data-label]:checked"));
})();
