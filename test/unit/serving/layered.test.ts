import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

describe('layer 0', () => {
  it.each([
    // What comes to the same is one request.
    ['layer=0&op_invert=1&flip=lr&size=50,0&wid=40', 'op_invert=1&flip=lr&size=50,0&wid=40'],
    ['layer=0&rotate=5&bgColor=FF0000&hei=7', 'rotate=5&bgColor=FF0000&hei=7'],
  ])('of %s is %s', (text, same) => {
    expect(parseModifiers(text, strict())).toEqual({ recipe: recipeOf(same), problems: [], idle: [] });
  });

  it.each([
    // Something comes between the two, or is another thing of each.
    ['layer=0&flip=lr&layer=COMP&op_blur=2', 'op_blur=2&layer=0&flip=lr'],
    ['layer=0&flip=lr&rotate=30&wid=9', 'wid=9&rotate=30&layer=0&flip=lr'],
    ['layer=0&opac=50&extend=9,9,9,9', 'extend=9,9,9,9&layer=0&opac=50,100'],
    ['layer=0&op_usm=1,1&op_sharpen=1&wid=9', 'wid=9&layer=0&op_sharpen=1&op_usm=1,1,0,0'],
    ['op_invert=1&layer=0&op_invert=1&op_invert=0&wid=5', 'wid=5&op_invert=1&layer=0&op_invert=0'],
    ['layer=0,base&layer=comp&flip=ud&layer=base&flip=lr&rotate=1', 'flip=ud&rotate=1&layer=0&flip=lr'],
    ['layer=0&op_hue=5&layer=1&src=a', 'layer=0&op_hue=5&layer=1&src=a'],
    ['layer=0&op_hue=5&effect=-1&pos=1,1', 'layer=0&op_hue=5&effect=-1&pos=1,1'],
    ['src=is{?layer=0&flip=lr&rotate=9}', 'src=is{?rotate=9&layer=0&flip=lr}'],
  ])('of %s is treated by itself', (text, canonical) => {
    const { recipe, problems } = parseModifiers(text, strict());
    expect(problems).toEqual([]);
    expect(printRecipe(recipe)).toBe(canonical);
  });
});
