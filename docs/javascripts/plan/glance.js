// What a plan's first lines say of dates, as of the day they are read.
import { chineseDate, isPast, today } from "../shared/dates.js";
import { part } from "../shared/elements.js";

/**
 * Make the line of dates and what is due next true on a day.
 * @param {HTMLElement} due
 */
export function startGlance(due, day = today()) {
  const days = (due.dataset.days ?? "").split(";").filter(Boolean).map((told) => told.split(" "));
  const past = days.filter(([last]) => last < day).reduce((sum, [, count]) => sum + Number(count), 0);
  part(due, "[data-past]", HTMLElement).textContent = String(past);
  const time = part(due, "time[data-day]", HTMLTimeElement);
  time.dateTime = day;
  time.textContent = chineseDate(day);
  const [first, years] = [Number(due.dataset.first), Number(due.dataset.years)];
  const begun = new Date(`${day.slice(0, 4)}-01-01`).getTime();
  const at = (Number(day.slice(0, 4)) - first + (new Date(day).getTime() - begun) / 86400000 / 366) / years * 100;
  const mark = part(due, ".today", SVGElement);
  mark.toggleAttribute("hidden", at < 0 || at > 100);
  for (const name of ["x1", "x2"]) mark.querySelector("line")?.setAttribute(name, `${at}%`);
  mark.querySelector("text")?.setAttribute("x", `${Math.min(at, 94)}%`);
  for (const dot of due.querySelectorAll("circle")) {
    dot.classList.toggle("past", Number(dot.dataset.year) < Number(day.slice(0, 4)));
  }
  const ahead = [...due.querySelectorAll("dt[data-due]")].filter((term) => {
    const over = term instanceof HTMLElement && isPast(term.dataset.due ?? "", day);
    term.toggleAttribute("hidden", over);
    term.nextElementSibling?.toggleAttribute("hidden", over);
    return !over;
  });
  const all = part(due, "[data-all-past]", HTMLElement);
  all.hidden = ahead.length > 0 || past < days.reduce((sum, [, count]) => sum + Number(count), 0);
  const head = due.querySelector(".next:not([data-all-past])");
  if (head instanceof HTMLElement) head.hidden = !ahead.length;
}
