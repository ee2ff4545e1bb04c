import type { PictureRecipe } from '../../../src/model/recipe/recipe.ts';
import { type ParseOptions, parseModifiers } from '../../../src/serving/parse.ts';

/** Options of a strict parse with these presets, by lower-case name. */
export function strict(presets: Readonly<Record<string, string>> = {}): ParseOptions {
  return { mode: 'strict', macroNames: Object.keys(presets), macros: (name) => presets[name.toLowerCase()] };
}

/** The recipe of a text that must have no problem but warnings. */
export function recipeOf(text: string, presets: Readonly<Record<string, string>> = {}): PictureRecipe {
  const { recipe, problems: all } = parseModifiers(text, strict(presets));
  const problems = all.filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(`"${text}": ${problems.map(({ message }) => message).join('; ')}`);
  return recipe;
}
