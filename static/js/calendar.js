/* The calendar by keyboard, and copying one's address. Every link and form works without it. */
(function () {
  "use strict";

  /* ---- One stop for the Tab key; arrows go on from there ------------------------------------ */
  const STOPS = "a.slot, a.week__new";

  function table() { return document.querySelector("[data-grid]"); }

  function stopsIn(square) {
    if (!square) return [];
    const slots = Array.from(square.querySelectorAll("a.slot"));
    return slots.length ? slots : Array.from(square.querySelectorAll("a.week__new"));
  }

  function keepOneStop(chosen) {
    const grid = table();
    if (!grid) return;
    const all = Array.from(grid.querySelectorAll(STOPS));
    const one = chosen || grid.querySelector("a.slot[aria-current]") ||
      grid.querySelector("td.week__today a.slot") || grid.querySelector("a.slot") || all[0];
    all.forEach(function (stop) { stop.tabIndex = stop === one ? 0 : -1; });
  }

  function go(stop) {
    if (!stop) return;
    keepOneStop(stop);
    stop.focus();
    stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /* Up and down: through the times of an hour, then to the next hour of that day that has a stop. */
  function vertical(stop, step) {
    const square = stop.closest("td");
    const here = stopsIn(square);
    const inside = here[here.indexOf(stop) + step];
    if (inside && here.includes(stop)) return inside;
    let row = square.parentElement;
    while ((row = step > 0 ? row.nextElementSibling : row.previousElementSibling)) {
      const there = stopsIn(row.cells[square.cellIndex]);
      if (there.length) return step > 0 ? there[0] : there[there.length - 1];
    }
    return null;
  }

  function horizontal(stop, step) {
    const square = stop.closest("td");
    const number = Math.max(stopsIn(square).indexOf(stop), 0);
    const cells = square.parentElement.cells;
    for (let column = square.cellIndex + step; column > 0 && column < cells.length; column += step) {
      const there = stopsIn(cells[column]);
      if (there.length) return there[Math.min(number, there.length - 1)];
    }
    return null;
  }

  function edge(stop, last) {
    const row = Array.from(stop.closest("tr").cells).slice(1);
    const square = (last ? row.reverse() : row).find(function (one) { return stopsIn(one).length; });
    return stopsIn(square)[0];
  }

  const MOVES = {
    ArrowUp: function (stop) { return vertical(stop, -1); },
    ArrowDown: function (stop) { return vertical(stop, 1); },
    ArrowLeft: function (stop) { return horizontal(stop, -1); },
    ArrowRight: function (stop) { return horizontal(stop, 1); },
    Home: function (stop) { return edge(stop, false); },
    End: function (stop) { return edge(stop, true); }
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stop = event.target.closest("[data-grid] a.slot, [data-grid] a.week__new");
    if (stop && MOVES[event.key]) {
      event.preventDefault();
      go(MOVES[event.key](stop));
    } else if (stop && event.key.toLowerCase() === "n") {
      const opener = stop.closest("td").querySelector("[data-new]");
      if (opener) {
        event.preventDefault();
        opener.click();
      }
    } else if (event.key === "Escape") {
      leave(event);
    }
  });

  /* Esc in the panel or in the maker leads back to the hour one came from. */
  let cameFrom = "";

  function leave(event) {
    const part = event.target.closest("#slot, #new-slot");
    if (!part) return;
    const back = document.getElementById(cameFrom) || document.getElementById(part.dataset.of || "") ||
      document.querySelector("[data-grid] [tabindex='0']");
    if (back) go(back);
  }

  /* ---- After a swap the focus is where the press leads --------------------------------------- */
  let wanted = "";

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-slot], [data-new]");
    if (!link) return;
    cameFrom = link.id;
    wanted = link.matches("[data-new]") ? "id_start" : "slot";
  });

  document.addEventListener("htmx:afterSettle", function () {
    keepOneStop(document.activeElement && document.activeElement.closest("[data-grid] a"));
    const target = wanted && document.getElementById(wanted);
    wanted = "";
    if (!target) return;
    target.focus({ preventScroll: true });
    (target.closest(".card") || target).scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("focusin", function (event) {
    const stop = event.target.closest("[data-grid] a.slot, [data-grid] a.week__new");
    if (stop) keepOneStop(stop);
  });

  /* ---- Coming back from a form: the time it made, or the field it wants ----------------------- */
  function arrive() {
    const named = location.hash.slice(1);
    const asked = new URLSearchParams(location.search);
    let target = null;
    if (/^s-\d+$/.test(named)) {
      target = [named, named.replace("s-", "l-")].map(function (id) {
        return document.getElementById(id);
      }).find(function (one) { return one && one.offsetParent; });
    } else if (named === "new-slot" && asked.get("new")) {
      target = document.getElementById("id_start");
    } else if (named === "slot") {
      target = document.getElementById("slot");
    }
    const wrong = document.querySelector("#new-slot [aria-invalid], #slot [aria-invalid]");
    keepOneStop(target && target.matches(STOPS) ? target : null);
    if (wrong || target) (wrong || target).focus();
  }

  /* ---- An address to copy ---------------------------------------------------------------------- */
  document.addEventListener("click", function (event) {
    const copier = event.target.closest("[data-copies]");
    if (!copier) return;
    const field = document.getElementById(copier.dataset.copies);
    field.select();
    const done = function () { copier.querySelector("span").textContent = copier.dataset.done; };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(done, function () {});
    } else if (document.execCommand("copy")) {
      done();
    }
  });

  arrive();
}());
