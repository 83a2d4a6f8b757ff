// A query in traditional characters, as plans print it in simplified ones.
import { fold } from "./text.js";

/**
 * Return the words in simplified characters, null when nothing changes.
 * @param {import("./index-files.js").SearchIndex} ix
 * @param {import("./text.js").Word[]} words
 * @param {AbortSignal} [signal]
 */
export async function toSimplified(ix, words, signal) {
  const pairs = [...new TextDecoder().decode(await ix.piece("traditional.bin", signal))];
  /** @type {Map<string, string>} */
  const map = new Map();
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  const change = (/** @type {string} */ text) => [...text].map((c) => map.get(c) ?? c).join("");
  const changed = words.map((word) => ({ ...word, text: change(word.text), folded: fold(change(word.text)) }));
  return changed.some((word, i) => word.text !== words[i].text) ? changed : null;
}
