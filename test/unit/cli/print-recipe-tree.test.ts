import { expect, it } from 'vitest';
import { printRecipeTree } from '../../../src/cli/print-recipe-tree.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';

it('prints layers, sizes and positions of a request, and of those within', () => {
  const text =
    'layer=0&size=400,300&layer=1&src=is{shoes/red.jpg?crop=0,0,10,20}&size=100,0&pos=5,-6&opac=50&effect=-1&op_blur=4&color=0,0,0' +
    '&layer=2&text=SALE&blendMode=mult&hide=1&wid=200&fmt=png';
  expect(printRecipeTree(recipeOf(text))).toEqual([
    'picture: 200×any, as png',
    '  layer 0: the asset: in 400×300',
    '  layer 1: shoes/red.jpg, as a request shows it: in 100×any, at 5,-6, opacity',
    '    picture',
    '      layer 0: the asset: cropped to 10×20 at 0,0',
    '    effect -1: colour 000000, blur 4',
    '  layer 2: text "SALE": blended mult, hidden',
  ]);
});

it('prints the variables that a drawing may have values of', () => {
  expect(printRecipeTree(recipeOf('layer=1&src=is{badge.svg?$title=Sale&$color=f00}'))).toEqual([
    'picture',
    '  layer 0: the asset',
    '  layer 1: badge.svg, as a request shows it',
    '    picture',
    '      layer 0: the asset: if a drawing, filled with $color$ $title$',
  ]);
});
