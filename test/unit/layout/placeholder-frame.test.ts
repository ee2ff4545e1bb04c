import { describe, expect, it } from 'vitest';
import { baseOf } from '../../../src/layout/frame.ts';
import { placeholderFrame } from '../../../src/layout/placeholder-frame.ts';

const levelOf = (width: number, height: number): number => baseOf(placeholderFrame({ width, height })).level;

describe('the picture that placeholders are made of', () => {
  it('is scaled from the full size of small masters, without levels that nothing else may want', () => {
    expect([levelOf(1600, 1200), levelOf(2000, 2000), levelOf(64, 48)]).toEqual([0, 0, 0]);
  });

  it('is scaled from the levels of large masters', () => {
    expect([levelOf(2001, 2000), levelOf(6000, 4000)]).toEqual([3, 5]);
  });

  it('is scaled from the file of masters whose first level would fill the memory', () => {
    expect([levelOf(14_000, 10_000), levelOf(15_000, 10_000)]).toEqual([6, 0]);
  });

  it('shows the whole master in a hundred pixels at most', () => {
    expect(placeholderFrame({ width: 4000, height: 1000 }).view).toEqual({ width: 100, height: 25 });
    expect(placeholderFrame({ width: 30, height: 20 }).view).toEqual({ width: 30, height: 20 });
  });
});
