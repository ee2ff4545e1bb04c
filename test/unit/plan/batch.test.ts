import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../src/model/errors.ts';
import { chooseBatch, makeBatches } from '../../../src/plan/batch.ts';

const MB = 1e6;

describe('the size of batches', () => {
  it.each([50, 51, 200, 1000])('may be %d for masters of any size', (size) => {
    for (const average of [0, 1, MB, 99 * MB, 500 * MB]) {
      expect(chooseBatch(size, average)).toEqual({ size, reason: '' });
    }
  });

  it.each([10, 49])('may be %d where masters have 100 MB and more on average, and only there', (size) => {
    expect(chooseBatch(size, 100 * MB).size).toBe(size);
    expect(() => chooseBatch(size, 100 * MB - 1)).toThrow(UsageError);
  });

  it.each([-1, 0, 9, 9.5, 50.5, 1001, Number.NaN, Infinity])('is never %d', (size) => {
    for (const average of [0, MB, 500 * MB]) {
      expect(() => chooseBatch(size, average)).toThrow(expect.objectContaining({ code: 'OPTION_RANGE' }));
    }
  });

  it.each([
    [50_000, 1000],
    [1 * MB, 1000],
    [4 * MB, 250],
    [15 * MB, 60],
    [40 * MB, 50],
    [99 * MB, 50],
    [100 * MB, 10],
    [400 * MB, 10],
  ])('is chosen for masters of %d bytes on average: %d', (average, size) => {
    expect(chooseBatch('auto', average).size).toBe(size);
  });

  it('is always one that could have been asked for, and smaller for larger masters', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e10, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (a, f) => {
          const { size, reason } = chooseBatch('auto', a);
          expect(chooseBatch(size, a).size).toBe(size);
          expect(chooseBatch('auto', a * f).size).toBeLessThanOrEqual(size);
          expect(reason).not.toBe('');
        },
      ),
    );
  });
});

describe('making batches', () => {
  it('keeps every job once and in order, all batches full but the last', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 60 }), (jobs, size) => {
        const batches = makeBatches(jobs, size);
        expect(batches.flat()).toEqual(jobs);
        expect(batches.slice(0, -1).every(({ length }) => length === size)).toBe(true);
        expect(batches.every(({ length }) => length > 0 && length <= size)).toBe(true);
      }),
    );
  });
});
