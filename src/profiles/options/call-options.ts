import { nearest } from '../../base/text.ts';
import { UsageError } from '../../model/errors.ts';
import type { OptionRow } from './option.ts';
import { OPTIONS, type OptionName } from './options.ts';
import { checkRule, type ValueRule } from './values.ts';

/**
 * The check of an option that a program gives by name: the option of the command line with the same values, or a rule.
 */
type Check = OptionName | ValueRule;

/** The options of a call, each with its check. */
type CallOptions<T> = { readonly [K in keyof T]-?: Check };

const anything: ValueRule = { expected: 'a value', holds: () => true };

const texts: ValueRule = {
  expected: 'a list of texts',
  holds: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== ''),
};

const LISTENING = {
  onEvent: { expected: 'a function', holds: (value) => typeof value === 'function' },
  signal: { expected: 'an AbortSignal', holds: (value) => value instanceof AbortSignal },
} as const satisfies Readonly<Record<string, Check>>;

/** Options of `open`; `cwd` is checked where it is used. */
export const OPEN_OPTIONS = {
  cwd: anything,
  config: 'config',
  output: 'out',
  memoryBytes: 'memoryBytes',
  concurrency: 'concurrency',
  timeoutSeconds: 'timeoutSeconds',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffprobe',
} as const satisfies Readonly<Record<string, Check>>;

/** Options of `plan` and `ingest`. */
export const RUN_OPTIONS = {
  ...LISTENING,
  folders: texts,
  include: 'include',
  exclude: 'exclude',
  tags: 'tags',
  keywords: 'keywords',
  rating: 'rating',
  collection: 'collection',
  force: 'force',
  strict: 'strict',
  video: 'video',
  newOnly: 'newOnly',
  allowGone: 'allowGone',
  trustCatalog: 'trustCatalog',
  acceptEngine: 'acceptEngine',
  onMove: 'onMove',
  onTimeout: 'onTimeout',
  maxFailures: 'maxFailures',
  batch: 'batch',
  title: 'title',
  changes: 'changes',
  shard: 'shard',
  waitLockSeconds: 'waitLockSeconds',
} as const satisfies Readonly<Record<string, Check>>;

/** Options of `render`. */
export const RENDER_OPTIONS = {
  ...LISTENING,
  asset: { expected: 'an asset path or a file', holds: (value) => typeof value === 'string' && value !== '' },
  preset: 'preset',
  modifiers: 'modifiers',
  variables: {
    expected: 'an object of texts',
    holds: (value) =>
      typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string'),
  },
  lenient: 'lenient',
  from: 'from',
} as const satisfies Readonly<Record<string, Check>>;

/**
 * Checks a program's options against the rows that also check flags; undefined ones count as not given. Throws
 * UsageError (UNKNOWN_OPTION with the nearest name, OPTION_RANGE).
 */
export function checkOptions<T extends object>(given: T, options: CallOptions<T>, call: string): void {
  const checks: Readonly<Record<string, Check>> = options;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw unknownOption(name, Object.keys(checks), call);
    if (typeof check === 'string') (OPTIONS[check] as OptionRow<unknown>).check(value, name);
    else checkRule(check, value, name);
  }
}

function unknownOption(name: string, known: readonly string[], call: string): UsageError {
  const near = nearest(name, known);
  const hint = near === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return new UsageError('UNKNOWN_OPTION', `expected an option of ${call}, got ${name}`, { place: name, hint });
}
