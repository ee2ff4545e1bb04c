import { freeze } from '../base/plain-data.ts';
import { CatalogError } from '../model/errors.ts';
import type { PictureRecipe, Recipe } from '../model/recipe.ts';
import { isRefusal, printArguments } from './read-arguments.ts';
import { readValue } from './command.ts';
import { commandNamed, COMMANDS } from './commands/index.ts';
import { type Token, tokenise } from './grammar.ts';
import { EMPTY_PICTURE } from './parse.ts';

const isPicture = (value: unknown): value is PictureRecipe =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'picture';

/** A request about the picture itself, as `src` takes it; other values as they are. */
const printRequest = (value: unknown): unknown => (isPicture(value) ? `is{?${printRecipe(value)}}` : value);

/** The canonical spelling of a command's value. */
export function printValue(values: readonly unknown[]): string {
  return printArguments(values.map(printRequest));
}

/**
 * The canonical text of a recipe, profile commands included: equal recipes give equal texts, for ever, and the text
 * brings back the recipe. What manifest, catalog and fingerprints hold.
 */
export function printRecipe(recipe: Recipe): string {
  return COMMANDS.flatMap((row) => {
    const values = row.read(recipe);
    return values === undefined ? [] : [`${row.name}=${printValue(values)}`];
  }).join('&');
}

function unreadable(text: string): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected a recipe this dmx can read, got "${text}"`, {
    hint: 'Use the dmx that wrote it, or run `dmx reprocess` to write it anew.',
  });
}

function applyToken(recipe: Recipe, token: Token): Recipe | undefined {
  const row = token.kind === 'command' ? commandNamed(token.name) : undefined;
  if (row?.status !== 'ready' || token.kind !== 'command') return undefined;
  const values = readValue(row, { text: token.value, column: token.valueColumn, nested: parsePicture });
  return isRefusal(values) ? undefined : row.apply(recipe, values);
}

function parsePicture(text: string): PictureRecipe {
  const recipe = parseRecipe(text);
  if (recipe.kind !== 'picture') throw unreadable(text);
  return recipe;
}

/** Reads a canonical recipe text back. Throws CatalogError (CATALOG_DAMAGED) for anything else. */
export function parseRecipe(text: string): Recipe {
  let recipe: Recipe = EMPTY_PICTURE;
  for (const token of tokenise(text)) {
    const next = applyToken(recipe, token);
    if (next === undefined) throw unreadable(text);
    recipe = next;
  }
  return freeze(recipe);
}
