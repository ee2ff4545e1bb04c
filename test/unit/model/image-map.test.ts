import { describe, expect, it } from 'vitest';
import { cornersOfArea, faultOfMap, printAttributes, readMap } from '../../../src/model/image-map.ts';

describe('a map', () => {
  it('is read with and without quotes, in any case', () => {
    const text = `<AREA SHAPE=RECT COORDS="1,2,30,40" HREF='a?b&amp;c' nohref><area coords="0,0, 9,0,5,5.5" shape="Poly" alt="x > y"/>`;
    expect(readMap(text)).toEqual([
      {
        shape: 'rect',
        coords: [1, 2, 30, 40],
        attributes: [
          ['HREF', 'a?b&c'],
          ['nohref', ''],
        ],
      },
      { shape: 'poly', coords: [0, 0, 9, 0, 5, 5.5], attributes: [['alt', 'x > y']] },
    ]);
    expect(faultOfMap(text)).toBeUndefined();
    expect(printAttributes([['href', 'a?b&"c']])).toBe(' href="a?b&amp;&quot;c"');
  });

  it('without a shape is all of its layer', () => {
    const [area] = readMap('<area href="/">');
    const corners = area && cornersOfArea(area, { width: 30, height: 20 });
    expect(corners?.map(String)).toEqual(['0,0', '30,0', '30,20', '0,20']);
    expect(faultOfMap('')).toBeUndefined();
  });

  it.each([
    ['<area shape=circle coords="5,5,2">', 'circle'],
    ['<area shape=rect coords="10%,0,20%,9">', '10%,0,20%,9'],
    ['<area shape=rect coords="1,2,3">', '1,2,3'],
    ['<area shape=poly coords="1,2,3,4">', '1,2,3,4'],
    ['<a href="/">', '<a href="/">'],
  ])('%s has a mistake', (text, got) => {
    expect(faultOfMap(text)?.got).toBe(got);
    expect(readMap(text)).toEqual([]);
  });
});
