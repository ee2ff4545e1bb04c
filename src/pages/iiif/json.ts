/** Any value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An object without the fields that nothing is said of. */
export function said(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Words of no language in particular, as IIIF has them. */
export const words = (...texts: readonly string[]): JsonObject => ({ none: texts });
