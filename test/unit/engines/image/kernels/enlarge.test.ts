import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enlarge, neededFor } from '../../../../../src/engines/image/kernels/enlarge.ts';
import type { Raster } from '../../../../../src/engines/image/kernels/raster.ts';
import { type Kernel, type Reading, wholeOf } from '../../../../../src/layout/reading.ts';
import type { Rect, Size } from '../../../../../src/model/geometry.ts';
import { enlargeExactly, planeOf } from '../../../../support/pictures/enlarge-exactly.ts';

/** A picture with edges, slopes and noise. */
function drawing({ width, height }: Size, channels: number, full = 255): Raster {
  let state = 7;
  const noise = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const samples = Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    const edge = (x >> 3) % 2 === (y >> 2) % 2 ? 0.7 : 0.2;
    return Math.round(full * Math.min(1, edge * (0.6 + (0.4 * x) / width) + 0.2 * noise()));
  });
  const data = full === 255 ? Uint8Array.from(samples) : Uint16Array.from(samples);
  return { data, width, height, channels, alpha: false };
}

const enlargeAll = (raster: Raster, scaled: Size, kernel: Kernel) =>
  enlarge(raster, { at: wholeOf(raster), size: raster }, { scaled, window: wholeOf(scaled), kernel });

function decibels(found: readonly number[], expected: ArrayLike<number>, full = 255): number {
  const errors = found.map((value, i) => value - Math.min(full, Math.max(0, expected[i]!)));
  const mean = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  return 10 * Math.log10(full ** 2 / mean);
}

/** The bytes of a part of samples. */
function cut(data: ArrayLike<number>, width: number, channels: number, { x, y, ...part }: Rect): Uint8Array {
  const rows = Array.from({ length: part.height }, (_, i) => {
    const at = ((y + i) * width + x) * channels;
    return Array.from({ length: part.width * channels }, (_sample, k) => data[at + k]!);
  });
  return Uint8Array.from(rows.flat());
}

const SIZE = { width: 41, height: 29 };
const KERNELS = ['linear', 'cubic', 'lanczos3', 'mks2013'] as const;

describe('a picture that is enlarged', () => {
  it.each(KERNELS)('is what %s is by definition, but for rounding', (kernel) => {
    for (const scaled of [
      { width: 42, height: 30 },
      { width: 97, height: 67 },
      { width: 41, height: 64 },
      { width: 311, height: 29 },
    ]) {
      const raster = drawing(SIZE, 3);
      const found = enlargeAll(raster, scaled, kernel);
      for (const channel of [0, 1, 2]) {
        const exact = enlargeExactly(planeOf(raster.data, 3, channel), raster, scaled, kernel);
        // What rounding to whole levels leaves is 58.9 dB.
        expect(decibels(planeOf(found, 3, channel), exact)).toBeGreaterThan(58);
      }
    }
  });

  it('is so with one to five channels, and with 16 bits', () => {
    const scaled = { width: 70, height: 55 };
    for (const channels of [1, 2, 4, 5]) {
      const raster = drawing(SIZE, channels);
      const exact = enlargeExactly(planeOf(raster.data, channels, channels - 1), raster, scaled, 'lanczos3');
      const found = planeOf(enlargeAll(raster, scaled, 'lanczos3'), channels, channels - 1);
      expect(decibels(found, exact)).toBeGreaterThan(58);
    }
    const deep = drawing(SIZE, 3, 65_535);
    const found = planeOf(enlargeAll(deep, scaled, 'lanczos3'), 3, 1);
    expect(decibels(found, enlargeExactly(planeOf(deep.data, 3, 1), deep, scaled, 'lanczos3'), 65_535)).toBeGreaterThan(
      95,
    );
  });

  it('keeps plain colours and a ramp where they are', () => {
    const plain = { data: new Uint8Array(SIZE.width * SIZE.height * 3).fill(201), ...SIZE, channels: 3, alpha: false };
    expect(new Set(enlargeAll(plain, { width: 100, height: 77 }, 'lanczos3'))).toEqual(new Set([201]));
    const data = Uint8Array.from({ length: 64 * 8 }, (_, i) => (i % 64) * 4);
    const ramp = { data, width: 64, height: 8, channels: 1, alpha: false };
    const found = enlargeAll(ramp, { width: 128, height: 8 }, 'lanczos3');
    // Twice as large: the first of two pixels lies a quarter before the centre of its source, the second as far behind it.
    for (let x = 16; x < 112; x++) expect(Math.abs(found[x]! - ((x + 0.5) / 2 - 0.5) * 4)).toBeLessThan(0.6);
  });

  it('weighs colours by alpha: what is clear has no colour that shows', () => {
    const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => {
      const isClear = Math.floor(i / 4) % 16 < 8;
      return i % 4 === 3 ? (isClear ? 0 : 255) : isClear ? 255 : 40;
    });
    const raster = { data, width: 16, height: 16, channels: 4, alpha: true };
    const found = enlargeAll(raster, { width: 40, height: 40 }, 'cubic');
    for (let i = 0; i < found.length; i += 4) {
      // Where a filter goes beyond full opacity, so do its colours.
      if (found[i + 3]! >= 64 && found[i + 3]! < 255)
        expect([...found.subarray(i, i + 3)].every((sample) => Math.abs(sample - 40) <= 1)).toBe(true);
    }
  });

  it('is the same in a window of it, of the part that is needed for that', () => {
    const sides = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const part = (to: number, from: number, size: number): [number, number] => {
      const start = Math.min(to - 1, Math.floor(from * to));
      return [start, Math.max(1, Math.floor(size * (to - start)))];
    };
    fc.assert(
      fc.property(
        sides,
        sides,
        fc.tuple(share, share, share, share),
        fc.constantFrom(...KERNELS),
        (size, more, at, kernel) => {
          const scaled = { width: size.width + more.width, height: size.height + more.height };
          const [[x, width], [y, height]] = [part(scaled.width, at[0], at[1]), part(scaled.height, at[2], at[3])];
          const reading: Reading = { scaled, window: { x, y, width, height }, kernel };
          const raster = drawing(size, 3);
          const needed = neededFor(size, reading);
          const data = cut(raster.data, size.width, 3, needed);
          const found = enlarge({ ...raster, ...needed, data }, { at: needed, size }, reading);
          expect(found).toEqual(cut(enlargeAll(raster, scaled, kernel), scaled.width, 3, reading.window));
        },
      ),
      { numRuns: 200 },
    );
  });
});
