/** A tuple of as many items, each made from one of `items`. */
export function mapTuple<const T extends readonly unknown[], U>(
  items: T,
  make: (item: T[number], index: number) => U,
): { readonly [I in keyof T]: U } {
  return items.map(make) as { readonly [I in keyof T]: U };
}
