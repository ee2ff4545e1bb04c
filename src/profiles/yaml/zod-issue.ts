import type { z } from 'zod';
import { nearest } from '../../base/text.ts';
import type { Path } from './node.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** One thing that a schema found wrong. */
export interface Mistake {
  readonly path: Path;
  /** True if the key itself is wrong, not its value. */
  readonly atKey: boolean;
  readonly message: string;
  /** The hint what to do; costs a search, so ask only for mistakes that are told. */
  readonly hint: () => string;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

/** The advice for a list where a map is expected. */
export const NO_LIST = 'Leave the dashes away: each key stands at the beginning of its line.';

/** The keys that an object schema knows. */
function keysOf(issue: RawIssue): string {
  const definition: unknown = issue.inst?._zod.def;
  const shape = typeof definition === 'object' && definition !== null && 'shape' in definition ? definition.shape : {};
  return Object.keys(shape ?? {}).join(' ');
}

/**
 * The expectation of a schema: the ⟨what⟩ of "expected ⟨what⟩ for ⟨name⟩, got ⟨value⟩", also used as zod's `error` option.
 * For unknown keys: the list of known ones, which zod passes only here.
 */
export function expectation(issue: RawIssue): string {
  if (issue.code === 'invalid_type') return NOUNS[issue.expected] ?? `a ${issue.expected}`;
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'unrecognized_keys') return keysOf(issue);
  if (issue.code === 'too_small') return `at least ${amount(issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${amount(issue.maximum, issue.origin)}`;
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`;
  // All other schemas have an `error` of their own.
  return 'another value';
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map((value) => `\`${String(value)}\``);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? 'another value');
}

function amount(count: number | bigint, origin: string): string {
  return origin === 'array' ? `${count} in the list` : String(count);
}

/** `renditions[2].crop` */
export function printPath(path: Path): string {
  const text = path.map((name) => (typeof name === 'number' ? `[${name}]` : `.${String(name)}`)).join('');
  return text.replace(/^\./, '');
}

/** A value as a message shows it, cut where it would fill the screen. */
export function printValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map of keys';
  const text = String(value as string | number | boolean);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The hint for a name that is not among those known. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return known.length > 0 && known.length <= 30 ? `Known: ${known.join(', ')}.` : '';
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[name];
  }
  return value;
}

function unknownKeys(path: Path, keys: readonly string[], known: readonly string[]): Mistake[] {
  const where = path.length === 0 ? 'this document' : `\`${printPath(path)}\``;
  return keys.map((key) => ({
    path: [...path, key],
    atKey: true,
    message: `expected a known key in ${where}, got \`${key}\``,
    hint: () => suggest(key, known),
  }));
}

/** The issues of the one alternative that the value was meant to be: whose outer type it has. */
function meant(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some(({ path, code }) => code !== 'unrecognized_keys' && path.length === 0),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The advice that is likely to help: the key that is missing, the word that was meant, the dashes that make a list. */
function adviseOn(issue: Issue, value: unknown, path: Path): string {
  if (value === undefined) return path.length > 0 ? `Add \`${String(path.at(-1))}:\`.` : '';
  if (issue.code === 'invalid_value') return suggest(printValue(value), issue.values.map(String));
  if (issue.code !== 'invalid_type' || typeof value !== 'object') return '';
  const wanted = NOUNS[issue.expected];
  if (wanted === NOUNS['array']) return 'Begin each entry of the list with a dash and a space: `- `.';
  return wanted === NOUNS['object'] && Array.isArray(value) ? NO_LIST : '';
}

/**
 * The issues of zod about `data`, as mistakes at places. `above` is the path of the value the issue's own path starts
 * from.
 */
export function mistakesOf(issue: Issue, data: unknown, above: Path = []): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, issue.message.split(' '));
  if (issue.code === 'invalid_union') {
    const inner = meant(issue.errors);
    if (inner !== undefined) return inner.flatMap((nested) => mistakesOf(nested, data, path));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const what = issue.issues[0]?.message ?? 'another name';
    return [{ path, atKey: true, message: `expected ${what} for a key, got ${printValue(key)}`, hint: () => '' }];
  }
  const value = valueAt(data, path);
  const name = path.length === 0 ? 'this document' : `\`${printPath(path)}\``;
  const hint = (): string => adviseOn(issue, value, path);
  return [{ path, atKey: false, message: `expected ${issue.message} for ${name}, got ${printValue(value)}`, hint }];
}
