import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodedRate,
  encodedSize,
  exceeds,
  secondsAt,
  spriteGrid,
} from '../../../../src/model/recipe/video-geometry.ts';
import type { SpriteRecipe } from '../../../../src/model/recipe/video-recipe.ts';
import { CLIP } from '../../../support/video/clips.ts';
import { EMPTY_PICTURE } from '../../../../src/model/recipe/recipe-tree.ts';

const box = (width?: number, height?: number, keepAspectRatio = true) => ({
  ...(width === undefined ? {} : { width }),
  ...(height === undefined ? {} : { height }),
  keepAspectRatio,
});

describe('the size of an encoding', () => {
  it.each([
    ['a height alone', box(undefined, 360), [1920, 1080], [640, 360]],
    ['a width alone', box(640), [1080, 1920], [640, 1138]],
    ['both, kept in shape', box(640, 640), [1920, 1080], [640, 360]],
    ['both, stretched', box(640, 640, false), [1920, 1080], [640, 640]],
    ['neither', box(), [1921, 1081], [1920, 1080]],
    ['more than the master has', box(undefined, 720), [161, 121], [160, 120]],
    ['a size within rounding of the master', box(undefined, 1080), [1919, 1079], [1918, 1078]],
  ] as const)('follows from %s', (_what, asked, [width, height], expected) => {
    const size = encodedSize(asked, { width, height });
    expect([size.width, size.height]).toEqual(expected);
  });

  it('is even and never larger than the master', () => {
    const side = fc.integer({ min: 2, max: 9000 });
    fc.assert(
      fc.property(fc.option(side), fc.option(side), side, side, (w, h, width, height) => {
        const size = encodedSize(box(w ?? undefined, h ?? undefined), { width, height });
        expect([size.width % 2, size.height % 2]).toEqual([0, 0]);
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it('would enlarge the master only beyond what rounding to even sides takes off', () => {
    expect(exceeds(box(undefined, 1080), { width: 1919, height: 1079 })).toBe(false);
    expect(exceeds(box(undefined, 1080), { width: 1920, height: 1076 })).toBe(true);
    expect(exceeds(box(), { width: 16, height: 16 })).toBe(false);
  });
});

describe('the rate of an encoding', () => {
  it.each([
    ['keeps a slower one', { maxFps: 30 }, [25, 1], [25, 1]],
    ['takes every second frame of twice as many', { maxFps: 30 }, [60_000, 1001], [60_000, 2002]],
    ['takes every second frame of fifty', { maxFps: 30 }, [50, 1], [50, 2]],
    ['keeps a rate that is a hair above', { maxFps: 30 }, [2500, 83], [2500, 83]],
    ['falls to the limit where too many frames would go', { maxFps: 30 }, [31, 1], [30, 1]],
    ['is as asked', { fps: 12 }, [30, 1], [12, 1]],
    ['knows what 29.97 stands for', { fps: 29.97 }, [25, 1], [30_000, 1001]],
    ['is the master’s where nothing is asked', {}, [24, 1], [24, 1]],
  ] as const)('%s', (_what, pace, master, expected) => {
    expect(encodedRate(pace, master)).toEqual(expected);
  });
});

describe('a time in a clip', () => {
  it('is a share of its length or from its start, and never after its last frame', () => {
    expect(secondsAt({ percent: 50 }, 10)).toBe(5);
    expect(secondsAt({ seconds: 2.5 }, 10)).toBe(2.5);
    expect(secondsAt({ percent: 100 }, 10)).toBe(9.9);
    expect(secondsAt({ seconds: 60 }, 0.05)).toBe(0);
  });
});

describe('the sheet of small frames', () => {
  const grid = (durationSeconds: number, change: Partial<SpriteRecipe> = {}, size: Partial<typeof CLIP> = {}) =>
    spriteGrid(
      { kind: 'sprite', width: 160, columns: 10, picture: EMPTY_PICTURE, ...change },
      { ...CLIP, durationSeconds, ...size },
    );

  it.each([
    [3, {}, { every: 1, count: 3, columns: 3, rows: 1, frame: { width: 160, height: 90 } }],
    [95, {}, { every: 1, count: 95, columns: 10, rows: 10 }],
    [600, {}, { every: 10, count: 60, rows: 6 }],
    [7200, {}, { every: 120, count: 60 }],
    [600, { every: 2.5 }, { every: 2.5, count: 240 }],
    [7200, { every: 1 }, { every: 7.2, count: 1000, rows: 100 }],
    [0.4, {}, { every: 1, count: 1, columns: 1, rows: 1 }],
  ])('has frames that suit a clip of %d s and %o', (seconds, change, expected) => {
    expect(grid(seconds, change)).toMatchObject(expected);
  });

  it('is never higher than a JPEG can be, and its frames never larger than the clip', () => {
    const tall = grid(7200, { width: 640, every: 1 }, { width: 1080, height: 1920 });
    expect(tall.rows * tall.frame.height).toBeLessThanOrEqual(65_500);
    expect(grid(3, {}, { width: 64, height: 48 }).frame).toEqual({ width: 64, height: 48 });
  });
});
