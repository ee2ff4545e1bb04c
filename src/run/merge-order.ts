import { compareUtf8 } from '../base/text.ts';

/** What two sequences of the same order hold at one path: the left, the right or both. */
export interface Pair<L, R> {
  readonly path: string;
  readonly left?: L;
  readonly right?: R;
}

/**
 * Walks two sequences, both in UTF-8 order of `path`, side by side: one pass instead of a query each. Where the left
 * holds a path twice the second stands alone.
 */
export async function* mergeInOrder<L extends { readonly path: string }, R extends { readonly path: string }>(
  lefts: Iterable<L>,
  rights: AsyncIterable<R>,
): AsyncIterable<Pair<L, R>> {
  const leftItems = lefts[Symbol.iterator]();
  const rightItems = rights[Symbol.asyncIterator]();
  let left = leftItems.next();
  let right = await rightItems.next();
  while (left.done !== true || right.done !== true) {
    const order = left.done === true ? 1 : right.done === true ? -1 : compareUtf8(left.value.path, right.value.path);
    const path: string = order <= 0 ? (left.value as L).path : (right.value as R).path;
    yield {
      path,
      ...(order <= 0 ? { left: left.value as L } : {}),
      ...(order >= 0 ? { right: right.value as R } : {}),
    };
    if (order <= 0) left = leftItems.next();
    if (order >= 0) right = await rightItems.next();
  }
}
