import { describe, expect, it } from 'vitest';
import { fillDrawings } from '../../../src/plan/fill-drawings.ts';
import type { ImageFacts } from '../../../src/model/asset.ts';
import { referencesOf } from '../../../src/model/recipe/recipe-tree.ts';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { parseRecipe, printRecipe } from '../../../src/serving/print.ts';
import { CLOUD } from '../../support/language/server-settings.ts';
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
  const filled = fillDrawings([order], master, new Map(others.map((one) => [one.object, one])), {
    definitions: { macros: () => undefined },
    server: CLOUD,
  });
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

describe('pictures that drawings ask for', () => {
  const ASKING: ImageFacts = {
    ...FACTS,
    mime: 'image/svg+xml',
    requests: ['/is/image/red.jpg?wid=90', 'http://a.example/is/image/$img$?op_invert=1'],
  };

  it.each([
    ['the master', 'wid=90', ASKING],
    ['a layer', 'wid=90&layer=1&src=b.svg', FACTS],
    ['a mask', 'wid=90&mask=b.svg', FACTS],
    ['a request', 'wid=90&layer=1&src=is{b.svg?wid=40}', FACTS],
  ])('are named by the recipe that shows the drawing: %s', (_what, text, facts) => {
    const { names, made, warnings } = fill(text, facts, [found('b.svg', ASKING)]);
    expect(names.slice(1)).toEqual(['red.jpg', '$img$']);
    expect(made?.recipeText).toContain('pictures=');
    expect(made && printRecipe(parseRecipe(made.recipeText))).toBe(made?.recipeText);
    expect(warnings).toEqual([]);
  });

  it('are drawn with the values that the drawing gets, and make other fingerprints with these', () => {
    const asking = { ...ASKING, requests: ['/is/image/red.jpg?op_invert=$neg$'] };
    const texts = ['0', '1'].map((neg) => fill(`$neg=${neg}`, asking).made?.recipeText ?? '');
    expect(texts[1]).toContain('op_invert%3D1');
    expect(texts[0]).not.toContain('op_invert');
    expect(fill('wid=9', asking).warnings.join('\n')).toContain('op_invert');
  });

  it('may be drawings that ask for others, without an end too', () => {
    const inner = { ...ASKING, requests: ['/is/image/red.jpg'] };
    const { names } = fill('wid=9', { ...ASKING, requests: ['/is/image/b.svg'] }, [found('b.svg', inner)]);
    expect(names).toEqual(['art/a.svg?', 'b.svg?', 'red.jpg']);
    const endless = { ...ASKING, requests: ['/is/image/b.svg'] };
    expect(fill('layer=1&src=b.svg', FACTS, [found('b.svg', endless)]).names).toEqual(['b.svg?', 'b.svg']);
  });
});

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

  it('may be any, and the recipe is read again as it was', () => {
    const { made, values } = fill('$title=a//b%0A.%2F%25&$price=.%26c', DRAWING);
    expect(values).toEqual([{ title: 'a//b ./%', price: '.&c' }]);
    const text = made?.recipeText ?? '';
    expect(printRecipe(parseRecipe(text))).toBe(text);
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
