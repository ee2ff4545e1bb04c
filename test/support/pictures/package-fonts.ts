import type { NamedFont } from '../../../src/model/text/found-font.ts';
import type { Recipe } from '../../../src/model/recipe/recipe.ts';
import { FontFinder } from '../../../src/run/project/font-finder.ts';
import { fontsOf } from '../../../src/serving/rtf/fonts-of.ts';

const finder = new FontFinder([], undefined, '/');

/** The fonts of a recipe as the package holds them: whatever this machine has beside them. */
export const packageFonts = (recipe: Recipe): readonly NamedFont[] => fontsOf(recipe).map((font) => finder.find(font));

/** Fonts of a recipe whose families the package has none of: Arimo in place of each. */
export const standInFonts = (recipe: Recipe): readonly NamedFont[] =>
  fontsOf(recipe).map((font) => ({ ...finder.find({ ...font, name: '' }), name: font.name }));
