import { compareUtf8 } from './text.ts';

interface Placed {
  readonly path: string;
}

/** The items of several sequences at one path: an item each, undefined where one has none. */
export interface Row<T extends readonly Placed[]> {
  readonly path: string;
  readonly items: { readonly [K in keyof T]: T[K] | undefined };
}

type Sequences<T extends readonly Placed[]> = { readonly [K in keyof T]: AsyncIterable<T[K]> | Iterable<T[K]> };

/** One sequence, at its first item that was not taken yet; undefined = it is over. */
class Reader {
  head: Placed | undefined;
  readonly #items: AsyncIterator<Placed> | Iterator<Placed>;

  constructor(sequence: AsyncIterable<Placed> | Iterable<Placed>) {
    this.#items = Symbol.asyncIterator in sequence ? sequence[Symbol.asyncIterator]() : sequence[Symbol.iterator]();
  }

  async advance(): Promise<void> {
    const { done, value } = await this.#items.next();
    this.head = done === true ? undefined : value;
  }
}

function leastPath(readers: readonly Reader[]): string | undefined {
  let least: string | undefined;
  for (const { head } of readers) {
    if (head !== undefined && (least === undefined || compareUtf8(head.path, least) < 0)) least = head.path;
  }
  return least;
}

/** Walks sequences, each in UTF-8 order of `path` without doubles, side by side: one pass instead of a query each. */
export async function* mergeSorted<T extends readonly Placed[]>(...sequences: Sequences<T>): AsyncGenerator<Row<T>> {
  const readers = sequences.map((sequence) => new Reader(sequence));
  for (const reader of readers) await reader.advance();
  for (let path = leastPath(readers); path !== undefined; path = leastPath(readers)) {
    const items = readers.map(({ head }) => (head?.path === path ? head : undefined));
    yield { path, items: items as unknown as Row<T>['items'] };
    for (const [i, reader] of readers.entries()) if (items[i] !== undefined) await reader.advance();
  }
}
