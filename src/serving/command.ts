import type { Layer, MasterTreatment, PictureRecipe, Recipe, Treatment } from '../model/recipe/recipe.ts';
import { type Argument, type Values } from './argument.ts';
import { COMPOSITE, LAYER, MASTER, type Part, PICTURE, RECIPE, type Segment, TREATMENT } from './part.ts';
import { isRefusal, readArguments, type Refusal, type Written } from './read-arguments.ts';

/**
 * The scope that a command acts on. Request and view commands apply wherever they stand, the others to the layer whose segment
 * they stand in (reference A.2). Outside of all segments source and layer commands are layer 0's, and composite commands
 * the composite's. `profile` commands are dmx's own: only profiles write them, and only canonical recipe texts hold them.
 */
export type Scope = 'request' | 'view' | 'composite' | 'layer' | 'source' | 'profile';

interface Described {
  /** Spelling in the reference; matched ignoring case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly scope: Scope;
  /** One line for the generated reference. */
  readonly summary: string;
}

/** Why a command that is read changes nothing: a clause without its full stop. */
type Reason = string;

interface Explained extends Described {
  /** The meaning of the command's absence, in words. */
  readonly default: string;
  /** Modifier text that parses, alone. */
  readonly example: string;
}

/** One row of the table: everything dmx knows about a command it supports. */
export interface Command extends Explained {
  readonly status: 'ready';
  readonly args: readonly Argument[];
  /** It is read, checked and changes nothing. */
  readonly idle?: Reason;
  /** Chooses additional files; the recipe's own file does not change. */
  readonly beside?: true;
  /** It acts on masters of several frames alone. */
  readonly animated?: true;
  /** It is about the master of a request, which requests within it share: they cannot say it. */
  readonly outermost?: true;
  /** The fault of values that are each in range, but not together: an expectation, for the argument it names. */
  check(values: readonly unknown[]): Conflict | undefined;
  /** The recipe with this command in it, as it stands in a segment; the last one wins. */
  apply(recipe: Recipe, values: readonly unknown[], segment?: Segment): Recipe;
  /** The arguments with which `apply` would restore the recipe's value; undefined where it has none. */
  read(recipe: Recipe, segment?: Segment): readonly unknown[] | undefined;
}

/** A command that starts a segment of the text: the commands behind it are about that. */
export interface SegmentCommand extends Explained {
  readonly status: 'segment';
  readonly scope: 'layer';
  readonly name: 'layer' | 'effect';
  readonly grammar: string;
}

/** A command that is replaced by what it names before anything is folded. */
interface ExpandedCommand extends Explained {
  readonly status: 'expanded';
  readonly grammar: string;
}

/** One row of any kind. */
export type AnyCommand = Command | SegmentCommand | ExpandedCommand;

export interface Conflict {
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
}

/** A row as it is written: what it does to the part of a recipe that its scope names. */
interface Row<A extends readonly Argument[], P, S extends Scope> extends Explained {
  readonly scope: S;
  readonly args: A;
  readonly beside?: true;
  /** It acts on masters of several frames alone. */
  readonly animated?: true;
  /** It is about the master of a request, which requests within it share: they cannot say it. */
  readonly outermost?: true;
  readonly check?: (values: Values<A>) => Conflict | undefined;
  readonly apply: (part: P, values: Values<A>) => P;
  readonly read: (part: P) => Values<A> | undefined;
}

/** Makes rows that are about a part of recipes. */
const rowsOf =
  <P, S extends Scope>(part: Part<P>) =>
  <const A extends readonly Argument[]>({ apply, read, ...row }: Row<A, P, S>): Command => ({
    ...row,
    status: 'ready',
    // The one place where the values' types are lost and found: `readArguments` made them from the same `args`.
    check: (values) => row.check?.(values as Values<A>),
    apply: (recipe, values, segment = COMPOSITE) =>
      part.change(recipe, segment, (before) => apply(before, values as Values<A>)),
    read: (recipe, segment = COMPOSITE) => {
      const held = part.of(recipe, segment);
      return held === undefined ? undefined : read(held);
    },
  });

/** A row that makes sense of any recipe, pictures and pyramids. */
export const recipeCommand = rowsOf<Recipe, 'profile' | 'request'>(RECIPE);
/** A row about what is done to the master of any recipe. */
export const masterCommand = rowsOf<Omit<MasterTreatment, 'smartCrop'>, 'profile' | 'request'>(MASTER);
/** A row about a picture as a whole; pyramids are left as they are. */
export const command = rowsOf<PictureRecipe, 'request' | 'view' | 'profile'>(PICTURE);
/** A row about a layer. */
export const layerCommand = rowsOf<Layer, 'source' | 'layer'>(LAYER);
/** A row about the composite, or in the segment of a layer about that. */
export const compositeCommand = rowsOf<Treatment, 'composite'>(TREATMENT);

/** A row that is read and checked, and changes nothing. */
export function idle<const A extends readonly Argument[]>(
  reason: Reason,
  row: Omit<Row<A, Recipe, Scope>, 'apply' | 'read'>,
): Command {
  const unread = rowsOf<Recipe, Scope>(RECIPE);
  return { ...unread<A>({ ...row, apply: (recipe) => recipe, read: () => undefined }), idle: reason };
}

/** Reads a command's value, or says why it cannot be. */
export function readValue(row: Command, written: Written): readonly unknown[] | Refusal {
  const values = readArguments(row.args, written);
  const conflict = isRefusal(values) ? undefined : row.check(values);
  return conflict ? { code: 'COMMAND_RANGE', column: written.column, ...conflict } : values;
}
