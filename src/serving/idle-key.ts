import * as z from 'zod';

/** Why keys of YAML change nothing, by their schema. */
const IDLE = z.registry<{ readonly reason: string }>();

/**
 * Marks a key that is read and checked and changes nothing yet, with the reason as a clause without its full stop. The
 * schema for editors, the reference and the warning say it from here. Call it last: a schema made of this one has no mark.
 */
export function idleKey<S extends z.ZodType>(reason: string, schema: S): S {
  const marked = schema.describe(`${schema.description ?? ''}. No effect yet: ${reason}`);
  IDLE.add(marked, { reason });
  return marked;
}

/** Why a key of this schema changes nothing; undefined where it does something. */
export function idleReason(schema: z.core.$ZodType): string | undefined {
  return IDLE.get(schema)?.reason;
}
