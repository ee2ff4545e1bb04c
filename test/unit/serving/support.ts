import type { PictureRecipe } from '../../../src/model/recipe.ts';
import { type ParseOptions, parseModifiers } from '../../../src/serving/parse.ts';
import type { ServerSettings } from '../../../src/serving/resolve.ts';

export const SERVER: ServerSettings = {
  jpegquality: [80, 0],
  resmode: 'sharp2',
  bkgcolor: { r: 255, g: 255, b: 255, alpha: 255 },
  defaultpix: [1280, 1280],
  defaultthumbpix: [100, 100],
  maxpix: [3000, 3000],
  resolution: 72,
};

/** Options of a strict parse with these presets, by lower-case name. */
export function strict(presets: Readonly<Record<string, string>> = {}): ParseOptions {
  return { mode: 'strict', macroNames: Object.keys(presets), macros: (name) => presets[name.toLowerCase()] };
}

/** The recipe of a text that must have no problem. */
export function recipeOf(text: string, presets: Readonly<Record<string, string>> = {}): PictureRecipe {
  const { recipe, problems } = parseModifiers(text, strict(presets));
  if (problems.length > 0) throw new Error(`"${text}": ${problems.map(({ message }) => message).join('; ')}`);
  return recipe;
}
