import type { Path } from '../model/recipe/clipping-path.ts';
import type { Color, RecipeObject } from '../model/recipe/recipe.ts';
import { printNumber } from './number.ts';
import type { Corners } from '../model/recipe/transforms.ts';

/** One argument of a command, declared as data: parsing, printing, schemas and the reference all follow from it. */
interface Named {
  readonly name: string;
  /** An empty or missing item means "not given". */
  readonly optional?: boolean;
}
export interface NumberArgument extends Named {
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
export interface WordArgument<W extends string = string> extends Named {
  readonly kind: 'word';
  readonly words: readonly W[];
  /** Other spellings, lower case. */
  readonly aliases: Readonly<Record<string, W>>;
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
/** Takes every item that is left: names of any letters, encoded where they are not plain. */
interface LabelsArgument extends Named {
  readonly kind: 'labels';
}
/** A name of any letters but commas, encoded where it is not plain. */
interface LabelArgument extends Named {
  readonly kind: 'label';
  /** The spelling that a name is kept in. */
  readonly canonical: (name: string) => string;
}
/** Takes every item that is left: moves, lines and curves, with commas where SVG has spaces. */
interface PathArgument extends Named {
  readonly kind: 'path';
}
/** Takes eight items: the corners of a convex quadrilateral. */
export interface CornersArgument extends Named {
  readonly kind: 'corners';
  /** Coordinates lie between its negative and this. */
  readonly most: number;
}
/** Takes whatever is left: a picture of the library, or a request about one or about the picture itself. */
export interface ObjectArgument extends Named {
  readonly kind: 'object';
  /** An empty value means no picture: null. */
  readonly orNone?: boolean;
}
/** Takes every item that is left: pictures of the library, or requests about them, each encoded. */
export interface ObjectsArgument extends Named {
  readonly kind: 'objects';
}
/** Takes whatever is left, commas and nothing at all included. */
interface TextArgument extends Named {
  readonly kind: 'text';
}
/** Takes all of a value as it is written, commas, blanks and nothing at all included: one item, which is encoded. */
export interface QuotedArgument extends Named {
  readonly kind: 'quoted';
}
export type Argument =
  | NumberArgument
  | FlagArgument
  | WordArgument
  | ColorArgument
  | NamesArgument
  | HexesArgument
  | LabelsArgument
  | LabelArgument
  | PathArgument
  | CornersArgument
  | ObjectArgument
  | ObjectsArgument
  | TextArgument
  | QuotedArgument;

type Value<A> =
  A extends WordArgument<infer W>
    ? W
    : A extends NumberArgument
      ? number
      : A extends FlagArgument
        ? boolean
        : A extends ColorArgument
          ? Color
          : A extends TextArgument | LabelArgument
            ? string
            : A extends PathArgument
              ? Path
              : A extends CornersArgument
                ? Corners
                : A extends ObjectArgument
                  ? RecipeObject | (A extends { readonly orNone: true } ? null : never)
                  : A extends ObjectsArgument
                    ? readonly RecipeObject[]
                    : readonly string[];

/** The values of a row's arguments once read, one value an argument. */
export type Values<A extends readonly Argument[]> = {
  readonly [K in keyof A]: A[K] extends { readonly optional: true } ? Value<A[K]> | undefined : Value<A[K]>;
};

export const number = <const N extends string>(name: N, min: number, max: number) =>
  ({ kind: 'number', name, min, max, whole: false }) as const satisfies NumberArgument;
export const whole = <const N extends string>(name: N, min: number, max: number) =>
  ({ kind: 'number', name, min, max, whole: true }) as const satisfies NumberArgument;
export const flag = <const N extends string>(name: N) => ({ kind: 'flag', name }) as const satisfies FlagArgument;
export const color = <const N extends string>(name: N) => ({ kind: 'color', name }) as const satisfies ColorArgument;
export const names = <const N extends string>(name: N) => ({ kind: 'names', name }) as const satisfies NamesArgument;
export const hexes = <const N extends string>(name: N) => ({ kind: 'hexes', name }) as const satisfies HexesArgument;
export const labels = <const N extends string>(name: N) => ({ kind: 'labels', name }) as const satisfies LabelsArgument;
/** A name that is kept as `canonical` spells it. */
export const label = <const N extends string>(name: N, canonical: (name: string) => string) =>
  ({ kind: 'label', name, canonical }) as const satisfies LabelArgument;
export const path = <const N extends string>(name: N) => ({ kind: 'path', name }) as const satisfies PathArgument;
export const corners = <const N extends string>(name: N, most: number) =>
  ({ kind: 'corners', name, most }) as const satisfies CornersArgument;
export const object = <const N extends string>(name: N) => ({ kind: 'object', name }) as const satisfies ObjectArgument;
export const objectOrNone = <const N extends string>(name: N) =>
  ({ kind: 'object', name, orNone: true }) as const satisfies ObjectArgument;
export const objects = <const N extends string>(name: N) =>
  ({ kind: 'objects', name }) as const satisfies ObjectsArgument;
export const text = <const N extends string>(name: N) => ({ kind: 'text', name }) as const satisfies TextArgument;
export const quoted = <const N extends string>(name: N) => ({ kind: 'quoted', name }) as const satisfies QuotedArgument;
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
  }: { aliases?: Readonly<Record<string, W>>; notYet?: Readonly<Record<string, string>> } = {},
): WordArgument<W> {
  return { kind: 'word', name, words, aliases, notYet };
}

const WORDS: Readonly<Record<Exclude<Argument['kind'], 'number' | 'word' | 'corners'>, string>> = {
  flag: '0 or 1',
  color: 'a colour (RRGGBB, or r,g,b of 0…255)',
  names: 'names of letters, digits, . _ -',
  hexes: 'colours as RRGGBB',
  labels: 'names',
  label: 'a name without commas',
  path: 'a path such as M,0,0,L,100,0,L,50,80,Z, of M, L, C and Z or their small letters',
  object: 'a picture: its path below the library, or is{path?modifiers}',
  objects: 'pictures: paths below the library, or is{path?modifiers}, each encoded',
  text: 'any text',
  quoted: 'any text',
};

/** The values that an argument takes, in words. */
export function expectation(argument: Argument): string {
  if (argument.kind === 'number') {
    return `a ${argument.whole ? 'whole ' : ''}number ${printNumber(argument.min)}…${printNumber(argument.max)}`;
  }
  if (argument.kind === 'word') return `one of ${argument.words.join(' ')}`;
  if (argument.kind !== 'corners') return WORDS[argument.kind];
  const ends = `${printNumber(-argument.most)}…${printNumber(argument.most)}`;
  return `x,y of four corners of a convex shape: top left, top right, bottom right, bottom left, ${ends} each`;
}

/** The grammar of a row's arguments as people read it: `amount[,radius[,threshold]]`. */
export function argumentGrammar(args: readonly Argument[]): string {
  const [first, ...rest] = args.map(({ name, optional: may }, index) => ({ name, may: may === true && index > 0 }));
  const tail = rest.map(({ name, may }) => (may ? `[,${name}` : `,${name}`)).join('');
  return `${first?.name ?? ''}${tail}${']'.repeat(rest.filter(({ may }) => may).length)}`;
}
