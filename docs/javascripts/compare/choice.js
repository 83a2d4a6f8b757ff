// The choice on the page of comparison, as the address holds it: ?j=CODE,CODE…&p=PLAN…; what only one place has is left out but for &only=all.

export const MOST = 4;
export const LEAST = 2;

/** @typedef {{codes: string[], plans: string[], both: boolean}} Choice `plans` are those chosen where a place has several */

/**
 * Return the choice that an address holds; what is no code or no id is left out, and what is too much.
 * @param {string} address
 * @returns {Choice}
 */
export function readChoice(address) {
  const given = new URL(address).searchParams;
  const listed = (/** @type {string} */ key) => (given.get(key) ?? "").split(",").map((text) => text.trim());
  const codes = [...new Set(listed("j").filter((code) => /^\d{6}$/.test(code)))].slice(0, MOST);
  const plans = listed("p").filter((id) => /^\d{6}-[a-z0-9-]+$/.test(id) && codes.includes(id.slice(0, 6)));
  return { codes, plans, both: given.get("only") !== "all" };
}

/**
 * Return the address that holds a choice; codes and ids need no escape, so commas stay readable.
 * @param {string} address
 * @param {Choice} choice
 */
export function writeChoice(address, { codes, plans, both }) {
  const url = new URL(address);
  const kept = plans.filter((id) => codes.includes(id.slice(0, 6)));
  const parts = [codes.length && `j=${codes.join(",")}`, kept.length && `p=${kept.join(",")}`, !both && "only=all"];
  url.search = parts.filter(Boolean).join("&");
  url.hash = "";
  return url.href;
}
