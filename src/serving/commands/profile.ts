import type { MetadataPolicy, PictureRecipe, PyramidCompression, Recipe, SmartCrop } from '../../model/recipe.ts';
import { names, number, optional, whole, word } from '../argument.ts';
import { command, recipeCommand } from '../command.ts';
import { MOST_PIXELS } from '../limits.ts';
import { MASK_ARGUMENTS, maskOf, maskValues } from './sharpening.ts';

/** A ratio or zoom beyond a million to one leaves less than a pixel of any picture. */
const MOST_RATIO = 1_000_000;
const ratio = (name: string) => number(name, 1 / MOST_RATIO, MOST_RATIO);

const ANY: SmartCrop = { ratio: [1, 1], zoom: 1, strategy: [] };

function overridden(recipe: PictureRecipe, override: SmartCrop['override'] & object): PictureRecipe {
  return { ...recipe, smartCrop: { ...(recipe.smartCrop ?? ANY), override } };
}

function withoutOverride({ smartCrop }: PictureRecipe): Pick<SmartCrop, 'override'> {
  return smartCrop?.override ? { override: smartCrop.override } : {};
}

function pyramidOf(recipe: Recipe, tile: number, compression: PyramidCompression, quality: number): Recipe {
  const { margins, levelMask, metadata } = recipe;
  return {
    kind: 'pyramid',
    tile,
    compression,
    quality,
    ...(margins && { margins }),
    ...(levelMask && { levelMask }),
    ...(metadata && { metadata }),
  };
}

/** What only profiles say; with these rows one text determines a rendition in full. */
export const PROFILE_COMMANDS = [
  recipeCommand({
    name: 'pyramid',
    scope: 'profile',
    args: [
      whole('tile', 1, MOST_PIXELS),
      word<PyramidCompression>('compression', ['jpeg', 'deflate', 'lzw']),
      whole('quality', 1, 100),
    ],
    default: 'a picture is made',
    summary: 'A pyramid TIFF instead of a picture: side of a tile, compression, quality of JPEG tiles.',
    example: 'pyramid=256,jpeg,95',
    apply: (recipe, [tile, compression, quality]) => pyramidOf(recipe, tile, compression, quality),
    read: (recipe) => (recipe.kind === 'pyramid' ? [recipe.tile, recipe.compression, recipe.quality] : undefined),
  }),
  recipeCommand({
    name: 'margins',
    scope: 'profile',
    args: [
      whole('top', 0, MOST_PIXELS),
      whole('right', 0, MOST_PIXELS),
      whole('bottom', 0, MOST_PIXELS),
      whole('left', 0, MOST_PIXELS),
    ],
    default: '0,0,0,0',
    summary: 'Pixels taken off each side of the upright master before anything else.',
    example: 'margins=250,700,500,300',
    apply: (recipe, [top, right, bottom, left]) => ({ ...recipe, margins: { top, right, bottom, left } }),
    read: ({ margins }) => margins && [margins.top, margins.right, margins.bottom, margins.left],
  }),
  command({
    name: 'smartCrop',
    scope: 'profile',
    args: [ratio('width'), ratio('height'), ratio('zoom'), optional(names('strategy'))],
    default: 'no smart crop',
    summary: 'The window that shows the subject: its ratio, its zoom, the detectors that are asked, in order.',
    example: 'smartCrop=3,2,1,center',
    apply: (recipe, [width, height, zoom, strategy = []]) => ({
      ...recipe,
      smartCrop: { ratio: [width, height], zoom, strategy, ...withoutOverride(recipe) },
    }),
    read: ({ smartCrop }) =>
      smartCrop && [
        smartCrop.ratio[0],
        smartCrop.ratio[1],
        smartCrop.zoom,
        smartCrop.strategy.length > 0 ? smartCrop.strategy : undefined,
      ],
  }),
  command({
    name: 'smartCropRect',
    scope: 'profile',
    args: [number('x', 0, 1), number('y', 0, 1), number('width', 0, 1), number('height', 0, 1)],
    default: 'found by the detectors',
    summary: 'The window as a person set it, in fractions of the upright master.',
    example: 'smartCropRect=0,0.1,1,0.8',
    apply: (recipe, rect) => overridden(recipe, { rect }),
    read: ({ smartCrop }) =>
      smartCrop?.override && 'rect' in smartCrop.override ? smartCrop.override.rect : undefined,
  }),
  command({
    name: 'smartCropFocus',
    scope: 'profile',
    args: [number('x', 0, 1), number('y', 0, 1)],
    default: 'found by the detectors',
    summary: 'The point the window is centred on, as a person set it, in fractions of the upright master.',
    example: 'smartCropFocus=0.5,0.31',
    apply: (recipe, focus) => overridden(recipe, { focus }),
    read: ({ smartCrop }) =>
      smartCrop?.override && 'focus' in smartCrop.override ? smartCrop.override.focus : undefined,
  }),
  recipeCommand({
    name: 'levelMask',
    scope: 'profile',
    args: MASK_ARGUMENTS,
    default: '0,0,0,0',
    summary: "The profile's unsharp mask, on levels of the master at a scale under one half.",
    example: 'levelMask=1.75,0.2,2,0',
    apply: (recipe, values) => ({ ...recipe, levelMask: maskOf(values) }),
    read: ({ levelMask }) => maskValues(levelMask),
  }),
  recipeCommand({
    name: 'metadata',
    scope: 'profile',
    args: [word<MetadataPolicy>('policy', ['copyright', 'all', 'none'])],
    default: 'copyright',
    summary: 'What the file keeps of what is written in the master: copyright and creator, all, or nothing.',
    example: 'metadata=copyright',
    apply: (recipe, [metadata]) => ({ ...recipe, metadata }),
    read: ({ metadata }) => metadata && [metadata],
  }),
] as const;
