import { compareUtf8 } from '../base/text.ts';

/** What several sequences hold at one path: an item each, undefined where one has none. */
export interface Row<T> {
  readonly path: string;
  readonly items: readonly (T | undefined)[];
}

/** Walks sequences, each in UTF-8 order of `path` without doubles, side by side: one pass instead of a query each. */
export async function* zipInOrder<T extends { readonly path: string }>(
  sequences: readonly AsyncIterable<T>[],
): AsyncIterable<Row<T>> {
  const readers = sequences.map((sequence) => sequence[Symbol.asyncIterator]());
  const heads = await Promise.all(readers.map((reader) => reader.next()));
  for (;;) {
    const paths = heads.flatMap((head) => (head.done === true ? [] : [head.value.path]));
    if (paths.length === 0) return;
    const path = paths.reduce((least, one) => (compareUtf8(one, least) < 0 ? one : least));
    yield {
      path,
      items: heads.map((head) => (head.done !== true && head.value.path === path ? head.value : undefined)),
    };
    for (const [i, head] of heads.entries()) {
      const reader = readers[i];
      if (head.done !== true && head.value.path === path && reader !== undefined) heads[i] = await reader.next();
    }
  }
}

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
