import { readValue, truth, type ValueReader } from './values.ts';

/** Families of options: a command takes whole families, and they are the headings of its help. */
export const OPTION_GROUPS = {
  place: 'Where',
  output: 'Where',
  files: 'Which masters',
  selection: 'Which assets',
  force: 'What is done',
  decisions: 'What is done',
  dry: 'Only look',
  preview: 'Only look',
  engine: 'Programs',
  resources: 'Time and memory',
  run: 'The run',
  lock: 'The run',
  prune: 'What is removed',
  target: 'Where',
  rendition: 'The rendition',
  source: 'The rendition',
  cropping: 'What the sidecar says',
  telling: 'What is printed',
  check: 'How it is checked',
  lines: 'What is printed',
  reporting: 'What is printed',
  terminal: 'What is printed',
  documents: 'The documents',
} as const;

export type OptionGroup = keyof typeof OPTION_GROUPS;

/** What every command that works on the library takes. */
export const RUN_GROUPS: readonly OptionGroup[] = [
  'place',
  'output',
  'files',
  'force',
  'decisions',
  'dry',
  'preview',
  'engine',
  'resources',
  'run',
  'lock',
  'lines',
  'reporting',
  'terminal',
];

/** One option, declared once: parser, help, completion, environment and README follow from it. */
export interface OptionRow<T> {
  readonly group: OptionGroup;
  /** Long name without dashes; `no-…` = a switch that turns something off. */
  readonly flag: string;
  /** One letter. */
  readonly short?: string;
  /** Name of the value in help; absent = a switch. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly many: boolean;
  readonly help: string;
  /** The key of dmx.yaml that says the same. */
  readonly file?: string;
  readonly choices: readonly string[];
  /** Turns what was given (at least one text) into the value; throws UsageError naming `origin`. */
  read(given: readonly string[], origin: string): T;
}

interface Extra {
  readonly file?: string;
}

/** Splits `-o, --out DIR` into its names. */
function names(flags: string): Pick<OptionRow<unknown>, 'flag' | 'short' | 'value'> {
  const match = /^(?:-(\w), )?--([\w-]+)(?: (\S+))?$/.exec(flags);
  if (match === null) throw new TypeError(`malformed option ${flags}`);
  const [, short, flag = '', value] = match;
  return { flag, ...(short === undefined ? {} : { short }), ...(value === undefined ? {} : { value }) };
}

/** An option that is there or not. `--no-x` gives `false`. */
export function toggle(group: OptionGroup, flags: string, help: string, extra: Extra = {}): OptionRow<boolean> {
  const read = (given: readonly string[], origin: string): boolean => readValue(truth, given.at(-1) ?? '', origin);
  return { group, ...names(flags), many: false, help, choices: [], ...extra, read };
}

/** An option with one value; given again, the last one counts. */
export function valued<T>(
  group: OptionGroup,
  flags: string,
  reader: ValueReader<T>,
  help: string,
  extra: Extra = {},
): OptionRow<T> {
  const read = (given: readonly string[], origin: string): T => readValue(reader, given.at(-1) ?? '', origin);
  return { group, ...names(flags), many: false, help, choices: reader.choices ?? [], ...extra, read };
}

/** An option that may be given several times; every value counts, in order. */
export function listed<T>(
  group: OptionGroup,
  flags: string,
  reader: ValueReader<T>,
  help: string,
  extra: Extra = {},
): OptionRow<readonly T[]> {
  const read = (given: readonly string[], origin: string): readonly T[] =>
    given.map((one) => readValue(reader, one, origin));
  return { group, ...names(flags), many: true, help, choices: reader.choices ?? [], ...extra, read };
}

/** Whether the switch turns something off: `--no-video`. */
export function isNegative(row: OptionRow<unknown>): boolean {
  return row.value === undefined && row.flag.startsWith('no-');
}

/** The environment variable that says the same: `--wait-lock` → `DMX_WAIT_LOCK`. */
export function environmentName(row: OptionRow<unknown>): string {
  return `DMX_${row.flag.toUpperCase().replaceAll('-', '_')}`;
}
