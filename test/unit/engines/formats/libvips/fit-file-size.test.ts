import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWithin } from '../../../../../src/engines/formats/libvips/fit-file-size.ts';
import { bytesAt, sizeCurve } from '../../../../../src/engines/formats/libvips/size-seeds.ts';

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

const curve = sizeCurve('jpeg');

/** Sizes of a picture by quality, which grow as those of most do, or by a power faster or slower. */
const usual = (scale: number, power: number): number[] =>
  Array.from({ length: 100 }, (_none, i) => Math.round(scale * bytesAt(curve, i + 1) ** power));

describe('a file that has to fit', () => {
  it('fits after six encodes at most, of whatever sizes files have', async () => {
    const search = fc
      .integer({ min: 1, max: 100 })
      .chain((best) => fc.record({ sizes: growing(best), most: fc.integer({ min: 0, max: 2600 }) }));
    await fc.assert(
      fc.asyncProperty(search, async ({ sizes, most }) => {
        const { encode, tried } = encoderOf(sizes);
        const found = encodeWithin(encode, { best: sizes.length, mostBytes: most, curve });
        if ((sizes[0] ?? 0) > most) await expect(found).rejects.toMatchObject({ code: 'RENDITION_TOO_LARGE' });
        else expect((await found).bytes.length).toBeLessThanOrEqual(most);
        expect(tried.length).toBeLessThanOrEqual(6);
        expect(new Set(tried).size).toBe(tried.length);
      }),
      { numRuns: 500 },
    );
  });

  it('has the best quality that does, where files grow by quality as they mostly do', async () => {
    const search = fc.record({
      power: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
      most: fc.integer({ min: 20_000, max: 400_000 }),
    });
    await fc.assert(
      fc.asyncProperty(search, async ({ power, most }) => {
        const sizes = usual(100_000, power);
        const { encode } = encoderOf(sizes);
        const expected = sizes.filter((size) => size <= most).length;
        fc.pre(expected >= 10);
        expect(await encodeWithin(encode, { best: 100, mostBytes: most, curve })).toMatchObject({ quality: expected });
      }),
      { numRuns: 300 },
    );
  });

  it('comes near the best one of noise too, whose files shrink to nothing where most pictures still have some bytes', async () => {
    // WebPs of 240×160 pixels of gray noise, by quality from 1.
    const sizes = [
      ...[170, 174, 174, 188, 222, 248, 302, 336, 372, 450, 558, 580, 630, 756, 858, 936],
      ...[1042, 1146, 1212, 1328, 1412, 1512, 1592, 1786, 1958, 2040, 2034, 2230, 2358, 2460, 2584, 2680],
      ...[2706, 2846, 3086, 3134, 3188, 3462, 3586, 3670, 3690, 3984, 3982, 4040, 4100, 4308, 4492, 4636],
      ...[4710, 4856, 4928, 5094, 5264, 5418, 5424, 5602, 5806, 5884, 5854, 5966, 6382, 6474, 6776, 6814],
      ...[6938, 7056, 7226, 7298, 7520, 7520, 7838, 7844, 8120, 8158, 8234, 8892, 9112, 9738, 10174, 10776],
    ];
    for (let mostBytes = 200; mostBytes < 10_000; mostBytes += 7) {
      const { encode } = encoderOf(sizes);
      const { bytes } = await encodeWithin(encode, { best: 80, mostBytes, curve: sizeCurve('webp') });
      const best = sizes.findLast((size) => size <= mostBytes) ?? 0;
      expect(bytes.length / best, `${mostBytes}`).toBeGreaterThan(0.75);
    }
  });

  it('takes one encode where it fits at its own quality', async () => {
    const { encode, tried } = encoderOf(Array.from({ length: 80 }, (_none, i) => i + 1));
    expect(await encodeWithin(encode, { best: 80, mostBytes: 1000, curve })).toMatchObject({ quality: 80 });
    expect(tried).toHaveLength(1);
  });
});
