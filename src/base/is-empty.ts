/** Tells whether there is nothing in a sequence; one that can be walked once is over then. */
export function isEmpty(items: Iterable<unknown>): boolean {
  for (const _first of items) return false;
  return true;
}
