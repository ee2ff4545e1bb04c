/** Rows of one length, each computed when it is asked for first; neighbours lie one behind the other. */
export interface Ring {
  readonly rows: Float64Array;
  /**
   * The offset at which the row at `y` begins, once it and as many around it as the ring is for are there; in ascending
   * order.
   */
  readonly around: (y: number) => number;
}

/** Computes the row at `y`. */
export type FillRow = (y: number, into: Float64Array) => void;

interface RingSize {
  /** Numbers a row. */
  readonly length: number;
  /** Rows that there are to compute. */
  readonly height: number;
  /** Rows wanted before one. */
  readonly before: number;
  /** Rows wanted after it. */
  readonly after: number;
  /** The first row that is asked for; it may lie before the first that there is. */
  readonly start: number;
}

/** Rows for which there is room beside those that are wanted: as seldom are these moved to the front again. */
const SPARE = 8;

/** Keeps rows from `before` one to `after` it. What is above the first or below the last row repeats it. */
export function makeRing(fill: FillRow, { length, height, before, after, start }: RingSize): Ring {
  const slots = before + 1 + after + SPARE;
  const rows = new Float64Array(slots * length);
  // The rows at which the first slot and the next one to be filled are.
  let first = start - before;
  let filled = first;
  let held = -1;
  const add = (): void => {
    const wanted = Math.min(height - 1, Math.max(0, filled));
    const at = (filled - first) * length;
    if (wanted === held) rows.copyWithin(at, at - length, at);
    else fill(wanted, rows.subarray(at, at + length));
    held = wanted;
    filled++;
  };
  return {
    rows,
    around: (y) => {
      while (filled <= y + after) {
        if (filled - first === slots) {
          const kept = Math.min(filled, y - before);
          rows.copyWithin(0, (kept - first) * length);
          first = kept;
        }
        add();
      }
      return (y - first) * length;
    },
  };
}
