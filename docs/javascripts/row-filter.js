// Rows of a table that is on the page in full, filtered by what each row carries; the choice lives in the address.
import { fold } from "./search-text.js";

/** @param {HTMLElement} root */
export function startRowFilter(root) {
  const form = root.querySelector("form");
  const rows = [...root.querySelectorAll("tbody tr")];
  const count = root.querySelector(".count");
  const told = count.textContent;
  const fields = [...form.elements].filter((field) => field.name);
  const show = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const text = fold(wanted.text ?? "");
    let shown = 0;
    for (const row of rows) {
      const fits = fields.every(({ name }) => name === "text" || !wanted[name] || row.dataset[name].split(" ").includes(wanted[name]));
      row.hidden = !(fits && (!text || fold(row.textContent).includes(text)));
      if (!row.hidden) shown++;
    }
    count.textContent = shown === rows.length ? told : shown ? `符合的有 ${shown} 项` : "没有符合的任务，请减少条件";
    const address = new URL(location.href);
    for (const { name, value } of fields) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    history.replaceState(null, "", address);
  };
  const given = new URLSearchParams(location.search);
  for (const field of fields) if (given.has(field.name)) field.value = given.get(field.name);
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if (location.search) show();
}
