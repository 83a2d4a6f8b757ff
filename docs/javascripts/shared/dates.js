// Dates as pages show them and scripts compare them.

/** Return today's ISO date in the reader's own time. */
export const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/**
 * Return 2023-06 as 2023年6月.
 * @param {string} iso
 */
export const chineseDate = (iso) => iso.split("-").map((part, i) => Number(part) + "年月日"[i]).join("");
