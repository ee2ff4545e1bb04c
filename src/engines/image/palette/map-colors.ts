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

/** Finds the colour of a palette that is nearest to a point of whole components, straight through red, green and blue. */
type Find = (r: number, g: number, b: number) => number;

function searcher(flat: Uint8Array): Find {
  return (r, g, b) => {
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < flat.length; i += 3) {
      const [red, green, blue] = [(flat[i] ?? 0) - r, (flat[i + 1] ?? 0) - g, (flat[i + 2] ?? 0) - b];
      const distance = red * red + green * green + blue * blue;
      if (distance >= least) continue;
      least = distance;
      best = i / 3;
    }
    return best;
  };
}

function finder(colors: Colors, flat: Uint8Array): Find {
  const search = searcher(flat);
  const cells = new Int16Array(1 << (3 * SIDE_BITS)).fill(-1);
  const exact = new Map(colors.map(([r, g, b], i) => [(r << 16) | (g << 8) | b, i]));
  // Cells with a colour of the palette in them: only there can one be met exactly.
  const special = new Uint8Array(1 << (3 * SIDE_BITS));
  for (const [r, g, b] of colors) special[cellOf(r, g, b)] = 1;
  const middle = (v: number): number => ((v >> CELL_BITS) << CELL_BITS) + HALF_CELL;
  return (r, g, b) => {
    const cell = cellOf(r, g, b);
    const met = special[cell] === 1 ? exact.get((r << 16) | (g << 8) | b) : undefined;
    if (met !== undefined) return met;
    const known = cells[cell] ?? -1;
    return known >= 0 ? known : (cells[cell] = search(middle(r), middle(g), middle(b)));
  };
}

/** Spreads what a component is short of: `at` is where it stands among the errors of this row and the next. */
function spread(here: Float32Array, below: Float32Array, at: number, error: number): void {
  here[at + 3] = (here[at + 3] ?? 0) + error * RIGHT;
  below[at - 3] = (below[at - 3] ?? 0) + error * BELOW_LEFT;
  below[at] = (below[at] ?? 0) + error * BELOW;
  below[at + 3] = (below[at + 3] ?? 0) + error * BELOW_RIGHT;
}

/** A picture that is mapped row by row, and what it takes. */
interface Mapping {
  readonly picture: Picture;
  readonly out: Uint8Array;
  readonly find: Find;
  /** The palette, three bytes a colour. */
  readonly flat: Uint8Array;
  readonly diffuse: boolean;
}

const byteAt = (bytes: Uint8Array, i: number): number => bytes[i] ?? 0;
const errorAt = (errors: Float32Array, i: number): number => errors[i] ?? 0;

/** Maps row `y`. Errors are three a pixel, with a pixel of room on either side. */
function mapRow(mapping: Mapping, y: number, here: Float32Array, below: Float32Array): void {
  const { picture, out, find, flat, diffuse } = mapping;
  const { data, width, channels } = picture;
  const end = (y + 1) * width * channels;
  for (let i = y * width * channels, at = 3; i < end; i += channels, at += 3) {
    if (channels === 4 && byteAt(data, i + 3) < 128) continue;
    const r = clamp(byteAt(data, i) + errorAt(here, at));
    const g = clamp(byteAt(data, i + 1) + errorAt(here, at + 1));
    const b = clamp(byteAt(data, i + 2) + errorAt(here, at + 2));
    const found = find((r + 0.5) | 0, (g + 0.5) | 0, (b + 0.5) | 0) * 3;
    out[i] = byteAt(flat, found);
    out[i + 1] = byteAt(flat, found + 1);
    out[i + 2] = byteAt(flat, found + 2);
    if (channels === 4) out[i + 3] = 255;
    if (!diffuse) continue;
    spread(here, below, at, r - byteAt(flat, found));
    spread(here, below, at + 1, g - byteAt(flat, found + 1));
    spread(here, below, at + 2, b - byteAt(flat, found + 2));
  }
}

/**
 * Gives every pixel a colour of the palette. With `diffuse` the error of each is spread over its neighbours, from left
 * to right and top to bottom. Alpha becomes all or nothing: what is clear is black, and spreads nothing.
 */
export function mapColors(picture: Picture, colors: Colors, diffuse: boolean): Picture {
  const { data, width, height } = picture;
  const flat = Uint8Array.from(colors.flat());
  const out = new Uint8Array(data.length);
  const mapping = { picture, out, find: finder(colors, flat), flat, diffuse };
  let here = new Float32Array(3 * width + 6);
  let below = new Float32Array(3 * width + 6);
  for (let y = 0; y < height; y++) {
    mapRow(mapping, y, here, below);
    [here, below] = [below, here.fill(0)];
  }
  return { ...picture, data: out };
}
