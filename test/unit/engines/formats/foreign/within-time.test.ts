import { describe, expect, it } from 'vitest';
import { withinTime } from '../../../../../src/engines/formats/foreign/within-time.ts';

describe('a library that does all in one go', () => {
  it('is ended where it goes round in circles', () => {
    const forever = (): number => {
      for (let i = 0; ; i = (i + 1) % 7) if (i > 7) return i;
    };
    expect(() => withinTime('a picture', 0.05, forever)).toThrow(expect.objectContaining({ code: 'SOURCE_CORRUPT' }));
  });

  it('gives what it makes, and throws what it throws', () => {
    expect(withinTime('a picture', 60, () => Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
    const wrong = (): never => {
      throw new RangeError('too short');
    };
    expect(() => withinTime('a picture', 60, wrong)).toThrow(RangeError);
  });
});
