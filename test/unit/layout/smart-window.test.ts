import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowAround, windowSize } from '../../../src/layout/smart-window.ts';
import { sourceRegion } from '../../../src/layout/source-region.ts';

const WHOLE = { x: 0, y: 0, width: 600, height: 400 };

describe('the window of a smart crop', () => {
  it.each([
    ['as wide as the picture', [3, 1], 1, [0.5, 0.5], { x: 0, y: 100, width: 600, height: 200 }],
    ['as high as the picture', [1, 2], 1, [0.5, 0.5], { x: 200, y: 0, width: 200, height: 400 }],
    ['half as large with zoom 2', [3, 2], 2, [0.5, 0.5], { x: 150, y: 100, width: 300, height: 200 }],
    ['moved to the focus', [1, 1], 2, [0.75, 0.4], { x: 350, y: 60, width: 200, height: 200 }],
    ['held inside the picture', [1, 1], 2, [1, 0], { x: 400, y: 0, width: 200, height: 200 }],
    ['one pixel at least', [1, 1], 1000, [0.5, 0.5], { x: 299, y: 199, width: 1, height: 1 }],
  ] as const)('is %s', (_, ratio, zoom, focus, expected) => {
    expect(windowAround(WHOLE, windowSize(WHOLE, ratio, zoom), focus)).toEqual(expected);
  });

  it('lies in the part of the master it was given', () => {
    const part = { x: 40, y: 30, width: 100, height: 50 };
    expect(windowAround(part, windowSize(part, [1, 1], 1), [0, 0])).toEqual({
      x: 40,
      y: 30,
      width: 50,
      height: 50,
    });
  });

  it('is whole, inside, and of the size that planning counted on, whatever is asked', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const ratio = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }));
    const zoom = fc.double({ min: 1, max: 20, noNaN: true });
    fc.assert(
      fc.property(side, side, ratio, zoom, fc.tuple(part, part), (width, height, proportion, closer, focus) => {
        const size = windowSize({ width, height }, proportion, closer);
        const window = windowAround({ x: 0, y: 0, width, height }, size, focus);
        expect(Object.values(window).every(Number.isInteger)).toBe(true);
        expect(window.x).toBeGreaterThanOrEqual(0);
        expect(window.y).toBeGreaterThanOrEqual(0);
        expect(window.x + window.width).toBeLessThanOrEqual(width);
        expect(window.y + window.height).toBeLessThanOrEqual(height);
        const smartCrop = { ratio: proportion, zoom: closer, strategy: [] };
        const planned = sourceRegion({}, { picture: { width, height }, treatment: { smartCrop } });
        expect([window.width, window.height]).toEqual([planned.width, planned.height]);
      }),
    );
  });
});
