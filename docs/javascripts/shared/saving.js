// Files made in the browser, handed to the reader.
import { link } from "./elements.js";

/**
 * Save a file under a name.
 * @param {Blob} content
 * @param {string} name
 */
export function saveFile(content, name) {
  const made = link(URL.createObjectURL(content));
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}
