// Dates as pages show them and scripts compare them.

/** Return today's ISO date in the reader's own time. */
export const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/**
 * Return 2023-06 as 2023年6月.
 * @param {string} iso
 */
export const chineseDate = (iso) => iso.split("-").map((part, i) => Number(part) + "年月日"[i]).join("");

/**
 * Return whether the last day of an ISO year, month or date lies before a day; a 31st that is not there comes after the
 * days that are.
 * @param {string} due
 * @param {string} [day]
 */
export const isPast = (due, day = today()) => due + "-12-31".slice(due.length - 4) < day;
