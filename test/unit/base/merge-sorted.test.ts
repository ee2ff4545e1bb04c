import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../../src/base/text.ts';
import { mergeSorted } from '../../../src/base/merge-sorted.ts';

interface One {
  readonly path: string;
}

async function* slowly<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

const sorted = (paths: readonly string[]): readonly One[] =>
  [...new Set(paths)].toSorted(compareUtf8).map((path) => ({ path }));

describe('walking ordered sequences side by side', () => {
  it('brings equal paths together and leaves the others alone, in UTF-8 order', async () => {
    const paths = fc.array(fc.string({ unit: 'grapheme', maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(paths, paths, paths, async (...all) => {
        const [first, second, third] = [sorted(all[0]), sorted(all[1]), sorted(all[2])];
        const rows = [];
        for await (const row of mergeSorted<[One, One, One]>(first, slowly(second), slowly(third))) rows.push(row);
        for (const [i, sequence] of [first, second, third].entries()) {
          expect(rows.flatMap(({ items }) => items[i] ?? [])).toEqual(sequence);
        }
        expect(rows.map(({ path }) => ({ path }))).toEqual(sorted(all.flat()));
        expect(rows.every(({ path, items }) => items.every((item) => item === undefined || item.path === path))).toBe(
          true,
        );
      }),
    );
  });
});
