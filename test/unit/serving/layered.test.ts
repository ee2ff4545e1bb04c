import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

describe('layer 0', () => {
  it.each([
    // What comes to the same is one request.
    ['layer=0&op_invert=1&flip=lr&size=50,0&wid=40', 'op_invert=1&flip=lr&size=50,0&wid=40'],
    ['layer=0&rotate=5&bgColor=FF0000&hei=7', 'rotate=5&bgColor=FF0000&hei=7'],
    ['layer=0&flip=lr&layer=COMP&op_blur=2', 'op_blur=2&src=is{?scl=1&flip=lr}'],
    // Mirrors and operations come before what turns, extends and fills, sharpening before the view.
    ['layer=0&flip=lr&rotate=30&wid=9', 'src=is{?flip=lr&scl=1}&rotate=30&wid=9'],
    ['layer=0&opac=50&extend=9,9,9,9', 'src=is{?opac=50&scl=1}&extend=9,9,9,9'],
    ['layer=0&op_usm=1,1&op_sharpen=1&wid=9', 'src=is{?op_usm=1,1&op_sharpen=1&scl=1}&wid=9'],
    ['color=0000FF&layer=0&op_hue=5&crop=0,0,5,5', 'src=is{?op_hue=5&crop=0,0,5,5&scl=1}&color=0000FF'],
    // Corners are moved before that.
    [
      'layer=0&flip=lr&rotate=9&perspective=0,0,9,1,9,9,0,9',
      'src=is{?perspective=0,0,9,1,9,9,0,9&flip=lr&scl=1}&rotate=9',
    ],
    // Clips come before what fills.
    [
      'layer=0&clipPathE=A&op_hue=5&rotate=4&bgColor=FF0000&resMode=bilin',
      'src=is{?src=is{?op_hue=5&scl=1&resMode=bilin}&rotate=4&clipPathE=A&scl=1&resMode=bilin}&bgColor=FF0000&resMode=bilin',
    ],
    // Each target has its own, and the last of each counts.
    ['op_invert=1&layer=0&op_invert=1&op_invert=0&wid=5', 'src=is{?op_invert=0&scl=1}&op_invert=1&wid=5'],
    // It may have names.
    ['layer=0,base&layer=comp&flip=ud&layer=base&flip=lr&rotate=1', 'src=is{?flip=lr&scl=1}&rotate=1&flip=ud'],
    ['src=is{?layer=0&flip=lr&rotate=9}', 'src=is{?src=is{?flip=lr&scl=1}&rotate=9}'],
  ])('of %s is %s', (text, same) => {
    expect(parseModifiers(text, strict())).toEqual({ recipe: recipeOf(same), problems: [], idle: [] });
  });

  it('knows no names but its own', () => {
    expect(parseModifiers('layer=0,base&layer=top&flip=lr', strict()).problems).toMatchObject([
      { code: 'COMMAND_UNSUPPORTED', command: 'layer' },
    ]);
  });
});
