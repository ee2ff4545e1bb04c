import type { z } from 'zod';

/** A key that people may write, wherever it stands in a schema. */
export interface SchemaKey {
  readonly key: string;
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

interface Definition {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

/** Every key of a schema and of all schemas inside it. */
export function* schemaKeys(schema: z.core.$ZodType, path = ''): Generator<SchemaKey> {
  const definition = schema._zod.def as unknown as Definition;
  for (const [key, entry] of Object.entries(definition.shape ?? {})) {
    yield { key, path: `${path}${key}`, schema: entry };
    yield* schemaKeys(entry, `${path}${key}.`);
  }
  const { options = [], items = [], innerType, in: input, element, valueType } = definition;
  for (const inner of [...options, ...items, innerType, input, element, valueType]) {
    if (inner !== undefined) yield* schemaKeys(inner, path);
  }
}
