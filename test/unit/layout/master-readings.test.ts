import { describe, expect, it } from 'vitest';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { isHeldFor, isStaged } from '../../../src/layout/master-readings.ts';
import { areRowsTied } from '../../../src/layout/reading.ts';
import type { ImageFacts } from '../../../src/model/asset.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const frameOf = (width: number, height: number, view: number) =>
  makeFrame(
    { ...EMPTY_PICTURE, view: { width: view, height: view }, output: { format: 'png-alpha' } },
    { width, height },
  );
const framesOf = (width: number, height: number, ...views: readonly number[]) =>
  views.map((view) => frameOf(width, height, view));

describe('a master that is held', () => {
  it('is one that is read more than once: all levels of a region are one reading', () => {
    expect(isHeldFor(FACTS, framesOf(1000, 800, 900, 700))).toBe(true);
    expect(isHeldFor(FACTS, framesOf(1000, 800, 900, 100))).toBe(true);
    expect(isHeldFor(FACTS, framesOf(1000, 800, 900, 900))).toBe(false);
    expect(isHeldFor(FACTS, framesOf(1000, 800, 100, 60))).toBe(false);
  });

  it('is one with alpha that is read at all', () => {
    expect(isHeldFor({ ...FACTS, alpha: true }, framesOf(1000, 800, 100))).toBe(true);
    expect(isHeldFor({ ...FACTS, alpha: true, depth: 16 }, framesOf(1000, 800, 100))).toBe(false);
  });

  it('is not read for halvings that are there', () => {
    const frames = framesOf(1000, 800, 900, 100);
    expect(isHeldFor(FACTS, frames, ({ width }) => width === 1000)).toBe(false);
    expect(isHeldFor(FACTS, frames, ({ width }) => width === 999)).toBe(true);
  });
});

describe('a file of its own pixels', () => {
  const facts = { ...FACTS, mime: 'image/jpeg', width: 24_000, height: 17_900 } as const;

  it.each<readonly [boolean, Partial<ImageFacts>]>([
    [true, {}],
    // Small ones take less memory than another file is worth.
    [false, { width: 10_000, height: 10_000 }],
    // What is read row by row needs none.
    [false, { mime: 'image/png' }],
    // What is turned, or written anew, or is no more than a file of its pixels before.
    [false, { orientation: 6 }],
    [false, { mime: 'image/webp', rewriteBytes: 1 }],
    [false, { colorSpace: 'lab' }],
  ])('is made: %s, of %o', (expected, other) => expect(isStaged({ ...facts, ...other })).toBe(expected));
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
