import damerauLevenshtein from 'damerau-levenshtein';

/** Sort key of a UTF-16 code unit that gives code point order: surrogates sort above all other units. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/**
 * Orders two well-formed texts by their UTF-8 bytes: what "sorted" always means in dmx, and what SQLite's BINARY collation
 * does. UTF-8 keeps the order of code points, so nothing need be encoded: 100,000 paths sort in 0.1 s instead of 2 s.
 */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Which units a text has, as bits; units that share one can only hide a difference. */
function unitsOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits |= 1 << (text.charCodeAt(i) & 31);
  return bits;
}

/** The number of bits that are set, counted in pairs, then in fours, then in bytes. */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Tells whether two texts with these units may be within reach: each unit that only one of them has takes an edit. */
function mayBeNear(a: number, b: number, reach: number): boolean {
  return countBits(a & ~b) <= reach && countBits(b & ~a) <= reach;
}

/** The letters that a name has to share with another to be a part of it: "out" of "output". */
const LEAST_SHARED = 3;

/** Tells whether one of two names is a prefix of the other. */
function isBeginning(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return long.startsWith(short) && short.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= LEAST_SHARED;
}

/** The candidate, closest in length, that begins as `wanted` does, or as which `wanted` begins. */
function sameBeginning(wanted: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  const apart = (text: string): number => Math.abs(text.length - wanted.length);
  for (const text of candidates) {
    if (!isBeginning(wanted, text.toLowerCase())) continue;
    if (best === undefined || apart(text) < apart(best)) best = text;
  }
  return best;
}

/**
 * The candidate nearest to `name` (case ignored), if it is near enough to be what was meant: "did you mean". By edits, else
 * by how both begin.
 */
export function nearest(name: string, among: Iterable<string>): string | undefined {
  // Hostile input may be a megabyte long; nothing we suggest is longer than a few words.
  if (name.length > 64) return undefined;
  const candidates = [...among];
  const wanted = name.toLowerCase();
  const units = unitsOf(wanted);
  // Whoever comes later must be nearer than the best so far.
  let reach = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  for (const text of candidates) {
    const candidate = text.toLowerCase();
    // Nothing is nearer than the very same; most candidates need no table to be told far.
    if (reach < Math.abs(wanted.length - candidate.length) || !mayBeNear(units, unitsOf(candidate), reach)) continue;
    // A unit added, taken away or replaced, or two neighbours swapped.
    const { steps } = damerauLevenshtein(wanted, candidate);
    if (steps <= reach) [best, reach] = [text, steps - 1];
  }
  return best ?? sameBeginning(wanted, candidates);
}

/** A whole number as it is read: 12,345. Node's own way to write it loads 11 ms of rules of all countries. */
export const figure = (number: number): string => String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 picture`, `2 pictures`. */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${figure(count)} ${count === 1 ? singular : many}`;
}
