import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../../src/model/asset.ts';
import { makeFrame } from '../../../../src/layout/make-frame.ts';
import type { RenditionOrder } from '../../../../src/model/rendition.ts';
import { withAlternates } from '../../../../src/plan/alternates/alternates.ts';
import { equalQuality } from '../../../../src/plan/alternates/equal-quality.ts';
import { expand } from '../../../../src/plan/expand.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { findImageProfile } from '../../../../src/profiles/library.ts';
import { parseRecipe } from '../../../../src/serving/print.ts';
import { libraryWith } from '../../../support/project/shipped-profiles.ts';

const facts: ImageFacts = {
  ...{ kind: 'image', mime: 'image/jpeg', width: 1500, height: 1000, orientation: 1, colorSpace: 'srgb', icc: null },
  ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
};
const { config } = parseConfig({ name: 'dmx.yaml', text: '' });

function ordersOf(
  profile: string,
  master: ImageFacts = facts,
  maxpix?: readonly [number, number],
): readonly RenditionOrder[] {
  const { library, problems } = libraryWith(`kind: image-profile\nname: shop\n${profile}`);
  expect(problems).toEqual([]);
  const found = findImageProfile(library, 'shop');
  if (found === undefined) throw new Error('no profile');
  const server = { ...config.server, ...(maxpix && { maxpix }) };
  return withAlternates(expand(found, library, config), { facts: master, references: [], server });
}

/** `web@2x.avif 600×400 q60`, without the renditions themselves. */
function told(profile: string, master: ImageFacts = facts, maxpix?: readonly [number, number]): readonly string[] {
  return ordersOf(profile, master, maxpix).flatMap(({ name, recipe, alternate, fileName, extension, recipeText }) => {
    if (recipe.kind !== 'picture' || alternate === undefined) return [];
    expect(parseRecipe(recipeText)).toEqual(recipe);
    const { width, height } = makeFrame(recipe, master).view;
    const { quality, format } = recipe.output;
    return [
      `${name} ${fileName}.${extension} ${format} ${width}×${height} q${quality ?? '–'} ${alternate.dpr ?? ''}`.trim(),
    ];
  });
}

const rendition = (smart: string, modifiers = 'wid=300'): string =>
  `renditions: [{ name: web, modifiers: "${modifiers}", smartImaging: ${smart} }]`;

describe('the files beside a rendition', () => {
  it('are of its formats and densities', () => {
    expect(told(rendition('true'))).toEqual([
      'web@avif web.avif avif 300×200 q61',
      'web@webp web.webp webp 300×200 q84',
      'web@2x.jpeg web@2x.jpg jpeg 600×400 q80 2',
      'web@2x.avif web@2x.avif avif 600×400 q61 2',
      'web@2x.webp web@2x.webp webp 600×400 q84 2',
    ]);
    const looks = told(rendition('true', 'wid=300&qlt=,,75'));
    expect(looks.every((one) => / q–( 2)?$/.test(one))).toBe(true);
    expect(ordersOf(rendition('true', 'wid=300&qlt=,,75'))[2]?.recipeText).toContain('qlt=,,75');
    expect(told(rendition('false'))).toEqual([]);
    expect(told(`smartImaging: true\n${rendition('false')}`)).toEqual([]);
  });

  it('have no more pixels than the master has for them, nor than `maxpix` allows', () => {
    const dense = rendition('{ formats: [], dpr: [1, 2, 3] }', 'wid=1000');
    expect(told(dense)).toEqual(['web@2x.jpeg web@2x.jpg jpeg 1500×1000 q80 1.5']);
    expect(told(dense, facts, [1200, 0])).toEqual(['web@2x.jpeg web@2x.jpg jpeg 1200×800 q80 1.2']);
    expect(told(dense, facts, [800, 0])).toEqual([]);
    expect(told(rendition('{ formats: [], dpr: [2] }', 'wid=1490'))).toEqual([]);
    const wide = rendition('{ formats: [], widths: [100, 290, 310, 1500, 1501] }');
    expect(told(wide).map((one) => one.split(' ')[0])).toEqual(['web@100w.jpeg', 'web@1500w.jpeg']);
    const boxed = rendition('{ formats: [], widths: [700] }', 'wid=2000&hei=2000&fit=constrain');
    expect(told(boxed)).toEqual(['web@700w.jpeg web@700w.jpg jpeg 700×467 q80']);
    expect(told(rendition('{ formats: [], widths: [700] }', 'wid=2000&hei=2000&fit=fit'))).toEqual([]);
    expect(told(rendition('{ formats: [], widths: [200] }', 'rect=5,5,300,300&scl=1'))).toEqual([]);
  });

  it('keep the shape of crops, and what they show', () => {
    const crops =
      'smartCrop: { crops: [{ name: Square, ratio: "1:1", width: 400, smartImaging: { formats: [webp], dpr: [2] } }] }';
    expect(told(crops)).toEqual([
      'Square@webp Square.webp webp 400×400 q84',
      'Square@2x.jpeg Square@2x.jpg jpeg 800×800 q80 2',
      'Square@2x.webp Square@2x.webp webp 800×800 q84 2',
    ]);
    expect(ordersOf(crops).map(({ role, crop }) => `${role} ${crop}`)).toEqual([
      'crop Square',
      ...Array(3).fill('preset Square'),
    ]);
    expect(told(rendition('{ formats: [], dpr: [2] }', 'wid=300&hei=300&fit=crop,1'))).toEqual([
      'web@2x.jpeg web@2x.jpg jpeg 600×600 q80 2',
    ]);
  });

  it('hold what the rendition holds', () => {
    expect(told(rendition('true', 'wid=1400&fmt=png-alpha'))).toEqual([
      'web@avif web.avif avif-alpha 1400×933 q61',
      'web@webp web.webp webp-alpha 1400×933 q84',
    ]);
    expect(told(rendition('{ formats: [avif, jpeg] }', 'wid=300&fmt=webp-alpha'))).toHaveLength(1);
    expect(told(rendition('true', 'wid=300&fmt=jpeg,gray')).map((one) => one.split(' ')[0])).toEqual(['web@2x.jpeg']);
    expect(told(rendition('true', 'wid=300&fmt=tif'))).toEqual([]);
    expect(told(rendition('true', 'wid=300&fmt=jpeg,cmyk'))).toEqual([]);
  });

  it('are of a format for every browser where its own is not', () => {
    expect(told(rendition('{ formats: [avif, webp, jpeg] }', 'wid=300&fmt=webp&qlt=84'))).toEqual([
      'web@avif web.avif avif 300×200 q61',
      'web@jpeg web.jpg jpeg 300×200 q80',
    ]);
    expect(told(rendition('{ formats: [jpeg, webp] }'))).toEqual([]);
  });

  it('lie where bytes grow about evenly', () => {
    const [large, tiny] = [
      { ...facts, width: 6000, height: 4000 },
      { ...facts, width: 300, height: 200 },
    ];
    const auto = rendition('{ formats: [], widths: auto }', 'wid=2000');
    const widths = told(auto, large).map((one) => Number(/@(\d+)w/.exec(one)?.[1]));
    expect(widths).toHaveLength(5);
    const steps = [...widths, 2000].map((width) => width ** 1.66);
    for (const [at, bytes] of steps.entries()) expect(bytes / (steps[0] ?? 1)).toBeCloseTo(at + 1, 1);
    const small = rendition('{ formats: [], widths: auto }', 'wid=2000&hei=2000&fit=constrain');
    expect(told(small, tiny)).toEqual(['web@198w.jpeg web@198w.jpg jpeg 198×132 q80']);
  });

  it('are asked for by bfc and dpr in presets, which the row overrules and the profile completes', () => {
    const asked = (modifiers: string, more = '') =>
      told(`${more}\nrenditions: [{ name: web, modifiers: "wid=300&${modifiers}" }]`).map((one) => one.split(' ')[0]);
    expect(asked('bfc=on')).toEqual(['web@avif', 'web@webp']);
    expect(asked('dpr=on')).toEqual(['web@2x.jpeg']);
    expect(asked('dpr=on,2')).toEqual([]);
    expect(asked('bfc=on', 'smartImaging: { formats: [webp] }')).toEqual(['web@webp']);
    expect(asked('bfc=off', 'smartImaging: { formats: [webp], dpr: [2] }')).toEqual(['web@2x.jpeg']);
    expect(told(rendition('false', 'wid=300&bfc=on&dpr=on'))).toEqual([]);
    const recipes = ordersOf('renditions: [{ name: web, modifiers: "wid=300&bfc=on&dpr=on" }]');
    expect(recipes[0]?.recipeText).not.toMatch(/bfc|dpr/);
  });

  it('are none of what is no picture, or cannot be planned', () => {
    expect(withAlternates([], { facts: null, references: [], server: config.server })).toEqual([]);
    expect(told(rendition('true', 'wid=300&mask=none.png'))).toEqual([]);
  });
});

describe('equal quality', () => {
  it('goes there and back, and grows', () => {
    for (let quality = 1; quality <= 100; quality++) {
      const there = equalQuality(quality, 'jpeg', 'avif');
      expect(there).toBeGreaterThanOrEqual(equalQuality(Math.max(1, quality - 1), 'jpeg', 'avif'));
      expect(
        Math.abs(equalQuality(equalQuality(quality, 'jpeg', 'webp'), 'webp', 'jpeg') - quality),
      ).toBeLessThanOrEqual(1);
    }
    expect([equalQuality(80, 'jpeg', 'jpeg'), equalQuality(100, 'jpeg', 'avif')]).toEqual([80, 100]);
  });
});
