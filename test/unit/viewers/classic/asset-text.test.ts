import { describe, expect, it } from 'vitest';
import { readAssetText } from '../../../../src/viewers/classic/asset-text.ts';

describe('the asset of a viewer of Dynamic Media', () => {
  it.each([
    ['Shop/red', { ids: ['Shop/red'] }],
    ['Shop/a,b,c', { ids: ['Shop/a', 'Shop/b', 'Shop/c'] }],
    ['(Shop/a%3Fop_colorize%3D255%252C0%252C0,b%3Fwid%3D100)', { ids: ['Shop/a', 'Shop/b'] }],
    ['((Shop/a,b,c),(d,e,f))', { ids: ['Shop/a', 'Shop/b', 'Shop/c', 'Shop/d', 'Shop/e', 'Shop/f'], rows: 2 }],
    ['Shop/a;;advanced_image;,spin1;;spin;,film;thumb;video;', { ids: ['Shop/a', 'Shop/spin1', 'Shop/film'] }],
    ['red', { ids: ['red'] }],
  ])('%s', (text, expected) => {
    expect(readAssetText(text)).toEqual(expected);
  });
});
