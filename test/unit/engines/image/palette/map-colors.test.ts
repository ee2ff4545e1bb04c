import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColors } from '../../../../../src/engines/image/palette/map-colors.ts';

type Color = readonly [number, number, number];

const byte = fc.nat(255);
const color: fc.Arbitrary<Color> = fc.tuple(byte, byte, byte);
const palettes = fc.array(color, { minLength: 1, maxLength: 256 });

const distance = (one: Color, other: Color): number => one.reduce((sum, value, c) => sum + (value - other[c]!) ** 2, 0);

function mapOne(pixel: Color, colors: readonly Color[]): Color {
  const { data } = mapColors({ data: Uint8Array.from(pixel), width: 1, height: 1, channels: 3 }, colors, false);
  return [data[0]!, data[1]!, data[2]!];
}

describe('colours of a palette', () => {
  it('are the nearest ones to the middle of every cell of four steps a side', () => {
    const middle = ([r, g, b]: Color): Color => [(r & 252) + 2, (g & 252) + 2, (b & 252) + 2];
    fc.assert(
      fc.property(palettes, color, (colors, pixel) => {
        const wanted = middle(pixel);
        const least = Math.min(...colors.map((each) => distance(each, wanted)));
        expect(distance(mapOne(wanted, colors), wanted)).toBe(least);
      }),
    );
  });

  it('are found exactly where a pixel has one of them', () => {
    fc.assert(
      fc.property(palettes, fc.nat(255), (colors, i) => {
        const one = colors[i % colors.length]!;
        expect(mapOne(one, colors)).toEqual(one);
      }),
    );
  });

  it('carry what they are short of on to their neighbours, and nothing out of what is clear', () => {
    const gray = (values: readonly number[]): Uint8Array => Uint8Array.from(values.flatMap((v) => [v, v, v]));
    const colors = [
      [0, 0, 0],
      [160, 160, 160],
    ] as const;
    // The first is 70 short; 7/16 of that make its neighbour 100.6, and the one below gets 5/16 of it and 3/16 of −59.4: 80.7.
    const { data } = mapColors({ data: gray([70, 70, 70, 70]), width: 2, height: 2, channels: 3 }, colors, true);
    expect([...data]).toEqual([...gray([0, 160, 160, 0])]);
    const clear = Uint8Array.from([70, 70, 70, 0, 70, 70, 70, 255]);
    const kept = mapColors({ data: clear, width: 2, height: 1, channels: 4 }, colors, true);
    expect([...kept.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 255]);
  });
});
