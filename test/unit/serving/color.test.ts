import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseColor, printColor } from '../../../src/serving/color.ts';
import { parseNumber, printNumber } from '../../../src/serving/number.ts';

const color = (r: number, g: number, b: number, alpha = 255) => ({ r, g, b, alpha });

describe('colours', () => {
  it.each([
    // The documented spellings (reference H.3 #28).
    ['0,100,200', color(0, 100, 200)],
    ['0,100,200,200rs', color(0, 100, 200, 200)],
    ['0x010203S', color(1, 2, 3)],
    ['a0b1c2d3R', color(160, 177, 194, 211)],
    ['100S', color(255, 255, 255)],
    ['50,75g', color(128, 128, 128, 191)],
    ['0xddeegs', color(0xdd, 0xdd, 0xdd, 0xee)],
    ['94,11,50,33k', color(10, 152, 85)],
    ['22,23,24,25,26KS', color(149, 147, 145, 66)],
    // The same grammar by its other branches.
    ['F0F0F0', color(240, 240, 240)],
    ['0xF0f0f080', color(240, 240, 240, 128)],
    ['0x70', color(112, 112, 112)],
    ['0X70G', color(112, 112, 112)],
    ['50', color(128, 128, 128)],
    ['0,0', color(0, 0, 0, 0)],
    ['255,0,0,0', color(255, 0, 0, 0)],
    ['0xff00ff00k', color(0, 255, 0)],
    ['ff00ff0080k', color(0, 255, 0, 128)],
    ['100000', color(16, 0, 0)],
  ])('%s', (text, expected) => {
    expect(parseColor(text)).toEqual(expected);
  });

  it.each(['', 'red', '256,0,0', '-1,0,0', '101', '0,101g', '1,2,3g', '1,2r', '1,2,3,4,5', '1,2,3,4,5,6k', '12345'])(
    'refuses %s',
    (text) => {
      expect(parseColor(text)).toBeUndefined();
    },
  );

  it.each(['ddeeg', '0x123', '0x', '0x1,2,3', '1,,3', '0xff00ffk', 'ff00', '1,2,3rg', '#ffffff'])(
    'refuses %s too',
    (text) => {
      expect(parseColor(text)).toBeUndefined();
    },
  );

  it('come back as printed', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (r, g, b, alpha) => {
        expect(parseColor(printColor({ r, g, b, alpha }))).toEqual({ r, g, b, alpha });
      }),
    );
  });
});

describe('numbers', () => {
  it.each([
    [1e-7, '0.0000001'],
    [1.25e-9, '0.00000000125'],
    [-2.5e-8, '-0.000000025'],
    [1e21, '1000000000000000000000'],
    [1.5e300, `15${'0'.repeat(299)}`],
    [-0, '0'],
    [1.75, '1.75'],
  ])('%d is spelled %s, without exponent', (value, text) => {
    expect(printNumber(value)).toBe(text);
  });

  it('come back as printed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(printNumber(value))).toBe(value + 0);
      }),
    );
  });

  it.each(['', '.', '-', '1e3', '0x10', '1,2', ' 1', 'Infinity', '1.2.3', '--1'])('refuses "%s"', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});
