import type { Layer, PictureRecipe, RecipeObject, Source, Treatment } from '../model/recipe/recipe.ts';
import type { Offset } from '../model/recipe/transforms.ts';
import { printColor } from '../serving/color.ts';

/** Letters of a text that are shown of it. */
const MOST_LETTERS = 60;

const place = ({ unit, x, y }: Offset): string => (unit === 'pixel' ? `${x},${y}` : `${x},${y} of its whole`);

const cut = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text);

function objectName({ path, request }: RecipeObject): string {
  return `${path ?? 'the asset'}${request ? ', as a request shows it' : ''}`;
}

function sourceName(source: Source): string {
  if (source.kind === 'master') return 'the asset';
  if (source.kind === 'request') return 'the asset, as a request shows it';
  if (source.kind === 'object') return objectName(source.object);
  return source.kind === 'solid' ? 'a colour' : `${source.rules} ${JSON.stringify(cut(source.text))}`;
}

/** The operations of a layer or of the composite by name. */
function treatmentWords({
  operations = {},
  flip,
  clip,
  sharpen,
  unsharpMask,
  unsharpMaskR,
}: Treatment): readonly string[] {
  const words = Object.entries(operations).map(([name, value]) =>
    typeof value === 'object' ? name : `${name} ${String(value)}`,
  );
  const flags: readonly (readonly [unknown, string])[] = [
    [flip, `flipped ${flip}`],
    [clip, 'clipped to a path'],
    [sharpen === true || unsharpMask || unsharpMaskR, 'sharpened'],
  ];
  return [...words, ...flags.flatMap(([is, word]) => (is === undefined || is === false ? [] : [word]))];
}

const valueNames = (values: Layer['variables'] = {}): string =>
  Object.keys(values)
    .map((name) => `$${name}$`)
    .join(' ');

/** Labels of a layer's operations, in the order in which they are applied. */
function layerWords(layer: Layer): readonly string[] {
  const { crop, size, scale, rotate, extension, underColor, fill, position, origin, anchor, blend, hidden } = layer;
  const { mask, variables, pictures } = layer;
  const words: readonly (readonly [unknown, () => string])[] = [
    [
      crop,
      () =>
        `cropped to ${crop?.width}×${crop?.height} at ${crop?.x},${crop?.y}${crop?.unit === 'normal' ? ' of 1' : ''}`,
    ],
    [variables, () => `if a drawing, filled with ${valueNames(variables)}`],
    [pictures, () => `with ${pictures?.map(objectName).join(', ')}`],
    [mask, () => 'masked'],
    [
      size,
      () => `in ${size?.width || 'any'}×${size?.height || 'any'}${size?.unit === 'normal' ? ' of the canvas' : ''}`,
    ],
    [scale, () => `scaled by ${scale}`],
    [underColor, () => (underColor ? `colour ${printColor(underColor)}` : '')],
    [rotate, () => `turned by ${rotate}°`],
    [extension, () => `extended by ${extension?.left},${extension?.top},${extension?.right},${extension?.bottom}`],
    [fill, () => (fill ? `filled with ${printColor(fill)}` : '')],
    [anchor, () => (anchor ? `anchor ${place(anchor)}` : '')],
    [origin, () => (origin ? `origin ${place(origin)}` : '')],
    [position, () => (position ? `at ${place(position)}` : '')],
    [blend, () => `blended ${blend}`],
    [hidden === true ? hidden : undefined, () => 'hidden'],
  ];
  const said = words.flatMap(([is, word]) => (is === undefined ? [] : [word()]));
  return [...said, ...treatmentWords(layer.own ?? {})];
}

const line = (depth: number, head: string, words: readonly string[]): string =>
  `${'  '.repeat(depth)}${head}${words.length === 0 ? '' : `: ${words.join(', ')}`}`;

const innerOf = ({ source }: Layer): PictureRecipe | undefined =>
  source.kind === 'request' ? source.request : source.kind === 'object' ? source.object.request : undefined;

function layerLines(layer: Layer, depth: number): readonly string[] {
  const inner = innerOf(layer);
  return [
    line(depth, `layer ${layer.number}: ${sourceName(layer.source)}`, layerWords(layer)),
    ...(inner ? printRecipeTree(inner, depth + 1) : []),
    ...(layer.effects ?? []).map((effect) => line(depth + 1, `effect ${effect.number}`, layerWords(effect))),
  ];
}

function viewWords({ view, output }: PictureRecipe): readonly string[] {
  const { width, height, fit, scale } = view;
  return [
    ...(width !== undefined || height !== undefined ? [`${width ?? 'any'}×${height ?? 'any'}`] : []),
    ...(fit ? [`fit ${fit.mode}`] : []),
    ...(scale === undefined ? [] : [`at 1:${scale}`]),
    ...(output.format === undefined ? [] : [`as ${output.format}`]),
  ];
}

/** The lines of the tree of a request, `depth` levels in: its reply, its layers from the lowest, what they are made of. */
export function printRecipeTree(recipe: PictureRecipe, depth = 0): readonly string[] {
  const { layers, effects = [], ...treatment } = recipe.composite;
  return [
    line(depth, 'picture', viewWords(recipe)),
    ...layers.flatMap((layer) => layerLines(layer, depth + 1)),
    ...effects.map((effect) => line(depth + 1, `effect ${effect.number} of all layers`, layerWords(effect))),
    ...(treatmentWords(treatment).length === 0 ? [] : [line(depth + 1, 'all layers', treatmentWords(treatment))]),
  ];
}
