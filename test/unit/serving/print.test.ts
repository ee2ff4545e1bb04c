import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer, PictureRecipe, Recipe } from '../../../src/model/recipe/recipe.ts';
import { BASE_LAYER, EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { parseRecipe, printRecipe } from '../../../src/serving/print.ts';
import { anyLayeredPicture, anyPicture, anyPyramid } from '../../support/language/any-recipe.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';

const plain = (recipe: Recipe): unknown => JSON.parse(JSON.stringify(recipe));

describe('the canonical text', () => {
  const expectBack = (recipe: Recipe): void => {
    const text = printRecipe(recipe);
    expect(parseRecipe(text)).toEqual(plain(recipe));
    expect(printRecipe(parseRecipe(text))).toBe(text);
    expect(text).toMatch(/^[\w.,=&{}?%/-]*$/);
  };

  it('brings back any recipe, and is the same printed again', () => {
    fc.assert(fc.property(fc.oneof(anyPicture, anyPyramid), expectBack), { numRuns: 600 });
  });

  it('brings back recipes of several layers, and is the same printed again', () => {
    fc.assert(fc.property(anyLayeredPicture, expectBack), { numRuns: 150 });
  });

  it('of several layers has a segment for each, and what is done to layer 0 by itself in one of its own', () => {
    const above: Layer = { number: 3, source: { kind: 'solid' }, underColor: { r: 255, g: 0, b: 0, alpha: 255 } };
    const layers = [{ ...BASE_LAYER, rotate: 9, own: { flip: 'ud' } }, above, { ...above, number: 7 }] as const;
    const recipe: PictureRecipe = { ...EMPTY_PICTURE, composite: { layers, flip: 'lr' }, view: { width: 5 } };
    expect(printRecipe(recipe)).toBe(
      'wid=5&flip=lr&rotate=9&layer=0&flip=ud&layer=3&color=FF0000&layer=7&color=FF0000',
    );
  });

  it('does not depend on the order in which things were said', () => {
    expect(printRecipe(recipeOf('qlt=80&fmt=png&hei=5&wid=4&qlt=81,1'))).toBe('wid=4&hei=5&fmt=png&qlt=81,1');
  });

  it('is read in any order', () => {
    const margins = 'margins=1,2,3,4&levelMask=1,1,1,1&metadata=all';
    expect(printRecipe(parseRecipe(`${margins}&pyramid=256,lzw,95`))).toBe(`pyramid=256,lzw,95&${margins}`);
    const crop = 'smartCrop=3,2,1,center&smartCropRect=0,0,1,0.5';
    expect(printRecipe(parseRecipe('smartCropRect=0,0,1,0.5&smartCrop=3,2,1,center'))).toBe(crop);
  });

  it('is stable: these texts are in manifests and fingerprints', () => {
    const recipe = recipeOf('fit=crop,1&hei=150&wid=150&resmode=sharp&op_usm=1.10,1,5&qlt=80,0&fmt=jpg');
    expect(printRecipe({ ...recipe, metadata: 'copyright' })).toBe(
      'wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0&metadata=copyright',
    );
    expect(
      printRecipe({
        kind: 'picture',
        master: {
          margins: { top: 1, right: 2, bottom: 3, left: 4 },
          smartCrop: { ratio: [3, 2], zoom: 1.5, strategy: ['face', 'center'], override: { focus: [0.5, 0.31] } },
          levelMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: true },
        },
        composite: {
          layers: [{ ...BASE_LAYER, crop: { unit: 'normal', x: 1e-7, y: 0, width: 0.5, height: 1 }, rotate: 30 }],
          flip: 'lrud',
          sharpen: true,
        },
        view: { scale: 2, region: { unit: 'pixel', x: -1, y: 0, width: 10, height: 20 }, align: [0, -1] },
        background: { r: 255, g: 0, b: 16, alpha: 255 },
        output: { format: 'tif', compression: 'jpeg', quality: 90 },
        metadata: 'none',
      }),
    ).toBe(
      'align=0,-1&scl=2&rgn=-1,0,10,20&cropN=0.0000001,0,0.5,1&flip=lrud&rotate=30&fmt=tif,,jpeg&qlt=90&bgc=FF0010' +
        '&op_sharpen=1&margins=1,2,3,4&smartCrop=3,2,1.5,face,center&smartCropFocus=0.5,0.31' +
        '&levelMask=1.75,0.2,2,1&metadata=none',
    );
    expect(
      printRecipe({
        kind: 'pyramid',
        tile: 256,
        compression: 'jpeg',
        quality: 95,
        master: { levelMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false } },
        metadata: 'copyright',
      }),
    ).toBe('pyramid=256,jpeg,95&levelMask=1.75,0.2,2,0&metadata=copyright');
  });

  it.each(['oops=1', 'wid=0', 'wid', '$thumb$', '$v=1', 'layer=comp', 'layer=01', 'layer=1,a', 'effect=0', 'fmt=heic'])(
    'is refused when it holds %s',
    (text) => {
      expect(() => parseRecipe(text)).toThrow(expect.objectContaining({ code: 'CATALOG_DAMAGED' }));
    },
  );
});
