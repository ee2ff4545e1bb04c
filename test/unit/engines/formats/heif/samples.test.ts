import { describe, expect, it } from 'vitest';
import { samplesUpTo, sampleTicks } from '../../../../../src/engines/formats/heif/samples.ts';

/** A table: a version and flags, then numbers of four bytes. */
const table = (...values: readonly number[]): Buffer => {
  const box = Buffer.alloc(4 + 4 * values.length);
  for (const [i, value] of values.entries()) box.writeUInt32BE(value, 4 + 4 * i);
  return box;
};

describe('samples of a sequence', () => {
  // Five samples: two side by side at 100, two at 200, one at 300; the third follows from no other.
  const tables = {
    sizes: table(0, 5, 10, 11, 12, 13, 14),
    chunks: table(3, 100, 200, 300),
    wide: false,
    runs: table(2, 1, 2, 1, 3, 1, 1),
    keys: table(2, 1, 3),
  };

  it('lie in runs, and are read from the last one on that follows from no other', () => {
    expect(samplesUpTo(1, tables).map(({ at }) => at)).toEqual([100, 110]);
    expect(samplesUpTo(4, tables)).toEqual([
      { at: 200, bytes: 12 },
      { at: 212, bytes: 13 },
      { at: 300, bytes: 14 },
    ]);
    expect(samplesUpTo(4, { ...tables, keys: undefined })).toHaveLength(1);
    expect(samplesUpTo(1, { ...tables, sizes: table(7, 5), keys: table(1, 1) })).toEqual([
      { at: 100, bytes: 7 },
      { at: 107, bytes: 7 },
    ]);
  });

  it('are damaged where their tables end before them', () => {
    for (const [key, short] of [
      ['sizes', table(0, 5, 10)],
      ['chunks', table(1, 100)],
      ['runs', table(1)],
    ] as const)
      expect(() => samplesUpTo(4, { ...tables, [key]: short }), key).toThrow(/expected/);
    expect(() => samplesUpTo(2 ** 31, tables)).toThrow(/at most/);
    expect(() => sampleTicks(table(1, 2, 40), 3)).toThrow(/3 times/);
  });

  it('have times in runs', () => {
    expect(sampleTicks(table(2, 2, 40, 1, 5), 3)).toEqual([40, 40, 5]);
  });
});
