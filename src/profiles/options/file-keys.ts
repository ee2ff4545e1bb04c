import type { z } from 'zod';
import { isNegative, type OptionRow } from './option.ts';
import { type FileValues, OPTIONS } from './options.ts';
import { SCHEMA_KIT } from './schema-kit.ts';

function description(row: OptionRow<unknown>): string {
  const { help } = row;
  return isNegative(row) ? `false: ${help}` : `${help.charAt(0).toUpperCase()}${help.slice(1)}`;
}

function keySchema(row: OptionRow<unknown>): z.ZodType {
  const schema = row.schema(SCHEMA_KIT);
  const filled = row.default === undefined ? schema.optional() : schema.default(row.default);
  return filled.describe(description(row));
}

/** The keys of dmx.yaml that set options. */
export const FILE_KEYS = Object.fromEntries(
  Object.values<OptionRow<unknown>>(OPTIONS).flatMap((row) =>
    row.file === undefined ? [] : [[row.file, keySchema(row)] as const],
  ),
) as unknown as { readonly [F in keyof FileValues]: z.ZodType<FileValues[F]> };
