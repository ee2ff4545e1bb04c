import { describe, expect, it } from 'vitest';
import { joinParts } from '../../../../src/viewers/tiles/ranges.ts';

describe('parts of a file that are read together', () => {
  it('are neighbours, in the order of the file', () => {
    const parts = [
      { offset: 300, length: 100 },
      { offset: 100, length: 200 },
      { offset: 90_000, length: 10 },
    ];
    expect(joinParts(parts).map((group) => group.map(({ offset }) => offset))).toEqual([[100, 300], [90_000]]);
  });

  it('are read along with small gaps, but in no request of more than a megabyte', () => {
    const parts = Array.from({ length: 10 }, (_, i) => ({ offset: i * 200_000, length: 195_000 }));
    const groups = joinParts(parts);
    expect(groups.flat()).toHaveLength(10);
    for (const group of groups) {
      const [first] = group;
      const last = group.at(-1);
      expect(last!.offset + last!.length - first!.offset).toBeLessThanOrEqual(1 << 20);
    }
    expect(groups).toHaveLength(2);
  });

  it('are counted to the farthest end, whichever part reaches it', () => {
    const parts = [
      { offset: 0, length: 50_000 },
      { offset: 10, length: 10 },
      { offset: 60_000, length: 10 },
    ];
    expect(joinParts(parts)).toHaveLength(1);
  });
});
