import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertEachColor } from '../../../../../src/engines/image/color/convert-each-color.ts';
import type { Samples } from '../../../../../src/engines/image/color/littlecms.ts';

/** Stands for a conversion: the sum of the colours, and their negatives. */
function convert(from: Samples, into: Samples, pixels: number, colors: number): void {
  const toColors = into.length / pixels;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < toColors; c++) {
      const own = from[i * colors + (c % colors)] ?? 0;
      into[i * toColors + c] = c === 0 ? own : 255 - own;
    }
  }
}

describe('converting each colour once', () => {
  it('gives what converting every pixel gives, whatever meets in one place, and leaves alpha alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 3, 4),
        fc.boolean(),
        fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 400 }),
        (colors, alpha, values) => {
          const channels = colors + (alpha ? 1 : 0);
          const count = Math.max(1, Math.floor(values.length / channels));
          const samples = Uint8Array.from({ length: count * channels }, (_, i) => values[i % values.length] ?? 0);
          const toChannels = 3 + (alpha ? 1 : 0);
          const into = new Uint8Array(count * toChannels).fill(7);
          convertEachColor({ samples, colors, channels }, into, 3, (from, to, pixels) =>
            convert(from, to, pixels, colors),
          );
          for (let i = 0; i < count; i++) {
            const own = samples.subarray(i * channels, i * channels + colors);
            const expected = new Uint8Array(3);
            convert(own, expected, 1, colors);
            expect([...into.subarray(i * toChannels, i * toChannels + 3)]).toEqual([...expected]);
            if (alpha) expect(into[i * toChannels + 3]).toBe(7);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('asks for no colour twice where there are few', () => {
    let asked = 0;
    const samples = Uint8Array.from({ length: 200_000 * 3 }, (_, i) => Math.floor(i / 3) % 50);
    const into = new Uint16Array(samples.length);
    convertEachColor({ samples, colors: 3, channels: 3 }, into, 3, (from, to, pixels) => {
      asked += pixels;
      convert(from, to, pixels, 3);
    });
    expect(asked).toBe(50);
  });
});
