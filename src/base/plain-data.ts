/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Freezes plain data all the way down. */
export function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const held of Object.values(value)) freeze(held);
  }
  return value;
}

/** The same data, not to be changed. */
export type ReadonlyDeep<T> = T extends readonly (infer E)[]
  ? number extends T['length']
    ? readonly ReadonlyDeep<E>[]
    : { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;

/** The same data with nothing left out. */
type Whole<T> = T extends readonly unknown[]
  ? { readonly [K in keyof T]: Whole<T[K]> }
  : T extends object
    ? { readonly [K in keyof T]-?: Whole<T[K]> }
    : T;

/** `true` where two types have the same fields of the same types. */
export type Same<A, B> = [A, Whole<A>] extends [B, Whole<B>]
  ? [B, Whole<B>] extends [A, Whole<A>]
    ? true
    : false
  : false;
