import { freeze } from '../base/plain-data.ts';
import { CatalogError } from '../model/errors.ts';
import type { Layer, PictureRecipe, Recipe, RecipeObject } from '../model/recipe/recipe.ts';
import { EMPTY_PICTURE } from '../model/recipe/recipe-tree.ts';
import { encoded, isRefusal, printArguments } from './read-arguments.ts';
import { type Command, readValue } from './command.ts';
import { commandNamed, COMMANDS } from './commands/index.ts';
import { type Token, tokenise } from './grammar.ts';
import { type Segment, withLayer } from './part.ts';
import { SEGMENTED } from './segments.ts';

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

/** The commands of some rows that a segment holds. */
function printSegment(rows: readonly Command[], recipe: Recipe, segment?: number): readonly string[] {
  return rows.flatMap((row) => {
    const values = row.read(recipe, segment);
    return values === undefined ? [] : [`${row.name}=${printValue(values)}`];
  });
}

/**
 * The commands in the segment of a layer: of layer 0 only what is done to it by itself, for the composite's has the
 * rest.
 */
function printLayer(recipe: Recipe, { number, own }: Layer): readonly string[] {
  if (number === 0 && !own) return [];
  const rows = COMMANDS.filter(({ scope }) => (number === 0 ? scope === 'composite' : SEGMENTED.includes(scope)));
  return [`layer=${number}`, ...printSegment(rows, recipe, number)];
}

/**
 * The canonical text of a recipe, profile commands included: equal recipes give equal texts, for ever, and the text
 * brings back the recipe. What manifest, catalog and fingerprints hold. The segments of layers come last, by number.
 */
export function printRecipe(recipe: Recipe): string {
  const layers = recipe.kind === 'picture' ? recipe.composite.layers : [];
  return [...printSegment(COMMANDS, recipe), ...layers.flatMap((layer) => printLayer(recipe, layer))].join('&');
}

function unreadable(text: string): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected a recipe this dmx can read, got "${text}"`, {
    hint: 'Use the dmx that wrote it, or run `dmx reprocess` to write it anew.',
  });
}

/** A recipe as far as it was read, and the segment that the text is in. */
interface Reading {
  readonly recipe: Recipe;
  readonly segment: Segment;
}

/** Enters the segment of a layer; undefined for what canonical texts do not call one. */
function enterLayer({ recipe }: Reading, value: string): Reading | undefined {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(value)) return undefined;
  const segment = Number(value);
  return { recipe: withLayer(recipe, segment), segment };
}

function applyToken(reading: Reading, token: Token): Reading | undefined {
  const row = token.kind === 'command' ? commandNamed(token.name) : undefined;
  if (row === undefined || token.kind !== 'command') return undefined;
  if (row.status !== 'ready') return row.segment === 'layer' ? enterLayer(reading, token.value) : undefined;
  const values = readValue(row, { text: token.value, column: token.valueColumn, nested: parsePicture });
  if (isRefusal(values)) return undefined;
  return { ...reading, recipe: row.apply(reading.recipe, values, reading.segment) };
}

function parsePicture(text: string): PictureRecipe {
  const recipe = parseRecipe(text);
  if (recipe.kind !== 'picture') throw unreadable(text);
  return recipe;
}

/** Reads a canonical recipe text back. Throws CatalogError (CATALOG_DAMAGED) for anything else. */
export function parseRecipe(text: string): Recipe {
  let reading: Reading = { recipe: EMPTY_PICTURE, segment: undefined };
  for (const token of tokenise(text)) {
    const next = applyToken(reading, token);
    if (next === undefined) throw unreadable(text);
    reading = next;
  }
  return freeze(reading.recipe);
}
