/** The keys of a table in their order, with their types. Only for a table whose type names every key that it has. */
export function keysOf<T extends object>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** The rows of a table in their order, with the types of their keys. Only for a table whose type names every key that it has. */
export function entriesOf<K extends string, V>(table: Readonly<Record<K, V>>): readonly [K, V][] {
  return Object.entries(table) as [K, V][];
}
