import { describe, expect, it, test } from 'vitest';
import { compareUtf8, figure, nearest } from '../../../src/base/text.ts';
import fc from 'fast-check';

describe('the nearest candidate', () => {
  it.each([
    ['hie', ['wid', 'hei', 'hide'], 'hei'],
    ['corp', ['fit', 'crop', 'wrap'], 'crop'],
    ['Resmod', ['res', 'resMode'], 'resMode'],
    ['qualty', ['quality'], 'quality'],
    ['xqualityy', ['quality'], 'quality'],
    ['a', ['b'], 'b'],
    ['', ['a'], 'a'],
    ['--output', ['--only', '--out', '--json'], '--out'],
    ['exclude', ['excludeFrom', 'include-only'], 'excludeFrom'],
    ['max', ['maxBytesOfAll', 'maximum'], 'maximum'],
  ])('to %s among %j is %s', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it.each([
    ['wid', ['format']],
    ['abcdef', ['abzzef1']],
    ['quality', []],
    ['--ab', ['--abcdefghi']],
    ['', ['abcdef']],
    ['x'.repeat(65), ['x'.repeat(65)]],
  ])('to %s is none where all are too far or it is no name', (name, candidates) => {
    expect(nearest(name, candidates)).toBeUndefined();
  });

  it('is the first of those equally near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });
});

const bytewise = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('compareUtf8', () => {
  it('orders as the UTF-8 bytes do, for any two texts', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(fc.property(text, text, (a, b) => Math.sign(compareUtf8(a, b)) === bytewise(a, b)));
  });

  it('puts what lies above U+FFFF after the private use area, where UTF-16 has it before', () => {
    expect(['\u{1F600}', '\uE000', '\uFFFD', '~', 'é', 'e\u0301', ''].toSorted(compareUtf8)).toEqual([
      '',
      'e\u0301',
      '~',
      'é',
      '\uE000',
      '\uFFFD',
      '\u{1F600}',
    ]);
  });

  it('puts a text before those that go on', () => {
    expect(compareUtf8('shoes', 'shoes/red.jpg')).toBeLessThan(0);
    expect(compareUtf8('shoes', 'shoes')).toBe(0);
  });
});

test('a whole number is written as people of every country who read English expect it', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(figure(number)).toBe(number.toLocaleString('en-US'));
    }),
  );
});
