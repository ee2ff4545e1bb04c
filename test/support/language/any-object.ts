import fc from 'fast-check';
import type { PictureRecipe, RecipeObject } from '../../../src/model/recipe/recipe.ts';
import { anyVariables } from './any-text.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

/** The name of a file or folder, of any letters: hidden ones and those of no name are not read. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((one) => one.trim() === one && !one.startsWith('.') && !/[/\\\p{Cc}\p{Surrogate}]/u.test(one));

/** A picture of the library, or the one that a recipe is about; each now and then as a request shows it. */
export const anyObject = (request: fc.Arbitrary<PictureRecipe>): fc.Arbitrary<RecipeObject> =>
  fc.record(
    { path: fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')), request },
    { requiredKeys: [] },
  );

/** Pictures that a drawing shows. */
const anyPictures = fc.array(anyObject(fc.constant({ ...EMPTY_PICTURE, view: { width: 9, height: 7 } })), {
  minLength: 1,
  maxLength: 2,
});

/** What drawings alone are asked. */
export const ofDrawings = { variables: anyVariables, pictures: anyPictures };
