import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, referencesOf } from '../../../../src/model/recipe/recipe-tree.ts';
import { referencePath } from '../../../../src/model/recipe/referenced-image.ts';
import { parseModifiers } from '../../../../src/serving/parse.ts';
import { recipeOf, strict } from '../../../support/language/recipe-of.ts';

describe('pictures that a recipe names', () => {
  it.each([
    ['a/b.png', { path: 'a/b.png' }],
    ['/a/b%20c%2Cd.png', { path: 'a/b c,d.png' }],
    ['%2Ca/b', { path: ',a/b' }],
    ['m/%24object%24', { path: 'm/$object$' }],
    ['$object$', {}],
    ['IS(?)', {}],
    ['is{a.png}', { path: 'a.png' }],
    ['is{a.png?scl=2}', { path: 'a.png', request: { ...EMPTY_PICTURE, view: { scale: 2 } } }],
  ])('takes mask=%s for a picture', (value, object) => {
    expect(recipeOf(`mask=${value}`).composite.layers[0].mask).toEqual({ object });
  });

  it.each([
    '../a.png',
    'a/../b.png',
    '.dmx/a.png',
    'a//b.png',
    'a%2Fb',
    'a%00',
    'ir{a}',
    '{http://a/b}',
    'is{a)',
    'is{a',
  ])('says why mask=%s is not supported', (value) => {
    expect(parseModifiers(`mask=${value}`, strict()).problems).toMatchObject([
      { code: 'COMMAND_UNSUPPORTED', command: 'mask' },
    ]);
  });

  it('are told once each, wherever they stand', () => {
    const recipe = recipeOf('mask=is{a?mask=b}&src=is{?mask=a&src=is{?mask=is{?mask=c}}}');
    expect(referencesOf(recipe)).toEqual(['a', 'b', 'c']);
    expect(referencesOf(recipeOf('wid=5'))).toEqual([]);
  });

  it('may be called after the asset', () => {
    expect(referencePath('m/$object$.png', 'a/b.jpg')).toBe('m/a/b.jpg.png');
    expect(referencePath('m.png', 'a/b.jpg')).toBe('m.png');
  });
});
