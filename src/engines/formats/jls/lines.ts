import { type LsContexts, shorterRun } from './contexts.ts';

/**
 * Two rows of a component: of its samples from 1 on, with what stands for those beside them. The row above the first is of
 * zeros (ITU-T T.87, A.2.1).
 */
export class LsRows {
  readonly #width: number;
  above: Int32Array;
  row: Int32Array;
  /** Bits of its runs. */
  run = 0;

  constructor(width: number) {
    this.#width = width;
    this.above = new Int32Array(width + 2);
    this.row = new Int32Array(width + 2);
  }

  /** Begins a row below the last one. */
  next(): void {
    [this.above, this.row] = [this.row, this.above];
    this.above[this.#width + 1] = this.above[this.#width] ?? 0;
    this.row[0] = this.above[1] ?? 0;
  }

  /** Forgets all rows. */
  clear(): void {
    this.above.fill(0);
    this.row.fill(0);
    this.run = 0;
  }
}

/** Reads a row of one component. Throws RangeError. */
export function readLine(rows: LsRows, width: number, contexts: LsContexts): void {
  const { above, row } = rows;
  let left = row[0] ?? 0;
  let corner = above[0] ?? 0;
  let over = above[1] ?? 0;
  for (let x = 1; x <= width;) {
    const next = above[x + 1] ?? 0;
    const context = contexts.contextOf(left, over, corner, next);
    if (context !== 0) {
      left = contexts.sample(context, left, over, corner);
      row[x++] = left;
      [corner, over] = [over, next];
      continue;
    }
    const [length, index] = contexts.run(width + 1 - x, rows.run);
    row.fill(left, x, x + length);
    x += length;
    rows.run = index;
    if (x > width) return;
    left = contexts.afterRun(left, above[x] ?? 0, index, true);
    row[x++] = left;
    rows.run = shorterRun(index);
    [corner, over] = [above[x - 1] ?? 0, above[x] ?? 0];
  }
}

/** Writes the context of a pixel in each component; true where all are 0, which starts a run. */
function readContexts(all: readonly LsRows[], x: number, contexts: LsContexts, into: Int32Array): boolean {
  let isRun = true;
  for (let c = 0; c < all.length; c++) {
    const { above, row } = all[c] as LsRows;
    const context = contexts.contextOf(row[x - 1] ?? 0, above[x] ?? 0, above[x - 1] ?? 0, above[x + 1] ?? 0);
    into[c] = context;
    isRun &&= context === 0;
  }
  return isRun;
}

/** Reads a row of several components, pixel by pixel. Throws RangeError. */
export function readPixels(all: readonly LsRows[], width: number, contexts: LsContexts): void {
  const signed = new Int32Array(all.length);
  for (let x = 1; x <= width;) {
    if (readContexts(all, x, contexts, signed)) {
      x = readRun(all, x, width, contexts);
      continue;
    }
    for (let c = 0; c < all.length; c++) {
      const { above, row } = all[c] as LsRows;
      row[x] = contexts.sample(signed[c] ?? 0, row[x - 1] ?? 0, above[x] ?? 0, above[x - 1] ?? 0);
    }
    x++;
  }
}

/** Reads a run of pixels and the one that ends it; answers where the next one stands. */
function readRun(all: readonly LsRows[], x: number, width: number, contexts: LsContexts): number {
  const [length, index] = contexts.run(width + 1 - x, all[0]?.run ?? 0);
  const end = x + length;
  for (const rows of all) {
    rows.row.fill(rows.row[x - 1] ?? 0, x, end);
    rows.run = end > width ? index : shorterRun(index);
  }
  if (end > width) return end;
  for (const { above, row } of all) row[end] = contexts.afterRun(row[x - 1] ?? 0, above[end] ?? 0, index, false);
  return end + 1;
}
