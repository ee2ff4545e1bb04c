/** The fields of `T`, each of which may also be undefined */
export type Maybe<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Every field of `T`, so that the compiler tells who forgets one: `present<T>({ … } satisfies Every<T>)`. */
export type Every<T> = { readonly [K in keyof Required<T>]: T[K] | undefined };

/** A copy without the keys whose value is undefined: absent and undefined are two things in frozen JSON data. */
export function present<T extends object>(fields: Maybe<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
