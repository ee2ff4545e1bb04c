import { describe, expect, it } from 'vitest';
import { fillDrawings } from '../../../src/plan/fill-drawings.ts';
import type { ImageFacts } from '../../../src/model/asset.ts';
import { referencesOf } from '../../../src/model/recipe/recipe-tree.ts';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const STAT = { bytes: 1, mtimeNs: '0', inode: '0' };
const DRAWING: ImageFacts = { ...FACTS, mime: 'image/svg+xml', variables: ['title', 'price'] };

const found = (object: string, facts: ImageFacts): FoundImage => ({
  ...{ object, file: object, stat: STAT, sha256: object, facts },
});

function fill(text: string, facts: ImageFacts, others: readonly FoundImage[] = []) {
  const { recipe, problems } = parseModifiers(text, { mode: 'strict', macros: () => undefined });
  const order = { name: 'a', role: 'preset', extension: 'jpg', recipe, recipeText: printRecipe(recipe) } as const;
  const master = { path: 'art/a.svg', facts, sha256: 'own', stat: STAT };
  const filled = fillDrawings([order], master, new Map(others.map((one) => [one.object, one])));
  const [made] = filled.orders;
  const values = (object: string) => {
    const one = filled.found.get(object);
    return one && 'values' in one ? one.values : undefined;
  };
  const names = made?.recipe.kind === 'picture' ? referencesOf(made.recipe) : [];
  return {
    recipe,
    made,
    problems,
    warnings: filled.warnings,
    names,
    values: names.map(values).filter((one) => one !== undefined),
  };
}

describe('values of the variables of drawings', () => {
  it('are those that no command names, where the master is a drawing', () => {
    const { values, warnings } = fill('$title=Big+sale%21&$PRICE=9%25&$w=90&wid=$w$', DRAWING);
    expect(values).toEqual([{ title: 'Big sale!', price: '9%' }]);
    expect(warnings).toEqual([]);
  });

  it('are none of another master, whose recipe is that without them', () => {
    const { made, warnings } = fill('$title=Sale&wid=90', FACTS);
    expect(made?.recipeText).toBe('wid=90');
    expect(warnings).toEqual([]);
  });

  it('are all that hold where a drawing is named, also beside commands that name them', () => {
    const text = '$title=Sale&wid=90&layer=1&src=is{b.svg?$price=9&wid=40}&layer=2&text=$title$';
    const { values, problems, warnings } = fill(text, FACTS, [found('b.svg', DRAWING)]);
    expect({ values, problems, warnings }).toEqual({
      ...{ values: [{ title: 'Sale', price: '9' }], problems: [], warnings: [] },
    });
  });

  it('make other fingerprints: the text of the recipe has them', () => {
    const texts = ['Sale', 'New'].map((title) => fill(`$title=${title}&$price=1`, DRAWING).made?.recipeText);
    expect(new Set(texts).size).toBe(2);
  });

  it('are those that are given alone, whatever variables are called', () => {
    const named = { ...DRAWING, variables: ['constructor', 'title'] };
    const { values, warnings } = fill('$title=Sale', named);
    expect(values).toEqual([{ title: 'Sale' }]);
    expect(warnings.join('\n')).toContain('$constructor$');
  });

  it('that are missing are told, and those of no variable', () => {
    const { warnings } = fill('$titel=Sale', DRAWING);
    expect(warnings).toHaveLength(2);
    expect(warnings.join('\n')).toContain('$titel$');
    expect(warnings.join('\n')).toContain('$title$, $price$');
  });
});
