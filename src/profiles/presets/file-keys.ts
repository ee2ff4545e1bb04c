import { present } from '../../base/present.ts';
import { formatOf, losesPixels } from '../../model/formats/output-formats.ts';
import type { Output, PictureRecipe } from '../../model/recipe/recipe.ts';
import { presetText } from '../../serving/preset-text.ts';
import { parseModifiers } from '../../serving/parse.ts';
import { type CropRow, FILE_KEYS, type ImageProfile, type RenditionRow } from '../image.ts';

type FileKey = (typeof FILE_KEYS)[number];

/** The keys of presets that profiles, crops and renditions take as well. */
export type FileKeys = Pick<ImageProfile, FileKey>;

/** The commands that the keys about a file mean; empty where there are none. */
const fileText = ({ quality, maxBytes, animation, animationOver, hdr }: FileKeys): string =>
  presetText({ quality, maxBytes, animation, animationOver, hdr });

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('&');

/** The commands of a crop: its own keys win over its preset. */
export const cropText = ({ preset, ...row }: CropRow): string =>
  joined([preset === undefined ? undefined : `$${preset}$`, fileText(row)]);

/** The commands of a rendition: its modifiers win over its own keys, and these over its preset. */
export function renditionText({ preset, template, modifiers, ...row }: RenditionRow): string {
  const base = [
    template === undefined ? undefined : `template=${template}`,
    preset === undefined ? undefined : `$${preset}$`,
  ];
  return joined([...base, fileText(row), modifiers]);
}

const qualitySaid = ({ quality, fullChroma, target }: Partial<Output>): boolean =>
  (quality ?? fullChroma ?? target) !== undefined;

/** A recipe with the output settings of its profile as defaults; its own settings win, `qlt` as a whole. */
export function withUsualFile(recipe: PictureRecipe, profile: FileKeys): PictureRecipe {
  const usual = parseModifiers(fileText(profile), { macros: () => undefined, mode: 'strict' }).recipe.output;
  const { quality, fullChroma, target, ...rest } = usual;
  const look = qualitySaid(recipe.output) ? {} : present<Partial<Output>>({ quality, fullChroma, target });
  return { ...recipe, output: { ...rest, ...look, ...recipe.output } };
}

/** The meaning of a key for the file of a recipe. */
interface FileKeyRow {
  /** Tells whether the recipe sets it itself. */
  readonly isSaid: (output: Partial<Output>) => boolean;
  /** The reason for which its file cannot heed it: a clause; undefined where it can. */
  readonly unheeded: (output: Partial<Output>) => string | undefined;
}

const isLossy = (output: Partial<Output>): boolean => losesPixels(formatOf(output), output.compression);
const nameOf = (output: Partial<Output>): string => formatOf(output).names[0];

const ROWS: Readonly<Record<FileKey, FileKeyRow>> = {
  quality: {
    isSaid: qualitySaid,
    unheeded: (output) => {
      if (!isLossy(output)) return `${nameOf(output)} loses nothing`;
      const isLooked = output.target === undefined || formatOf(output).searchable === true;
      return isLooked ? undefined : `the look of ${nameOf(output)} is not measured`;
    },
  },
  maxBytes: {
    isSaid: ({ maxKilobytes }) => maxKilobytes !== undefined,
    unheeded: (output) =>
      isLossy(output) && formatOf(output).searchable !== false ? undefined : `${nameOf(output)} has one size`,
  },
  animation: {
    isSaid: ({ animation }) => animation !== undefined,
    unheeded: (output) =>
      formatOf(output).animates === true || output.animation !== 'keep'
        ? undefined
        : `${nameOf(output)} holds one picture`,
  },
  animationOver: {
    isSaid: ({ animationOver }) => animationOver !== undefined,
    unheeded: ({ animation }) => (animation === 'video' ? undefined : 'it says nothing without `animation: video`'),
  },
  hdr: {
    isSaid: ({ hdr }) => hdr !== undefined,
    unheeded: (output) =>
      formatOf(output).gainMap === true || output.hdr !== 'keep' ? undefined : `${nameOf(output)} holds no gain map`,
  },
};

/** The keys of a crop or rendition that its file cannot heed, each with the reason: a clause. */
export function unheededKeys(said: FileKeys, { output }: PictureRecipe): readonly (readonly [FileKey, string])[] {
  return FILE_KEYS.flatMap((key) => {
    const reason = said[key] === undefined ? undefined : ROWS[key].unheeded(output);
    return reason === undefined ? [] : [[key, reason] as const];
  });
}

/** The keys of a profile that no file heeds of those that are made by these recipes. */
export function idleUsualKeys(profile: FileKeys, recipes: readonly PictureRecipe[]): readonly FileKey[] {
  const heeds = (key: FileKey, recipe: PictureRecipe): boolean =>
    !ROWS[key].isSaid(recipe.output) && ROWS[key].unheeded(withUsualFile(recipe, profile).output) === undefined;
  return FILE_KEYS.filter((key) => profile[key] !== undefined && !recipes.some((recipe) => heeds(key, recipe)));
}
