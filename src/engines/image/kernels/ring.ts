import { type Arena, SAMPLE } from './simd/arena.ts';
import type { ReadRow } from './rows.ts';

interface RingSize {
  /** Samples of a row. */
  readonly length: number;
  /** Rows that there are. */
  readonly height: number;
  /** Rows that are wanted on either side of one. */
  readonly reach: number;
  /** The address of the row that stands for those beyond the first and the last one; absent = these themselves. */
  readonly beyond?: number;
}

/**
 * Keeps the rows around one. Answers, for `y` in ascending order, the address of the addresses of the 2 · reach + 1 rows from
 * `reach` before it on.
 */
export function makeRing(
  arena: Arena,
  read: ReadRow,
  { length, height, reach, beyond }: RingSize,
): (y: number) => number {
  const count = 2 * reach + 1;
  const slots = Array.from({ length: Math.min(count, height) }, () => arena.takeRow(length));
  const table = arena.take(count * SAMPLE);
  const slotOf = (y: number): number => slots[y % slots.length] ?? 0;
  const addressAt = (y: number): number => {
    const inside = Math.min(height - 1, Math.max(0, y));
    return inside === y ? slotOf(y) : (beyond ?? slotOf(inside));
  };
  let filled = 0;
  return (y) => {
    for (const end = Math.min(height, y + reach + 1); filled < end; filled++) read(filled, slotOf(filled));
    const addresses = arena.addresses(table, count);
    for (let i = 0; i < count; i++) addresses[i] = addressAt(y + i - reach);
    return table;
  };
}
