import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../../src/model/asset.ts';
import { drawnBy } from '../../../../src/model/recipe/recipe-tree.ts';
import { expand } from '../../../../src/plan/expand.ts';
import { withMoving } from '../../../../src/plan/video/expand-moving.ts';
import { plannedSize } from '../../../../src/plan/planned-size.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { findImageProfile } from '../../../../src/profiles/library.ts';
import { printRecipe } from '../../../../src/serving/print.ts';
import { libraryWith } from '../../../support/project/shipped-profiles.ts';

const gif: ImageFacts = {
  ...{ kind: 'image', mime: 'image/gif', width: 301, height: 201, orientation: 1, colorSpace: 'srgb', icc: null },
  ...{ alpha: true, depth: 8, progressive: false, pages: 12 },
};

const PROFILE = `kind: image-profile
name: shop
animation: video
smartCrop: { crops: [{ name: Square, ratio: "1:1", width: 99, quality: { target: high } }] }
renditions:
  - { name: hero, modifiers: "wid=200&fmt=webp&qlt=70&bgc=FF0000", animationOver: 1 kB }
  - { name: print, modifiers: "fmt=tif,cmyk&icc=CoatedFogra39", animation: first }
`;

/** The names of what is made, with sizes, and the texts of recipes. */
function told(bytes: number, facts: ImageFacts = gif) {
  const { config } = parseConfig({ name: 'dmx.yaml', text: 'server: { iccprofilergb: AdobeRGB }' });
  const { library, problems } = libraryWith(PROFILE);
  const profile = findImageProfile(library, 'shop');
  if (profile === undefined) throw new Error(`no profile: ${JSON.stringify(problems)}`);
  return withMoving(expand(profile, library, config), { facts, bytes, server: config.server }).map((order) => {
    const size = plannedSize({ action: 'make', reason: 'new master', order, path: '', fingerprint: '' }, facts);
    const drawn = drawnBy(order.recipe);
    const { name, fileName = name, extension, poster, crop, recipeText } = order;
    const text = drawn && printRecipe(drawn);
    return { file: `${fileName}.${extension}`, size: `${size?.width}×${size?.height}`, poster, crop, recipeText, text };
  });
}

describe('animation: video', () => {
  it('is made out for each master: a poster and two clips of what moves and is large, else all frames', () => {
    const large = told(600_000);
    expect(large.map(({ file, size, poster = '', crop = '' }) => `${file} ${size} ${poster} ${crop}`)).toEqual([
      'Square.jpg 99×99  Square',
      'Square.webm 98×98 Square Square',
      'Square.mp4 98×98 Square Square',
      'hero.webp 200×134  ',
      'hero.webm 200×134 hero ',
      'hero.mp4 200×134 hero ',
      'print.tif 301×201  ',
    ]);
    // Clips have neither the profile, the format nor the quality of their poster, and its background.
    expect(large[4]?.recipeText).toMatch(/^codec=vp9&crf=32&keyframe=300&kind=moving&threads=4&/);
    expect(large[4]?.text).toMatch(/bgc=FF0000/i);
    expect(large[4]?.text).toMatch(/fmt=png&/);
    expect(large[4]?.text).not.toMatch(/qlt|icc|webp/);
    expect(large[3]?.recipeText).toContain('qlt=70');
    expect(large[3]?.recipeText).not.toContain('animation');

    // The profile says 512 KiB, the rendition less.
    expect(told(500_000).map(({ file }) => file)).toEqual([
      ...['Square.jpg', 'hero.webp', 'hero.webm', 'hero.mp4', 'print.tif'],
    ]);
    const small = told(900);
    expect(small.map(({ file }) => file)).toEqual(['Square.jpg', 'hero.webp', 'print.tif']);
    expect(small[1]?.recipeText).toContain('animation=keep');
    expect(small[0]?.recipeText).not.toContain('animation');
    for (const still of [
      { ...gif, pages: 1 },
      { ...gif, mime: 'image/tiff' },
    ])
      expect(told(600_000, still)).toHaveLength(3);
  });
});
