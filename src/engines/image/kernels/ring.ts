import { type Arena, SAMPLE } from './simd/arena.ts';
import type { ReadRow } from './rows.ts';

interface RingSize {
  /** Samples of a row. */
  readonly length: number;
  /** Rows that there are. */
  readonly height: number;
  /** Rows that are wanted on either side of one. */
  readonly reach: number;
}

/**
 * Keeps the rows around one. Answers, for `y` in ascending order, the address of the addresses of the 2 · reach + 1 rows from
 * `reach` before it on; the first and the last row stand for those that lie beyond them.
 */
export function makeRing(arena: Arena, read: ReadRow, { length, height, reach }: RingSize): (y: number) => number {
  const count = 2 * reach + 1;
  const slots = Array.from({ length: Math.min(count, height) }, () => arena.takeRow(length));
  const table = arena.take(count * SAMPLE);
  const slotOf = (y: number): number => slots[y % slots.length] ?? 0;
  let filled = 0;
  return (y) => {
    for (const end = Math.min(height, y + reach + 1); filled < end; filled++) read(filled, slotOf(filled));
    const addresses = arena.addresses(table, count);
    for (let i = 0; i < count; i++) addresses[i] = slotOf(Math.min(height - 1, Math.max(0, y + i - reach)));
    return table;
  };
}
