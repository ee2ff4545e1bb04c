import type { Command } from '../command.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import { optionsOf } from '../../profiles/options/options.ts';

/** Candidates for the place of a value or a word. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'nothing' };

const FILE_VALUES = ['FILE', 'PATH'];
const FILE_WORDS = ['asset', 'file'];
const FOLDER_WORDS = ['folder', 'dir'];

/** Candidates that may follow an option; undefined for a switch. */
export function valueCandidates({ value, choices }: OptionRow<unknown>): Candidates | undefined {
  if (value === undefined) return undefined;
  if (choices.length > 0) return { kind: 'words', words: choices };
  if (value === 'DIR') return { kind: 'folders' };
  return { kind: FILE_VALUES.includes(value) ? 'files' : 'nothing' };
}

/** Candidates for a command's words: the fixed ones of its first argument, else files or folders. */
export function wordCandidates({ arguments: [first, ...rest] }: Command): Candidates {
  if (first?.choices !== undefined) return { kind: 'words', words: first.choices };
  const names = [first, ...rest].map((argument) => argument?.name ?? '');
  if (names.some((name) => FOLDER_WORDS.includes(name))) return { kind: 'folders' };
  return { kind: names.some((name) => FILE_WORDS.includes(name)) ? 'files' : 'nothing' };
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
