import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect, Size } from '../../../src/model/geometry.ts';
import type { PictureRecipe, PyramidRecipe, SmartCrop } from '../../../src/model/recipe/recipe.ts';
import { compositeGeometry, outputSize } from '../../../src/layout/composite.ts';
import { rotatedSize } from '../../../src/layout/placing.ts';
import { drawnPart, placement, viewGeometry } from '../../../src/layout/view.ts';
import { wholeOf } from '../../../src/layout/reading.ts';
import { common } from '../../../src/layout/rect.ts';
import { resolveRecipe } from '../../../src/serving/resolve/resolve.ts';
import { type RegionOrigin, sourceRegion } from '../../../src/layout/source-region.ts';
import { sharedFolder } from '../../support/files/repository.ts';
import { CLOUD } from '../../support/language/server-settings.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';
import { isAlignable } from '../../../src/model/recipe/view-fit.ts';
import type { View } from '../../../src/model/recipe/transforms.ts';

interface Vector {
  readonly master: readonly [number, number];
  readonly modifiers: string;
  readonly scaled: readonly [number, number];
  readonly view: readonly [number, number];
  readonly offset: readonly [number, number];
  readonly defaultpix?: readonly [number, number];
}

const size = (width: number, height: number): Size => ({ width, height });
const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const view = (text: string): View => recipeOf(text).view;
const region = (text: string, picture: Size, origin: Omit<RegionOrigin, 'picture'> = {}): Rect =>
  sourceRegion(recipeOf(text).composite.layers[0], { picture, ...origin });
const compositeOf = ({ composite }: PictureRecipe, picture: Size) => compositeGeometry(composite, () => ({ picture }));

const folder = sharedFolder('vectors');
const vectors: readonly Vector[] =
  folder === undefined
    ? []
    : (JSON.parse(readFileSync(join(folder, 'view-geometry.json'), 'utf8')) as { vectors: Vector[] }).vectors;

describe.skipIf(folder === undefined)('view geometry follows the reference vectors', () => {
  it('has all of them', () => {
    expect(vectors).toHaveLength(59);
  });

  it.each(vectors)('$master $modifiers $defaultpix', ({ master, modifiers, defaultpix, ...expected }) => {
    const server = { ...CLOUD, defaultpix: defaultpix ?? ([0, 0] as const) };
    const recipe = resolveRecipe(recipeOf(modifiers), server);
    const found = viewGeometry(size(...master), recipe.view);
    expect([found.scaled.width, found.scaled.height]).toEqual(expected.scaled);
    expect([found.view.width, found.view.height]).toEqual(expected.view);
    expect([found.offset.x, found.offset.y]).toEqual(expected.offset);
    expect(outputSize(recipe, size(...master))).toEqual(found.view);
  });
});

describe('a view', () => {
  it('rounds halves up exactly, where a scale in floating point would fall short', () => {
    // 35 × 0.7 is 24.5; 0.7 itself is a little less than seven tenths.
    expect(viewGeometry(size(100, 35), view('wid=70')).scaled).toEqual(size(70, 25));
    expect(viewGeometry(size(1, 3), view('scl=2')).scaled).toEqual(size(1, 2));
  });

  it('is never less than one pixel a side', () => {
    expect(viewGeometry(size(2000, 3), view('wid=100')).view).toEqual(size(100, 1));
  });

  it('takes its scale from the region and shows what lies around it', () => {
    const found = viewGeometry(size(1000, 800), view('rgn=100,50,400,300&wid=200&hei=200'));
    expect(found.scaled).toEqual(size(500, 400));
    expect(found.view).toEqual(size(200, 200));
    // The region is 200×150 after scaling, 25 down in the view; its own corner lies at 50,25 of the picture.
    expect(found.offset).toEqual({ x: -50, y: 0 });
  });

  it('has the size of the scaled region where nothing else is asked', () => {
    expect(viewGeometry(size(1000, 800), view('rgn=100,50,400,300&scl=2')).view).toEqual(size(200, 150));
    expect(viewGeometry(size(1000, 800), view('rgn=100,50,400,300&wid=100&hei=100&fit=constrain')).view).toEqual(
      size(100, 75),
    );
  });

  it('ignores align beside one of wid and hei, constrain, wrap and stretch', () => {
    expect(isAlignable(view('wid=100'))).toBe(false);
    expect(isAlignable(view('wid=100&hei=100'))).toBe(true);
    expect(isAlignable(view('wid=100&hei=100&fit=wrap'))).toBe(false);
    expect(isAlignable(view('wid=100&hei=100&fit=stretch&scl=1'))).toBe(true);
    const stretched = viewGeometry(size(300, 200), view('wid=400&hei=400&fit=stretch&align=-1,-1'));
    expect(stretched.offset).toEqual({ x: 50, y: 100 });
  });

  it('never enlarges without being told to, and fills what it must', () => {
    const sides = fc.integer({ min: 1, max: 5000 });
    const modes = fc.constantFrom('fit', 'constrain', 'crop', 'wrap', 'stretch', 'hfit', 'vfit') as fc.Arbitrary<
      NonNullable<View['fit']>['mode']
    >;
    fc.assert(
      fc.property(sides, sides, sides, sides, modes, fc.boolean(), (cw, ch, width, height, mode, upscale) => {
        const found = viewGeometry(size(cw, ch), { width, height, fit: { mode, upscale } });
        if (!upscale) expect(found.scaled.width <= cw && found.scaled.height <= ch).toBe(true);
        if (mode === 'constrain') expect(found.view.width <= width && found.view.height <= height).toBe(true);
        else if (mode === 'wrap' && upscale)
          expect(found.view.width >= width && found.view.height >= height).toBe(true);
        else if (mode !== 'wrap') expect(found.view).toEqual(size(width, height));
      }),
    );
  });
});

describe('a tile of a view', () => {
  it('is the reply, cut out of the view', () => {
    const found = viewGeometry(size(2000, 2400), view('scl=1&rect=0,600,2000,600'));
    expect(found).toMatchObject({ view: size(2000, 2400), tile: rect(0, 600, 2000, 600), offset: { x: 0, y: 0 } });
    expect(outputSize(recipeOf('scl=1&rect=0,600,2000,600'), size(2000, 2400))).toEqual(size(2000, 600));
  });

  it('is cut after one more scaling', () => {
    const found = viewGeometry(size(800, 600), view('wid=200&hei=200&rect=10,20,30,40,1.5'));
    expect(found).toMatchObject({ scaled: size(300, 225), view: size(300, 300), offset: { x: 0, y: 37.5 } });
    expect(found.tile).toEqual(rect(10, 20, 30, 40));
  });

  it('is drawn with room for sharpening, inside the view', () => {
    const part = (text: string) => drawnPart(viewGeometry(size(1000, 1000), view(text)), recipeOf(text).composite);
    expect(part('scl=1&rect=100,0,50,50')).toEqual(rect(100, 0, 50, 50));
    expect(part('scl=1&rect=100,0,50,50&op_sharpen=1')).toEqual(rect(99, 0, 52, 51));
    expect(part('scl=1&rect=970,-10,50,50&op_usm=1,0.9,0,0')).toEqual(rect(966, 0, 34, 44));
    expect(part('scl=1&rect=100,0,50,50&op_usm=1,1.1,0,0')).toEqual(rect(0, 0, 1000, 1000));
    // Of a view that does not show a pixel is drawn, beside the reply.
    expect(part('scl=1&rect=1000,0,50,50')).toEqual(rect(999, 0, 1, 50));
  });
});

describe('placement', () => {
  it('cuts what lies outside of the view and rounds halves down', () => {
    expect(placement(viewGeometry(size(1500, 2275), view('wid=400&hei=400&fit=crop,1')))).toEqual({
      from: rect(0, 104, 400, 400),
      at: { x: 0, y: 0 },
    });
    expect(placement(viewGeometry(size(300, 200), view('wid=400&hei=400&fit=fit,1')))).toEqual({
      from: rect(0, 0, 400, 267),
      at: { x: 0, y: 66 },
    });
    expect(placement(viewGeometry(size(2275, 1500), view('wid=400&hei=400&fit=crop,1'))).from.x).toBe(104);
    expect(placement(viewGeometry(size(200, 300), view('wid=400&hei=400&fit=fit,1'))).at.x).toBe(66);
  });

  it.each([
    ['rgn=500,500,50,50&wid=50&hei=50', { x: 99, y: 99 }, { x: -401, y: -401 }],
    ['rgn=-90,20,50,50&wid=50&hei=50', { x: 0, y: 20 }, { x: 90, y: 0 }],
  ])('of a picture of which nothing shows is that of a pixel beside the view (%s)', (text, from, at) => {
    const placed = placement(viewGeometry(size(100, 100), view(text)));
    expect(placed.from).toMatchObject(from);
    expect(placed.at).toEqual(at);
  });

  it('stays inside both the picture and the view', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    const at = fc.integer({ min: -3000, max: 3000 });
    const unit = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, side, side, at, at, side, side, unit, unit, (cw, ch, w, h, x, y, rw, rh, ax, ay) => {
        const geometry = viewGeometry(size(cw, ch), {
          width: w,
          height: h,
          fit: { mode: 'crop', upscale: true },
          align: [ax, ay],
          region: { unit: 'pixel', ...rect(x, y, rw, rh) },
        });
        const { from, at: top } = placement(geometry);
        expect(from.width > 0 && from.x >= 0 && from.x + from.width <= geometry.scaled.width).toBe(true);
        expect(from.height > 0 && from.y >= 0 && from.y + from.height <= geometry.scaled.height).toBe(true);
        const beside = common({ ...top, width: from.width, height: from.height }, wholeOf(geometry.view)) === undefined;
        expect(beside || (top.x >= 0 && top.x + from.width <= geometry.view.width)).toBe(true);
        expect(beside || (top.y >= 0 && top.y + from.height <= geometry.view.height)).toBe(true);
        // A pixel of the picture lies where its offset says, whether it shows or not.
        expect([top.x - from.x, top.y - from.y]).toEqual([
          Math.floor(geometry.offset.x),
          Math.floor(geometry.offset.y),
        ]);
      }),
    );
  });
});

describe('the source region', () => {
  it.each([
    ['cropN=0.1,0,0.8,1', size(1000, 500), rect(100, 0, 800, 500)],
    ['cropN=.2,.3,.8,.9', size(1000, 1000), rect(200, 300, 800, 900)],
    ['cropN=.15,.15,.15,.15', size(10, 10), rect(2, 2, 1, 1)],
    ['cropN=0,.1,1,1', size(2000, 1000), rect(0, 100, 2000, 1000)],
    ['crop=-10,-10,120,120', size(100, 100), rect(-10, -10, 120, 120)],
    ['cropN=0.421671,0.389815,0.0848564,0.0592593', size(766, 1080), rect(323, 421, 65, 64)],
    ['', size(300, 200), rect(0, 0, 300, 200)],
  ])('of %s', (text, master, expected) => {
    expect(region(text, master)).toEqual(expected);
  });

  it('starts inside the margins', () => {
    const margins = { top: 250, right: 700, bottom: 500, left: 300 };
    const inside = (text: string) => region(text, size(4000, 3000), { treatment: { margins } });
    expect(inside('')).toEqual(rect(300, 250, 3000, 2250));
    expect(inside('crop=1,2,3,4')).toEqual(rect(301, 252, 3, 4));
    expect(inside('cropN=0.5,0.5,0.5,0.5')).toEqual(rect(1800, 1375, 1500, 1125));
  });

  it('is the window of the smart crop, and the largest of its ratio before one is found', () => {
    const smart: SmartCrop = { ratio: [3, 2], zoom: 1, strategy: ['centre'] };
    const seen = (smartCrop: SmartCrop, window?: Rect) =>
      region('', size(1000, 1000), { treatment: { smartCrop }, ...(window && { window }) });
    expect(seen(smart, rect(0, 10, 1000, 667))).toEqual(rect(0, 10, 1000, 667));
    expect(seen(smart)).toEqual(rect(0, 166, 1000, 667));
    expect(seen({ ratio: [3, 2], zoom: 2, strategy: [] })).toEqual(rect(250, 333, 500, 333));
    const override = { rect: [0.25, 0.5, 0.5, 0.25] } as const;
    expect(seen({ ratio: [3, 2], zoom: 1, strategy: [], override })).toEqual(rect(250, 500, 500, 250));
  });

  it.each([
    ['crop=100,0,50,50', rect(100, 0, 50, 50)],
    ['crop=-50,0,50,50', rect(-50, 0, 50, 50)],
    ['cropN=0,1,1,1', rect(0, 100, 100, 100)],
  ])('may lie beside the master (%s)', (text, expected) => {
    expect(region(text, size(100, 100))).toEqual(expected);
  });

  it('is refused where the margins leave nothing', () => {
    const margins = { top: 60, right: 0, bottom: 60, left: 0 };
    expect(() => region('', size(100, 100), { treatment: { margins } })).toThrow(
      expect.objectContaining({ code: 'RENDITION_EMPTY' }),
    );
  });
});

describe('the composite', () => {
  it('grows to the bounding box when turned', () => {
    expect(rotatedSize(size(300, 200), 30)).toEqual(size(360, 323));
    expect(rotatedSize(size(300, 200), -45)).toEqual(size(354, 354));
  });

  it.each([
    [0, size(301, 200)],
    [90, size(200, 301)],
    [180, size(301, 200)],
    [-90, size(200, 301)],
    [450, size(200, 301)],
  ])('is exact when turned by %i', (degrees, expected) => {
    expect(rotatedSize(size(301, 200), degrees)).toEqual(expected);
  });

  it('is cropped, then turned, then viewed', () => {
    const recipe = recipeOf('crop=0,0,400,100&rotate=90&flip=lr&wid=50');
    expect(compositeOf(recipe, size(1000, 1000)).size).toEqual(size(100, 400));
    expect(outputSize(recipe, size(1000, 1000))).toEqual(size(50, 200));
  });
});

describe('the layer', () => {
  // Reference H.3 and H.4, computed by hand there.
  it.each([
    ['size=200,0&extend=0,30,0,0', size(800, 600), size(200, 180)],
    ['size=200,200&extend=0,0,10,10', size(800, 600), size(210, 160)],
    ['size=400,400&extend=10,10,10,10', size(800, 600), size(420, 320)],
    ['size=800,0&extend=0,100,200,100', size(1200, 900), size(1000, 800)],
    ['cropN=.2,.3,.8,.9&extend=5,5,5,5', size(1000, 1000), size(810, 910)],
    ['size=800,800', size(900, 1600), size(450, 800)],
    ['size=0,300', size(300, 200), size(450, 300)],
    ['size=0,0', size(300, 200), size(300, 200)],
    ['scale=0.25', size(801, 600), size(200, 150)],
    ['scale=0.25&size=100,0', size(800, 600), size(100, 75)],
    ['extendN=0.1,0,-0.1,0.5', size(300, 200), size(300, 300)],
    ['rotate=90&extendN=0.1,0,0,0', size(300, 200), size(220, 300)],
    ['extend=-10,-20,-30,-40', size(300, 200), size(260, 140)],
    ['res=36', size(801, 600), size(401, 300)],
    ['res=36&scale=2', size(800, 600), size(1600, 1200)],
  ])('of %s has the size that the reference says', (text, master, expected) => {
    expect(compositeOf(resolveRecipe(recipeOf(text), CLOUD), master).size).toEqual(expected);
  });

  it('is mirrored with its margins', () => {
    const master = size(100, 50);
    const boxOf = (text: string) => compositeOf(recipeOf(`extend=1,2,3,4${text}`), master).layers[0].geometry.box;
    expect(boxOf('')).toEqual(rect(1, 2, 100, 50));
    expect(boxOf('&flip=lr')).toEqual(rect(3, 2, 100, 50));
    expect(boxOf('&flip=ud')).toEqual(rect(1, 4, 100, 50));
    expect(boxOf('&flip=lrud')).toEqual(rect(3, 4, 100, 50));
  });

  it.each(['extend=-100,0,0,0', 'extend=-151,0,50,0', 'extend=0,-25,0,-25', 'extendN=0,-2,0,1'])(
    'is refused where %s leaves nothing of it',
    (text) => {
      expect(() => compositeOf(recipeOf(text), size(100, 50))).toThrow(
        expect.objectContaining({ code: 'RENDITION_EMPTY' }),
      );
    },
  );
});

describe('the output size', () => {
  it('of a pyramid is the master without its margins', () => {
    const pyramid: PyramidRecipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95 };
    expect(outputSize(pyramid, size(4000, 3000))).toEqual(size(4000, 3000));
    const margins = { top: 0, right: 1000, bottom: 0, left: 0 };
    expect(outputSize({ ...pyramid, master: { margins } }, size(4000, 3000))).toEqual(size(3000, 3000));
  });

  it.each([
    ['wid=200&hei=200&fit=crop', size(200, 200)],
    ['wid=800&hei=600&cropN=.24,.24,.6,.72&fit=crop', size(800, 600)],
    ['wid=1720&hei=820&cropN=0,.1,1,1&fit=crop', size(1720, 820)],
  ])('of %s is as documented', (text, expected) => {
    expect(outputSize(recipeOf(text), size(3000, 2000))).toEqual(expected);
  });
});
