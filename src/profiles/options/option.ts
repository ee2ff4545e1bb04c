import type { z } from 'zod';
import type { ValueKind } from './value-kind.ts';
import { checkRule, checkValue, readValue, truth, type SchemaKit, type ValueReader } from './values.ts';

/**
 * Families of options: a command takes whole families, and their headings are those of its help. Families of `run` are
 * what a Request says, those of `selection` what it selects; the others are their commands' own.
 */
export const OPTION_GROUPS = {
  place: { heading: 'Where', of: 'run' },
  output: { heading: 'Where', of: 'run' },
  files: { heading: 'Which masters', of: 'run' },
  selection: { heading: 'Which assets', of: 'selection' },
  query: { heading: 'Which assets', of: 'run' },
  force: { heading: 'What is done', of: 'run' },
  decisions: { heading: 'What is done', of: 'run' },
  dry: { heading: 'Only look', of: 'command' },
  preview: { heading: 'Only look', of: 'command' },
  engine: { heading: 'Programs', of: 'run' },
  resources: { heading: 'Time and memory', of: 'run' },
  run: { heading: 'The run', of: 'run' },
  changes: { heading: 'The run', of: 'run' },
  lock: { heading: 'The run', of: 'run' },
  publishing: { heading: 'What is done', of: 'command' },
  prune: { heading: 'What is removed', of: 'command' },
  target: { heading: 'Where', of: 'command' },
  rendition: { heading: 'The rendition', of: 'command' },
  source: { heading: 'The rendition', of: 'command' },
  cropping: { heading: 'What the sidecar says', of: 'command' },
  telling: { heading: 'What is printed', of: 'command' },
  embedding: { heading: 'The code', of: 'command' },
  address: { heading: 'The addresses', of: 'command' },
  markup: { heading: 'The markup', of: 'command' },
  plays: { heading: 'What is looked at', of: 'command' },
  listing: { heading: 'What is printed', of: 'command' },
  check: { heading: 'How it is checked', of: 'command' },
  lines: { heading: 'What is printed', of: 'command' },
  reporting: { heading: 'What is printed', of: 'command' },
  terminal: { heading: 'What is printed', of: 'command' },
  explaining: { heading: 'What is printed', of: 'command' },
  documents: { heading: 'The documents', of: 'command' },
} as const;

export type OptionGroup = keyof typeof OPTION_GROUPS;

/** Properties that a row may have beside its flag, type and help. */
export interface OptionExtra<T> {
  /** The key of dmx.yaml for this option. */
  readonly file?: string;
  /** The value where none is set anywhere. */
  readonly default?: T;
  /** The kind of its value, where a shell can complete it. */
  readonly completes?: ValueKind;
  /** Its variable, where another option has the one that its flag would give. */
  readonly environment?: string;
}

/**
 * One option, declared once: parser, help, completion, environment, dmx.yaml, Request, Settings and documents follow.
 */
export interface OptionRow<T> extends OptionExtra<T> {
  readonly group: OptionGroup;
  /** Long name without dashes; `no-…` = a switch that turns something off. */
  readonly flag: string;
  /** One letter. */
  readonly short?: string;
  /** Name of the value in help; absent = a switch. */
  readonly value?: string;
  /** True if it may be given several times. */
  readonly many: boolean;
  readonly help: string;
  /** The environment variable: `--wait-lock` has `DMX_WAIT_LOCK`. */
  readonly environment: string;
  readonly choices: readonly string[];
  /** The schema of its key in dmx.yaml. */
  readonly schema: (kit: SchemaKit) => z.ZodType<T>;
  /** Turns what was given (at least one text) into the value; throws UsageError naming `origin`. */
  read(given: readonly string[], origin: string): T;
  /** Checks the value that a program gave as itself; throws UsageError naming `origin`. */
  check(value: unknown, origin: string): void;
}

/** A row with what types follow from. */
type Declared<T, G extends OptionGroup, E> = OptionRow<T> & E & { readonly group: G };

interface Shape<T> {
  readonly many: boolean;
  readonly choices: readonly string[];
  readonly schema: (kit: SchemaKit) => z.ZodType<T>;
  read(given: readonly string[], origin: string): T;
  check(value: unknown, origin: string): void;
}

/** Splits `-o, --out DIR` into its names. */
function names(flags: string): Pick<OptionRow<unknown>, 'flag' | 'short' | 'value'> {
  const match = /^(?:-(\w), )?--([\w-]+)(?: (\S+))?$/.exec(flags);
  if (match === null) throw new TypeError(`malformed option ${flags}`);
  const [, short, flag = '', value] = match;
  return { flag, ...(short === undefined ? {} : { short }), ...(value === undefined ? {} : { value }) };
}

function declare<T, G extends OptionGroup, E extends OptionExtra<T>>(
  group: G,
  flags: string,
  help: string,
  extra: E,
  shape: Shape<T>,
): Declared<T, G, E> {
  const { flag, ...rest } = names(flags);
  const environment = `DMX_${flag.toUpperCase().replaceAll('-', '_')}`;
  return { group, flag, ...rest, help, environment, ...shape, ...extra };
}

/** An option that is there or not. `--no-x` gives `false`. */
export function toggle<G extends OptionGroup, const E extends OptionExtra<boolean> = Record<never, never>>(
  group: G,
  flags: string,
  help: string,
  extra?: E,
): Declared<boolean, G, E> {
  const read = (given: readonly string[], origin: string): boolean => readValue(truth, given.at(-1) ?? '', origin);
  const check = (value: unknown, origin: string): void => checkValue(truth, value, origin);
  const shape = { many: false, choices: [], schema: (kit: SchemaKit) => kit.of(truth), read, check };
  return declare(group, flags, help, (extra ?? {}) as E, shape);
}

/** An option with one value; given again, the last one counts. */
export function valued<T, G extends OptionGroup, const E extends OptionExtra<T> = Record<never, never>>(
  group: G,
  flags: string,
  reader: ValueReader<T>,
  help: string,
  extra?: E,
): Declared<T, G, E> {
  const read = (given: readonly string[], origin: string): T => readValue(reader, given.at(-1) ?? '', origin);
  const check = (value: unknown, origin: string): void => checkValue(reader, value, origin);
  const shape = { many: false, choices: reader.choices ?? [], schema: (kit: SchemaKit) => kit.of(reader), read, check };
  return declare(group, flags, help, (extra ?? {}) as E, shape);
}

/** An option that may be given several times; every value counts, in order. */
export function listed<T, G extends OptionGroup, const E extends OptionExtra<readonly T[]> = Record<never, never>>(
  group: G,
  flags: string,
  reader: ValueReader<T>,
  help: string,
  extra?: E,
): Declared<readonly T[], G, E> {
  const read = (given: readonly string[], origin: string): readonly T[] =>
    given.map((one) => readValue(reader, one, origin));
  const check = (value: unknown, origin: string): void => {
    checkRule({ expected: `a list of which each is ${reader.expected}`, holds: Array.isArray }, value, origin);
    for (const one of value as readonly unknown[]) checkValue(reader, one, origin);
  };
  const shape = {
    many: true,
    choices: reader.choices ?? [],
    schema: (kit: SchemaKit) => kit.listOf(reader),
    read,
    check,
  };
  return declare(group, flags, help, (extra ?? {}) as E, shape);
}

/** Tells whether the switch turns something off: `--no-video`. */
export function isNegative(row: OptionRow<unknown>): boolean {
  return row.value === undefined && row.flag.startsWith('no-');
}
