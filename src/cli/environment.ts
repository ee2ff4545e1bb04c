import { isNegative, type OptionRow } from '../profiles/options/option.ts';
import type { OptionName, OptionValues } from '../profiles/options/options.ts';

/** The value of the texts given for a row. A negative switch that is on gives `false`. */
export function readRow(row: OptionRow<unknown>, given: readonly string[], origin: string): unknown {
  const value = row.read(given, origin);
  return isNegative(row) ? value === false : value;
}

/**
 * Reads the options that the environment says: `DMX_MEMORY=2GiB`, `DMX_STRICT=1`, several values one a line. An empty
 * variable says nothing. Throws UsageError naming the variable.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  rows: readonly (readonly [OptionName, OptionRow<unknown>])[],
): OptionValues {
  const found = rows.flatMap(([name, row]) => {
    const origin = row.environment;
    const given = environment[origin];
    if (given === undefined || given === '') return [];
    const texts = row.many ? given.split('\n').filter((line) => line !== '') : [given];
    return [[name, readRow(row, texts, origin)] as const];
  });
  return Object.fromEntries(found);
}
