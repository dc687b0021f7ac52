/* Choosing people in the list: how many are ticked, a whole range with shift, x from the keyboard. */
(function () {
  "use strict";

  const form = document.querySelector("[data-picks]");
  if (!form) return;
  const count = form.querySelector("[data-picks-count]");
  const all = form.querySelector("[data-picks-all]");
  const page = document.querySelector("[data-picks-page]");
  const boxes = Array.from(document.querySelectorAll("input[name=pick]"));
  let last = null;
  form.classList.add("is-live");

  function show() {
    const picked = boxes.filter(function (box) { return box.checked; }).length;
    const everybody = all && all.checked;
    boxes.forEach(function (box) {
      box.closest("tr").classList.toggle("is-picked", box.checked || Boolean(everybody));
    });
    const n = everybody ? all.dataset.picksAll || "" : String(picked);
    count.textContent = (n === "1" ? count.dataset.one : count.dataset.many).replace("#", n);
    form.classList.toggle("is-empty", !picked && !everybody);
    if (page) {
      page.checked = picked === boxes.length && picked > 0;
      page.indeterminate = picked > 0 && picked < boxes.length;
    }
  }

  document.addEventListener("click", function (event) {
    const box = event.target.closest("input[name=pick]");
    if (!box) return;
    if (event.shiftKey && last) {
      const ends = [boxes.indexOf(last), boxes.indexOf(box)].sort(function (a, b) { return a - b; });
      boxes.slice(ends[0], ends[1] + 1).forEach(function (one) { one.checked = box.checked; });
    }
    last = box;
    show();
  });

  document.addEventListener("change", function (event) {
    if (event.target === page) boxes.forEach(function (box) { box.checked = page.checked; });
    if (event.target === page || event.target === all) show();
  });

  form.addEventListener("reset", function () {
    boxes.forEach(function (box) { box.checked = false; });
    setTimeout(show, 0);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, [contenteditable], input:not([type=checkbox])")) return;
    const row = document.activeElement && document.activeElement.closest("[data-row]");
    const box = row && row.querySelector("input[name=pick]");
    if (!box) return;
    event.preventDefault();
    box.click();
  });

  window.addEventListener("pageshow", show);
  show();
}());
