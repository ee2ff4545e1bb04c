/** Rows a statement: SQLite binds 32,766 values; more rows than this gain nothing. */
export const ROWS = 100;

/** A list in pieces of at most `size`. */
export function* slices<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
