import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianBlur, gaussianWeights } from '../../../../src/engines/image/gaussian.ts';
import type { Rows } from '../../../../src/engines/image/rows.ts';

function rowsOf(width: number, height: number, channels: number, value: (i: number) => number): Rows {
  const length = width * channels;
  const data = Uint8Array.from({ length: length * height }, (_, i) => value(i));
  return {
    width,
    height,
    channels,
    full: 255,
    read: (y, into) => into.set(data.subarray(y * length, (y + 1) * length)),
  };
}

function blurAll(rows: Rows, sigma: number): number[] {
  const row = gaussianBlur(rows, sigma);
  return Array.from({ length: rows.height }, (_, y) => [...row(y)]).flat();
}

/** Sum over all pixels, edges repeated, in two dimensions: the definition. */
function byDefinition(width: number, height: number, data: readonly number[], sigma: number): number[] {
  const half = gaussianWeights(sigma);
  const weight = (k: number): number => half[Math.abs(k)] ?? 0;
  const reach = half.length - 1;
  const clamp = (i: number, length: number): number => Math.min(length - 1, Math.max(0, i));
  return data.map((_, i) => {
    let sum = 0;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const at = clamp(Math.floor(i / width) + dy, height) * width + clamp((i % width) + dx, width);
        sum += weight(dx) * weight(dy) * data[at]!;
      }
    }
    return sum;
  });
}

describe('a Gaussian blur', () => {
  it('has weights that sum to one, all but the centre counted twice', () => {
    for (const sigma of [0.05, 0.2, 0.5, 1, 2.9]) {
      const [centre = 0, ...others] = gaussianWeights(sigma);
      expect(centre + 2 * others.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });

  it('is what its definition says', () => {
    const data = Array.from({ length: 13 * 9 }, (_, i) => (i * 73) % 256);
    for (const sigma of [0.3, 1, 1.6]) {
      const expected = byDefinition(13, 9, data, sigma);
      const found = blurAll(
        rowsOf(13, 9, 1, (i) => data[i]!),
        sigma,
      );
      // Weights are whole numbers of 720ths.
      const errors = found.map((value, i) => Math.abs(value - expected[i]!));
      expect(Math.max(...errors)).toBeLessThan(0.6);
      expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(0.15);
    }
  });

  it('means the same at 16 bits', () => {
    const value = (i: number): number => (i * 73) % 256;
    const deep = { ...rowsOf(13, 9, 1, value), full: 65_535 as const };
    const data = Uint16Array.from({ length: 13 * 9 }, (_, i) => 257 * value(i));
    const read: Rows['read'] = (y, into) => into.set(data.subarray(13 * y, 13 * y + 13));
    for (const sigma of [1, 4]) {
      const eight = blurAll(rowsOf(13, 9, 1, value), sigma);
      for (const [i, found] of blurAll({ ...deep, read }, sigma).entries()) {
        expect(Math.abs(found / 257 - eight[i]!)).toBeLessThan(0.3);
      }
    }
  });

  it('leaves a plain picture plain, whatever its size, channels and radius', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const channels = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        side,
        side,
        channels,
        fc.double({ min: 0.01, max: 250, noNaN: true }),
        (width, height, bands, sigma) => {
          const plain = rowsOf(width, height, bands, (i) => 50 + (i % bands));
          for (const [i, value] of blurAll(plain, sigma).entries()) expect(value).toBeCloseTo(50 + (i % bands), 2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([2, 3, 4.5, 8, 20])('spreads a point over its sigma of %d also where it is computed on a grid', (sigma) => {
    const size = 201;
    // With 16 bits, for wide ones leave less than a level of 8 anywhere.
    const data = new Uint16Array(size * size);
    data[100 * size + 100] = 65_535;
    const read: Rows['read'] = (y, into) => into.set(data.subarray(y * size, (y + 1) * size));
    const found = blurAll({ width: size, height: size, channels: 1, full: 65_535, read }, sigma);
    const moment = found.reduce((sum, value, i) => sum + value * ((i % size) - 100) ** 2, 0);
    const total = found.reduce((a, b) => a + b);
    expect(total / 65_535).toBeCloseTo(1, 2);
    // Where the point lies between the points of the grid decides by how much.
    expect(Math.sqrt(moment / total) / sigma).toBeGreaterThan(0.96);
    expect(Math.sqrt(moment / total) / sigma).toBeLessThan(1.04);
  });
});
