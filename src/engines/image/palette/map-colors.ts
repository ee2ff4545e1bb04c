import type { Picture } from '../../picture.ts';
import type { Colors } from './palettes.ts';

// Nearest colours are remembered for cells of 4 steps a side: there are only 262,144 of them however many pixels. Colours
// of the palette itself are always found exactly.
const CELLS = 64 ** 3;

/**
 * Floyd and Steinberg, 1976: sixteenths of the error to the right, below left and below; one is left for below right.
 */
const [RIGHT, BELOW_LEFT, BELOW] = [7, 3, 5];

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Written out, as in the blocks below: it is what the time goes into. */
const cellOf = (r: number, g: number, b: number): number => ((r >> 2) << 12) | ((g >> 2) << 6) | (b >> 2);
/** The place at which a cell is looked for: its middle, nearly. */
const middle = (v: number): number => (v & 0xfc) + 2;

/**
 * Finds the colour of a palette that is nearest to a point of whole components, straight through red, green and blue.
 */
type Find = (r: number, g: number, b: number) => number;

/** The distance of a component from the nearest of 16 steps that begin at `low`. */
const nearest = (value: number, low: number): number => Math.max(0, low - value, value - low - 15);
/** And from the farthest. */
const farthest = (value: number, low: number): number => Math.max(value - low, low + 15 - value);

/**
 * The colours, in their order, one of which is nearest to any point of the block of 16 steps a side that begins at r,
 * g, b.
 */
function candidatesIn(flat: Uint8Array, r: number, g: number, b: number): Uint8Array {
  const count = flat.length / 3;
  const least = new Int32Array(count);
  let limit = Infinity;
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const [red, green, blue] = [flat[at] ?? 0, flat[at + 1] ?? 0, flat[at + 2] ?? 0];
    least[i] = nearest(red, r) ** 2 + nearest(green, g) ** 2 + nearest(blue, b) ** 2;
    limit = Math.min(limit, farthest(red, r) ** 2 + farthest(green, g) ** 2 + farthest(blue, b) ** 2);
  }
  const candidates = new Uint8Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) if ((least[i] ?? 0) <= limit) candidates[found++] = i;
  return candidates.subarray(0, found);
}

function searcher(flat: Uint8Array): Find {
  const blocks: (Uint8Array | undefined)[] = Array.from({ length: 16 ** 3 });
  return (r, g, b) => {
    const block = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
    const candidates = (blocks[block] ??= candidatesIn(flat, r & 0xf0, g & 0xf0, b & 0xf0));
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < candidates.length; i++) {
      const color = candidates[i] ?? 0;
      const red = (flat[3 * color] ?? 0) - r;
      const green = (flat[3 * color + 1] ?? 0) - g;
      const blue = (flat[3 * color + 2] ?? 0) - b;
      const distance = red * red + green * green + blue * blue;
      if (distance >= least) continue;
      least = distance;
      best = color;
    }
    return best;
  };
}

/** Of a cell whose nearest colour has not been looked for. */
const UNKNOWN = -1;
/** Of a cell with colours of the palette in it, where one can be met exactly: less the number of one of them. */
const SPECIAL = -2;

/** Nearest colours of cells, as far as they are known, and who finds the others. */
interface Finder {
  /** Below 0 where `find` is to be asked. */
  readonly cells: Int16Array;
  readonly find: Find;
}

function makeFinder(flat: Uint8Array): Finder {
  const search = searcher(flat);
  const cells = new Int16Array(CELLS).fill(UNKNOWN);
  const inCell: Find = (r, g, b) => search(middle(r), middle(g), middle(b));
  const count = flat.length / 3;
  // For each colour the next one in its cell, and what is nearest there to all others.
  const next = new Int16Array(count);
  const others = new Int16Array(count);
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [flat[3 * i] ?? 0, flat[3 * i + 1] ?? 0, flat[3 * i + 2] ?? 0];
    const cell = cellOf(r, g, b);
    next[i] = SPECIAL - (cells[cell] ?? 0);
    others[i] = inCell(r, g, b);
    cells[cell] = SPECIAL - i;
  }
  const find: Find = (r, g, b) => {
    const cell = cellOf(r, g, b);
    const known = cells[cell] ?? UNKNOWN;
    if (known === UNKNOWN) return (cells[cell] = inCell(r, g, b));
    for (let i = SPECIAL - known; i >= 0; i = next[i] ?? UNKNOWN) {
      if (flat[3 * i] === r && flat[3 * i + 1] === g && flat[3 * i + 2] === b) return i;
    }
    return others[SPECIAL - known] ?? 0;
  };
  return { cells, find };
}

/** A picture that is mapped row by row, and what it takes. */
interface Mapping extends Finder {
  readonly picture: Picture;
  readonly out: Uint8Array;
  /** The palette, three bytes a colour. */
  readonly flat: Uint8Array;
  /** The part of an error that a sixteenth of it is: none where it is not spread. */
  readonly share: number;
}

/** The errors that a row leaves for the next one. Errors are three a pixel, with a pixel of room on either side. */
interface Errors {
  readonly here: Float64Array;
  readonly below: Float64Array;
}

/**
 * Maps row `y`. What goes to the right, and what comes together below, stays in variables until it is complete. All places
 * are within their arrays.
 */
function mapRow(mapping: Mapping, y: number, { here, below }: Errors): void {
  const { picture, out, cells, find, flat, share } = mapping;
  const { data, width, channels } = picture;
  const [right, belowLeft, belowHere] = [RIGHT, BELOW_LEFT, BELOW];
  // Sixteenths of the errors of the pixel before this one, and of the one before that.
  let r1 = 0;
  let g1 = 0;
  let b1 = 0;
  let r2 = 0;
  let g2 = 0;
  let b2 = 0;
  const end = (y + 1) * width * channels;
  for (let i = y * width * channels, at = 3; i < end; i += channels, at += 3) {
    let r0 = 0;
    let g0 = 0;
    let b0 = 0;
    if (channels === 3 || (data[i + 3] as number) >= 128) {
      const r = clamp((data[i] as number) + (here[at] as number) + right * r1);
      const g = clamp((data[i + 1] as number) + (here[at + 1] as number) + right * g1);
      const b = clamp((data[i + 2] as number) + (here[at + 2] as number) + right * b1);
      const red = (r + 0.5) | 0;
      const green = (g + 0.5) | 0;
      const blue = (b + 0.5) | 0;
      const known = cells[cellOf(red, green, blue)] as number;
      const found = 3 * (known < 0 ? find(red, green, blue) | 0 : known);
      r0 = (r - (out[i] = flat[found] as number)) * share;
      g0 = (g - (out[i + 1] = flat[found + 1] as number)) * share;
      b0 = (b - (out[i + 2] = flat[found + 2] as number)) * share;
      if (channels === 4) out[i + 3] = 255;
    }
    below[at - 3] = belowLeft * r0 + belowHere * r1 + r2;
    below[at - 2] = belowLeft * g0 + belowHere * g1 + g2;
    below[at - 1] = belowLeft * b0 + belowHere * b1 + b2;
    r2 = r1;
    g2 = g1;
    b2 = b1;
    r1 = r0;
    g1 = g0;
    b1 = b0;
  }
  const last = 3 * width;
  below[last] = belowHere * r1 + r2;
  below[last + 1] = belowHere * g1 + g2;
  below[last + 2] = belowHere * b1 + b2;
}

/**
 * Gives every pixel a colour of the palette. With `diffuse` the error of each is spread over its neighbours, from left
 * to right and top to bottom. Alpha becomes all or nothing: what is clear is black, and spreads nothing.
 */
export function mapColors(picture: Picture, colors: Colors, diffuse: boolean): Picture {
  const { data, width, height } = picture;
  const flat = Uint8Array.from(colors.flat());
  const out = new Uint8Array(data.length);
  const mapping = { picture, out, flat, share: diffuse ? 1 / 16 : 0, ...makeFinder(flat) };
  let here = new Float64Array(3 * width + 6);
  let below = new Float64Array(3 * width + 6);
  for (let y = 0; y < height; y++) {
    mapRow(mapping, y, { here, below });
    [here, below] = [below, here];
  }
  return { ...picture, data: out };
}
