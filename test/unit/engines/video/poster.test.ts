import { describe, expect, it } from 'vitest';
import { choosePoster } from '../../../../src/engines/video/poster.ts';

const SIZE = 160 * 90;
const flat = (value: number): Uint8Array => new Uint8Array(SIZE).fill(value);
const pattern = (of: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: SIZE }, (_, i) => of(i % 160, Math.floor(i / 160)));

const busy = pattern((x, y) => ((x * 37 + y * 91) % 11) * 20 + 20);
const blurred = pattern((x) => 40 + x);
const dark = pattern((x, y) => ((x + y) % 2) * 10);

describe('the poster', () => {
  it('is the first frame that is not black, blank or blurred', () => {
    expect(choosePoster([flat(0), dark, flat(128), flat(255), blurred, busy, busy])).toBe(5);
    expect(choosePoster([busy, flat(0)])).toBe(0);
  });

  it('is the frame with most to see where none is good', () => {
    expect(choosePoster([flat(0), flat(255), blurred, dark])).toBe(2);
  });
});
