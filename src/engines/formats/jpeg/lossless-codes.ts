import { isRestart } from './next-segment.ts';

/** Codes of differences: for each beginning of 16 bits how many of them are its code, and the bits that follow. */
export type CodeTable = Uint16Array;

const LENGTHS = 16;

/** A table by the numbers of codes of each length, and what they mean (ITU-T T.81, annex C). Throws RangeError. */
export function makeCodeTable(counts: Uint8Array, meanings: Uint8Array): CodeTable {
  const table = new Uint16Array(1 << LENGTHS);
  let [code, at] = [0, 0];
  for (let length = 1; length <= LENGTHS; length++) {
    for (let i = 0; i < (counts[length - 1] ?? 0); i++, at++, code++) {
      const [first, span] = [code << (LENGTHS - length), 1 << (LENGTHS - length)];
      const meaning = meanings[at] ?? LENGTHS + 1;
      if (first + span > table.length || meaning > LENGTHS) throw new RangeError('expected codes of differences');
      table.fill((length << 8) | meaning, first, first + span);
    }
    code <<= 1;
  }
  return table;
}

const MARK = 0xff;

/** Bits of a scan, the most significant first, to the next marker. */
export class ScanBits {
  readonly #data: Buffer;
  #at: number;
  #held = 0;
  #count = 0;
  #missing = 0;

  constructor(data: Buffer, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** Holds 16 bits at least; behind the last one zeros. */
  #fill(): void {
    while (this.#count < LENGTHS) {
      const byte = this.#data[this.#at];
      // A byte of ones is followed by one of zeros, where it is no marker.
      const ends = byte === undefined || (byte === MARK && this.#data[this.#at + 1] !== 0);
      if (ends) this.#missing += 8;
      else this.#at += byte === MARK ? 2 : 1;
      this.#held = ((this.#held << 8) | (ends ? 0 : byte)) & 0xff_ff_ff;
      this.#count += 8;
    }
  }

  #take(bits: number): number {
    this.#fill();
    this.#count -= bits;
    if (this.#count < this.#missing) throw new RangeError('expected pixels of a JPEG, got an end before the last one');
    return (this.#held >>> this.#count) & ((1 << bits) - 1);
  }

  /** The next difference (annex H.1.2.2). Throws RangeError where the bits end before it does, or are no code. */
  difference(table: CodeTable): number {
    this.#fill();
    const entry = table[(this.#held >>> (this.#count - LENGTHS)) & 0xff_ff] ?? 0;
    if (entry === 0) throw new RangeError('expected a code of a difference, got other bits');
    this.#take(entry >> 8);
    const bits = entry & 0xff;
    if (bits === 0 || bits === LENGTHS) return bits === 0 ? 0 : 1 << (LENGTHS - 1);
    const value = this.#take(bits);
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  /** Skips the restart marker (RSTn) and resets the bit reader. Throws RangeError where there is none. */
  restart(): void {
    if (this.#data[this.#at] !== MARK || !isRestart(this.#data[this.#at + 1] ?? 0))
      throw new RangeError('expected a restart marker of a JPEG, got other bytes');
    this.#at += 2;
    [this.#held, this.#count, this.#missing] = [0, 0, 0];
  }

  /** The place behind the bits that were read. */
  get end(): number {
    return this.#at;
  }
}
