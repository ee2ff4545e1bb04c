/** One plane of numbers, rows from the top. */
export type Plane = Float32Array;

/** σ of the windows that pictures are compared through. Pixels. */
const SIGMA = 1.5;
/** The taps on either side, beyond which the bell is under a thousandth of its middle. */
const REACH = 5;

const bell = Array.from({ length: REACH + 1 }, (_, at) => Math.exp(-(at * at) / (2 * SIGMA * SIGMA)));
const total = bell.reduce((all, tap, at) => all + (at === 0 ? tap : 2 * tap), 0);
const [T0 = 0, T1 = 0, T2 = 0, T3 = 0, T4 = 0, T5 = 0] = bell.map((tap) => tap / total);

/** The sum of two numbers of a plane, as far before a place as behind it. */
const pair = (plane: Plane, at: number, away: number): number => (plane[at - away] ?? 0) + (plane[at + away] ?? 0);

/** The weighted mean around a place, whose neighbours lie `step` numbers apart. */
function meanAt(plane: Plane, at: number, step: number): number {
  const near = T0 * (plane[at] ?? 0) + T1 * pair(plane, at, step) + T2 * pair(plane, at, 2 * step);
  const far = T3 * pair(plane, at, 3 * step) + T4 * pair(plane, at, 4 * step) + T5 * pair(plane, at, 5 * step);
  return near + far;
}

/** Blurs planes of one size by a Gaussian of σ 1.5; what lies outside of them counts as 0. */
export class Blur {
  readonly #width: number;
  readonly #height: number;
  readonly #row: Plane;
  readonly #between: Plane;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#row = new Float32Array(width + 2 * REACH);
    this.#between = new Float32Array(width * (height + 2 * REACH));
  }

  /** The product of two planes, blurred; of one plane, that. */
  of(plane: Plane, by?: Plane): Plane {
    const [width, height] = [this.#width, this.#height];
    for (let y = 0; y < height; y++) {
      const at = y * width;
      if (by === undefined) this.#row.set(plane.subarray(at, at + width), REACH);
      else for (let x = 0; x < width; x++) this.#row[REACH + x] = (plane[at + x] ?? 0) * (by[at + x] ?? 0);
      const to = (y + REACH) * width;
      for (let x = 0; x < width; x++) this.#between[to + x] = meanAt(this.#row, REACH + x, 1);
    }
    const out = new Float32Array(width * height);
    const first = REACH * width;
    for (let i = 0; i < out.length; i++) out[i] = meanAt(this.#between, first + i, width);
    return out;
  }
}
