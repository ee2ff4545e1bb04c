import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWithin } from '../../../../../src/engines/formats/libvips/fit-file-size.ts';

/** An encoder whose files have the sizes of a table, by quality from 1, and that counts how often it is asked. */
function encoderOf(sizes: readonly number[]) {
  const tried: number[] = [];
  const encode = async (quality: number): Promise<Buffer> => {
    tried.push(quality);
    return Buffer.alloc(sizes[quality - 1] ?? 0);
  };
  return { tried, encode };
}

const growing = (count: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: 1, max: 50 }), { minLength: count, maxLength: count })
    .map((steps) => steps.map((_step, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0)));

describe('a file that has to fit', () => {
  it('has the best quality that does, after seven encodes at most', async () => {
    const search = fc
      .integer({ min: 1, max: 100 })
      .chain((best) => fc.record({ sizes: growing(best), most: fc.integer({ min: 0, max: 2600 }) }));
    await fc.assert(
      fc.asyncProperty(search, async ({ sizes, most }) => {
        const { encode, tried } = encoderOf(sizes);
        const expected = sizes.filter((size) => size <= most).length;
        const found = encodeWithin(encode, sizes.length, most);
        if (expected === 0) await expect(found).rejects.toMatchObject({ code: 'RENDITION_TOO_LARGE' });
        else expect(await found).toMatchObject({ quality: expected, bytes: { length: sizes[expected - 1] } });
        expect(tried.length).toBeLessThanOrEqual(7);
        expect(new Set(tried).size).toBe(tried.length);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [80, 2],
    [100, 3],
    [60, 1],
  ])('at its own quality of %i takes %i encodes', async (best, encodes) => {
    const { encode, tried } = encoderOf(Array.from({ length: best }, (_none, i) => i + 1));
    expect(await encodeWithin(encode, best, 1000)).toMatchObject({ quality: best });
    expect(tried).toHaveLength(encodes);
  });
});
