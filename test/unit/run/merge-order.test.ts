import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../../src/base/text.ts';
import { mergeInOrder } from '../../../src/run/merge-order.ts';

async function* slowly<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

const sorted = (paths: readonly string[]): { path: string }[] =>
  [...new Set(paths)].toSorted(compareUtf8).map((path) => ({ path }));

describe('walking two ordered sequences side by side', () => {
  it('pairs equal paths and leaves the others alone, in UTF-8 order', async () => {
    const path = fc.string({ unit: 'grapheme', maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(path), fc.array(path), async (a, b) => {
        const [lefts, rights] = [sorted(a), sorted(b)];
        const pairs = [];
        for await (const pair of mergeInOrder(lefts, slowly(rights))) pairs.push(pair);
        expect(pairs.flatMap(({ left }) => left ?? [])).toEqual(lefts);
        expect(pairs.flatMap(({ right }) => right ?? [])).toEqual(rights);
        expect(pairs.map((pair) => pair.path)).toEqual(sorted([...a, ...b]).map((one) => one.path));
      }),
    );
  });
});
