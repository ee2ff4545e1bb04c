import { describe, expect, it } from 'vitest';
import { levelFor, levelSize } from '../../../src/model/level.ts';

describe('the level of a rendition', () => {
  const size = { width: 4000, height: 3000 };

  it.each([
    [4000, 3000, 0],
    [1539, 1154, 0],
    [1538, 1153, 1],
    [770, 577, 1],
    [769, 576, 2],
    [48, 36, 6],
    [8000, 6000, 0],
    // Both sides keep the reserve: the wider one decides.
    [4000, 30, 0],
    [40, 1500, 0],
  ])('is the smallest that has 1.3 times its size: %i × %i from level %i', (width, height, level) => {
    expect(levelFor(size, { width, height })).toBe(level);
  });

  it.each([
    [2001, 0],
    [2000, 1],
    [1001, 1],
    [1000, 2],
  ])('is the smallest that is as large, where no more is asked: %i pixels across from level %i', (width, level) => {
    expect(levelFor(size, { width, height: (width * 3) / 4 }, 1)).toBe(level);
  });
});

describe('the size of a level', () => {
  it('is rounded from the full size, never from the level before', () => {
    const sizes = [0, 1, 2, 3, 4, 5, 6].map((level) => levelSize({ width: 37, height: 21 }, level));
    expect(sizes.map(({ width }) => width)).toEqual([37, 19, 9, 5, 2, 1, 1]);
    expect(sizes.map(({ height }) => height)).toEqual([21, 11, 5, 3, 1, 1, 1]);
  });
});
