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
  const arena = openArena();
  const { kernels } = arena;
  const table = arena.take(kernels.paletteBytes());
  const flat = arena.take(colors.length * LANES);
  const length = width * channels;
  const rowsAt = arena.take(2 * length);
  const errors = arena.takeRow(3 * (width + 2) * LANES);
  arena.bytes(flat, colors.length * LANES).set(colors.flatMap((color) => [...color, 0]));
  kernels.beginPalette(table, flat, colors.length);
  arena.floats(errors, 3 * (width + 2) * LANES).fill(0);
  const data = new Uint8Array(picture.data.length);
  const rows = arena.bytes(rowsAt, 2 * length);
  const share = diffuse ? 1 / 16 : 0;
  for (let y = 0; y < height; y += 2) {
    // For an odd height the previous row is passed along; its result is dropped.
    const pixels = picture.data.subarray(y * length, Math.min(height, y + 2) * length);
    rows.set(pixels);
    kernels.mapRows(rowsAt, width, channels, table, colors.length, share, errors);
    data.set(rows.subarray(0, pixels.length), y * length);
  }
  return { ...picture, data };
}
