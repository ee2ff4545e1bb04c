import type { PictureRecipe, Recipe } from '../model/recipe.ts';
import { type Argument, type Values } from './argument.ts';
import { isRefusal, readArguments, type Refusal, type Written } from './read-arguments.ts';

/**
 * What a command acts on. Request and view commands apply wherever they stand, the others to the layer whose segment
 * they stand in (reference A.2). Outside of all segments source and layer commands are layer 0's, and composite commands
 * the composite's. `profile` commands are dmx's own: only profiles write them, and only canonical recipe texts hold them.
 */
export type Scope = 'request' | 'view' | 'composite' | 'layer' | 'source' | 'profile';

interface Described {
  /** As the reference spells it; read without regard to case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly scope: Scope;
  /** One line for the generated reference. */
  readonly summary: string;
}

/** Why a command that is read changes nothing, or why one is not supported yet: a clause without its full stop. */
type Reason = string;

interface Explained extends Described {
  /** What holds where the command is absent, in words. */
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
  /** What is wrong with values that are each in range, but not together: an expectation, for the argument it names. */
  check(values: readonly unknown[]): Conflict | undefined;
  /** The recipe with this command in it; the last one wins. */
  apply(recipe: Recipe, values: readonly unknown[]): Recipe;
  /** The values that `apply` would need to bring back what the recipe holds; undefined where it holds nothing. */
  read(recipe: Recipe): readonly unknown[] | undefined;
}

/** A command of the language that is known by name and not supported yet. */
export interface LaterCommand extends Described {
  readonly status: 'later';
  /** As the reference writes it: `x,y,width,height`. */
  readonly grammar: string;
  readonly reason: Reason;
  /** What it starts: the commands behind it are about that. A layer that is the picture itself is read. */
  readonly segment?: 'layer' | 'effect';
}

export interface Conflict {
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
}

interface Row<A extends readonly Argument[], R extends Recipe> extends Explained {
  readonly args: A;
  readonly check?: (values: Values<A>) => Conflict | undefined;
  readonly apply: (recipe: R, values: Values<A>) => Recipe;
  readonly read: (recipe: R) => Values<A> | undefined;
}

/** A row that makes sense of any recipe, pictures and pyramids. */
export function recipeCommand<const A extends readonly Argument[]>(row: Row<A, Recipe>): Command {
  return {
    ...row,
    status: 'ready',
    // The one place where the values' types are lost and found: `readArguments` made them from the same `args`.
    check: (values) => row.check?.(values as Values<A>),
    apply: (recipe, values) => row.apply(recipe, values as Values<A>),
    read: row.read,
  };
}

/** A row that makes sense of pictures only; pyramids are left as they are. */
export function command<const A extends readonly Argument[]>(row: Row<A, PictureRecipe>): Command {
  return recipeCommand<A>({
    ...row,
    apply: (recipe, values) => (recipe.kind === 'picture' ? row.apply(recipe, values) : recipe),
    read: (recipe) => (recipe.kind === 'picture' ? row.read(recipe) : undefined),
  });
}

/** A row that is read and checked, and changes nothing. */
export function idle<const A extends readonly Argument[]>(
  reason: Reason,
  row: Omit<Row<A, Recipe>, 'apply' | 'read'>,
): Command {
  return { ...recipeCommand<A>({ ...row, apply: (recipe) => recipe, read: () => undefined }), idle: reason };
}

/** A row that is refused as "not supported yet". */
export function later(row: Omit<LaterCommand, 'status'>): LaterCommand {
  return { ...row, status: 'later' };
}

/** Reads a command's value, or says why it cannot be. */
export function readValue(row: Command, written: Written): readonly unknown[] | Refusal {
  const values = readArguments(row.args, written);
  const conflict = isRefusal(values) ? undefined : row.check(values);
  return conflict ? { code: 'COMMAND_RANGE', column: written.column, ...conflict } : values;
}
