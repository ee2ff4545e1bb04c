import fc from 'fast-check';
import { rgbaToThumbHash } from 'thumbhash';
import { expect, test } from 'vitest';
import { thumbHash } from '../../../../../src/engines/image/output/thumb-hash.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';

/** Pixels as the package that made the format takes them. */
function rgbaOf({ data, width, height, channels }: Picture): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(data.subarray(i * channels, (i + 1) * channels), i * 4);
  return rgba;
}

const pictures = fc
  .record({
    width: fc.integer({ min: 9, max: 100 }),
    height: fc.integer({ min: 9, max: 100 }),
    channels: fc.constantFrom(3 as const, 4 as const),
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    // Noise alone, and on what varies slowly.
    noise: fc.constantFrom(0.1, 1),
  })
  .map(({ width, height, channels, seed, noise }): Picture => {
    const data = new Uint8Array(width * height * channels);
    for (let i = 0; i < data.length; i++) {
      const mixed = Math.imul(i ^ seed, 2_654_435_761);
      const random = Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 24;
      data[i] = random * noise + ((i * i) / data.length / data.length) * 255 * (1 - noise);
    }
    return { data, width, height, channels };
  });

// The package sums in another order, which tells in the last bit of a double. So none is a picture that is the same from both
// sides: there a strength is nothing, which lies just between two steps.
test('has the hash that the package of its author makes', () => {
  fc.assert(
    fc.property(pictures, (picture) => {
      const { width, height } = picture;
      expect(Buffer.from(thumbHash(picture))).toEqual(Buffer.from(rgbaToThumbHash(width, height, rgbaOf(picture))));
    }),
    { seed: 12, numRuns: 300 },
  );
});

test('is the same with alpha that is full and without', () => {
  const data = Uint8Array.from({ length: 60 * 40 * 3 }, (_, i) => (i * i) % 251);
  const opaque: Picture = { data, width: 60, height: 40, channels: 3 };
  expect(thumbHash({ ...opaque, data: rgbaOf(opaque), channels: 4 })).toEqual(thumbHash(opaque));
});

test('says of one colour that nothing varies', () => {
  const data = Uint8Array.from({ length: 20 * 20 * 3 }, (_, i) => [200, 30, 90][i % 3] ?? 0);
  const [, , light = 1, low = 1, high = 1] = thumbHash({ data, width: 20, height: 20, channels: 3 });
  expect([light & 0b0111_1100, low >> 3, high & 0b0111_1110]).toEqual([0, 0, 0]);
});
