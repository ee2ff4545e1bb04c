import type { Color } from '../model/recipe.ts';
import { parseColor, printColor } from './color.ts';
import type { Item } from './grammar.ts';
import { parseNumber, printNumber } from './number.ts';

/** One argument of a command, declared as data: parsing, printing, schemas and the reference all follow from it. */
interface Named {
  readonly name: string;
  /** An empty or missing item means "not given". */
  readonly optional?: boolean;
}
interface NumberArgument extends Named {
  readonly kind: 'number';
  /** Both ends are allowed. */
  readonly min: number;
  readonly max: number;
  /** Whole numbers are meant; fractions are rounded half up, as the field's sloppy texts expect. */
  readonly whole: boolean;
}
/** 0 or 1. */
interface FlagArgument extends Named {
  readonly kind: 'flag';
}
interface WordArgument<W extends string = string> extends Named {
  readonly kind: 'word';
  readonly words: readonly W[];
  /** Other spellings, lower case. */
  readonly aliases: Readonly<Record<string, W>>;
  /** Why every other word is not supported, where there is no list of them. */
  readonly others?: string;
  /** Words that are valid but not supported yet, and why: a clause without its full stop. */
  readonly notYet: Readonly<Record<string, string>>;
}
/** Takes as many items as the colour has components. */
interface ColorArgument extends Named {
  readonly kind: 'color';
}
/** Takes every item that is left: names of letters, digits, `.`, `_` and `-`. */
interface NamesArgument extends Named {
  readonly kind: 'names';
}
/** Takes every item that is left: colours as RRGGBB. */
interface HexesArgument extends Named {
  readonly kind: 'hexes';
}
/** Takes whatever is left, commas and nothing at all included. */
interface TextArgument extends Named {
  readonly kind: 'text';
}
export type Argument =
  | NumberArgument
  | FlagArgument
  | WordArgument
  | ColorArgument
  | NamesArgument
  | HexesArgument
  | TextArgument;

type Value<A> =
  A extends WordArgument<infer W>
    ? W
    : A extends NumberArgument
      ? number
      : A extends FlagArgument
        ? boolean
        : A extends ColorArgument
          ? Color
          : A extends TextArgument
            ? string
            : readonly string[];

/** What a row's arguments are once read, one value an argument. */
export type Values<A extends readonly Argument[]> = {
  readonly [K in keyof A]: A[K] extends { readonly optional: true } ? Value<A[K]> | undefined : Value<A[K]>;
};

/** Why arguments were not accepted. */
export interface Refusal {
  readonly code: 'COMMAND_RANGE' | 'COMMAND_UNSUPPORTED';
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
  readonly column: number;
  /** Of COMMAND_UNSUPPORTED. */
  readonly reason?: string;
}

interface Taken {
  readonly value: unknown;
  /** How many items it took. */
  readonly items: number;
}

const NAME = /^[\w.-]+$/;
const HEX = /^[0-9a-f]{6}$/i;
const FLAGS: Readonly<Record<string, boolean>> = { 0: false, 1: true, false: false, true: true };
/** An item that may be a component of a colour; one with a suffix letter is the last. */
const COMPONENT = /^(?:0x)?[0-9a-f.]+([grk]?s?)$/i;
/** CMYK with alpha. */
const MOST_COMPONENTS = 5;

export const number = <const N extends string>(name: N, min: number, max: number) =>
  ({ kind: 'number', name, min, max, whole: false }) as const satisfies NumberArgument;
export const whole = <const N extends string>(name: N, min: number, max: number) =>
  ({ kind: 'number', name, min, max, whole: true }) as const satisfies NumberArgument;
export const flag = <const N extends string>(name: N) => ({ kind: 'flag', name }) as const satisfies FlagArgument;
export const color = <const N extends string>(name: N) => ({ kind: 'color', name }) as const satisfies ColorArgument;
export const names = <const N extends string>(name: N) => ({ kind: 'names', name }) as const satisfies NamesArgument;
export const hexes = <const N extends string>(name: N) => ({ kind: 'hexes', name }) as const satisfies HexesArgument;
export const text = <const N extends string>(name: N) => ({ kind: 'text', name }) as const satisfies TextArgument;
export const optional = <A extends Argument>(argument: A): A & { readonly optional: true } => ({
  ...argument,
  optional: true,
});

/** One of a few words, case ignored. */
export function word<W extends string>(
  name: string,
  words: readonly W[],
  {
    aliases = {},
    notYet = {},
    others,
  }: { aliases?: Readonly<Record<string, W>>; notYet?: Readonly<Record<string, string>>; others?: string } = {},
): WordArgument<W> {
  return { kind: 'word', name, words, aliases, notYet, ...(others !== undefined && { others }) };
}

/** What an argument takes, in words. */
export function expectation(argument: Argument): string {
  switch (argument.kind) {
    case 'number':
      return `a ${argument.whole ? 'whole ' : ''}number ${printNumber(argument.min)}…${printNumber(argument.max)}`;
    case 'flag':
      return '0 or 1';
    case 'word':
      return `one of ${argument.words.join(' ')}`;
    case 'color':
      return 'a colour (RRGGBB, or r,g,b of 0…255)';
    case 'names':
      return 'names of letters, digits, . _ -';
    case 'hexes':
      return 'colours as RRGGBB';
    case 'text':
      return 'any text';
  }
}

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

function takeAll({ kind }: NamesArgument | HexesArgument, items: readonly Item[]): Taken | undefined {
  const pattern = kind === 'names' ? NAME : HEX;
  if (!items.every((item) => pattern.test(item.text))) return undefined;
  const value = items.map((item) => (kind === 'names' ? item.text : item.text.toUpperCase()));
  return { value, items: items.length };
}

function take(argument: Argument, items: readonly Item[]): Taken | undefined {
  const text = items[0]?.text ?? '';
  switch (argument.kind) {
    case 'number':
      return takeNumber(argument, text);
    case 'flag':
      return Object.hasOwn(FLAGS, text.toLowerCase()) ? { value: FLAGS[text.toLowerCase()], items: 1 } : undefined;
    case 'word':
      return takeWord(argument, text);
    case 'color':
      return takeColor(items);
    case 'names':
    case 'hexes':
      return takeAll(argument, items);
    case 'text':
      return { value: items.map((item) => item.text).join(','), items: items.length };
  }
}

function reasonFor({ notYet, others }: WordArgument, got: string): string | undefined {
  const wanted = got.toLowerCase();
  return Object.hasOwn(notYet, wanted) ? notYet[wanted] : got === '' ? undefined : others;
}

function refuse(argument: Argument, item: Item | undefined, column: number): Refusal {
  const got = item?.text ?? '';
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

/** Whether reading came to nothing. */
export function isRefusal(result: readonly unknown[] | Refusal): result is Refusal {
  return 'code' in result;
}

const NOT_GIVEN: Taken = { value: undefined, items: 1 };

function takeOrRefuse(argument: Argument, items: readonly Item[], column: number): Taken | Refusal {
  const [item] = items;
  const given = item !== undefined && (item.text !== '' || argument.kind === 'text');
  if (given) return take(argument, items) ?? refuse(argument, item, column);
  return argument.optional === true ? NOT_GIVEN : refuse(argument, item, column);
}

/** More items than the arguments take. */
function surplus(args: readonly Argument[], extra: Item | undefined): Refusal | undefined {
  if (extra === undefined) return undefined;
  const expected = `no more than ${args.length} argument${args.length === 1 ? '' : 's'}`;
  return { code: 'COMMAND_RANGE', argument: 'the value', expected, got: extra.text, column: extra.column };
}

/** Reads the items of a value as the arguments of a row. `column` is where the value stands. */
export function readArguments(
  args: readonly Argument[],
  items: readonly Item[],
  column: number,
): readonly unknown[] | Refusal {
  const values: unknown[] = [];
  let at = 0;
  for (const argument of args) {
    const taken = takeOrRefuse(argument, items.slice(at), column);
    if ('expected' in taken) return taken;
    values.push(taken.value);
    at += taken.items;
  }
  const [first] = args;
  if (first && values.every((value) => value === undefined)) return refuse(first, items[0], column);
  return surplus(args, items[at]) ?? values;
}

function printArgument(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(',') : printColor(value as Color);
}

/** Prints values in canonical spelling; those not given at the end are left away. */
export function printArguments(values: readonly unknown[]): string {
  return values.map(printArgument).join(',').replace(/,+$/, '');
}

/** The grammar of a row's arguments as people read it: `amount[,radius[,threshold]]`. */
export function argumentGrammar(args: readonly Argument[]): string {
  const [first, ...rest] = args.map(({ name, optional: may }, index) => ({ name, may: may === true && index > 0 }));
  const tail = rest.map(({ name, may }) => (may ? `[,${name}` : `,${name}`)).join('');
  return `${first?.name ?? ''}${tail}${']'.repeat(rest.filter(({ may }) => may).length)}`;
}
