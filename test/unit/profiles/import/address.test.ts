import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesIn, readAddress, unescapeHtml } from '../../../../src/profiles/import/address.ts';

describe('an address', () => {
  it.each([
    ['https://a.b/is/image/Co/x?wid=400&hei=300', 'wid=400&hei=300'],
    ['https://a.b/is/image/Co/x?wid=400&amp;hei=300&amp;fmt=webp-alpha', 'wid=400&hei=300&fmt=webp-alpha'],
    ['https://a.b/is/image/Co/x?wid=400&amp;amp;hei=300&#38;fmt=webp', 'wid=400&hei=300&fmt=webp'],
    ['/is/image/Co/x.tif??op_sharpen=1&fit=fit,1', 'op_sharpen=1&fit=fit,1'],
    ['/is/image/Co/x?&wid=5', 'wid=5'],
    ['/is/image/Co/x?$a$?$b$', '$a$&$b$'],
    ['/is/image/Co/x?wid=5?hei=6&?$c$', 'wid=5&hei=6&$c$'],
    ['/is/image/Co/x?$a$?', '$a$'],
    ['/is/image/Crate/x/$web_zoom$/x.jpg', '$web_zoom$'],
    ['/is/image/Crate/x$preset$?wid=5', '$preset$&wid=5'],
    ['/is/image/Co/x/%24preset%24/?wid=5', '$preset$&wid=5'],
    // Layer 0 of an address without a picture, or with that very one, is the picture that a preset is applied to.
    ['/is/image/Co?src=is{Co/x?wid=9&hei=9}&wid=5', 'src=is{?wid=9&hei=9}&wid=5'],
    ['/is/image/Co/?layer=0&src=x&layer=comp&wid=5', 'layer=0&layer=comp&wid=5'],
    ['/is/image/Co/x?layer=0&src=Co/x&$p$', 'layer=0&$p$'],
    ['/is/image/Co/?src=is(Co/x)&layer=1&src=y', 'layer=1&src=y'],
    ['/is/image/Co/x?src=Co/y&wid=5', 'src=Co/y&wid=5'],
    ['/is/image/Co/?src=$img$&wid=5', 'src=$img$&wid=5'],
    ['/is/image/Co/?src=ir{Co/x?wid=9}&wid=5', 'src=ir{Co/x?wid=9}&wid=5'],
    ['/is/image/Co/x?$img=is{Co/y?$p$}&wid=5', '$img=is{Co/y?$p$}&wid=5'],
    ['/is/image/Co/x', ''],
  ])('%s asks for %s', (address, modifiers) => {
    expect(readAddress(address)).toEqual({ modifiers });
  });

  it.each([
    ['/is/image/Co/x:crop-16x9?wid=5', 'crop-16x9'],
    ['/is/image/Co/x%3AXL--large-desktop?wid=5', 'XL--large-desktop'],
    ['//a.b:8080/is/image/Co/x.png:4by3/?wid=5', '4by3'],
    ['https://a.b/is/image/Co/x:Pano%20Hor?wid=5', 'Pano Hor'],
    ['https://a.b/is/image/Co/x:1-1$p$?wid=5', '1-1'],
  ])('%s is about the smart crop %s', (address, crop) => {
    expect(readAddress(address)).toMatchObject({ crop });
  });

  it('with a port is about no smart crop', () => {
    expect(readAddress('https://a.b:8080/is/image/Co/x?wid=5')).toEqual({ modifiers: 'wid=5' });
  });
});

describe('a page', () => {
  it('holds every address of the service, wherever it stands', () => {
    const line =
      '<img src="https://a.b/is/image/Co/x?wid=4&amp;op_usm=1,2" srcset="//a.b/is/image/Co/x?wid=8 2x, /is/image/Co/y?wid=9, //a.b/o.png?wid=1 3x" style=\'background:url(/is/image/Co/z?hei=5)\'>';
    expect(addressesIn(line).map((address) => readAddress(address).modifiers)).toEqual([
      'wid=4&op_usm=1,2',
      'wid=8',
      'wid=9',
      'hei=5)',
    ]);
  });

  it('of any kind is read in a moment', () => {
    for (const piece of ['/is/image/', 'x', '/is/image/ ', '&amp;amp;', '?', '(']) {
      const text = piece.repeat(200_000);
      expect(addressesIn(text).length).toBeLessThanOrEqual(200_000);
      expect(readAddress(text).modifiers.length).toBeLessThanOrEqual(text.length);
    }
  });
});

describe('a text without HTML in it', () => {
  it('stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/&(?:amp|#)/i.test(text));
        expect(unescapeHtml(text)).toBe(text);
      }),
    );
  });
});
