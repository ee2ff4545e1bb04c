import { describe, expect, it } from 'vitest';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { unmark } from '../../support/language/unmark.ts';

/** The marked places of a profile, and those of its problems and warnings. */
function told(marked: string) {
  const { text, places } = unmark(marked);
  const { problems, warnings } = parseLibrary([{ name: 'p.yaml', text, shipped: false }]);
  const placed = [...problems, ...warnings].map(({ line, column }) => `${line}:${column}`);
  return { places, placed, codes: [...problems, ...warnings].map(({ code }) => code) };
}

const SHOP = `kind: image-profile
name: shop
smartCrop: { crops: [{ name: Tall, ratio: "3:4", width: 90 }, { name: Square, ratio: "1:1", width: 90 }] }
renditions: [{ name: Web, modifiers: wid=9 }]
`;

describe('the rules of a profile for pages', () => {
  it('name crops of the profile, one from each width, whatever their order', () => {
    const { places, placed, codes } = told(`${SHOP}page:
  crops: [{ from: 900 }, { crop: ▸Sqare, from: 500 }, { crop: Tall }, ▸{ crop: Square, from: 900 }]
`);
    expect(placed).toEqual(places);
    expect(codes).toEqual(['PROFILE_INVALID', 'PROFILE_INVALID']);
  });

  it('are warned of where they name renditions that are not there', () => {
    const { places, placed, codes } = told(`${SHOP}page: { renditions: [tall, ▸hero*, w*] }\n`);
    expect(placed).toEqual(places);
    expect(codes).toEqual(['SETTING_IDLE']);
  });

  it('may name those of rows of data, which nobody knows yet', () => {
    const data = '  - { template: badge, data: badges.csv }\n';
    const profile = SHOP.replace(/renditions: .*\n/, `renditions:\n${data}`);
    expect(told(`${profile}page: { renditions: [hero*] }\n`).codes).not.toContain('SETTING_IDLE');
  });
});

describe('a layer of a colour', () => {
  const profile = (rows: string, presets = ''): string =>
    `kind: image-profile\nname: shop\nrenditions:\n${rows}${presets === '' ? '' : `---\nkind: image-presets\npresets:\n${presets}`}`;

  it.each([
    ['without a size', profile('  - { name: a, modifiers: ▸"layer=1&color=ff0000" }\n')],
    ['of no size', profile('  - { name: a, modifiers: ▸"layer=1&color=ff0000&size=0,0" }\n')],
    ['of a preset', profile('  - { preset: ▸red }\n', '  red: layer=1&color=ff0000\n')],
    ['of presets by a pattern', profile('  - presets: [▸"re*"]\n', '  red: layer=1&color=ff0000\n')],
  ])('that shows nothing is warned of: one %s', (_kind, marked) => {
    const { places, placed, codes } = told(marked);
    expect(codes).toEqual(['SETTING_IDLE']);
    expect(placed).toEqual(places);
  });

  it.each([
    ['hidden', profile('  - { name: a, modifiers: "layer=1&color=ff0000&hide=1" }\n')],
    ['clear', profile('  - { name: a, modifiers: "layer=1&color=ff000000" }\n')],
    ['without a colour', profile('  - { name: a, modifiers: "layer=1" }\n')],
    ['with a size', profile('  - { name: a, modifiers: "layer=1&color=ff0000&size=9,9" }\n')],
    [
      'of a preset that gets its size elsewhere',
      profile('  - { name: a, preset: red, modifiers: "layer=1&size=9,9" }\n', '  red: layer=1&color=ff0000\n'),
    ],
    ['with a mask', profile('  - { name: a, modifiers: "layer=1&color=ff0000&mask=m.png" }\n')],
    [
      'whose size is for others to say',
      profile(
        '  - { preset: red }\n',
        '  red: { modifiers: "layer=1&color=ff0000&size=$w$,$w$", vars: { w: { type: number, default: 0 } } }\n',
      ),
    ],
  ])('is not where it is %s', (_kind, text) => {
    expect(told(text).codes).toEqual([]);
  });
});
