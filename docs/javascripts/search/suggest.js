// What a reader may also mean by a query; apart from the search itself, which does not wait for it.
import { theIndex } from "../search.js";
import { toSimplified } from "./simplified.js";
import { fold, readQuery } from "./text.js";

/**
 * Return what a reader may also mean: synonyms from the catalogues, and places by name, pinyin or initials.
 * Nothing of it is applied unasked.
 * @param {string} query
 * @param {{signal?: AbortSignal}} options
 * @returns {Promise<{synonyms: {word: string, names: string[]}[], places: {code: string, name: string}[]}>}
 */
export async function suggest(query, { signal } = {}) {
  const ix = theIndex();
  await ix.open(signal);
  const words = readQuery(query).filter((word) => !word.exclude);
  /** @type {[string[][], [code: string, name: string, pinyin: string, initials: string][]]} */
  const [named, places] = await Promise.all([ix.json("names.bin", signal), ix.json("places.bin", signal)]);
  const synonyms = [];
  for (const word of words) {
    const groups = named.filter((names) => names.some((name) => fold(name) === word.folded));
    const names = [...new Set(groups.flat())].filter((name) => fold(name) !== word.folded);
    if (names.length) synonyms.push({ word: word.text, names });
  }
  const simplified = /\p{Script=Han}/u.test(query) ? await toSimplified(ix, words, signal) : null;
  const typed = fold((simplified ?? words).map((word) => word.text).join(""));
  const near = places.filter(([code, name, pinyin, short]) =>
    typed.length > 1 && (fold(name).startsWith(typed) || fold(pinyin).startsWith(typed) || short === typed || code.startsWith(typed)));
  return { synonyms, places: near.slice(0, 5).map(([code, name]) => ({ code, name })) };
}
