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
