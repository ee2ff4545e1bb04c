import { freeze } from '../base/plain-data.ts';
import { CatalogError } from '../model/errors.ts';
import type { Layer, PictureRecipe, Recipe, RecipeObject } from '../model/recipe/recipe.ts';
import { EMPTY_PICTURE } from '../model/recipe/recipe-tree.ts';
import { encoded, isRefusal, printArguments } from './read-arguments.ts';
import { type Command, readValue, type SegmentCommand } from './command.ts';
import { commandNamed, COMMANDS } from './commands/index.ts';
import { type Token, tokenise } from './grammar.ts';
import { COMPOSITE, type Segment, withSegment } from './part.ts';
import { SEGMENTED } from './segments.ts';

function isObject(value: unknown): value is RecipeObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 0 || 'path' in value || 'request' in value;
}

function printObject({ path, request }: RecipeObject): string {
  const name = path?.split('/').map(encoded).join('/');
  return request || name === undefined ? `is{${name ?? ''}?${request ? printRecipe(request) : ''}}` : name;
}

/** One of several pictures: commas part these, encoded ones too. */
const printListed = (value: unknown): unknown => (isObject(value) ? printObject(value).replaceAll(',', '%2C') : value);

/** A picture, or a request about one, as `src` and `mask` take it, or several; other values as they are. */
function printRequest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(printListed);
  return isObject(value) ? printObject(value) : value;
}

/** The canonical spelling of a command's value. */
export function printValue(values: readonly unknown[]): string {
  return printArguments(values.map(printRequest));
}

/** The commands of some rows that a segment holds. */
function printRows(rows: readonly Command[], recipe: Recipe, segment: Segment): readonly string[] {
  return rows.flatMap((row) => {
    const values = row.read(recipe, segment);
    return values === undefined ? [] : [`${row.name}=${printValue(values)}`];
  });
}

const OF_SEGMENTS = COMMANDS.filter(({ scope }) => SEGMENTED.includes(scope));
const OF_TREATMENTS = OF_SEGMENTS.filter(({ scope }) => scope === 'composite');

function printEffects(recipe: Recipe, segment: Segment, effects: readonly Layer[] = []): readonly string[] {
  return effects.flatMap(({ number }) => [
    `effect=${number}`,
    ...printRows(OF_SEGMENTS, recipe, { ...segment, effect: number }),
  ]);
}

/**
 * The commands in the segment of a layer, then those of its effects. Of layer 0 only what is done to it by itself, for
 * the composite's segment has the rest.
 */
function printLayer(recipe: Recipe, { number, own, effects }: Layer): readonly string[] {
  if (number === 0 && !own && !effects) return [];
  const segment = { layer: number };
  const rows = number === 0 ? OF_TREATMENTS : OF_SEGMENTS;
  return [`layer=${number}`, ...printRows(rows, recipe, segment), ...printEffects(recipe, segment, effects)];
}

/**
 * The canonical text of a recipe, profile commands included: equal recipes give equal texts, for ever, and the text
 * brings back the recipe. What manifest, catalog and fingerprints hold. The segments of the composite's effects and of
 * layers come last, by number.
 */
export function printRecipe(recipe: Recipe): string {
  const own = printRows(COMMANDS, recipe, COMPOSITE);
  if (recipe.kind !== 'picture') return own.join('&');
  const { layers, effects } = recipe.composite;
  const segments = layers.flatMap((layer) => printLayer(recipe, layer));
  return [...own, ...printEffects(recipe, COMPOSITE, effects), ...segments].join('&');
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

const NUMBER = /^(?:0|-?[1-9]\d{0,8})$/;

/** Enters the segment of a layer or an effect; undefined for what canonical texts do not call one. */
function enter({ recipe, segment }: Reading, kind: SegmentCommand['name'], value: string): Reading | undefined {
  const number = NUMBER.test(value) ? Number(value) : undefined;
  if (number === undefined || (kind === 'layer' ? number < 0 : number === 0)) return undefined;
  const { layer } = segment;
  const entered = kind === 'layer' ? { layer: number } : { ...(layer !== undefined && { layer }), effect: number };
  return { recipe: withSegment(recipe, entered), segment: entered };
}

function applyToken(reading: Reading, token: Token): Reading | undefined {
  const row = token.kind === 'command' ? commandNamed(token.name) : undefined;
  if (row === undefined || token.kind !== 'command') return undefined;
  if (row.status === 'segment') return enter(reading, row.name, token.value);
  if (row.status !== 'ready') return undefined;
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
  let reading: Reading = { recipe: EMPTY_PICTURE, segment: COMPOSITE };
  for (const token of tokenise(text)) {
    const next = applyToken(reading, token);
    if (next === undefined) throw unreadable(text);
    reading = next;
  }
  return freeze(reading.recipe);
}
