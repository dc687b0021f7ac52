// Choosing a time: a tapped one is kept for ten minutes, and the page says quietly how long it still is.
"use strict";

(() => {
  const MOST_HOLDS = 12; // a page; whoever taps on and on books all the same
  const form = document.getElementById("pick");
  let asked = 0;
  let wait = 0;
  let tick = 0;
  let asking = null;

  function count() {
    const note = document.getElementById("held");
    const left = note && note.querySelector("[data-left]");
    clearInterval(tick);
    if (!left || !note.dataset.seconds) return;
    const until = performance.now() + Number(note.dataset.seconds) * 1000;
    const show = () => {
      const minutes = Math.ceil((until - performance.now()) / 60000);
      if (minutes > 0) left.textContent = note.dataset.minutes.replace("{n}", minutes);
      else over(note);
    };
    show();
    tick = setInterval(show, 5000);
  }

  function over(note) {
    clearInterval(tick);
    note.textContent = note.dataset.over;
  }

  function showAnswer(html) {
    const note = document.getElementById("held");
    if (!note) return;
    note.outerHTML = html;
    const lost = document.getElementById("held").dataset.lost;
    const choice = lost && form.querySelector(`input[name=slot][value="${lost}"]`);
    if (choice) {
      choice.checked = false;
      choice.disabled = true;
    }
    count();
  }

  async function hold() {
    if (asked >= MOST_HOLDS) return;
    asked += 1;
    const turn = asked;
    asking = new AbortController();
    try {
      const response = await fetch(form.dataset.hold, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      if (turn === asked && response.status === 200) showAnswer(await response.text());
    } catch {
      // Without a hold the button still books.
    }
  }

  if (!form) return;
  form.addEventListener("change", (event) => {
    if (!event.isTrusted || event.target.name !== "slot") return;
    clearTimeout(wait);
    wait = setTimeout(hold, 350);
  });
  form.addEventListener("submit", () => {
    clearTimeout(wait);
    if (asking) asking.abort();
  });
  count();
})();
