import { openArena } from '../kernels/simd/arena.ts';
import type { Plane } from './blur.ts';

/** Three planes of one size. */
export interface Planes {
  readonly planes: readonly [Plane, Plane, Plane];
  readonly width: number;
  readonly height: number;
}

/** Linear light, 0…1, as the planes that are compared (`toXyb` of the kernels). */
export function toXyb({ planes, width, height }: Planes): Planes {
  const arena = openArena();
  const { kernels } = arena;
  const [red, green, blue] = [arena.takeRow(width), arena.takeRow(width), arena.takeRow(width)];
  const rows = [red, green, blue].map((address) => arena.floats(address, width));
  const made = [
    new Float32Array(width * height),
    new Float32Array(width * height),
    new Float32Array(width * height),
  ] as const;
  for (let at = 0; at < width * height; at += width) {
    for (const [c, plane] of planes.entries()) rows[c]?.set(plane.subarray(at, at + width));
    kernels.toXyb(red, green, blue, width);
    for (const [c, plane] of made.entries()) plane.set(rows[c] ?? [], at);
  }
  return { planes: made, width, height };
}

/** Half the size, rounded up: the mean of each four pixels, those at an odd edge taken twice. */
export function halved({ planes, width, height }: Planes): Planes {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = (plane: Plane): Plane => {
    const out = new Float32Array(w * h);
    for (let y = 0; y < h; y++) {
      const [above, below] = [2 * y * width, Math.min(2 * y + 1, height - 1) * width];
      for (let x = 0; x < w; x++) {
        const [left, right] = [2 * x, Math.min(2 * x + 1, width - 1)];
        const upper = (plane[above + left] ?? 0) + (plane[above + right] ?? 0);
        out[y * w + x] = (upper + (plane[below + left] ?? 0) + (plane[below + right] ?? 0)) / 4;
      }
    }
    return out;
  };
  return { planes: [half(planes[0]), half(planes[1]), half(planes[2])], width: w, height: h };
}
