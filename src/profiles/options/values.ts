import { BYTES_PATTERN, parseBytes } from '../../base/bytes.ts';
import { DURATION_PATTERN, parseDuration } from '../../base/duration.ts';
import { nearest } from '../../base/text.ts';
import { type ErrorCode, UsageError } from '../../model/errors.ts';
import type * as z from 'zod';
import { isGlob } from '../glob.ts';
import { isPath } from '../is-path.ts';
import type { NormalPoint, NormalRect } from '../../model/geometry.ts';

/** The rule for a value that a program gives as itself. */
export interface ValueRule {
  /** The description of a valid value, as in "expected ⟨this⟩ for memoryBytes". */
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

/** The parts that the schemas of dmx.yaml are made of. They are handed to options: who reads a flag loads no zod. */
export interface SchemaKit {
  readonly z: Pick<typeof z, 'boolean' | 'enum' | 'int' | 'string' | 'union'>;
  readonly glob: z.ZodType<string>;
  readonly filePath: z.ZodType<string>;
  /** The schema of a key whose value is read so. */
  of<T>(reader: ValueReader<T>): z.ZodType<T>;
  /** One such value or a list of them. */
  listOf<T>(reader: ValueReader<T>): z.ZodType<readonly T[]>;
}

/** Reads the text of one option value; `undefined` = it is no such value. */
export interface ValueReader<T> {
  /** The expectation in an error: "expected ⟨this⟩ for --memory". */
  readonly expected: string;
  /** The only texts there are, where they can be listed: for completion and "did you mean". */
  readonly choices?: readonly string[];
  read(text: string): T | undefined;
  /** A pattern for JSON Schema that all valid texts match; absent where it would say little. */
  readonly pattern?: string;
  /** The schema in dmx.yaml, where that takes no such text. */
  readonly schema?: (kit: SchemaKit) => z.ZodType<T>;
  /** The rule for values given by programs, where these are not such texts. */
  readonly value?: ValueRule;
}

/** Tells whether a value is a number from `least` (itself left out where `above`) up. */
const isFrom = (value: unknown, least: number, above = false): boolean =>
  typeof value === 'number' && Number.isFinite(value) && (above ? value > least : value >= least);

/** Tells whether a value is a whole number in a range. */
const isWhole = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

/** The member of what may be an object. */
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const WHOLE_NUMBER = /^\d{1,9}$/;

const aText = { error: 'a text' };

/** Any text that is not empty. */
export const text: ValueReader<string> = {
  expected: 'a text',
  read: (given) => (given === '' ? undefined : given),
  schema: ({ z: zod }) => zod.string(aText).min(1, aText),
};

/** Any text; the empty one has a meaning too. */
export const wording: typeof text = { ...text, read: (given) => given, schema: ({ z: zod }) => zod.string(aText) };

/** A glob that stays below the folder it starts from. */
export const glob: ValueReader<string> = {
  expected: 'a glob below the library such as banners or **/print',
  read: (given) => (isGlob(given) ? given : undefined),
  schema: (kit) => kit.glob,
};

/** A path. */
export const path: ValueReader<string> = {
  expected: 'a path',
  read: (given) => (isPath(given) ? given : undefined),
  schema: (kit) => kit.filePath,
};

/** Less memory than this was meant in another unit: `3` in gigabytes. */
const LEAST_BYTES = 2 ** 20;

/** Bytes, a whole number from 1 MiB up. */
export const size: ValueReader<number> = {
  expected: 'a size such as 512MiB or 3GiB',
  read: (given) => {
    const bytes = parseBytes(given);
    return bytes !== undefined && bytes >= LEAST_BYTES ? bytes : undefined;
  },
  pattern: BYTES_PATTERN,
  value: { expected: 'a whole number of bytes from 1 MiB (1048576) up', holds: (value) => isWhole(value, LEAST_BYTES) },
};

/** Seconds, 0 included: "do not wait". */
export const duration: ValueReader<number> = {
  expected: 'a duration such as 30s, 10m or 1h30m',
  read: parseDuration,
  pattern: DURATION_PATTERN,
  value: { expected: 'a number of seconds from 0 up', holds: (value) => isFrom(value, 0) },
};

/** A duration that gives something time to happen. */
export const positiveDuration: ValueReader<number> = {
  expected: 'a duration above zero such as 30s, 10m or 1h30m',
  read: (given) => parseDuration(given) || undefined,
  pattern: DURATION_PATTERN,
  value: { expected: 'a number of seconds above zero', holds: (value) => isFrom(value, 0, true) },
};

/** A whole number from `least` to `most`. */
export function whole(least: number, most = 999_999_999): ValueReader<number> {
  const expected = most === 999_999_999 ? `a whole number from ${least} up` : `a whole number from ${least} to ${most}`;
  return {
    expected,
    value: { expected, holds: (value) => isWhole(value, least, most) },
    schema: ({ z: zod }) => zod.int({ error: expected }).min(least, { error: expected }).max(most, { error: expected }),
    read(given) {
      const number = WHOLE_NUMBER.test(given) ? Number(given) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** One of a few words, case ignored. */
export function choice<const T extends string>(...words: readonly T[]): ValueReader<T> {
  const last = words.at(-1) ?? '';
  return {
    expected: words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last,
    choices: words,
    schema: ({ z: zod }) => zod.enum(words),
    read: (given) => words.find((word) => word === given.toLowerCase()),
  };
}

/** Either of two ways of saying it. */
export function either<A, B>(first: ValueReader<A>, second: ValueReader<B>): ValueReader<A | B> {
  return {
    expected: `${first.expected}, or ${second.expected}`,
    choices: [...(first.choices ?? []), ...(second.choices ?? [])],
    schema: (kit) =>
      kit.z.union([kit.of(first), kit.of(second)], { error: `${first.expected}, or ${second.expected}` }),
    value: {
      expected: `${ruleOf(first).expected}, or ${ruleOf(second).expected}`,
      holds: (value) => ruleOf(first).holds(value) || ruleOf(second).holds(value),
    },
    read: (given) => first.read(given) ?? second.read(given),
  };
}

/** Ranges of month, day, hour, minute and second. */
const CLOCK = [
  [1, 12],
  [1, 31],
  [0, 23],
  [0, 59],
  [0, 59],
] as const;

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** A day or a moment, as ISO 8601 has it; without a zone the local one is meant. */
export const date: ValueReader<string> = {
  expected: 'a date such as 2026-03-01 or 2026-03-01T14:30',
  read(given) {
    const match = /^\d{4}-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      given,
    );
    if (match === null) return undefined;
    const parts = match.slice(1).map((part) => Number(part ?? 0));
    return CLOCK.every(([least, most], i) => within(parts[i] ?? 0, least, most)) ? given : undefined;
  },
};

/** `2/5`: the second of five shards; `index` from 1. */
export const shard: ValueReader<{ readonly index: number; readonly of: number }> = {
  expected: 'I/N with I from 1 to N, such as 2/5',
  value: {
    expected: '{ index, of } with an index from 1 to of, and 9999 at most',
    holds: (value) =>
      isWhole(member(value, 'of'), 1, 9_999) && isWhole(member(value, 'index'), 1, Number(member(value, 'of'))),
  },
  read(given) {
    const match = /^(\d{1,4})\/(\d{1,4})$/.exec(given);
    if (match === null) return undefined;
    const [index, of] = [Number(match[1]), Number(match[2])];
    return index >= 1 && index <= of ? { index, of } : undefined;
  },
};

/** `20` assets, or `5%` of them. */
export const failureLimit: ValueReader<{ readonly count: number } | { readonly percent: number }> = {
  expected: 'a number of assets such as 20, or a share such as 5%',
  value: {
    expected: '{ count } of assets from 0 up, or { percent } from 0 to 100',
    holds: (value) =>
      isWhole(member(value, 'count'), 0) ||
      (isFrom(member(value, 'percent'), 0) && Number(member(value, 'percent')) <= 100),
  },
  read(given) {
    const match = /^(\d{1,9}|\d{1,3}\.\d{1,3})(%?)$/.exec(given);
    if (match === null) return undefined;
    const number = Number(match[1]);
    if (match[2] === '%') return number <= 100 ? { percent: number } : undefined;
    return Number.isInteger(number) ? { count: number } : undefined;
  },
};

/** `name=value`, the value maybe empty. */
export const assignment: ValueReader<readonly [name: string, value: string]> = {
  expected: 'name=value',
  read(given) {
    const at = given.indexOf('=');
    return at > 0 ? [given.slice(0, at), given.slice(at + 1)] : undefined;
  },
};

/** Fractions of a picture, so many of them. */
function fractions(text: string, count: number): readonly number[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map((part) => (/^(\d+(\.\d*)?|\.\d+)$/.test(part) ? Number(part) : Number.NaN));
  return numbers.length === count && numbers.every((one) => one <= 1) ? numbers : undefined;
}

/** `0.5,0.31`: a point as fractions of a picture. */
export const point: ValueReader<NormalPoint> = {
  expected: 'two fractions x,y of the picture such as 0.5,0.31',
  read: (given) => fractions(given, 2) as NormalPoint | undefined,
};

/** `Large=0,0.1,1,0.8`: a name and a rectangle on the picture. */
export const namedRect: ValueReader<readonly [name: string, rect: NormalRect]> = {
  expected: 'a crop and four fractions of the picture such as Large=0,0.1,1,0.8 (x, y, width, height)',
  read(given) {
    const [name, text] = assignment.read(given) ?? [];
    const rect = fractions(text ?? '', 4) as NormalRect | undefined;
    // Decimals that add up to 1 may miss it by a hair.
    const whole = rect && rect[2] > 0 && rect[3] > 0 && rect[0] + rect[2] <= 1 + 1e-6 && rect[1] + rect[3] <= 1 + 1e-6;
    return name !== undefined && whole ? [name, rect] : undefined;
  },
};

const TRUTH: Readonly<Record<string, boolean>> = { 1: true, true: true, yes: true, on: true };
const FALSEHOOD: Readonly<Record<string, boolean>> = { 0: false, false: false, no: false, off: false };

/** A switch that comes from the environment: 1, true, yes, on, 0, false, no or off. */
export const truth: ValueReader<boolean> = {
  expected: '1 or 0',
  choices: [...Object.keys(TRUTH), ...Object.keys(FALSEHOOD)],
  schema: ({ z: zod }) => zod.boolean(),
  value: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  read: (given) => TRUTH[given.toLowerCase()] ?? FALSEHOOD[given.toLowerCase()],
};

/** The rule for a value given by a program: a text for the reader, unless the reader has a rule of its own. */
function ruleOf<T>(reader: ValueReader<T>): ValueRule {
  const { expected, value } = reader;
  return value ?? { expected, holds: (given) => typeof given === 'string' && Object.is(reader.read(given), given) };
}

/** A value as people write it. */
function shown(value: unknown): string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? JSON.stringify(value)
    : String(value);
}

/**
 * Throws UsageError OPTION_RANGE where a value that a program gave for `origin` ("memoryBytes") does not keep to a
 * rule.
 */
export function checkRule({ expected, holds }: ValueRule, value: unknown, origin: string): void {
  if (holds(value)) return;
  const hint = `Give ${expected}.`;
  throw new UsageError('OPTION_RANGE', `expected ${expected} for ${origin}, got ${shown(value)}`, { hint });
}

/** Throws UsageError OPTION_RANGE where a value that a program gave is none that the reader could have read. */
export function checkValue<T>(reader: ValueReader<T>, value: unknown, origin: string): void {
  checkRule(ruleOf(reader), value, origin);
}

/** Reads a value that came from `origin` ("--memory", "DMX_MEMORY"); throws UsageError where it is none. */
export function readValue<T>(
  reader: ValueReader<T>,
  given: string,
  origin: string,
  code: ErrorCode = 'OPTION_RANGE',
): T {
  const value = reader.read(given);
  if (value !== undefined) return value;
  const near = nearest(given, reader.choices ?? []);
  throw new UsageError(code, `expected ${reader.expected} for ${origin}, got ${JSON.stringify(given)}`, {
    hint: near === undefined ? `Give ${reader.expected}.` : `Did you mean \`${near}\`?`,
  });
}
