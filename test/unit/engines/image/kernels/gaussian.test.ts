import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianBlur, gaussianWeights } from '../../../../../src/engines/image/kernels/gaussian.ts';
import { type Raster, rowsOf } from '../../../../../src/engines/image/kernels/raster.ts';
import { openArena } from '../../../../../src/engines/image/kernels/simd/arena.ts';

/** A raster without alpha. */
function rasterOf(width: number, height: number, channels: number, value: (i: number) => number): Raster {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => value(i));
  return { data, width, height, channels, alpha: false };
}

function blurAll(raster: Raster, sigma: number): number[] {
  const arena = openArena();
  const row = gaussianBlur(arena, rowsOf(arena, raster), sigma);
  const length = raster.width * raster.channels;
  return Array.from({ length: raster.height }, (_, y) => [...arena.floats(row(y), length)]).flat();
}

/** The largest difference from what is expected at each place. */
function farthest(found: readonly number[], expected: (i: number) => number): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected(i))), 0);
}

/** Half of a Gaussian that is integrated over three sub-samples a pixel, as far as 3.5 sigma, in double precision. */
function exactWeights(sigma: number): number[] {
  const reach = Math.max(1, Math.ceil(3.5 * sigma));
  const density = (x: number): number => Math.exp(-0.5 * (x / sigma) ** 2);
  const bins = Array.from({ length: reach + 1 }, (_, x) => density(x - 1 / 3) + density(x) + density(x + 1 / 3));
  const total = 2 * bins.reduce((a, b) => a + b) - bins[0]!;
  return bins.map((bin) => bin / total);
}

/** Sum over all pixels, edges repeated, in two dimensions: the definition. */
function byDefinition({ width, height, channels }: Raster, data: readonly number[], sigma: number): number[] {
  const half = exactWeights(sigma);
  const reach = half.length - 1;
  const clamp = (i: number, length: number): number => Math.min(length - 1, Math.max(0, i));
  return data.map((_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    let sum = 0;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const at = clamp(y + dy, height) * width + clamp(x + dx, width);
        sum += half[Math.abs(dx)]! * half[Math.abs(dy)]! * data[at * channels + (i % channels)]!;
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

  it.each([0.3, 1, 1.6, 2.5])('of sigma %d is what its definition says, far closer than it is rounded to', (sigma) => {
    const value = (i: number): number => (i * i * 73 + i * 31) % 256;
    for (const [width, height, channels] of [
      [13, 9, 1],
      [10, 7, 3],
      [8, 12, 4],
    ] as const) {
      const rows = rasterOf(width, height, channels, value);
      const data = Array.from({ length: width * height * channels }, (_, i) => value(i));
      const expected = byDefinition(rows, data, sigma);
      expect(farthest(blurAll(rows, sigma), (i) => expected[i]!)).toBeLessThan(0.0005);
    }
  });

  it('means the same at 16 bits', () => {
    const value = (i: number): number => (i * 73) % 256;
    const shallow = rasterOf(13, 9, 1, value);
    const deep = { ...shallow, data: Uint16Array.from(shallow.data, (sample) => 257 * sample) };
    for (const sigma of [1, 4]) {
      const eight = blurAll(shallow, sigma);
      expect(farthest(blurAll(deep, sigma), (i) => eight[i]! * 257)).toBeLessThan(0.005 * 257);
    }
  });

  it('leaves a plain picture plain, whatever its size, channels and radius', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const channels = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        side,
        side,
        channels,
        fc.double({ min: 0.01, max: 250, noNaN: true }),
        (width, height, bands, sigma) => {
          const plain = rasterOf(width, height, bands, (i) => 50 + (i % bands));
          expect(farthest(blurAll(plain, sigma), (i) => 50 + (i % bands))).toBeLessThan(0.005);
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
    const found = blurAll({ data, width: size, height: size, channels: 1, alpha: false }, sigma);
    const moment = found.reduce((sum, value, i) => sum + value * ((i % size) - 100) ** 2, 0);
    const total = found.reduce((a, b) => a + b);
    expect(total / 65_535).toBeCloseTo(1, 2);
    // Where the point lies between the points of the grid decides by how much.
    expect(Math.sqrt(moment / total) / sigma).toBeGreaterThan(0.96);
    expect(Math.sqrt(moment / total) / sigma).toBeLessThan(1.04);
  });
});
