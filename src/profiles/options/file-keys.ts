import type { z } from 'zod';
import { isNegative, type OptionRow } from './option.ts';
import { type FileValues, OPTIONS } from './options.ts';

function description(row: OptionRow<unknown>): string {
  const { help } = row;
  return isNegative(row) ? `false: ${help}` : `${help.charAt(0).toUpperCase()}${help.slice(1)}`;
}

function keySchema(row: OptionRow<unknown>): z.ZodType {
  const filled = row.default === undefined ? row.schema.optional() : row.schema.default(row.default);
  return filled.describe(description(row));
}

/** The keys of dmx.yaml that say what options say. */
export const FILE_KEYS = Object.fromEntries(
  Object.values<OptionRow<unknown>>(OPTIONS).flatMap((row) =>
    row.file === undefined ? [] : [[row.file, keySchema(row)] as const],
  ),
) as unknown as { readonly [F in keyof FileValues]: z.ZodType<FileValues[F]> };
