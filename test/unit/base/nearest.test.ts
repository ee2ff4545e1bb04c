import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/base/text.ts';

describe('the nearest candidate', () => {
  it.each([
    ['hie', ['wid', 'hei', 'hide'], 'hei'],
    ['corp', ['fit', 'crop', 'wrap'], 'crop'],
    ['Resmod', ['res', 'resMode'], 'resMode'],
    ['qualty', ['quality'], 'quality'],
    ['xqualityy', ['quality'], 'quality'],
    ['a', ['b'], 'b'],
    ['', ['a'], 'a'],
  ])('to %s among %j is %s', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it.each([
    ['wid', ['format']],
    ['abcdef', ['abzzef1']],
    ['quality', []],
    ['x'.repeat(65), ['x'.repeat(65)]],
  ])('to %s is none where all are too far or it is no name', (name, candidates) => {
    expect(nearest(name, candidates)).toBeUndefined();
  });

  it('is the first of those equally near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });
});
