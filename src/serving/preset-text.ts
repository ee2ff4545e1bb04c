import type { Json } from '../base/plain-data.ts';
import type { PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import { EMPTY_PICTURE } from '../model/recipe/recipe-tree.ts';
import { isRefusal, printArguments } from './read-arguments.ts';
import { type Command, readValue } from './command.ts';
import { COMMANDS, commandNamed } from './commands/index.ts';
import { type Token, tokenise } from './grammar.ts';
import { PRESET_KEYS } from './keys.ts';
import { printValue } from './print.ts';
import type { Spelling } from './preset-key.ts';

/** A preset in friendly keys; `rest`: the commands without one, for `modifiers`. */
export interface FriendlyPreset {
  readonly keys: Readonly<Record<string, Json>>;
  readonly rest: string;
}

function overlaid(under: Spelling, over: Spelling): Spelling {
  const length = Math.max(under.length, over.length);
  return Array.from({ length }, (_none, index) => over[index] ?? under[index]);
}

/**
 * The modifier text that friendly keys mean; `modifiers` comes last and so wins. The keys must be as `presetKeysSchema`
 * takes them, else it throws ZodError.
 */
export function presetText(keys: Readonly<Record<string, unknown>>): string {
  const spelled = new Map<string, Spelling>();
  for (const { key, command, spell } of PRESET_KEYS) {
    const value = keys[key];
    if (value !== undefined) spelled.set(command, overlaid(spelled.get(command) ?? [], spell(value)));
  }
  const commands = [...spelled].map(([command, items]) => `${command}=${printArguments(items)}`);
  const { modifiers } = keys;
  return [...commands, ...(typeof modifiers === 'string' && modifiers !== '' ? [modifiers] : [])].join('&');
}

/** The recipe with a token folded in; undefined where the token is no plain, sound command. */
function folded(recipe: Recipe, token: Token): Recipe | undefined {
  const row = token.kind === 'command' ? commandNamed(token.name) : undefined;
  if (token.kind !== 'command' || row?.status !== 'ready' || row.scope === 'profile') return undefined;
  const values = readValue(row, { text: token.value, column: token.valueColumn, nested: plainRequest });
  return isRefusal(values) ? undefined : row.apply(recipe, values);
}

/** A nested request of nothing but plain commands. */
function plainRequest(text: string): PictureRecipe | undefined {
  const { recipe, end } = plainHead(text);
  return recipe.kind === 'picture' && end === text.length ? recipe : undefined;
}

/** The longest run of plain commands a text begins with, and where it ends: what follows may win over any of them. */
function plainHead(text: string): { readonly recipe: Recipe; readonly end: number } {
  let recipe: Recipe = EMPTY_PICTURE;
  for (const token of tokenise(text)) {
    const next = folded(recipe, token);
    if (next === undefined) return { recipe, end: token.column - 1 };
    recipe = next;
  }
  return { recipe, end: text.length };
}

function friendly(row: Command, values: readonly unknown[]): FriendlyPreset {
  const text = printValue(values);
  const rows = PRESET_KEYS.filter(({ command }) => command === row.name);
  if (rows.length === 0) return { keys: {}, rest: `${row.name}=${text}` };
  const items = text.split(',');
  const entries = rows.flatMap(({ key, read }) => {
    const value = read(items);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { keys: Object.fromEntries(entries), rest: '' };
}

/**
 * The friendly keys that mean the same as a text. Commands in front of the first macro, variable, unsupported or
 * unsound command become keys; the text from there on is the rest, because it may win over what stands before.
 */
export function presetKeys(text: string): FriendlyPreset {
  const { recipe, end } = plainHead(text);
  const parts = COMMANDS.flatMap((row) => {
    const values = row.read(recipe);
    return values === undefined ? [] : [friendly(row, values)];
  });
  const rest = [...parts.map((part) => part.rest), text.slice(end)].filter((part) => part !== '').join('&');
  return { keys: Object.assign({}, ...parts.map((part) => part.keys)) as Record<string, Json>, rest };
}
