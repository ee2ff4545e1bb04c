/** The values in lists of `size`, the last one shorter; none where there are no values. */
export function* piecesOf<T>(values: Iterable<T>, size: number): Generator<readonly T[]> {
  let piece: T[] = [];
  for (const value of values) {
    if (piece.push(value) < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** The same for values that arrive one by one: gathers an async iterable into arrays of `size`. */
export async function* chunksOf<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  for await (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
