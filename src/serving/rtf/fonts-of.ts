import type { Recipe } from '../../model/recipe/recipe.ts';
import { drawnBy, someRequest } from '../../model/recipe/recipe-tree.ts';
import type { VideoRecipe } from '../../model/recipe/video-recipe.ts';
import { type FontName, fontKey } from '../../model/text/found-font.ts';
import type { RichText } from '../../model/text/rich-text.ts';
import { readRichText } from './read-rich-text.ts';

/** The fonts of a text, each once, in the order in which it needs them. */
export function fontsIn({ paragraphs }: RichText): readonly FontName[] {
  const fonts = paragraphs.flatMap(({ runs, empty }) =>
    runs.length === 0 ? [empty.font] : runs.map(({ style }) => style.font),
  );
  return [...new Map(fonts.map((font) => [fontKey(font), font])).values()];
}

const NONE: readonly FontName[] = [];
/** Recipes never change, and a library asks for those of each of its assets. */
const KNOWN = new WeakMap<object, readonly FontName[]>();

/** The fonts that the texts of a recipe name, those of the requests that it is made of as well; each once. */
export function fontsOf(recipe: Recipe | VideoRecipe): readonly FontName[] {
  const picture = recipe.kind === 'still' ? recipe.picture : drawnBy(recipe);
  if (picture === undefined) return NONE;
  const known = KNOWN.get(recipe);
  if (known) return known;
  const found = new Map<string, FontName>();
  someRequest(picture, ({ composite: { layers } }) => {
    for (const { source, hidden } of layers) {
      if (source.kind !== 'text' || hidden === true) continue;
      for (const font of fontsIn(readRichText(source))) found.set(fontKey(font), font);
    }
    return false;
  });
  const fonts = [...found.values()];
  KNOWN.set(recipe, fonts);
  return fonts;
}
