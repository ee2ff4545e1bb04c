/** Rows of one length, each computed when it is asked for first; any stretch of neighbours lies in one piece. */
export interface Ring {
  readonly rows: Float64Array;
  /** Where the row at `y` begins, once it and as many around it as the ring is for are there. */
  readonly around: (y: number) => number;
}

/** Computes the row at `y`. */
export type FillRow = (y: number, into: Float64Array) => void;

interface RingSize {
  /** Numbers a row. */
  readonly length: number;
  /** Rows that there are to compute. */
  readonly height: number;
  /** Rows wanted on either side of one. */
  readonly reach: number;
  /** The first row that is asked for; it may lie before the first that there is. */
  readonly start: number;
}

/**
 * Keeps rows from `reach` before one to `reach` after it. Rows before the first and after the last repeat. Every row is
 * held twice, one copy behind the other.
 */
export function makeRing(fill: FillRow, { length, height, reach, start }: RingSize): Ring {
  const count = 2 * reach + 1;
  const rows = new Float64Array(2 * count * length);
  const row = new Float64Array(length);
  let held = -1;
  let filled = start - reach;
  const slotOf = (y: number): number => ((y % count) + count) % count;
  return {
    rows,
    around: (y) => {
      for (; filled <= y + reach; filled++) {
        const wanted = Math.min(height - 1, Math.max(0, filled));
        if (wanted !== held) fill(wanted, row);
        held = wanted;
        rows.set(row, slotOf(filled) * length);
        rows.set(row, (slotOf(filled) + count) * length);
      }
      return (slotOf(y - reach) + reach) * length;
    },
  };
}
