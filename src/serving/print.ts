import { freeze } from '../base/plain-data.ts';
import { CatalogError } from '../model/errors.ts';
import type { PictureRecipe, Recipe, RecipeObject } from '../model/recipe.ts';
import { encoded, isRefusal, printArguments } from './read-arguments.ts';
import { readValue } from './command.ts';
import { commandNamed, COMMANDS } from './commands/index.ts';
import { type Token, tokenise } from './grammar.ts';
import { EMPTY_PICTURE } from './parse.ts';

const isPicture = (value: unknown): value is PictureRecipe =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'picture';

function isObject(value: unknown): value is RecipeObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 0 || 'path' in value || 'request' in value;
}

function printObject({ path, request }: RecipeObject): string {
  const name = path?.split('/').map(encoded).join('/');
  return request || name === undefined ? `is{${name ?? ''}?${request ? printRecipe(request) : ''}}` : name;
}

/** A request about a picture, as `src` and `mask` take it; other values as they are. */
function printRequest(value: unknown): unknown {
  if (isPicture(value)) return `is{?${printRecipe(value)}}`;
  return isObject(value) ? printObject(value) : value;
}

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
