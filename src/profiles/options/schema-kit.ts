import * as z from 'zod';
import { filePath, glob, textual } from '../fields.ts';
import type { SchemaKit } from './values.ts';

/** The schemas for validating dmx.yaml, and for its JSON Schema. */
export const SCHEMA_KIT: SchemaKit = {
  // Named one by one: the bundle holds no more of zod than is asked for.
  z: { boolean: z.boolean, enum: z.enum, int: z.int, string: z.string, union: z.union },
  ...{ glob, filePath },
  of: (reader) =>
    reader.schema?.(SCHEMA_KIT) ?? textual(reader.expected, (given) => reader.read(given), reader.pattern),
  listOf(reader) {
    const item = SCHEMA_KIT.of(reader);
    const error = `${reader.expected}, or a list of them`;
    return z.union([z.array(item), item.transform((one) => [one])], { error });
  },
};
