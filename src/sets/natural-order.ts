import { compareUtf8 } from '../base/text.ts';

const PART = /\d+|\D+/g;

/** A name cut into numbers and what stands between them, once for all comparisons. */
export interface NaturalKey {
  readonly name: string;
  /** Digits without leading zeros, and other text. */
  readonly parts: readonly string[];
}

const isDigit = (letter: string | undefined): boolean => letter !== undefined && letter >= '0' && letter <= '9';

/** The key by which a name is ordered. */
export function naturalKey(name: string): NaturalKey {
  const parts = name.match(PART) ?? [];
  return { name, parts: parts.map((part) => (part.startsWith('0') ? part.replace(/^0+(?=\d)/, '') : part)) };
}

/** Numbers that are longer are larger, however long they are. */
function comparePart(left: string, right: string): number {
  const numbers = isDigit(left[0]) && isDigit(right[0]);
  return (numbers ? left.length - right.length : 0) || compareUtf8(left, right);
}

/** Orders names as people count: numbers in them as numbers (`2` before `10`), the rest, and what is equal, by UTF-8 bytes. */
export function compareNatural(a: NaturalKey, b: NaturalKey): number {
  for (const [i, left] of a.parts.entries()) {
    const right = b.parts[i];
    if (right === undefined) return 1;
    const order = comparePart(left, right);
    if (order !== 0) return order;
  }
  return a.parts.length - b.parts.length || compareUtf8(a.name, b.name);
}
