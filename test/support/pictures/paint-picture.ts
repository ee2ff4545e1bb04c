import type { Picture } from '../../../src/engines/picture.ts';

/** Red, green, blue and alpha, 0…255. */
export type Color = readonly [number, number, number, number];

/** A picture whose pixels a function gives one by one. */
export function paintPicture(
  width: number,
  height: number,
  channels: 3 | 4,
  colorAt: (x: number, y: number) => Color,
): Picture {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colorAt(x, y).slice(0, channels), (y * width + x) * channels);
  }
  return { data, width, height, channels };
}

/** Whether a pixel lies inside of a disk. */
export const disk = (cx: number, cy: number, radius: number) => (x: number, y: number) =>
  (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;
