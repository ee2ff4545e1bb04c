import { describe, expect, it } from 'vitest';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { isHeldFor } from '../../../src/layout/master-readings.ts';
import { areRowsTied } from '../../../src/layout/reading.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

const frameOf = (width: number, height: number, view: number) =>
  makeFrame(
    { ...EMPTY_PICTURE, view: { width: view, height: view }, output: { format: 'png-alpha' } },
    { width, height },
  );
const framesOf = (width: number, height: number, ...views: readonly number[]) =>
  views.map((view) => frameOf(width, height, view));

const UPRIGHT = { orientation: 1 };

describe('a master that is held', () => {
  it('is one that is read more than once: all levels of a region are one reading', () => {
    expect(isHeldFor(framesOf(1000, 800, 900, 700), UPRIGHT)).toBe(true);
    expect(isHeldFor(framesOf(1000, 800, 900, 100), UPRIGHT)).toBe(true);
    expect(isHeldFor(framesOf(1000, 800, 900, 900), UPRIGHT)).toBe(false);
    expect(isHeldFor(framesOf(1000, 800, 100, 60), UPRIGHT)).toBe(false);
  });

  it('is not read for halvings that are there', () => {
    const frames = framesOf(1000, 800, 900, 100);
    expect(isHeldFor(frames, UPRIGHT, ({ width }) => width === 1000)).toBe(false);
    expect(isHeldFor(frames, UPRIGHT, ({ width }) => width === 999)).toBe(true);
  });

  it('is read from its file, held or not, where its rows would come out otherwise', () => {
    // 639 rows are halved to 320.
    expect(isHeldFor(framesOf(639, 639, 600, 500, 100), UPRIGHT)).toBe(true);
    expect(isHeldFor(framesOf(639, 639, 600, 100), UPRIGHT)).toBe(false);
    expect(isHeldFor(framesOf(800, 639, 700, 100), UPRIGHT)).toBe(false);
    expect(isHeldFor(framesOf(639, 800, 700, 100), UPRIGHT)).toBe(true);
    expect(isHeldFor(framesOf(639, 800, 700, 100), { orientation: 6 })).toBe(false);
    expect(isHeldFor(framesOf(643, 643, 600, 100), UPRIGHT)).toBe(true);
  });
});

describe('rows that lie in the middle between two filters', () => {
  it.each([
    [641, 320],
    [639, 320],
    [895, 448],
    [1282, 640],
    [75, 64],
  ])('are there where %i become %i', (from, to) => expect(areRowsTied(from, to)).toBe(true));

  it.each([
    [640, 320],
    [641, 321],
    [642, 320],
    [641, 384],
    [320, 641],
    [64, 64],
  ])('are not where %i become %i', (from, to) => expect(areRowsTied(from, to)).toBe(false));
});
