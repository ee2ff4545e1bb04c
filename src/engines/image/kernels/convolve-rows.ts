import { Ring } from './ring.ts';
import type { BlurredRow, Rows } from './rows.ts';
import { type Arena, SAMPLE } from './simd/arena.ts';

/** Half kernels of both directions, the centre first. */
export interface HalfKernels {
  readonly across: Float64Array;
  readonly down: Float64Array;
}

/** The pixels beyond a picture: its edges once more, or nothing, which counts as 0. */
type Beyond = 'edges' | 'nothing';

/** Sums of the neighbours of every pixel as two symmetric kernels weigh them, down, then across. */
export function convolveRows(
  arena: Arena,
  { width, height, channels, read }: Rows,
  { across, down }: HalfKernels,
  beyond: Beyond = 'edges',
): BlurredRow {
  const { kernels } = arena;
  const length = width * channels;
  const [wide, high] = [across.length - 1, down.length - 1];
  const nothing = beyond === 'nothing' ? { beyond: arena.takeRow(length) } : {};
  if (nothing.beyond !== undefined) kernels.clear(nothing.beyond, length * SAMPLE);
  const ring = new Ring(arena, { read }, { bytes: length * SAMPLE, height, count: 2 * high + 1, ...nothing });
  const [acrossAt, downAt] = [arena.put(across), arena.put(down)];
  const margin = wide * channels * SAMPLE;
  const padded = arena.take(length * SAMPLE + 2 * margin) + margin;
  const summed = arena.takeRow(length);
  return (y) => {
    kernels.convolveDown(padded, ring.from(y - high), downAt, high, length);
    if (beyond === 'edges') kernels.repeatEnds(padded, length, channels, wide, wide);
    else {
      kernels.clear(padded - margin, margin);
      kernels.clear(padded + length * SAMPLE, margin);
    }
    kernels.convolveAcross(summed, padded, acrossAt, wide, channels * SAMPLE, length);
    return summed;
  };
}
