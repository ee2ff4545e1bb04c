import { openArena } from './simd/arena.ts';

/** Samples of 8 bits, rows behind each other. */
export interface Samples {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly channels: number;
}

/** The distance that a value spreads, in pixels. Below 0 what is smallest spreads, on both sides alike. */
export interface Reach {
  readonly across: number;
  readonly down: number;
}

/** A pass in one direction: by whole pixels, and the share of the way to what that makes. */
interface Pass {
  readonly reach: number;
  readonly share: number;
  /** The smallest spreads. */
  readonly inverted: boolean;
}

const lengthOf = ({ width, channels }: Samples): number => width * channels;

/** The largest to the left and right, row by row. Beyond the ends of a row there is nothing. */
function spreadAcross(samples: Samples, { reach, share, inverted }: Pass): void {
  const { bytes, channels } = samples;
  const arena = openArena();
  const { kernels } = arena;
  const length = lengthOf(samples);
  const margin = reach * channels;
  const room = length + 2 * margin;
  const [padded, spread, row] = [arena.take(room), arena.take(length), arena.take(length)];
  const [all, inner, own] = [arena.bytes(padded, room), arena.bytes(padded + margin, length), arena.bytes(row, length)];
  for (let at = 0; at < bytes.length; at += length) {
    own.set(bytes.subarray(at, at + length));
    if (inverted) kernels.invertRow(row, length);
    all.fill(0);
    inner.set(own);
    kernels.spreadRow(spread, padded, length, channels, 2 * reach + 1);
    kernels.approachRow(row, spread, length, share);
    if (inverted) kernels.invertRow(row, length);
    bytes.set(own, at);
  }
}

/**
 * The largest above and below, by van Herk's and by Gil and Werman's method (1992, 1993): columns are cut into stretches as
 * long as the window, and a window is the end of one and the start of the next. The time does not depend on the reach.
 */
function spreadDown(samples: Samples, { reach, share, inverted }: Pass): void {
  const { bytes } = samples;
  const arena = openArena();
  const { kernels } = arena;
  const length = lengthOf(samples);
  const height = bytes.length / length;
  const span = 2 * reach + 1;
  const stretch = Math.min(span, height);
  const [most, row, ends] = [arena.take(length), arena.take(length), arena.take(stretch * (length + 16))];
  const own = arena.bytes(row, length);
  const largest = arena.bytes(most, length);
  const from = bytes.slice();
  const read = (y: number): void => {
    own.set(from.subarray(y * length, (y + 1) * length));
    if (inverted) kernels.invertRow(row, length);
  };
  const raiseTo = (y: number): void => {
    if (y < 0 || y >= height) return;
    read(y);
    kernels.raiseRow(most, row, length);
  };
  const endOf = (j: number): number => ends + j * (length + 16);
  for (let top = 0; top < height; top += span) {
    const count = Math.min(span, height - top);
    largest.fill(0);
    for (let j = span - 1; j >= 0; j--) {
      raiseTo(top + j - reach);
      if (j < count) arena.bytes(endOf(j), length).set(largest);
    }
    largest.fill(0);
    for (let j = 0; j < count; j++) {
      if (j > 0) raiseTo(top + j + reach);
      kernels.raiseRow(endOf(j), most, length);
      read(top + j);
      kernels.approachRow(row, endOf(j), length, share);
      if (inverted) kernels.invertRow(row, length);
      bytes.set(own, (top + j) * length);
    }
  }
}

/**
 * Replaces every sample by the largest, or smallest, of its channel in the rectangle around its pixel, in place; parts of a
 * pixel are interpolated.
 */
export function spread(samples: Samples, reach: Reach): void {
  const inverted = reach.across < 0 || reach.down < 0;
  const [across, down] = [Math.abs(reach.across), Math.abs(reach.down)];
  const [columns, rows] = [Math.floor(across), Math.floor(down)];
  if (columns > 0) spreadAcross(samples, { reach: columns, share: 1, inverted });
  if (rows > 0) spreadDown(samples, { reach: rows, share: 1, inverted });
  if (across > columns) spreadAcross(samples, { reach: 1, share: across - columns, inverted });
  if (down > rows) spreadDown(samples, { reach: 1, share: down - rows, inverted });
}
