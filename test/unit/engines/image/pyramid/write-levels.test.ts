import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PyramidFormat } from '../../../../../src/engines/image/pyramid/sample-format.ts';
import { needsBigTiff, pyramidSizes } from '../../../../../src/engines/image/pyramid/write-levels.ts';

const side = fc.integer({ min: 1, max: 200_000 });
const tile = fc.integer({ min: 1, max: 64 }).map((sixteens) => sixteens * 16);

describe('the sizes of the levels', () => {
  it.each([
    [1, 1, ['1×1']],
    [256, 256, ['256×256']],
    [257, 3, ['257×3', '129×2']],
    [1000, 600, ['1000×600', '500×300', '250×150']],
    [3, 4096, ['3×4096', '2×2048', '1×1024', '1×512', '1×256']],
  ])('of %i×%i are %j', (width, height, expected) => {
    expect(pyramidSizes({ width, height }, 256).map((size) => `${size.width}×${size.height}`)).toEqual(expected);
  });

  it('halve from the full size down to the first that one tile holds', () => {
    fc.assert(
      fc.property(side, side, tile, (width, height, of) => {
        const sizes = pyramidSizes({ width, height }, of);
        expect(sizes[0]).toEqual({ width, height });
        const fits = sizes.map((size) => size.width <= of && size.height <= of);
        expect(fits.indexOf(true)).toBe(sizes.length - 1);
        for (const [level, size] of sizes.entries()) {
          expect(Math.abs(size.width - Math.max(1, width / 2 ** level))).toBeLessThanOrEqual(0.5);
          expect(Math.abs(size.height - Math.max(1, height / 2 ** level))).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });
});

describe('the choice of BigTIFF for a level', () => {
  const rgb: PyramidFormat = {
    space: 'srgb',
    sample: 'uchar',
    channels: 3,
    alpha: false,
    compression: 'jpeg',
    density: 72,
  };

  it('is made for pixels that may fill more than 4 GiB at worst', () => {
    expect(needsBigTiff({ width: 20_000, height: 20_000 }, rgb)).toBe(false);
    expect(needsBigTiff({ width: 30_000, height: 30_000 }, rgb)).toBe(true);
    expect(needsBigTiff({ width: 20_000, height: 20_000 }, { ...rgb, sample: 'ushort' })).toBe(true);
  });
});
