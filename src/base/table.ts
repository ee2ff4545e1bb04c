/** The keys of a table in their order, with their types. Only for a table whose type names every key that it has. */
export function keysOf<T extends object>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** A table with a row for each of these keys. */
export function makeTable<K extends string, V>(keys: readonly K[], rowOf: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, rowOf(key)])) as Record<K, V>;
}

/** The rows of a table in their order, with the types of their keys. Only for a table whose type names every key that it has. */
export function entriesOf<K extends string, V>(table: Readonly<Record<K, V>>): readonly [K, V][] {
  return Object.entries(table) as [K, V][];
}
