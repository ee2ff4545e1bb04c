import { NAME_KINDS, type NameKind, type ValueKind } from '../../profiles/options/value-kind.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import { optionsOf } from '../../profiles/options/options.ts';
import type { ArgumentRow, Command } from '../command.ts';

/** Candidates for the place of a value or a word. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: ValueKind | 'nothing' };

/** Candidates that may follow an option; undefined for a switch. */
export function valueCandidates({ value, choices, completes }: OptionRow<unknown>): Candidates | undefined {
  if (value === undefined) return undefined;
  if (choices.length > 0) return { kind: 'words', words: choices };
  return { kind: completes ?? 'nothing' };
}

/**
 * The completion candidates of one positional argument. Where they depend on the first word (`presets show`), one list
 * per word.
 */
export interface WordPlace {
  /** The name that help prints for it. */
  readonly name: string;
  readonly candidates: Candidates | readonly (readonly [action: string, candidates: Candidates])[];
  /** It holds for all places from here on. */
  readonly many: boolean;
}

function candidatesOf({ choices, completes }: ArgumentRow): WordPlace['candidates'] {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (completes === undefined || typeof completes === 'string') return { kind: completes ?? 'nothing' };
  return Object.entries(completes).map(([action, kind]) => [action, { kind }] as const);
}

/** The places of a command's words, in order. */
export function wordPlaces(command: Command): readonly WordPlace[] {
  return command.arguments.map((row) => ({
    name: row.name,
    many: row.many === true,
    candidates: candidatesOf(row),
  }));
}

/** Tells whether a shell has to ask dmx for candidates. */
export function isNameKind(kind: string): kind is NameKind {
  return NAME_KINDS.some((name) => name === kind);
}

/** Rows of a command, as they are offered: hidden opposites of switches are not. */
export function offeredOptions(command: Command): readonly OptionRow<unknown>[] {
  return optionsOf(command.takes).map(([, row]) => row);
}

/** `--out -o`: every spelling of an option. */
export function spellings({ flag, short }: OptionRow<unknown>): readonly string[] {
  return short === undefined ? [`--${flag}`] : [`--${flag}`, `-${short}`];
}

/** Commands that are offered. */
export function offeredCommands(commands: readonly Command[]): readonly Command[] {
  return commands.filter(({ hidden }) => hidden !== true);
}
