import type { Picture } from '../../picture.ts';
import { openArena } from '../kernels/simd/arena.ts';
import type { Colors } from './palettes.ts';

/** Numbers of a pixel's errors, and bytes of a colour, in the kernels' memory. */
const LANES = 4;

/**
 * Gives every pixel a colour of the palette. With `diffuse` the error of each is spread over its neighbours, from left
 * to right and top to bottom. Alpha becomes all or nothing: what is clear is black, and spreads nothing.
 */
export function mapColors(picture: Picture, colors: Colors, diffuse: boolean): Picture {
  const { width, height, channels } = picture;
  const { kernels, ...arena } = openArena();
  const table = arena.take(kernels.paletteBytes());
  const flat = arena.take(colors.length * LANES);
  const rowAt = arena.take(width * channels);
  const errors = (width + 2) * LANES;
  let [here, below] = [arena.takeRow(errors), arena.takeRow(errors)];
  arena.bytes(flat, colors.length * LANES).set(colors.flatMap((color) => [...color, 0]));
  kernels.beginPalette(table, flat, colors.length);
  for (const start of [here, below]) arena.floats(start, errors).fill(0);
  const data = Uint8Array.from(picture.data);
  const row = arena.bytes(rowAt, width * channels);
  const share = diffuse ? 1 / 16 : 0;
  for (let y = 0; y < height; y++) {
    row.set(data.subarray(y * row.length, (y + 1) * row.length));
    kernels.mapRow(rowAt, width, channels, table, colors.length, share, here, below);
    data.set(row, y * row.length);
    [here, below] = [below, here];
  }
  return { ...picture, data };
}
