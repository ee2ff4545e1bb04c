import { type NumberSize, reader } from './items.ts';

const SIZES: Readonly<Record<number, NumberSize>> = { 0: 0, 4: 4, 8: 8 };

/** Tables with more are none of pictures: one of ten thousand tiles has as many. */
const MOST_EXTENTS = 100_000;

/** The bytes of the numbers in a table of places. */
interface Widths {
  readonly item: NumberSize;
  /** Width of the construction method; 0 in version 0 of the box, which has none. */
  readonly construction: NumberSize;
  readonly base: NumberSize;
  readonly index: NumberSize;
  readonly offset: NumberSize;
  readonly length: NumberSize;
}

type Next = (size: NumberSize) => number;

/** Reads the head of a table of places; undefined where it is none. */
function readWidths(next: Next): Widths | undefined {
  const version = next(1);
  next(1);
  next(2);
  const [first, second] = [next(1), next(1)];
  const [offset, length, base] = [SIZES[first >> 4], SIZES[first & 15], SIZES[second >> 4]];
  const index = version === 0 ? 0 : SIZES[second & 15];
  if (offset === undefined || length === undefined || base === undefined || index === undefined) return undefined;
  return { item: version < 2 ? 2 : 4, construction: version === 0 ? 0 : 2, base, index, offset, length };
}

/** The place behind the last byte of an item in the file itself, and its extents. */
function readItem(next: Next, { item, construction, base, index, offset, length }: Widths) {
  next(item);
  // Data may lie in the box of items, too, and in other files.
  const [way, reference] = [next(construction) & 15, next(2)];
  const start = next(base);
  const extents = next(2);
  let end = 0;
  for (let i = 0; i < extents; i++) {
    next(index);
    const from = start + next(offset);
    const bytes = next(length);
    if (bytes > 0) end = Math.max(end, from + bytes);
  }
  return { end: way === 0 && reference === 0 ? end : 0, extents };
}

/** The end of the last item's data, from an `iloc` box (ISO/IEC 14496-12 §8.11.3); 0 where it lists none. */
export function endOfItems(box: Buffer): number {
  const next = reader(box);
  const widths = readWidths(next);
  if (widths === undefined) return 0;
  let [end, left] = [0, MOST_EXTENTS];
  for (let items = next(widths.item); items > 0 && left > 0; items--) {
    const read = readItem(next, widths);
    end = Math.max(end, read.end);
    left -= read.extents + 1;
  }
  return end;
}
