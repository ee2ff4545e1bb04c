import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Samples, spread } from '../../../../../src/engines/image/kernels/dilate.ts';

/** The largest byte of each channel in the rectangle around each pixel: the definition. */
function byDefinition({ bytes, width, channels }: Samples, across: number, down: number): number[] {
  const height = bytes.length / channels / width;
  return Array.from(bytes, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    let most = 0;
    for (let row = Math.max(0, y - down); row <= Math.min(height - 1, y + down); row++) {
      for (let column = Math.max(0, x - across); column <= Math.min(width - 1, x + across); column++) {
        most = Math.max(most, bytes[channels * (row * width + column) + (i % channels)]!);
      }
    }
    return most;
  });
}

const small = fc.integer({ min: 0, max: 9 });
const side = fc.integer({ min: 1, max: 40 });
const channels = fc.constantFrom(1, 3, 4);

/** Pictures of any bytes. */
const anySamples = fc
  .tuple(side, side, channels, fc.infiniteStream(fc.nat(255)))
  .map(([width, height, count, stream]) => ({
    bytes: Uint8Array.from(stream.take(width * height * count)),
    width,
    channels: count,
  }));

const inverted = (samples: Samples): Samples => ({ ...samples, bytes: samples.bytes.map((sample) => 255 - sample) });

describe('spreading values', () => {
  it('finds the largest of every channel in the rectangle around every pixel', () => {
    fc.assert(
      fc.property(anySamples, small, small, (samples, across, down) => {
        const expected = byDefinition(samples, across, down);
        spread(samples, { across, down });
        expect([...samples.bytes]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('finds the smallest where the reach is below 0', () => {
    fc.assert(
      fc.property(anySamples, small, small, (samples, across, down) => {
        const expected = byDefinition(inverted(samples), across, down).map((sample) => 255 - sample);
        spread(samples, { across: -across, down: -down });
        expect([...samples.bytes]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('goes part of the way where the reach has parts of a pixel', () => {
    const bytes = Uint8Array.of(0, 0, 200, 0, 0);
    spread({ bytes, width: 5, channels: 1 }, { across: 1.25, down: 0 });
    expect([...bytes]).toEqual([50, 200, 200, 200, 50]);
    const column = Uint8Array.of(100, 100, 20, 100, 100);
    spread({ bytes: column, width: 1, channels: 1 }, { across: 0, down: -0.5 });
    expect([...column]).toEqual([100, 60, 20, 60, 100]);
  });
});
