import { describe, expect, it } from 'vitest';
import { shrinkError } from '../../../src/plan/shrink.ts';

describe('a folder that lost assets', () => {
  it.each([
    ['all found', { known: 100, vanished: 0, found: 100 }, false],
    ['a fifth of a hundred', { known: 100, vanished: 20, found: 80 }, false],
    ['more than a fifth', { known: 100, vanished: 21, found: 79 }, true],
    ['most of nine', { known: 9, vanished: 8, found: 1 }, false],
    ['most of ten', { known: 10, vanished: 9, found: 1 }, true],
    ['a fifth of a hundred, some of them damaged', { known: 100, vanished: 10, damaged: 10, found: 90 }, false],
    ['more than a fifth, some of them damaged', { known: 100, vanished: 10, damaged: 11, found: 90 }, true],
    ['damaged as a whole', { known: 10, vanished: 0, damaged: 10, found: 10 }, true],
    ['nine damaged ones', { known: 9, vanished: 0, damaged: 9, found: 9 }, false],
    ['emptied', { known: 3, vanished: 3, found: 0 }, true],
    ['empty from the start', { known: 0, vanished: 0, found: 0 }, false],
  ])('%s', (_title, counts, stops) => {
    expect(shrinkError({ folder: 'shoes', damaged: 0, ...counts })?.code).toBe(stops ? 'LIBRARY_SHRUNK' : undefined);
  });
});
