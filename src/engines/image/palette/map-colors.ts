import type { Picture } from '../../picture.ts';
import type { Colors } from './palettes.ts';

// Nearest colours are remembered for cells of 4 steps a side: a search costs a palette's length, and there are only
// 262,144 cells however many pixels. Colours of the palette itself are always found exactly.
const CELL_BITS = 2;
const SIDE_BITS = 8 - CELL_BITS;
const HALF_CELL = 1 << (CELL_BITS - 1);

/** Floyd and Steinberg, 1976: sixteenths of the error to the right, below left, below, below right. */
const [RIGHT, BELOW_LEFT, BELOW, BELOW_RIGHT] = [7 / 16, 3 / 16, 5 / 16, 1 / 16];

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

const cellOf = (r: number, g: number, b: number): number =>
  ((r >> CELL_BITS) << (2 * SIDE_BITS)) | ((g >> CELL_BITS) << SIDE_BITS) | (b >> CELL_BITS);

/** Finds the colour of a palette that is nearest to a point, straight through red, green and blue. */
class NearestColor {
  readonly #colors: Colors;
  readonly #cells = new Int16Array(1 << (3 * SIDE_BITS)).fill(-1);
  readonly #exact: ReadonlyMap<number, number>;
  /** Cells with a colour of the palette in them: only there can one be met exactly. */
  readonly #special = new Uint8Array(1 << (3 * SIDE_BITS));

  constructor(colors: Colors) {
    this.#colors = colors;
    this.#exact = new Map(colors.map(([r, g, b], i) => [(r << 16) | (g << 8) | b, i]));
    for (const [r, g, b] of colors) this.#special[cellOf(r, g, b)] = 1;
  }

  /** Components 0…255, whole. */
  find(r: number, g: number, b: number): number {
    const cell = cellOf(r, g, b);
    const exact = this.#special[cell] === 1 ? this.#exact.get((r << 16) | (g << 8) | b) : undefined;
    if (exact !== undefined) return exact;
    const known = this.#cells[cell] ?? -1;
    if (known >= 0) return known;
    const middle = (v: number): number => ((v >> CELL_BITS) << CELL_BITS) + HALF_CELL;
    return (this.#cells[cell] = this.#search(middle(r), middle(g), middle(b)));
  }

  #search(r: number, g: number, b: number): number {
    let best = 0;
    let least = Infinity;
    for (const [i, color] of this.#colors.entries()) {
      const distance = (color[0] - r) ** 2 + (color[1] - g) ** 2 + (color[2] - b) ** 2;
      if (distance >= least) continue;
      least = distance;
      best = i;
    }
    return best;
  }
}

/** Maps one picture, pixel by pixel from the top left. */
class Mapping {
  readonly #data: Uint8Array;
  readonly #nearest: NearestColor;
  /** The palette, three bytes a colour. */
  readonly #flat: Uint8Array;
  readonly out: Uint8Array;
  /** Errors still to be spread, three a pixel with a pixel of room on either side: of this row and the next. */
  #here: Float32Array;
  #below: Float32Array;
  readonly #diffuse: boolean;

  constructor({ data, width }: Picture, colors: Colors, diffuse: boolean) {
    this.#data = data;
    this.#nearest = new NearestColor(colors);
    this.#flat = Uint8Array.from(colors.flat());
    this.out = new Uint8Array(data.length);
    this.#here = new Float32Array(3 * width + 6);
    this.#below = new Float32Array(3 * width + 6);
    this.#diffuse = diffuse;
  }

  /** `i`: where the pixel's samples stand; `at`: where its errors do. */
  pixel(i: number, at: number): void {
    const r = this.#wanted(i, at);
    const g = this.#wanted(i + 1, at + 1);
    const b = this.#wanted(i + 2, at + 2);
    const found = this.#nearest.find((r + 0.5) | 0, (g + 0.5) | 0, (b + 0.5) | 0) * 3;
    this.#put(i, at, r, found);
    this.#put(i + 1, at + 1, g, found + 1);
    this.#put(i + 2, at + 2, b, found + 2);
  }

  nextRow(): void {
    const below = this.#below;
    this.#below = this.#here.fill(0);
    this.#here = below;
  }

  #wanted(i: number, at: number): number {
    return clamp((this.#data[i] ?? 0) + (this.#here[at] ?? 0));
  }

  /** Writes one component and spreads what it is short of. */
  #put(i: number, at: number, wanted: number, found: number): void {
    const value = this.#flat[found] ?? 0;
    this.out[i] = value;
    if (!this.#diffuse) return;
    const error = wanted - value;
    const here = this.#here;
    const below = this.#below;
    here[at + 3] = (here[at + 3] ?? 0) + error * RIGHT;
    below[at - 3] = (below[at - 3] ?? 0) + error * BELOW_LEFT;
    below[at] = (below[at] ?? 0) + error * BELOW;
    below[at + 3] = (below[at + 3] ?? 0) + error * BELOW_RIGHT;
  }
}

/**
 * Gives every pixel a colour of the palette. With `diffuse` the error of each is spread over its neighbours, from left
 * to right and top to bottom. Alpha becomes all or nothing: what is clear is black, and spreads nothing.
 */
export function mapColors(picture: Picture, colors: Colors, diffuse: boolean): Picture {
  const { data, width, height, channels } = picture;
  const mapping = new Mapping(picture, colors, diffuse);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) {
      if (channels === 4 && (data[i + 3] ?? 0) < 128) continue;
      mapping.pixel(i, 3 * x + 3);
      if (channels === 4) mapping.out[i + 3] = 255;
    }
    mapping.nextRow();
  }
  return { ...picture, data: mapping.out };
}
