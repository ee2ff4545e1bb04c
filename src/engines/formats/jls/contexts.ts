import type { LsBits } from './bits.ts';
import type { LsParameters } from './parameters.ts';

/** Contexts of samples that follow from their neighbours; behind them those of the two ways in which a run ends. */
const REGULAR = 365;
const ENDED = { unlike: REGULAR, alike: REGULAR + 1 } as const;

/** Bits of the lengths of runs (ITU-T T.87, A.2.1, table J). */
const RUN_BITS = Uint8Array.of(
  ...[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15],
);
const LONGEST_RUN = RUN_BITS.length - 1;

/** No sound file has codes of more low bits, nor differences beyond this. */
const MOST_LOW_BITS = 16;
const MOST_DIFFERENCE = 65_535;

const damaged = (): RangeError => new RangeError('expected differences of a JPEG-LS, got ones beyond its samples');

/** The samples so far as a scan learned of them (A.2, A.6): one is told by how it differs from what is expected of it. */
export class LsContexts {
  readonly #bits: LsBits;
  readonly #most: number;
  readonly #near: number;
  readonly #reset: number;
  /** Steps that are told apart, their size, and how many they are in all. */
  readonly #step: number;
  readonly #range: number;
  readonly #span: number;
  readonly #wholeBits: number;
  readonly #limit: number;
  readonly #quantized: Int8Array;
  // The variables of the standard: sums of errors, their signs, corrections, counts, and negative errors of ended runs.
  readonly #a = new Int32Array(REGULAR + 2);
  readonly #b = new Int32Array(REGULAR);
  readonly #c = new Int8Array(REGULAR);
  readonly #n = new Int32Array(REGULAR + 2).fill(1);
  readonly #negative = new Int32Array(REGULAR + 2);

  constructor(bits: LsBits, parameters: LsParameters) {
    const { most, near, reset, quantized } = parameters;
    this.#bits = bits;
    [this.#most, this.#near, this.#reset] = [most, near, reset];
    this.#step = 2 * near + 1;
    this.#range = Math.floor((most + 2 * near) / this.#step) + 1;
    this.#span = this.#range * this.#step;
    this.#wholeBits = Math.ceil(Math.log2(this.#range));
    const sampleBits = Math.max(2, Math.ceil(Math.log2(most + 1)));
    this.#limit = 2 * (sampleBits + Math.max(8, sampleBits));
    this.#quantized = quantized;
    this.#a.fill(Math.max(2, (this.#range + 32) >> 6));
  }

  /** The context of a sample from its quantised gradients, -364…364 (A.3.4); 0 = run mode. Opposite signs share their statistics. */
  contextOf(left: number, above: number, corner: number, next: number): number {
    const table = this.#quantized;
    const most = this.#most;
    const first = table[next - above + most] ?? 0;
    return 81 * first + 9 * (table[above - corner + most] ?? 0) + (table[corner - left + most] ?? 0);
  }

  /** Decodes the next sample in regular mode (A.4, A.5). `signed`: its context. Throws RangeError. */
  sample(signed: number, left: number, above: number, corner: number): number {
    const sign = signed < 0 ? -1 : 1;
    const context = sign * signed;
    const expected = this.#within(median(left, above, corner) + sign * (this.#c[context] ?? 0));
    const [sum, count] = [this.#a[context] ?? 0, this.#n[context] ?? 0];
    const low = lowBits(sum, count);
    const told = this.#bits.number(low, this.#limit, this.#wholeBits);
    const isMirrored = low === 0 && this.#near === 0 && 2 * (this.#b[context] ?? 0) <= -count;
    const half = (told >> 1) ^ -(told & 1);
    const difference = isMirrored ? ~half : half;
    if (difference > MOST_DIFFERENCE || difference < -MOST_DIFFERENCE) throw damaged();
    this.#learn(context, difference);
    return this.#turned(expected + sign * difference * this.#step);
  }

  #learn(context: number, difference: number): void {
    let sum = (this.#a[context] ?? 0) + Math.abs(difference);
    let bias = (this.#b[context] ?? 0) + difference * this.#step;
    let count = this.#n[context] ?? 0;
    if (count === this.#reset) {
      sum >>= 1;
      bias >>= 1;
      count >>= 1;
    }
    count++;
    const correction = this.#c[context] ?? 0;
    if (bias <= -count) {
      bias = Math.max(bias + count, 1 - count);
      if (correction > -128) this.#c[context] = correction - 1;
    } else if (bias > 0) {
      bias = Math.min(bias - count, 0);
      if (correction < 127) this.#c[context] = correction + 1;
    }
    this.#a[context] = sum;
    this.#b[context] = bias;
    this.#n[context] = count;
  }

  /**
   * Samples of a run that have all the value of the one before (A.7.1), at most so many. `index`: of the bits of runs, from the
   * run before. Throws RangeError.
   */
  run(most: number, index: number): readonly [length: number, index: number] {
    const bits = this.#bits;
    let length = 0;
    let next = index;
    while (bits.take(1) === 1) {
      const whole = 1 << (RUN_BITS[next] ?? 0);
      if (length + whole > most) return [most, next];
      length += whole;
      if (next < LONGEST_RUN) next++;
      if (length === most) return [most, next];
    }
    length += bits.take(RUN_BITS[next] ?? 0);
    if (length >= most) throw new RangeError('expected a run of a JPEG-LS, got one beyond its line');
    return [length, next];
  }

  /** The sample that ends a run (A.7.2). `alone`: not one of several samples of a pixel. Throws RangeError. */
  afterRun(left: number, above: number, index: number, alone: boolean): number {
    const isAlike = alone && Math.abs(left - above) <= this.#near;
    const context = isAlike ? ENDED.alike : ENDED.unlike;
    const difference = this.#ended(context, isAlike ? 1 : 0, index) * this.#step;
    if (isAlike) return this.#turned(left + difference);
    return this.#turned(above + (above < left ? -difference : difference));
  }

  #ended(context: number, alike: 0 | 1, index: number): number {
    const [sum, count] = [this.#a[context] ?? 0, this.#n[context] ?? 0];
    const negative = this.#negative[context] ?? 0;
    const low = lowBits(sum + alike * (count >> 1), count);
    const told = this.#bits.number(low, this.#limit - (RUN_BITS[index] ?? 0) - 1, this.#wholeBits);
    const mapped = told + alike;
    const size = (mapped + 1) >> 1;
    const isNegative = size > 0 && (low !== 0 || 2 * negative >= count) === ((mapped & 1) === 1);
    if (size > MOST_DIFFERENCE) throw damaged();
    const forgets = count === this.#reset ? 1 : 0;
    this.#a[context] = (sum + ((told + 1 - alike) >> 1)) >> forgets;
    this.#n[context] = (count >> forgets) + 1;
    this.#negative[context] = (negative + (isNegative ? 1 : 0)) >> forgets;
    return isNegative ? -size : size;
  }

  #within(value: number): number {
    return value < 0 ? 0 : value > this.#most ? this.#most : value;
  }

  /** A sample modulo the range of samples. */
  #turned(value: number): number {
    if (value < -this.#near) return this.#within(value + this.#span);
    return this.#within(value > this.#most + this.#near ? value - this.#span : value);
  }
}

/** Expects a sample by its neighbours: an edge above, one at the left, or a slope. */
function median(left: number, above: number, corner: number): number {
  const [low, high] = left < above ? [left, above] : [above, left];
  return corner >= high ? low : corner <= low ? high : left + above - corner;
}

/** The low bits of codes that suit such errors (A.5.1). Throws RangeError. */
function lowBits(sum: number, count: number): number {
  let bits = 0;
  while (count << bits < sum) if (++bits > MOST_LOW_BITS) throw damaged();
  return bits;
}

/** The index of the bits of runs after one that was ended by a sample. */
export const shorterRun = (index: number): number => Math.max(0, index - 1);
