import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE_LAYER } from '../../../src/model/recipe/recipe-tree.ts';
import type { ImageFacts } from '../../../src/model/asset.ts';
import type { PictureRecipe } from '../../../src/model/recipe/recipe.ts';
import { appliesTo, expand, expandRendition, type ImageOrder } from '../../../src/plan/expand.ts';
import { parseConfig } from '../../../src/profiles/config.ts';
import { findImageProfile } from '../../../src/profiles/library.ts';
import { outputSize } from '../../../src/layout/composite.ts';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { parseRecipe } from '../../../src/serving/print.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';
import { libraryWith } from '../../support/project/shipped-profiles.ts';

const { config } = parseConfig({ name: 'dmx.yaml', text: '' });

/** The orders of a profile that is sound beside the shipped presets. */
function ordersOf(name: string, ...texts: readonly string[]): readonly ImageOrder[] {
  const { library, problems } = libraryWith(...texts);
  expect(problems).toEqual([]);
  const profile = findImageProfile(library, name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  return expand(profile, library, config);
}

const shop = (rest: string): string => `kind: image-profile\nname: shop\n${rest}`;
const expandShop = (rest: string, ...others: readonly string[]) => ordersOf('shop', shop(rest), ...others);
const line = ({ name, role, extension, recipeText }: ImageOrder): string =>
  `${name}.${extension} (${role}) ${recipeText}`;

function picture(orders: readonly ImageOrder[], name: string): PictureRecipe {
  const recipe = orders.find((order) => order.name === name)?.recipe;
  if (recipe?.kind !== 'picture') throw new Error(`no picture ${name}`);
  return recipe;
}

describe('expand', () => {
  it('compiles the shipped default profile', () => {
    expect(ordersOf('default').map(line)).toMatchInlineSnapshot(`
      [
        "Large.jpg (crop) wid=1200&fit=constrain,0&fmt=jpeg&qlt=80,0&resMode=sharp2&bgc=FFFFFF&smartCrop=3,2,1,regions,cutout,faces,objects,saliency,center&levelMask=1.75,0.2,2,0&metadata=copyright",
        "Medium.jpg (crop) wid=800&fit=constrain,0&fmt=jpeg&qlt=80,0&resMode=sharp2&bgc=FFFFFF&smartCrop=1,1,1,regions,cutout,faces,objects,saliency,center&levelMask=1.75,0.2,2,0&metadata=copyright",
        "Small.jpg (crop) hei=600&fit=constrain,0&fmt=jpeg&qlt=80,0&resMode=sharp2&bgc=FFFFFF&smartCrop=2,3,1,regions,cutout,faces,objects,saliency,center&levelMask=1.75,0.2,2,0&metadata=copyright",
        "swatch.jpg (swatch) wid=200&fit=constrain,0&fmt=jpeg&qlt=90,1&resMode=sharp2&bgc=FFFFFF&smartCrop=1,1,4,regions,cutout,faces,objects,saliency,center&levelMask=1.75,0.2,2,0&metadata=copyright",
        "pyramid.tif (pyramid) pyramid=256,jpeg,95&levelMask=1.75,0.2,2,0&metadata=copyright",
        "thumb-48.png (preset) wid=48&hei=48&fit=constrain,0&fmt=png-alpha&resMode=sharp2&levelMask=1.75,0.2,2,0&metadata=copyright",
        "thumb-140.png (preset) wid=140&hei=100&fit=constrain,0&fmt=png-alpha&resMode=sharp2&levelMask=1.75,0.2,2,0&metadata=copyright",
        "thumb-319.png (preset) wid=319&hei=319&fit=constrain,0&fmt=png-alpha&resMode=sharp2&levelMask=1.75,0.2,2,0&metadata=copyright",
        "web.jpg (preset) wid=1280&hei=1280&fit=constrain,0&fmt=jpeg&qlt=85,0&resMode=sharp2&bgc=FFFFFF&levelMask=1.75,0.2,2,0&metadata=copyright",
      ]
    `);
  });

  it('answers texts that bring the recipes back, and frozen data', () => {
    for (const name of ['default', 'ecommerce', 'social']) {
      for (const order of ordersOf(name)) {
        expect(parseRecipe(order.recipeText)).toEqual(order.recipe);
        expect(JSON.parse(JSON.stringify(order))).toEqual(order);
        expect(Object.isFrozen(order.recipe)).toBe(true);
      }
    }
  });

  it('puts margins, level mask and metadata into every recipe', () => {
    const orders = expandShop(
      'crop: { top: 1, left: 2 }\nunsharpMask: { amount: 1 }\nswatch: true\npyramid: true\nrenditions: [{ preset: web }]',
    );
    expect(orders.map(({ name }) => name)).toEqual(['swatch', 'pyramid', 'web']);
    for (const { recipe } of orders) {
      expect(recipe.master?.margins).toEqual({ top: 1, right: 0, bottom: 0, left: 2 });
      expect(recipe.master?.levelMask).toEqual({ amount: 1, radius: 0.2, threshold: 2, monochrome: false });
      expect(recipe.metadata).toBe('copyright');
    }
  });

  it('gives files the quality, size and frames that row, preset and profile say, in this order', () => {
    const presets =
      'kind: image-presets\npresets: { ours: "wid=9&qlt=70,1", ours-too: "wid=9&qlt=60", small: "wid=9&fmt=gif" }';
    const orders = expandShop(
      `quality: { target: high }
maxBytes: 60 KiB
animation: keep
smartCrop: { crops: [{ name: Wide, ratio: "3:1" }, { name: Square, ratio: "1:1", quality: { ssimulacra2: 75, most: 85 } }] }
renditions:
  - { preset: ours }
  - { name: own, preset: ours, quality: 90, maxBytes: 512 }
  - { name: text, preset: ours, quality: 90, modifiers: "qlt=50" }
  - { name: still, preset: small, animation: first }
  - { presets: ["ours-*", small], quality: { target: low } }
`,
      presets,
    );
    const said = orders.map(({ name, recipeText }) => [
      name,
      /(qlt=[^&]*)/.exec(recipeText)?.[1],
      /(jpegSize=[^&]*)/.exec(recipeText)?.[1],
      /animation=keep/.test(recipeText),
    ]);
    expect(said).toEqual([
      ['Wide', 'qlt=,,80', 'jpegSize=60', false],
      ['Square', 'qlt=85,,75', 'jpegSize=60', false],
      ['ours', 'qlt=70,1', 'jpegSize=60', false],
      ['own', 'qlt=90,0', 'jpegSize=0.5', false],
      ['text', 'qlt=50,0', 'jpegSize=60', false],
      ['still', undefined, undefined, false],
      ['ours-too', 'qlt=,,60', 'jpegSize=60', false],
      ['small', undefined, undefined, true],
    ]);
  });

  it('leaves a mask of no strength and margins of no width out', () => {
    const [order] = expandShop('crop: {}\nunsharpMask: { amount: 0 }\nrenditions: [{ preset: web }]');
    expect(order?.recipe).not.toHaveProperty('master');
  });

  it('gives pyramid and swatch their values', () => {
    const orders = expandShop('pyramid: { tile: 512, compression: lzw }\nswatch: { width: 60, height: 40 }');
    expect(orders.map(({ name, role, extension }) => `${name} ${role} ${extension}`)).toEqual([
      'swatch swatch jpg',
      'pyramid pyramid tif',
    ]);
    expect(orders[1]?.recipe).toMatchObject({ kind: 'pyramid', tile: 512, compression: 'lzw' });
    expect(picture(orders, 'swatch')).toMatchObject({
      master: {
        smartCrop: {
          ratio: [3, 2],
          zoom: 4,
          strategy: ['regions', 'cutout', 'faces', 'objects', 'saliency', 'center'],
        },
      },
      output: { format: 'jpeg', quality: 90, fullChroma: true },
    });
  });

  it('makes nothing of a profile that asks for nothing', () => {
    expect(expandShop('unsharpMask: {}')).toEqual([]);
  });
});

describe('renditions', () => {
  it('are called as presets were declared', () => {
    const presets = 'kind: image-presets\npresets: { Big: "wid=2000&fmt=webp" }';
    const orders = expandShop('renditions: [{ preset: bIG }, { name: other, preset: big }]', presets);
    expect(orders.map(({ name, extension, role }) => `${name}.${extension} ${role}`)).toEqual([
      'Big.webp preset',
      'other.webp preset',
    ]);
  });

  it('take in every preset that a pattern matches, sorted ignoring case, without those already listed', () => {
    const presets = 'kind: image-presets\npresets: { p-c: wid=1, P-A: wid=2, p-b: wid=3, q: wid=4, P-d: wid=5 }';
    const orders = expandShop(
      'renditions: [{ presets: ["p-*", "q"] }, { preset: P-B }, { presets: ["*-a", "P-?"] }, { name: x, preset: p-c }]',
      presets,
    );
    expect(orders.map(({ name }) => name)).toEqual(['P-A', 'p-c', 'P-d', 'q', 'p-b', 'x']);
  });

  it('let modifiers win over the preset beside them, and presets start from others', () => {
    const presets = 'kind: image-presets\npresets: { base: "wid=10&hei=10&fmt=png", more: "$base$&wid=20" }';
    const orders = expandShop('renditions: [{ name: x, preset: more, modifiers: "hei=30" }]', presets);
    expect(picture(orders, 'x')).toMatchObject({ view: { width: 20, height: 30 }, output: { format: 'png' } });
  });

  it('apply a preset in full to the window of a smart crop', () => {
    const orders = expandShop(
      'smartCrop: { zoom: 2, crops: [{ name: Large, width: 1200, height: 800 }] }\nrenditions: [{ name: hero, crop: Large, preset: banner }]',
    );
    const hero = orders.find(({ name }) => name === 'hero');
    expect(hero).toMatchObject({ role: 'preset', crop: 'Large', extension: 'webp' });
    expect(picture(orders, 'hero')).toMatchObject({
      master: { smartCrop: { ratio: [3, 2], zoom: 2 } },
      view: { width: 1920, height: 720, fit: { mode: 'crop', upscale: true } },
    });
  });
});

describe('a rendition that no profile lists', () => {
  const { library } = libraryWith(
    shop('crop: { top: 3 }\nsmartCrop: { crops: [{ name: Wide, ratio: "2:1", width: 80 }] }'),
  );
  const profile = findImageProfile(library, 'shop')!;

  it.each([{}, { crop: 'Wide' }])('is what it would be if the profile did', (crop) => {
    const row = { name: 'one', modifiers: 'wid=90&op_sharpen=1', ...crop };
    const listed = expand({ ...profile, renditions: [row] }, library, config).at(-1);
    expect(expandRendition(row, profile, library, config)).toEqual(listed);
  });

  it('says which level of the master it is made from, where less than usual will do', () => {
    const levelOf = (settings: object): number => {
      const row = { name: 'one', modifiers: 'wid=900' };
      const { recipe, recipeText } = expandRendition(row, profile, library, { ...config, ...settings });
      expect(parseRecipe(recipeText)).toEqual(recipe);
      const frame = makeFrame(recipe as PictureRecipe, { width: 2000, height: 1003 });
      return frame.composite.layers[0].level;
    };
    expect([levelOf({}), levelOf({ levelReserve: 1.3 }), levelOf({ levelReserve: 1 })]).toEqual([0, 0, 1]);
  });
});

describe('smart crops', () => {
  const crops = (list: string, rest = ''): readonly ImageOrder[] =>
    expandShop(`smartCrop: { ${rest}crops: [${list}] }`);
  const sizeOf = (orders: readonly ImageOrder[], name: string, width: number, height: number) =>
    outputSize(picture(orders, name), { width, height });

  it('take their shape from size, or from ratio and one side, or from ratio alone', () => {
    const orders = crops(
      '{ name: a, width: 1200, height: 800 }, { name: b, ratio: "16:9", width: 1000 }, { name: c, ratio: 4x5, height: 500 }, { name: d, ratio: "10:5" }',
    );
    expect(orders.map(({ name, role, crop }) => `${name} ${role} ${crop}`)).toEqual([
      'a crop a',
      'b crop b',
      'c crop c',
      'd crop d',
    ]);
    const shapes = orders.map(({ name }) => [
      picture(orders, name).master?.smartCrop?.ratio,
      picture(orders, name).view,
    ]);
    const fit = { mode: 'constrain', upscale: false };
    expect(shapes).toEqual([
      [[3, 2], { width: 1200, fit }],
      [[16, 9], { width: 1000, fit }],
      [[4, 5], { height: 500, fit }],
      [[2, 1], { scale: 1 }],
    ]);
  });

  it('are as large as asked of a large master, and never enlarged of a small one', () => {
    const orders = crops('{ name: a, width: 1200, height: 800 }, { name: own, ratio: "1:1" }');
    expect(sizeOf(orders, 'a', 6000, 4000)).toEqual({ width: 1200, height: 800 });
    expect(sizeOf(orders, 'a', 900, 900)).toEqual({ width: 900, height: 600 });
    expect(sizeOf(orders, 'own', 6000, 4000)).toEqual({ width: 4000, height: 4000 });
  });

  it('are of exactly that size, whatever the master that is large enough', () => {
    const orders = crops(
      '{ name: 1280x720, width: 1280, height: 720 }, { name: 1200x630, width: 1200, height: 630 }, { name: 1080x1920, width: 1080, height: 1920 }, { name: 1199x801, width: 1199, height: 801 }',
    );
    const master = fc.record({
      width: fc.integer({ min: 1280, max: 6000 }),
      height: fc.integer({ min: 1920, max: 6000 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...orders), master, ({ name }, { width, height }) => {
        const size = sizeOf(orders, name, width, height);
        expect(`${size.width}x${size.height}`).toBe(name);
      }),
    );
  });

  it('are enlarged where that is allowed', () => {
    const orders = crops('{ name: a, width: 1200, height: 800, upscale: true }');
    expect(sizeOf(orders, 'a', 300, 300)).toEqual({ width: 1200, height: 800 });
  });

  it('take format, quality and sharpening from their preset, and nothing of its geometry', () => {
    const presets =
      'kind: image-presets\npresets: { look: "wid=9&hei=9&fit=crop&align=1,1&crop=1,1,5,5&flip=lr&rotate=90&fmt=webp&qlt=70&op_usm=1,1,1,0&bgc=FF0000" }';
    const orders = expandShop('smartCrop: { crops: [{ name: a, ratio: "1:1", width: 300, preset: LOOK }] }', presets);
    const recipe = picture(orders, 'a');
    expect(recipe).toMatchObject({
      view: { width: 300, fit: { mode: 'constrain', upscale: false } },
      output: { format: 'webp', quality: 70 },
      background: { r: 255, g: 0, b: 0, alpha: 255 },
    });
    const unsharpMask = { amount: 1, radius: 1, threshold: 1, monochrome: false };
    expect(recipe.composite).toEqual({ layers: [BASE_LAYER], unsharpMask });
    expect(orders[0]?.extension).toBe('webp');
  });

  it('are JPEG of the server settings without a preset', () => {
    const { library } = libraryWith(shop('smartCrop: { crops: [{ name: a, ratio: "1:1" }] }'));
    const server = parseConfig({ name: '', text: 'server: { jpegquality: [91, 1], resmode: bicub }' }).config.server;
    const profile = findImageProfile(library, 'shop');
    const [order] = profile ? expand(profile, library, { server, metadata: 'none' }) : [];
    expect(order?.recipe).toMatchObject({
      output: { format: 'jpeg', quality: 91, fullChroma: true },
      resample: 'bicub',
      metadata: 'none',
    });
  });

  const THREE =
    '{ name: l, width: 600, height: 600 }, { name: m, width: 400, height: 400 }, { name: s, width: 300, height: 300 }, { name: w, width: 300, height: 200 }';

  it('of one ratio share a window', () => {
    const orders = crops(THREE, 'zoom: 1.5, ');
    const windows = orders.map(({ name }) => picture(orders, name).master?.smartCrop);
    expect(windows.map((window) => window?.zoom)).toEqual([1.5, 1.5, 1.5, 1.5]);
    expect(windows[0]).toEqual(windows[2]);
  });

  it('show less the smaller they are where content is not preserved', () => {
    const orders = crops(THREE, 'zoom: 1.5, preserveContent: false, ');
    expect(orders.map(({ name }) => picture(orders, name).master?.smartCrop?.zoom)).toEqual([1.5, 2.25, 3, 1.5]);
    expect(sizeOf(orders, 's', 3000, 3000)).toEqual({ width: 300, height: 300 });
  });

  it('keep their recipes when a ratio is added', () => {
    const before = crops(THREE, 'preserveContent: false, ');
    const after = crops(`${THREE}, { name: new, ratio: "9:16", width: 900 }`, 'preserveContent: false, ');
    expect(after.slice(0, 4)).toEqual(before);
    expect(after).toHaveLength(5);
  });
});

describe('appliesTo', () => {
  const facts = (width: number, height: number): ImageFacts => ({ ...FACTS, width, height });

  it('leaves crops, what is made of them, and swatches away from masters under 50×50', () => {
    const orders = ordersOf('ecommerce');
    const left = (width: number, height: number): string[] =>
      orders.filter((order) => !appliesTo(order, facts(width, height))).map(({ name }) => name);
    expect(left(50, 50)).toEqual([]);
    expect(left(49, 500)).toEqual(['Large', 'Square', 'Portrait', 'swatch', 'hero']);
    expect(left(500, 49)).toEqual(left(49, 500));
  });
});
