
"use strict";
// Reading needs none of this: it sorts and filters tables, and unfolds everything to be printed.
(() => {
  const text = (row, at) => (row.cells[at] ? row.cells[at].innerText.trim() : "");
  const number = (value) => {
    const found = value.replace(/\u2212/g, "-").replace(/,/g, "").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : NaN;
  };
  const compare = (numeric, down) => (a, b) => {
    if (!numeric) return (down ? -1 : 1) * a.localeCompare(b);
    const [x, y] = [number(a), number(b)];
    if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
    return down ? y - x : x - y;
  };
  const sort = (table, at, head) => {
    const numeric = head.classList.contains("n");
    const sorted = head.getAttribute("aria-sort");
    // Of numbers the largest come first, of words the first of the alphabet.
    const down = numeric ? sorted !== "descending" : sorted === "ascending";
    const body = table.tBodies[0];
    const order = compare(numeric, down);
    const keyed = Array.from(body.rows, (row) => [text(row, at), row]);
    keyed.sort((a, b) => order(a[0], b[0]));
    body.append(...keyed.map((pair) => pair[1]));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, at, head));
      head.append(button);
    });
    const label = document.createElement("label");
    label.className = "filter";
    const input = document.createElement("input");
    input.type = "search";
    label.append("Show rows that hold ", input);
    input.addEventListener("input", () => {
      const asked = input.value.trim().toLowerCase();
      for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(asked);
    });
    table.closest(".scroll").before(label);
  }
  const fit = () => {
    for (const box of document.querySelectorAll(".scroll")) {
      if (box.scrollWidth > box.clientWidth || !box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  fit();
  addEventListener("resize", fit);
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
