/** The pixels that are filled: a part of a picture. */
export interface Field {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The share of each pixel that lies inside of an outline, by its exact area: each edge adds what lies to the right of it,
 * and the sum along a row is what is covered (Raph Levien's font-rs, after FreeType's smooth rasteriser). Computed in
 * doubles, so that it is the same on every machine.
 */
export class Coverage {
  readonly #field: Field;
  readonly #sums: Float64Array;
  readonly #columns: number;

  constructor(field: Field) {
    this.#field = field;
    // Coverage right of the field goes into an extra column that is never read.
    this.#columns = field.width + 2;
    this.#sums = new Float64Array(this.#columns * field.height);
  }

  /** Adds an edge between two points of the picture. */
  edge(fromX: number, fromY: number, toX: number, toY: number): void {
    if (fromY === toY) return;
    const { x, y, height } = this.#field;
    const direction = fromY < toY ? 1 : -1;
    const [ax, ay, bx, by] = direction === 1 ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY];
    const slope = (bx - ax) / (by - ay);
    const top = Math.max(ay - y, 0);
    const bottom = Math.min(by - y, height);
    for (let row = Math.floor(top); row < bottom; row++) {
      const upper = Math.max(row, top);
      const lower = Math.min(row + 1, bottom);
      if (lower <= upper) continue;
      const start = ax - x + (upper + y - ay) * slope;
      const end = ax - x + (lower + y - ay) * slope;
      this.#clipped(row, start, end, (lower - upper) * direction);
    }
  }

  /** Parts of an edge beside the field run along its sides. */
  #clipped(row: number, start: number, end: number, height: number): void {
    const { width } = this.#field;
    const [left, right] = start < end ? [start, end] : [end, start];
    if (left >= 0 && right <= width) return this.#strip(row, left, right, height);
    if (right <= 0) return this.#strip(row, 0, 0, height);
    if (left >= width) return;
    const share = (from: number, to: number): number => ((to - from) / (right - left)) * height;
    if (left < 0) this.#strip(row, 0, 0, share(left, 0));
    this.#strip(row, Math.max(0, left), Math.min(width, right), share(Math.max(0, left), Math.min(width, right)));
  }

  /** Adds the part of an edge within a row: `height` is signed by its direction. */
  #strip(row: number, left: number, right: number, height: number): void {
    const sums = this.#sums;
    const first = Math.floor(left);
    const last = Math.ceil(right);
    const at = row * this.#columns + first;
    if (last <= first + 1) {
      const beyond = height * ((left + right) / 2 - first);
      sums[at] = (sums[at] ?? 0) + height - beyond;
      sums[at + 1] = (sums[at + 1] ?? 0) + beyond;
      return;
    }
    const step = height / (right - left);
    // The covered part of each pixel that the edge runs through, less that of the one before it.
    let covered = 0;
    for (let i = first; i < last; i++) {
      const from = Math.max(left, i);
      const to = Math.min(right, i + 1);
      const part = step * (to - from) * (i + 1 - (from + to) / 2) + step * (from - left);
      sums[at + i - first] = (sums[at + i - first] ?? 0) + part - covered;
      covered = part;
    }
    sums[at + last - first] = (sums[at + last - first] ?? 0) + height - covered;
  }

  /** Calls `take` for each pixel that is covered, with its place in the field and its share 0…1. */
  each(take: (place: number, share: number) => void): void {
    const { width, height } = this.#field;
    for (let row = 0; row < height; row++) {
      let sum = 0;
      for (let i = 0, at = row * this.#columns; i < width; i++, at++) {
        sum += this.#sums[at] ?? 0;
        const share = Math.min(1, Math.abs(sum));
        if (share > 1 / 1024) take(row * width + i, share);
      }
    }
  }
}
