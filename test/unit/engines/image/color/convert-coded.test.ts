import { describe, expect, it } from 'vitest';
import { makeRounding } from '../../../../../src/engines/image/color/convert-coded.ts';
import { toSrgb } from '../../../../../src/model/srgb-curve.ts';
import { makeRandom } from '../../../../fuzz/mutate.ts';

describe('the table of the curve of sRGB', () => {
  it.each([255, 65_535])('rounds as the curve itself does, to 0…%d', (most) => {
    const random = makeRandom(1);
    const stored = makeRounding(most);
    for (let i = 0; i < 50_000; i++) {
      // Most of the steps lie near black.
      const light = random() ** 3;
      expect(stored(light)).toBe(Math.round(toSrgb(light) * most));
    }
    expect([stored(0), stored(1), stored(-1), stored(9), stored(Number.NaN)]).toEqual([0, most, 0, most, 0]);
  });
});
