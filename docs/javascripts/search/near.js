// Words near to what a reader typed: terms of the catalogues one character away, terms that stand within, parts that occur.
import { fold } from "./text.js";

const LEAST = 3; // characters of a word in which one may be wrong
const MOST_TERMS = 4;
const LONGEST_PART = 8;
const MOST_LOOKED_UP = 40;
/** Words of questions that no plan prints. */
const ASKING = /(?:多少钱|多少|怎么办|怎么|怎样|如何|能不能|是不是|有没有|可以|什么时候|什么|哪里|哪些|请问|吗|呢|的)/gu;

/**
 * Tell whether two texts differ by one character: another in its place, one more, one less.
 * @param {string} one
 * @param {string} other
 */
function differByOne(one, other) {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > 1 || one === other) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end === 1;
}

/**
 * Return the terms that are one character away from a word.
 * @param {string} word folded
 * @param {Iterable<string>} terms
 */
export function nearTerms(word, terms) {
  if ([...word].length < LEAST) return [];
  return [...new Set(terms)].filter((term) => differByOne(word, fold(term))).slice(0, MOST_TERMS);
}

/**
 * Return the terms that stand within a text, the longest first, none within another.
 * @param {string} text folded
 * @param {Iterable<string>} terms
 */
export function termsWithin(text, terms) {
  const found = [...new Set(terms)].filter((term) => fold(term).length > 1 && text.includes(fold(term))).sort((a, b) => b.length - a.length);
  return found.filter((term, i) => !found.slice(0, i).some((longer) => fold(longer).includes(fold(term)))).slice(0, MOST_TERMS);
}

/**
 * Return the pieces of a text between its spaces and the words of its question.
 * @param {string} text
 */
export const piecesOf = (text) => text.split(ASKING).flatMap((piece) => piece.split(/\s+/u)).filter(Boolean);

/**
 * Return the parts of a text that occur in the library, from left to right, each as long as can be.
 * @param {string} text
 * @param {(part: string) => Promise<number>} count
 * @returns {Promise<[string, number][]>}
 */
export async function partsThatOccur(text, count) {
  /** @type {[string, number][]} */
  const parts = [];
  let left = MOST_LOOKED_UP;
  for (const piece of piecesOf(text)) {
    const chars = [...piece];
    for (let i = 0; i < chars.length - 1;) {
      let taken = 0;
      for (let length = Math.min(LONGEST_PART, chars.length - i); length > 1 && left > 0; length--) {
        const part = chars.slice(i, i + length).join("");
        left--;
        const total = await count(part);
        if (!total) continue;
        if (!parts.some(([known]) => known === part)) parts.push([part, total]);
        taken = length;
        break;
      }
      i += taken || 1;
    }
  }
  return parts;
}
