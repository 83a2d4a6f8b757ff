// A form's choice as the page's address holds it, so that reload and a link find it again.

/**
 * @typedef {HTMLInputElement | HTMLSelectElement} Field
 */

/**
 * Return the fields of a form that have a name, in order.
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
export const fieldsOf = (form) =>
  [...form.elements].flatMap((field) =>
    (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.name ? field : []);

/**
 * Put the value of each field into the address; one that is empty, or as it is from the start, is left out of it.
 * @param {Field[]} fields
 * @param {Record<string, string>} [usual] values that need not be said, by name
 */
export function remember(fields, usual = {}) {
  const address = new URL(location.href);
  for (const { name, value } of fields) {
    if (value && value !== usual[name]) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}

/**
 * Give each field the value that the address holds; a choice that there is none of stays at its first.
 * @param {Field[]} fields
 */
export function recall(fields) {
  const given = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = given.get(field.name);
    if (value === null) continue;
    field.value = value;
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
  }
}
