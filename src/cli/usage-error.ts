import type { CommanderError } from 'commander';
import { nearest } from '../base/text.ts';
import { type ErrorCode, UsageError } from '../model/errors.ts';
import type { Command } from './command.ts';
import type { OptionRow } from '../profiles/options/option.ts';
import { OPTIONS, optionsOf } from '../profiles/options/options.ts';

/** The refusal of commander: the name it quotes, and the command it was reading. */
interface Refused {
  readonly quoted: string;
  readonly command: Command | undefined;
}

interface Answer {
  readonly message: string;
  readonly hint?: string;
}

function didYouMean(name: string, names: readonly string[]): string | undefined {
  const near = nearest(name, names);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

const flagsOf = (rows: readonly OptionRow<unknown>[]): readonly string[] => rows.map(({ flag }) => `--${flag}`);

function unknownOption({ quoted, command }: Refused): Answer {
  if (command === undefined) {
    const known = flagsOf(Object.values<OptionRow<unknown>>(OPTIONS)).includes(quoted);
    return {
      message: `${quoted} is no option of dmx itself`,
      hint: known ? 'Options stand behind the command: dmx ingest --help.' : 'Commands: dmx --help.',
    };
  }
  const suggestion = didYouMean(quoted, flagsOf(optionsOf(command.takes).map(([, row]) => row)));
  return {
    message: `${quoted} is no option of ${command.name}`,
    hint: suggestion ?? `Options: dmx ${command.name} --help.`,
  };
}

/** The refusal of a command that is not there. */
export function unknownCommand(given: string, commands: readonly Command[]): UsageError {
  const names = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const hint = didYouMean(given, names) ?? 'Commands: dmx --help.';
  return new UsageError('UNKNOWN_OPTION', `${given} is no command`, { hint });
}

function missingValue({ quoted }: Refused): Answer {
  const flag = quoted.split(/[ ,]+/).find((word) => word.startsWith('--')) ?? quoted;
  return { message: `expected a value for ${flag}, got none` };
}

function missingWord({ quoted, command }: Refused): Answer {
  return { message: `expected ${quoted} for ${command?.name ?? 'dmx'}, got none` };
}

function excessWords({ command }: Refused): Answer {
  const most = command?.arguments.length ?? 0;
  const expected = most === 0 ? 'no word' : `at most ${most === 1 ? 'one word' : `${most} words`}`;
  return { message: `expected ${expected} for ${command?.name ?? 'dmx'}, got ${most === 0 ? 'some' : 'more'}` };
}

interface Row {
  readonly code: ErrorCode;
  readonly answer: (refused: Refused) => Answer;
}

const ROWS: Readonly<Record<string, Row>> = {
  'commander.unknownOption': { code: 'UNKNOWN_OPTION', answer: unknownOption },
  'commander.optionMissingArgument': { code: 'ARGUMENT_COUNT', answer: missingValue },
  'commander.missingArgument': { code: 'ARGUMENT_COUNT', answer: missingWord },
  'commander.excessArguments': { code: 'ARGUMENT_COUNT', answer: excessWords },
};

/** Rewords an error of commander: expected ⟨what⟩, got ⟨value⟩, and the nearest name. */
export function usageError(error: CommanderError, commands: readonly Command[], argv: readonly string[]): UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  // Options of dmx itself take no values, so the first word before what was refused is the command.
  const option = quoted.startsWith('-') ? argv.findIndex((one) => one.split('=')[0] === quoted) : -1;
  const before = option < 0 ? argv : argv.slice(0, option);
  const word = before.find((one) => !one.startsWith('-'));
  const command = commands.find(({ name }) => name === word);
  const row = ROWS[error.code];
  const { message, hint } = row?.answer({ quoted, command }) ?? { message: error.message };
  const help = command === undefined ? 'dmx --help' : `dmx ${command.name} --help`;
  return new UsageError(row?.code ?? 'UNKNOWN_OPTION', message, { hint: hint ?? `Usage: ${help}.` });
}
