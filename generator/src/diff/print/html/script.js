"use strict";
(() => {
  const form = document.querySelector("form");
  const body = document.querySelector("#changes tbody");
  const count = document.querySelector("#count");
  if (!form || !body || !count) return;
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const changes = (row) => Number(row.dataset.count);
  const total = rows.reduce((sum, row) => sum + changes(row), 0);
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];

  const apply = () => {
    const words = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = form.elements.kind.value;
    const off = boxes.filter((box) => !box.checked);
    let shown = 0;
    for (const row of rows) {
      const admitted = !off.some((box) => row.dataset[box.name] === box.value)
        && (kind === "" || row.dataset.kind === kind)
        && words.every((word) => texts.get(row).includes(word));
      row.hidden = !admitted;
      if (admitted) shown += changes(row);
    }
    count.textContent = `${shown} of ${total} changes shown`;
  };

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 100);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  const openAll = (open) => {
    for (const row of rows) {
      const details = row.querySelector("details");
      if (details && !row.hidden) details.open = open;
    }
  };
  document.querySelector("#open").addEventListener("click", () => openAll(true));
  document.querySelector("#close").addEventListener("click", () => openAll(false));

  const key = (row, name) => (name === "subject" ? row.dataset.subject : Number(row.dataset[`${name}Order`]));
  for (const header of document.querySelectorAll("#changes th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const descending = header.getAttribute("aria-sort") !== "descending";
      for (const other of document.querySelectorAll("#changes th[aria-sort]")) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const name = header.dataset.sort;
      const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      rows.sort((a, b) => (descending ? -1 : 1) * compare(key(a, name), key(b, name)));
      body.append(...rows);
    });
  }
  form.hidden = false;
  apply();
})();
