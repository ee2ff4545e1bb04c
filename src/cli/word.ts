import { nearest } from '../base/text.ts';
import { UsageError, type ErrorCode } from '../model/errors.ts';
import { choice, readValue } from '../profiles/options/values.ts';

/** The first word of a command with several actions; the default action where there is none. */
export function readAction<T extends string>(
  word: string | undefined,
  actions: readonly [T, ...T[]],
  command: string,
): T {
  return word === undefined ? actions[0] : readValue(choice(...actions), word, command, 'UNKNOWN_OPTION');
}

/** A word that has to be there. Throws UsageError. */
export function needWord(word: string | undefined, what: string, hint: string): string {
  if (word !== undefined) return word;
  throw new UsageError('ARGUMENT_COUNT', `expected ${what}, got none`, { hint });
}

/** The error for a profile or preset that is not there. */
export function unknownName(code: ErrorCode, kind: string, name: string, names: readonly string[]): UsageError {
  const near = nearest(name, names);
  const hint = near === undefined ? `Names: dmx ${kind}s list.` : `Did you mean \`${near}\`?`;
  return new UsageError(code, `expected the name of a ${kind}, got ${JSON.stringify(name)}`, { hint });
}
