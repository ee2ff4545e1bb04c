import { type Arena, SAMPLE } from './simd/arena.ts';

/** A picture that is read row by row, each once. */
export interface RowReader {
  /** Puts row `y` at an address of the kernels' memory. */
  readonly read: (y: number, into: number) => void;
}

interface RingSize {
  /** Bytes of a row. */
  readonly bytes: number;
  /** Rows that there are. */
  readonly height: number;
  /** Rows that are wanted at a time. */
  readonly count: number;
  /** The address of the row that stands for those beyond the first and the last one; absent = these themselves. */
  readonly beyond?: number;
}

/** Some rows of a picture, which go on from the top to the bottom: each is read once. */
export class Ring {
  readonly #arena: Arena;
  readonly #rows: RowReader;
  readonly #size: RingSize;
  readonly #slots: readonly number[];
  /** The addresses of all rows that are kept, twice: those within the picture stand one behind the other, wherever they begin. */
  readonly #twice: number;
  readonly #table: number;
  #filled = 0;

  constructor(arena: Arena, rows: RowReader, size: RingSize) {
    [this.#arena, this.#rows, this.#size] = [arena, rows, size];
    this.#slots = Array.from({ length: Math.min(size.count, size.height) }, () => arena.take(size.bytes));
    this.#twice = arena.take(2 * this.#slots.length * SAMPLE);
    arena.addresses(this.#twice, 2 * this.#slots.length).set([...this.#slots, ...this.#slots]);
    this.#table = arena.take(size.count * SAMPLE);
  }

  /**
   * The address of the addresses of `count` rows from `start` on, which may lie beyond the picture. It is asked for in ascending
   * order; rows that nobody wants are not read.
   */
  from(start: number): number {
    const { height, count } = this.#size;
    const end = Math.min(height, start + count);
    if (start > this.#filled) this.#filled = Math.min(start, height - 1);
    for (; this.#filled < end; this.#filled++) this.#rows.read(this.#filled, this.#slotOf(this.#filled));
    if (start >= 0 && start + count <= height) return this.#twice + (start % this.#slots.length) * SAMPLE;
    const addresses = this.#arena.addresses(this.#table, count);
    for (let i = 0; i < count; i++) addresses[i] = this.#addressAt(start + i);
    return this.#table;
  }

  #slotOf(y: number): number {
    return this.#slots[y % this.#slots.length] ?? 0;
  }

  #addressAt(y: number): number {
    const { height, beyond } = this.#size;
    const inside = Math.min(height - 1, Math.max(0, y));
    return inside === y ? this.#slotOf(y) : (beyond ?? this.#slotOf(inside));
  }
}
