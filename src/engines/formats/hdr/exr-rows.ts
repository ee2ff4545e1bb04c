import { brightnessShares } from '../../image/color/rgb-to-xyz.ts';
import { areSound, type Primaries, SRGB_PRIMARIES } from '../../image/color/coded-colors.ts';
import type { ExrWindow } from './exr-header.ts';
import type { ExrPlane, ExrPlanes } from './exr-planes.ts';
import { halfValues } from './half.ts';

/** Reads a row of pixels, counted from the first one there is: width × channels. */
export type ReadPixels = (row: number, into: Float32Array) => void;

type ReadSamples = (row: number, into: Float32Array) => void;

/** The samples of a side that a place lies between: the one before it, the one behind, and how far it is from the first of both. */
function between(place: number, { first, step, count }: { first: number; step: number; count: number }) {
  const at = Math.min(count - 1, Math.max(0, (place - first) / step));
  const before = Math.floor(at);
  return { before, behind: Math.min(count - 1, before + 1), share: at - before };
}

/** Reads rows of a channel at full resolution: what lies between samples is their mean by distance. */
function samplesOf(plane: ExrPlane, [left, top, right]: ExrWindow, values: Float32Array): ReadSamples {
  const { samples, columns, rows, first, step } = plane;
  const width = right - left + 1;
  const isHalf = samples instanceof Uint16Array;
  const valueAt = (at: number): number => {
    const sample = samples[at] ?? 0;
    return isHalf ? (values[sample] ?? 0) : sample;
  };
  if (columns === 0 || rows === 0) return (_row, into) => void into.fill(0);
  if (step[0] === 1 && step[1] === 1) {
    return (row, into) => {
      for (let x = 0; x < width; x++) into[x] = valueAt(row * columns + x);
    };
  }
  const across = Array.from({ length: width }, (_, x) =>
    between(left + x, { first: first[0], step: step[0], count: columns }),
  );
  return (row, into) => {
    const down = between(top + row, { first: first[1], step: step[1], count: rows });
    for (const [x, { before, behind, share }] of across.entries()) {
      const mean = (line: number): number =>
        (1 - share) * valueAt(line * columns + before) + share * valueAt(line * columns + behind);
      into[x] = (1 - down.share) * mean(down.before) + down.share * mean(down.behind);
    }
  };
}

/** Reads pixels from the planes of their channels, whose roles are told in the order of the samples. */
function woven(planes: readonly ReadSamples[], width: number): ReadPixels {
  const line = new Float32Array(width);
  const { length: channels } = planes;
  return (row, into) => {
    for (const [channel, read] of planes.entries()) {
      read(row, line);
      for (let x = 0; x < width; x++) into[x * channels + channel] = line[x] ?? 0;
    }
  };
}

/** Brightness, and what red and blue are more than that, as red, green and blue (OpenEXR, ImfRgbaYca.h). */
function fromBrightness(read: ReadPixels, channels: number, primaries: Primaries): ReadPixels {
  const [red, green, blue] = brightnessShares(areSound(primaries) ? primaries : SRGB_PRIMARIES);
  return (row, into) => {
    read(row, into);
    for (let at = 0; at + channels <= into.length; at += channels) {
      const bright = into[at] ?? 0;
      const [r, b] = [((into[at + 1] ?? 0) + 1) * bright, ((into[at + 2] ?? 0) + 1) * bright];
      into[at] = r;
      into[at + 1] = (bright - red * r - blue * b) / green;
      into[at + 2] = b;
    }
  };
}

const ORDERS = [['R', 'G', 'B', 'A'] as const, ['Y', 'RY', 'BY', 'A'] as const] as const;

/** Makes what reads the pixels of unpacked channels: gray, RGB, or RGB and alpha. */
export function readerOf(planes: ExrPlanes, window: ExrWindow, primaries: Primaries = SRGB_PRIMARIES): ReadPixels {
  const values = halfValues();
  const order = ORDERS.find(([role]) => planes.has(role)) ?? ORDERS[0];
  const found = order.flatMap((role) => planes.get(role) ?? []);
  const read = woven(
    found.map((plane) => samplesOf(plane, window, values)),
    window[2] - window[0] + 1,
  );
  return planes.has('RY') ? fromBrightness(read, found.length, primaries) : read;
}
