// What a reader may also mean by a query; apart from the search itself, which does not wait for it.
import { search, theIndex } from "../search.js";
import { nearWords } from "./misspelt.js";
import { nearTerms, partsThatOccur, piecesOf, termsWithin } from "./near.js";
import { levelOf, placeWithin, placesCalled, readPlaces, standingOf } from "./places.js";
import { toSimplified } from "./simplified.js";
import { fold, readQuery } from "./text.js";

/**
 * @typedef {[kind: "theme" | "indicator" | "agency" | "synonym", id: string, names: string[], related: string[]]} Named
 * @typedef {import("./places.js").Standing} Standing
 * @typedef {{word: string, names: string[]}} Others
 * @typedef {object} Apart a query that finds nothing, taken apart
 * @property {{term: string, total: number}[]} near words one character away
 * @property {[string, number][]} parts that occur
 * @property {{id: string, name: string}[]} themes that stand in it
 * @property {{id: string, name: string}[]} indicators likewise
 * @property {Standing | null} place
 * @property {{term: string, plan: string, total: number}[]} there how much that place's plans write of a theme
 * @property {boolean} asked it is a question
 */

const LONGEST_PLACE = 20;
const MOST_NEAR = 6;
const QUESTION = /多少|怎么|怎样|如何|能不能|吗|呢|什么|哪|报销|几/u;

/**
 * Return what a reader may also mean: other words for the same, words that belong to it, places with a plan by name,
 * pinyin or initials, and places without. Nothing of it is applied unasked.
 * @param {string} query
 * @param {{signal?: AbortSignal}} options
 * @returns {Promise<{synonyms: Others[], related: Others[], places: {code: string, name: string}[], absent: Standing[]}>}
 */
export async function suggest(query, { signal } = {}) {
  const ix = theIndex();
  await ix.open(signal);
  const words = readQuery(query).filter((word) => !word.exclude);
  /** @type {[Named[], [code: string, name: string, pinyin: string, initials: string, also: string[]][]]} */
  const [named, places] = await Promise.all([ix.json("names.bin", signal), ix.json("places.bin", signal)]);
  const synonyms = [];
  const related = [];
  for (const word of words) {
    const is = (/** @type {string} */ name) => fold(name) === word.folded;
    const same = named.filter(([, , names]) => names.some(is)).flatMap(([, , names]) => names);
    const others = [...new Set(same)].filter((name) => !is(name));
    if (others.length) synonyms.push({ word: word.text, names: others });
    const akin = named.filter(([, , names, more]) => [...names, ...more].some(is)).flatMap(([, , names, more]) => [...names, ...more]);
    const known = new Set(others.map(fold));
    const rest = [...new Set(akin)].filter((name) => !is(name) && !known.has(fold(name)));
    if (rest.length) related.push({ word: word.text, names: rest });
  }
  const simplified = /\p{Script=Han}/u.test(query) ? await toSimplified(ix, words, signal) : null;
  const typed = fold((simplified ?? words).map((word) => word.text).join(""));
  const near = places.filter(([code, name, pinyin, short, also]) =>
    typed.length > 1 && (short === typed || [code, name, pinyin, ...also].some((way) => fold(way).startsWith(typed))));
  const held = near.slice(0, 5).map(([code, name]) => ({ code, name }));
  const absent = !held.length && typed.length > 1 && typed.length < LONGEST_PLACE && (!/^[0-9%.]+$/.test(typed) || /^[1-9][0-9]{5}$/.test(typed)) ? await notHeld(typed, signal) : [];
  return { synonyms, related, places: held, absent };
}

/**
 * Return the places of this name of which the library has no plan.
 * @param {string} typed
 * @param {AbortSignal} [signal]
 */
async function notHeld(typed, signal) {
  const [places, plans] = await allPlaces(signal);
  const standings = placesCalled(places, typed).map((place) => standingOf(places, plans, place));
  return standings.filter(({ held, place }) => !held.length && levelOf(place.code) !== "national").slice(0, 3);
}

/**
 * Return all places, and the ids of all plans.
 * @param {AbortSignal} [signal]
 * @returns {Promise<[import("./places.js").Place[], string[]]>}
 */
async function allPlaces(signal) {
  const ix = theIndex();
  const [places, plans] = await Promise.all([ix.text("all-places.bin", signal), ix.text("plans.bin", signal)]);
  return [readPlaces(places), plans.split("\n")];
}

/**
 * Take a query apart that finds nothing.
 * @param {string} query
 * @param {{signal?: AbortSignal}} options
 * @returns {Promise<Apart>}
 */
export async function takeApart(query, { signal } = {}) {
  const ix = theIndex();
  await ix.open(signal);
  /** @type {Named[]} */
  const named = await ix.json("names.bin", signal);
  const [places, plans] = await allPlaces(signal);
  const text = readQuery(query).filter((word) => !word.exclude).map((word) => word.text).join(" ");
  const folded = fold(text);
  const count = async (/** @type {string} */ part, plan = "") => (await search(part, { limit: 0, filters: { plan }, signal })).total;
  const terms = named.flatMap(([, , names, more]) => [...names, ...more]);
  /** @type {Map<string, [term: string, total: number]>} */
  const near = new Map();
  const words = text.split(" ");
  for (const word of words) {
    if (words.length > 1 && await count(word)) continue;
    for (const term of nearTerms(fold(word), [...terms, ...places.map((place) => place.name)])) near.set(fold(term), [term, await count(term)]);
    for (const piece of new Set([word, ...piecesOf(word)].map(fold))) {
      const found = await nearWords(ix, piece, count, signal);
      for (const [term, total] of found) if (!near.has(term)) near.set(term, [term, total]);
      if (found.size) break;
    }
  }
  const offered = [...near.values()].map(([term, total]) => ({ term, total })).filter(({ total }) => total).sort((a, b) => b.total - a.total).slice(0, MOST_NEAR);
  // Of the likeliest of them, too, its theme is told, and how much the place writes of it.
  const within = termsWithin([folded, ...offered.slice(0, 1).map(({ term }) => fold(term))].join("|"), terms);
  const called = (/** @type {string} */ kind) => named.filter(([k, , names, more]) => k === kind && within.some((term) => [...names, ...(kind === "theme" ? more : [])].includes(term)));
  const found = placeWithin(places, folded);
  const place = found ? standingOf(places, plans, found.place) : null;
  const there = [];
  for (const plan of place?.held ?? []) for (const term of within) there.push({ term, plan, total: await count(term, plan) });
  return {
    near: offered,
    parts: words.length > 1 ? [] : await partsThatOccur(text, count), // else each word is told by itself
    themes: called("theme").map(([, id, [name]]) => ({ id, name })),
    indicators: called("indicator").map(([, id, [name]]) => ({ id, name })),
    place,
    there: there.filter(({ total }) => total),
    asked: QUESTION.test(query),
  };
}
