import { Command as Commander, CommanderError, Option } from 'commander';
import { wrapLine } from '../base/wrap-line.ts';
import type { Command } from './command.ts';
import { readEnvironment, readRow } from './environment.ts';
import { isNegative, OPTION_GROUPS, type OptionRow } from '../profiles/options/option.ts';
import { optionsOf, type OptionName, type OptionValues } from '../profiles/options/options.ts';
import { choice, readValue } from '../profiles/options/values.ts';
import { unknownCommand, usageError } from './usage-error.ts';
import { argumentUsage, optionHelp } from './usage.ts';

/** A command line, understood. */
export interface Parsed {
  readonly command: Command;
  readonly words: readonly string[];
  readonly options: OptionValues;
}

/** The stream to which commander prints what `--help` and `--version` ask for. */
export interface ParserSetting {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly width: number;
}

type Row = readonly [OptionName, OptionRow<unknown>];

const collect = (value: string, given: readonly string[] | undefined): readonly string[] => [...(given ?? []), value];

function flagsOf({ short, flag, value }: OptionRow<unknown>): string {
  return `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` <${value}>`}`;
}

/** One row as commander has it: values are only gathered here and read by the row, as those of the environment are. */
function commanderOptions(row: OptionRow<unknown>): readonly Option[] {
  const main = new Option(flagsOf(row), optionHelp(row)).helpGroup(`${OPTION_GROUPS[row.group].heading}:`);
  if (row.value !== undefined) return [main.argParser(collect)];
  // The opposite overrules an environment variable or dmx.yaml; it would only double the help.
  const opposite = isNegative(row) ? row.flag.slice('no-'.length) : `no-${row.flag}`;
  return [main, new Option(`--${opposite}`).hideHelp()];
}

function readFlags(commander: Commander, rows: readonly Row[]): OptionValues {
  const given = commander.opts<Record<string, unknown>>();
  const found = rows.flatMap(([name, row]) => {
    const key = new Option(flagsOf(row)).attributeName();
    if (commander.getOptionValueSource(key) !== 'cli') return [];
    const value = given[key];
    return [[name, Array.isArray(value) ? readRow(row, value as readonly string[], `--${row.flag}`) : value] as const];
  });
  return Object.fromEntries(found);
}

// With fewer columns left beside the option, its description starts on a line of its own.
const LEAST_TOLD = 24;

function exampleText({ examples }: Command, columns: number): string {
  if (examples.length === 0) return '';
  const width = Math.max(...examples.map(([line]) => line.length));
  const hang = columns - width - 4 < LEAST_TOLD ? 6 : width + 4;
  const rows = examples.map(([line, what]) => wrapLine(`  ${line.padEnd(width)}  ${what}`, columns, hang));
  return ['', 'Examples:', ...rows].join('\n');
}

/** The words of a command without the `[options]` that every one has. */
const usageWords = (child: Commander): string => child.usage().replace('[options]', '').trim();

const helpOption = (): Option => new Option('-h, --help', 'print this').helpGroup(`${OPTION_GROUPS.terminal.heading}:`);

/** Adds a command: with its options where the command line names it, which building takes longest. */
function addCommand(
  program: Commander,
  command: Command,
  argv: readonly string[],
  { environment, width }: ParserSetting,
  done: (parsed: Parsed) => void,
): void {
  const isNamed = argv.includes(command.name);
  const rows = optionsOf(command.takes);
  const child = program
    .command(command.name, { hidden: command.hidden === true })
    .summary(command.summary)
    .description(command.summary)
    .helpGroup(`${command.group}:`)
    .addHelpOption(helpOption())
    .addHelpText('after', exampleText(command, width));
  for (const argument of command.arguments) child.argument(argumentUsage(argument), argument.help);
  if (isNamed) for (const [, row] of rows) for (const option of commanderOptions(row)) child.addOption(option);
  child.action(() => {
    const heard = readEnvironment(environment, [...rows, ...optionsOf(command.envOnly ?? [])]);
    done({ command, words: child.args, options: { ...heard, ...readFlags(child, rows) } });
  });
}

/**
 * A command line in which `help runs show` has become `runs --help`. Throws UsageError with the nearest name for a command,
 * or an action, that is not there: commander would print its general help.
 */
function readHelp(argv: readonly string[], commands: readonly Command[]): readonly string[] {
  const words = argv.filter((word) => !word.startsWith('-'));
  const asksHelp = words[0] === 'help';
  const [name, action] = asksHelp ? words.slice(1) : words;
  const command = commands.find((one) => one.name === name);
  if (name !== undefined && command === undefined && name !== 'help') throw unknownCommand(name, commands);
  if (!asksHelp) return argv;
  const [first] = command?.arguments ?? [];
  if (first?.choices !== undefined && action !== undefined) {
    readValue(choice(...first.choices), action, `dmx ${name}`, 'UNKNOWN_OPTION');
  }
  return command === undefined ? ['--help'] : [command.name, '--help'];
}

const DESCRIPTION =
  'Makes every rendition of a folder of pictures that its profiles ask for: sizes, smart crops, pyramids, and a manifest.';

/**
 * Understands a command line (without node and script). Answers undefined where only help or the version was asked for
 * and printed. Throws UsageError with the nearest known name.
 */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  setting: ParserSetting,
): Parsed | undefined {
  let parsed: Parsed | undefined;
  const program = new Commander('dmx')
    .description(DESCRIPTION)
    .version(setting.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .configureHelp({ subcommandTerm: (child) => [child.name(), usageWords(child)].join(' ').trim() })
    .helpCommand('help [command]', 'the same as dmx <command> --help')
    .exitOverride()
    .configureOutput({ writeOut: setting.print, writeErr: () => {}, getOutHelpWidth: () => setting.width })
    .addHelpText(
      'after',
      '\nStart with: dmx ingest ./photos\nEvery option is also an environment variable: --memory is DMX_MEMORY.',
    );
  for (const command of commands) addCommand(program, command, argv, setting, (found) => (parsed = found));
  if (argv.length === 0) {
    program.outputHelp();
    return undefined;
  }
  try {
    program.parse(readHelp(argv, commands), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, commands, argv);
  }
  return parsed;
}
