import { compareUtf8 } from '../base/text.ts';

const PART = /\d+|\D+/g;

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** Orders two runs of digits by the numbers that they are, however long. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return left.length - right.length || compareUtf8(left, right);
}

const isNumber = (part: string): boolean => /^\d/.test(part);

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    const order = isNumber(left) && isNumber(right) ? compareNumbers(left, right) : compareUtf8(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Orders names as people count: numbers in them as numbers (`2` before `10`), the rest, and what is equal, by UTF-8 bytes. */
export function compareNatural(a: string, b: string): number {
  return compareParts(a.match(PART) ?? [], b.match(PART) ?? []) || compareUtf8(a, b);
}
