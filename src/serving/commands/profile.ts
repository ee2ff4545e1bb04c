import { present } from '../../base/present.ts';
import { LEVEL_RESERVE } from '../../model/level.ts';
import type {
  MasterTreatment,
  MetadataPolicy,
  PictureRecipe,
  PyramidCompression,
  Recipe,
  SmartCrop,
} from '../../model/recipe/recipe.ts';
import { flag, label, names, number, optional, whole, word } from '../argument.ts';
import { command, masterCommand, recipeCommand } from '../command.ts';
import { canonicalProfile } from '../../model/colors/profile-names.ts';
import { encoded } from '../read-arguments.ts';
import { MOST_PIXELS } from '../limits.ts';
import { MASK_ARGUMENTS, maskOf, maskValues } from './sharpening.ts';

/** A ratio or zoom beyond a million to one leaves less than a pixel of any picture. */
const MOST_RATIO = 1_000_000;
const ratio = (name: string) => number(name, 1 / MOST_RATIO, MOST_RATIO);

/** From 2 on the level before is the one that is read. */
const MOST_RESERVE = 2;

const ANY: SmartCrop = { ratio: [1, 1], zoom: 1, strategy: [] };

function withSmartCrop(recipe: PictureRecipe, smartCrop: SmartCrop): PictureRecipe {
  return { ...recipe, master: { ...recipe.master, smartCrop } };
}

function overridden(recipe: PictureRecipe, override: SmartCrop['override'] & object): PictureRecipe {
  return withSmartCrop(recipe, { ...(recipe.master?.smartCrop ?? ANY), override });
}

/** The parts that a person set, whatever else is said of the smart crop. */
function overrideOf({ master }: PictureRecipe): Pick<SmartCrop, 'override'> {
  const { override } = master?.smartCrop ?? {};
  return override ? { override } : {};
}

function pyramidOf(recipe: Recipe, tile: number, compression: PyramidCompression, quality: number): Recipe {
  const { margins, levelMask, sourceProfile, page, rawPreview } = recipe.master ?? {};
  const held = present<MasterTreatment>({ margins, levelMask, sourceProfile, page, rawPreview });
  const { metadata } = recipe;
  return {
    kind: 'pyramid',
    tile,
    compression,
    quality,
    ...(Object.keys(held).length > 0 && { master: held }),
    ...(metadata && { metadata }),
  };
}

/** Commands that only profiles say; with these rows one text determines a rendition in full. */
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
  masterCommand({
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
    apply: (master, [top, right, bottom, left]) => ({ ...master, margins: { top, right, bottom, left } }),
    read: ({ margins }) => margins && [margins.top, margins.right, margins.bottom, margins.left],
  }),
  command({
    name: 'smartCrop',
    scope: 'profile',
    args: [ratio('width'), ratio('height'), ratio('zoom'), optional(names('strategy'))],
    default: 'no smart crop',
    summary: 'The window that shows the subject: its ratio, its zoom, the detectors that are asked, in order.',
    example: 'smartCrop=3,2,1,center',
    apply: (recipe, [width, height, zoom, strategy = []]) =>
      withSmartCrop(recipe, { ratio: [width, height], zoom, strategy, ...overrideOf(recipe) }),
    read: ({ master }) => {
      const { ratio: [width, height] = [], zoom, strategy = [] } = master?.smartCrop ?? {};
      if (width === undefined || height === undefined || zoom === undefined) return undefined;
      return [width, height, zoom, strategy.length > 0 ? strategy : undefined];
    },
  }),
  command({
    name: 'smartCropRect',
    scope: 'profile',
    args: [number('x', 0, 1), number('y', 0, 1), number('width', 0, 1), number('height', 0, 1)],
    default: 'found by the detectors',
    summary: 'The window as a person set it, in fractions of the upright master.',
    example: 'smartCropRect=0,0.1,1,0.8',
    apply: (recipe, rect) => overridden(recipe, { rect }),
    read: (recipe) => {
      const { override } = overrideOf(recipe);
      return override && 'rect' in override ? override.rect : undefined;
    },
  }),
  command({
    name: 'smartCropFocus',
    scope: 'profile',
    args: [number('x', 0, 1), number('y', 0, 1)],
    default: 'found by the detectors',
    summary: 'The point the window is centred on, as a person set it, in fractions of the upright master.',
    example: 'smartCropFocus=0.5,0.31',
    apply: (recipe, focus) => overridden(recipe, { focus }),
    read: (recipe) => {
      const { override } = overrideOf(recipe);
      return override && 'focus' in override ? override.focus : undefined;
    },
  }),
  masterCommand({
    name: 'levelMask',
    scope: 'profile',
    args: MASK_ARGUMENTS,
    default: '0,0,0,0',
    summary: "The profile's unsharp mask, on levels of the master at a scale under one half.",
    example: 'levelMask=1.75,0.2,2,0',
    apply: (master, values) => ({ ...master, levelMask: maskOf(values) }),
    read: ({ levelMask }) => maskValues(levelMask),
  }),
  command({
    name: 'levelReserve',
    scope: 'profile',
    args: [number('times', 1, MOST_RESERVE)],
    default: String(LEVEL_RESERVE),
    summary: 'How many times as large as the picture the level of the master is at least that it is made from.',
    example: 'levelReserve=1',
    apply: (recipe, [levelReserve]) => ({ ...recipe, master: { ...recipe.master, levelReserve } }),
    read: ({ master }) => (master?.levelReserve === undefined ? undefined : [master.levelReserve]),
  }),
  masterCommand({
    name: 'sourceProfile',
    scope: 'profile',
    args: [label('profile', canonicalProfile)],
    default: 'what the master says, else sRGB, gray of its curve, coated paper',
    summary: 'The colour profile of the numbers of a master that says nothing of them.',
    example: 'sourceProfile=WebCoated',
    apply: (master, [sourceProfile]) => ({ ...master, sourceProfile }),
    read: ({ sourceProfile }) => (sourceProfile === undefined ? undefined : [encoded(sourceProfile)]),
  }),
  masterCommand({
    name: 'rawPreview',
    scope: 'profile',
    args: [flag('on')],
    default: '0',
    summary: 'The picture that a camera made of its raw and put into it, instead of what is developed.',
    example: 'rawPreview=1',
    apply: ({ rawPreview: _before, ...master }, [on]) => (on ? { ...master, rawPreview: true } : master),
    read: ({ rawPreview }) => rawPreview && [rawPreview],
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
