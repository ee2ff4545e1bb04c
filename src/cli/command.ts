import type { Checkout } from '../report/index.ts';
import type { Reporter, Streams } from '../report/reporter.ts';
import type { Request, RunContext } from '../run/request.ts';
import type { ExitCode } from './exit.ts';
import type { OptionGroup } from '../profiles/options/option.ts';
import type { OptionValues } from '../profiles/options/options.ts';
import type { ValueKind } from '../profiles/options/value-kind.ts';
import type { Surroundings } from './terminal.ts';

/** A word after the command's name. */
export interface ArgumentRow {
  readonly name: string;
  readonly help: string;
  readonly required?: true;
  readonly many?: true;
  /** The only words there are. */
  readonly choices?: readonly string[];
  /** The kind that a shell completes: always the same, or by the first word, which is the action. */
  readonly completes?: ValueKind | Readonly<Record<string, ValueKind>>;
}

/** The context that a command works with. */
export interface Call {
  /** Words as given; those of a `many` argument at the end. */
  readonly words: readonly string[];
  readonly options: OptionValues;
  /** Without folders; `withFolders` adds those given as arguments. */
  readonly request: Request;
  readonly context: RunContext;
  readonly reporter: Reporter;
  readonly streams: Streams;
  readonly surroundings: Surroundings;
  /** The folders that files are named from in annotations. */
  readonly checkout: Checkout;
  /** Every command there is: for completion and reference. */
  readonly commands: readonly Command[];
}

/** Options of every command that works on the library. */
export const RUN_GROUPS: readonly OptionGroup[] = [
  'place',
  'output',
  'files',
  'query',
  'force',
  'decisions',
  'dry',
  'preview',
  'engine',
  'resources',
  'run',
  'changes',
  'lock',
  'lines',
  'reporting',
  'terminal',
];

/** Headings of `dmx --help`. */
type CommandGroup = 'Make renditions' | 'Look' | 'Set up';

/** One command, declared once: parser, help, completion and docs/options.md follow from it. */
export interface Command {
  readonly name: string;
  readonly group: CommandGroup;
  /** One line: what it does. */
  readonly summary: string;
  readonly arguments: readonly ArgumentRow[];
  /** The families of options it takes. */
  readonly takes: readonly OptionGroup[];
  /** Families it takes from the environment alone, where it has no flag for them. */
  readonly envOnly?: readonly OptionGroup[];
  /** Command lines worth copying, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly hidden?: true;
  run(call: Call): Promise<ExitCode>;
}

/** The request of a command whose arguments are folders. */
export function withFolders({ request, words }: Call): Request {
  return { ...request, folders: words };
}
