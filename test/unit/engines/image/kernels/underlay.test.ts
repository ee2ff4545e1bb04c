import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onColor } from '../../../../../src/engines/image/kernels/underlay.ts';

const byte = fc.integer({ min: 0, max: 255 });
const whole = { x: 0, y: 0, width: 16, height: 8 };

describe('a picture on a colour', () => {
  it('is the sum of both lights, each by what it covers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), byte, byte, byte, byte, (data, r, g, b, alpha) => {
        const { data: found } = onColor({ data, width: 16, height: 8, channels: 4 }, { r, g, b, alpha }, whole);
        for (let i = 0; i < 512; i++) {
          const at = i % 4;
          const [over, opacity] = [data[i - at + 3]! / 255, found[i - at + 3]!];
          const ground = (alpha / 255) * (1 - over);
          const light = at === 3 ? (over + ground) * 255 : over * data[i]! + ground * [r, g, b][at]!;
          // Light is what is seen: colours of pixels that are nearly clear have no more digits.
          const seen = at === 3 ? opacity : (found[i]! * opacity) / 255;
          expect(Math.abs(seen - light)).toBeLessThanOrEqual(1.01);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps to its rectangle', () => {
    const data = new Uint8Array(512);
    const { data: found } = onColor(
      { data, width: 16, height: 8, channels: 4 },
      { r: 1, g: 2, b: 3, alpha: 255 },
      { x: 2, y: 3, width: 5, height: 4 },
    );
    const filled = (x: number, y: number): boolean => x >= 2 && x < 7 && y >= 3 && y < 7;
    const expected = Array.from({ length: 128 }, (_, i) => (filled(i % 16, i >> 4) ? [1, 2, 3, 255] : [0, 0, 0, 0]));
    expect([...found]).toEqual(expected.flat());
    expect(data.every((value) => value === 0)).toBe(true);
  });

  it('is the very same picture where there is no colour or no alpha', () => {
    const clear = { data: new Uint8Array(512), width: 16, height: 8, channels: 4 } as const;
    const opaque = { data: new Uint8Array(384), width: 16, height: 8, channels: 3 } as const;
    expect(onColor(clear, undefined, whole)).toBe(clear);
    expect(onColor(opaque, { r: 1, g: 2, b: 3, alpha: 255 }, whole)).toBe(opaque);
  });
});
