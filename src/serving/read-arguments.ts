import { encodedText } from '../base/encoded-path.ts';
import type { Color, PictureRecipe, RecipeObject } from '../model/recipe/recipe.ts';
import {
  type Argument,
  type CornersArgument,
  expectation,
  type NumberArgument,
  type ObjectArgument,
  type ObjectsArgument,
  type QuotedArgument,
  type WordArgument,
} from './argument.ts';
import { parseColor, printColor } from './color.ts';
import { decode, type Item, splitItems } from './grammar.ts';
import { parseNumber, printNumber } from './number.ts';
import { parsePath } from './path-data.ts';
import { isEmptyPicture } from '../model/recipe/recipe-tree.ts';
import { isConvex } from '../model/recipe/quadrilateral.ts';
import { type ObjectText, readObjectText } from './source-text.ts';
import type { Corners } from '../model/recipe/transforms.ts';

/** Why arguments were not accepted. */
export interface Refusal {
  readonly code: 'COMMAND_RANGE' | 'COMMAND_UNSUPPORTED';
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
  readonly column: number;
  /** Why a command is not supported (COMMAND_UNSUPPORTED). */
  readonly reason?: string;
}

interface Taken {
  readonly value: unknown;
  /** The number of items that it took. */
  readonly items: number;
}

const NAME = /^[\w.-]+$/;
const HEX = /^[0-9a-f]{6}$/i;
const FLAGS: Readonly<Record<string, boolean>> = { 0: false, 1: true, false: false, true: true };
/** An item that may be a component of a colour; one with a suffix letter is the last. */
const COMPONENT = /^(?:0x)?[0-9a-f.]+([grk]?s?)$/i;
/** CMYK with alpha. */
const MOST_COMPONENTS = 5;

function takeNumber({ min, max, whole: rounded }: NumberArgument, text: string): Taken | undefined {
  const value = parseNumber(text);
  if (value === undefined || value < min || value > max) return undefined;
  return { value: rounded ? Math.floor(value + 0.5) : value, items: 1 };
}

function takeWord({ words, aliases }: WordArgument, text: string): Taken | undefined {
  const wanted = text.toLowerCase();
  const value =
    words.find((name) => name.toLowerCase() === wanted) ??
    (Object.hasOwn(aliases, wanted) ? aliases[wanted] : undefined);
  return value === undefined ? undefined : { value, items: 1 };
}

function takeColor(items: readonly Item[]): Taken | undefined {
  let count = 0;
  for (const { text } of items.slice(0, MOST_COMPONENTS)) {
    const match = COMPONENT.exec(text);
    if (!match) break;
    count++;
    if (match[1] !== '') break;
  }
  const value = parseColor(
    items
      .slice(0, count)
      .map((item) => item.text)
      .join(','),
  );
  return value && { value, items: count };
}

/** Names as they are, colours in capitals. */
function takeAll(items: readonly Item[], pattern: typeof NAME): Taken | undefined {
  if (!items.every((item) => pattern.test(item.text))) return undefined;
  const value = items.map((item) => (pattern === HEX ? item.text.toUpperCase() : item.text));
  return { value, items: items.length };
}

// Halves of surrogate pairs can not be encoded again.
const whole = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\u{fffd}');

function takeLabels(items: readonly Item[]): Taken | undefined {
  const value = items.map(({ text }) => whole(text));
  return value.every((label) => label !== '') ? { value, items: items.length } : undefined;
}

function takePath(items: readonly Item[]): Taken | undefined {
  const value = parsePath(items.map(({ text }) => text));
  return value && { value, items: items.length };
}

function takeFlag([item]: readonly Item[]): Taken | undefined {
  const wanted = item?.text.toLowerCase() ?? '';
  return Object.hasOwn(FLAGS, wanted) ? { value: FLAGS[wanted], items: 1 } : undefined;
}

/** Four corners of two coordinates. */
const COORDINATES = 8;

const areCorners = (values: readonly (number | undefined)[], most: number): values is Corners =>
  values.length === COORDINATES && values.every((value) => value !== undefined && Math.abs(value) <= most);

function takeCorners({ most }: CornersArgument, items: readonly Item[]): Taken | undefined {
  const values = items.slice(0, COORDINATES).map(({ text }) => parseNumber(text));
  if (!areCorners(values, most) || !isConvex(values)) return undefined;
  return { value: values, items: COORDINATES };
}

const takeText = (items: readonly Item[]): Taken => ({
  value: items.map((item) => item.text).join(','),
  items: items.length,
});

/** Kinds that are all one: they take what they need of what is left. */
const TAKERS = {
  flag: takeFlag,
  color: takeColor,
  names: (items) => takeAll(items, NAME),
  hexes: (items) => takeAll(items, HEX),
  labels: takeLabels,
  path: takePath,
  text: takeText,
} as const satisfies Partial<Record<Argument['kind'], (items: readonly Item[]) => Taken | undefined>>;

/** Takes the rest of a value verbatim, with blanks and commas; quotes are not special. */
function takeVerbatim(count: number, { text }: Written): Taken {
  return { value: [whole(decode(text))], items: count };
}

function take(
  argument: Exclude<Argument, ObjectArgument | ObjectsArgument | QuotedArgument>,
  items: readonly Item[],
): Taken | undefined {
  const text = items[0]?.text ?? '';
  if (argument.kind === 'number') return takeNumber(argument, text);
  if (argument.kind === 'word') return takeWord(argument, text);
  if (argument.kind === 'corners') return takeCorners(argument, items);
  if (argument.kind === 'label') return { value: argument.canonical(whole(text)), items: 1 };
  return TAKERS[argument.kind](items);
}

function reasonFor({ notYet }: WordArgument, got: string): string | undefined {
  const wanted = got.toLowerCase();
  return Object.hasOwn(notYet, wanted) ? notYet[wanted] : undefined;
}

/** The part of a value that an argument would have taken. */
function gotFor({ kind }: Argument, items: readonly Item[]): string {
  const taken = kind === 'path' ? items : items.slice(0, kind === 'corners' ? COORDINATES : 1);
  return taken.map(({ text }) => text).join(',');
}

function refuse(argument: Argument, items: readonly Item[], column: number): Refusal {
  const [item] = items;
  const got = gotFor(argument, items);
  const reason = argument.kind === 'word' ? reasonFor(argument, got) : undefined;
  return {
    code: reason === undefined ? 'COMMAND_RANGE' : 'COMMAND_UNSUPPORTED',
    argument: argument.name,
    expected: expectation(argument),
    got,
    column: item?.column ?? column,
    ...(reason !== undefined && { reason }),
  };
}

/** Tells whether reading came to nothing. */
export function isRefusal(result: readonly unknown[] | Refusal): result is Refusal {
  return 'code' in result;
}

const NOT_GIVEN: Taken = { value: undefined, items: 1 };

/** A value as it is written, and how the requests in it are read. */
export interface Written {
  readonly text: string;
  /** Its place. */
  readonly column: number;
  /** Reads the modifiers of a request about a picture, by its path; undefined where there are too many in each other. */
  readonly nested: (modifiers: string, column: number, path?: string) => PictureRecipe | undefined;
}

/** The picture that a text names, and what it asks of that. */
function pictured({ path }: ObjectText, request: PictureRecipe): RecipeObject {
  const asked: RecipeObject = isEmptyPicture(request) ? {} : { request };
  return path === undefined ? asked : { path, ...asked };
}

/** Reads an argument that names a picture. */
function readPictured(
  argument: ObjectArgument | ObjectsArgument,
  raw: string,
  item: Item,
  written: Written,
): RecipeObject | Refusal {
  const source = readObjectText(raw);
  const refusal = refuse(argument, [item], written.column);
  if ('reason' in source) return { ...refusal, code: 'COMMAND_UNSUPPORTED', reason: source.reason };
  const request = written.nested(source.modifiers, item.column + source.start, source.path);
  return request ? pictured(source, request) : { ...refusal, expected: 'fewer requests in each other' };
}

/** Takes all that is left of a value, as it is written. */
function takeQuoted(argument: ObjectArgument, item: Item, count: number, written: Written): Taken | Refusal {
  const value = readPictured(argument, written.text.slice(item.column - written.column), item, written);
  return 'expected' in value ? value : { value, items: count };
}

function takeObjects(argument: ObjectsArgument, items: readonly Item[], written: Written): Taken | Refusal {
  const read = items.map((item) => readPictured(argument, item.text, item, written));
  return read.find((one) => 'expected' in one) ?? { value: read, items: items.length };
}

/**
 * Tells whether a value has something for an argument. A path may begin with an encoded comma, which parts no items of
 * it.
 */
function isGiven(argument: Argument, item: Item, { text, column }: Written): boolean {
  if (argument.kind !== 'object') return item.text !== '' || argument.kind === 'text';
  return /^\s*[^\s,]/.test(text.slice(item.column - column));
}

function takeOrRefuse(argument: Argument, items: readonly Item[], written: Written): Taken | Refusal {
  if (argument.kind === 'quoted') return takeVerbatim(items.length, written);
  const [item] = items;
  if (item === undefined || !isGiven(argument, item, written)) {
    const isNone = argument.kind === 'object' && argument.orNone === true && items.every(({ text }) => text === '');
    if (isNone) return { value: null, items: items.length };
    return argument.optional === true ? NOT_GIVEN : refuse(argument, items, written.column);
  }
  if (argument.kind === 'object') {
    return takeQuoted(argument, item, items.length, written);
  }
  if (argument.kind === 'objects') return takeObjects(argument, items, written);
  return take(argument, items) ?? refuse(argument, items, written.column);
}

/** More items than the arguments take. */
function surplus(args: readonly Argument[], extra: Item | undefined): Refusal | undefined {
  if (extra === undefined) return undefined;
  const expected = `no more than ${args.length} argument${args.length === 1 ? '' : 's'}`;
  return { code: 'COMMAND_RANGE', argument: 'the value', expected, got: extra.text, column: extra.column };
}

/** Reads a value as the arguments of a row. */
export function readArguments(args: readonly Argument[], written: Written): readonly unknown[] | Refusal {
  const { text, column } = written;
  const items = splitItems(text, column);
  const values: unknown[] = [];
  let at = 0;
  for (const argument of args) {
    const taken = takeOrRefuse(argument, items.slice(at), written);
    if ('expected' in taken) return taken;
    values.push(taken.value);
    at += taken.items;
  }
  const [first] = args;
  if (first && values.every((value) => value === undefined)) return refuse(first, items, column);
  return surplus(args, items[at]) ?? values;
}

const hexOf = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

/** Letters, digits, `.`, `_` and `-` stand for themselves in names, the rest is encoded. */
export const encoded = (name: string): string => encodedText(name).replaceAll(/[!'()*~]/g, hexOf);

const printItem = (item: unknown): string => (typeof item === 'number' ? printNumber(item) : encoded(String(item)));

function printArgument(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(printItem).join(',') : printColor(value as Color);
}

/** Prints values in canonical spelling; those not given at the end are left away. */
export function printArguments(values: readonly unknown[]): string {
  return values.map(printArgument).join(',').replace(/,+$/, '');
}
