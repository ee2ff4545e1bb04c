import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dilateSubpixel } from '../../../../../src/engines/image/kernels/dilate.ts';

/** The largest byte of each channel in the rectangle around each pixel: the definition. */
function byDefinition(bytes: Uint8Array, width: number, across: number, down: number): number[] {
  const height = bytes.length / 4 / width;
  return Array.from(bytes, (_, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    let most = 0;
    for (let row = Math.max(0, y - down); row <= Math.min(height - 1, y + down); row++) {
      for (let column = Math.max(0, x - across); column <= Math.min(width - 1, x + across); column++) {
        most = Math.max(most, bytes[4 * (row * width + column) + (i & 3)]!);
      }
    }
    return most;
  });
}

const small = fc.integer({ min: 0, max: 9 });
const side = fc.integer({ min: 1, max: 12 });

describe('spreading the largest values', () => {
  it('finds that of every channel in the rectangle around every pixel', () => {
    fc.assert(
      fc.property(side, side, small, small, fc.infiniteStream(fc.nat(255)), (width, height, across, down, stream) => {
        const bytes = Uint8Array.from(stream.take(4 * width * height));
        const expected = byDefinition(bytes, width, across, down);
        dilateSubpixel({ words: new Int32Array(bytes.buffer), width }, { across, down });
        expect([...bytes]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('goes part of the way where the reach has parts of a pixel', () => {
    const words = Int32Array.of(0, 0, 200, 0, 0);
    dilateSubpixel({ words, width: 5 }, { across: 1.25, down: 0 });
    expect([...words]).toEqual([50, 200, 200, 200, 50]);
  });
});
