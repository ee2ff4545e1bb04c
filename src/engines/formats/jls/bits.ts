import { isRestart } from '../jpeg/next-segment.ts';

const MARK = 0xff;
/** Bits that are there at least whenever some are read. */
const HELD = 25;

/** Bits of a scan of JPEG-LS, the most significant first, to the next marker (ITU-T T.87, A.1 and A.5). */
export class LsBits {
  readonly #data: Buffer;
  #at: number;
  /** The bits that are read next, from the highest one on. */
  #held = 0;
  #count = 0;
  #missing = 0;
  /** The byte before was one of ones: the next one has 7 bits. */
  #isShort = false;

  constructor(data: Buffer, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** Behind the last bit come zeros. */
  #fill(): void {
    while (this.#count < HELD) {
      const byte = this.#data[this.#at] ?? MARK;
      if (byte === MARK && (this.#data[this.#at + 1] ?? MARK) >= 0x80) {
        this.#missing += 8;
        this.#count += 8;
        continue;
      }
      const bits = this.#isShort ? 7 : 8;
      this.#held |= byte << (32 - bits - this.#count);
      this.#count += bits;
      this.#isShort = byte === MARK;
      this.#at++;
    }
  }

  #step(bits: number): void {
    this.#held <<= bits;
    this.#count -= bits;
    if (this.#count < this.#missing)
      throw new RangeError('expected pixels of a JPEG-LS, got an end before the last one');
  }

  /** The next bits as a number, at most 16. Throws RangeError where there are fewer. */
  take(bits: number): number {
    if (bits === 0) return 0;
    this.#fill();
    const value = this.#held >>> (32 - bits);
    this.#step(bits);
    return value;
  }

  /** Counts zeros and the one behind them, of which there may be so many. */
  #zeros(most: number): number {
    for (let count = 0; count <= most;) {
      this.#fill();
      const zeros = Math.clz32(this.#held);
      if (zeros < HELD) {
        this.#step(zeros + 1);
        return count + zeros;
      }
      this.#step(HELD);
      count += HELD;
    }
    throw new RangeError('expected a code of a JPEG-LS, got other bits');
  }

  /** A number in a Golomb code of limited length (A.5.3). Throws RangeError. */
  number(low: number, limit: number, wholeBits: number): number {
    const zeros = this.#zeros(limit);
    return zeros < limit - wholeBits - 1 ? (zeros << low) | this.take(low) : this.take(wholeBits) + 1;
  }

  /** Skips the restart marker (RSTn) and resets the bit reader. Throws RangeError where there is none. */
  restart(): void {
    const mark = this.#data.indexOf(MARK, this.#at);
    if (mark < 0 || !isRestart(this.#data[mark + 1] ?? 0))
      throw new RangeError('expected a restart marker of a JPEG-LS, got other bytes');
    this.#at = mark + 2;
    [this.#held, this.#count, this.#missing, this.#isShort] = [0, 0, 0, false];
  }

  /** The place from which on the next marker is found. */
  get end(): number {
    return this.#at;
  }
}
