import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositeGeometry, originOf } from '../../../src/layout/composite.ts';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { type Original, textOf, withReferences } from '../../../src/layout/original.ts';
import { solidSize } from '../../../src/layout/solid.ts';
import type { RegionOrigin } from '../../../src/layout/source-region.ts';
import type { Rect, Size } from '../../../src/model/geometry.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';

const SIZES: Readonly<Record<string, Size>> = {
  wide: { width: 1600, height: 900 },
  tall: { width: 900, height: 1600 },
  small: { width: 60, height: 40 },
};

const master = (size: Size): Original => withReferences(size, (object) => SIZES[object] ?? size);

/** Size of the composite, and the rectangle of each of its layers. */
function placed(text: string, size: Size = { width: 1200, height: 900 }): readonly [Size, ...Rect[]] {
  const original = master(size);
  const picture = (path: string): RegionOrigin => ({ picture: original.references?.(path) ?? original });
  const geometry = compositeGeometry(pictureRecipe(text).composite, (layer) =>
    originOf<RegionOrigin>(layer, {
      master: () => ({ picture: size }),
      object: picture,
      request: () => ({ picture: size }),
      solid: () => ({ picture: solidSize(layer, undefined) }),
      text: (source) => ({ picture: textOf(original, source, layer) }),
    }),
  );
  return [geometry.size, ...geometry.layers.map((layer) => layer.geometry.rect)];
}

const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });

describe('layers of documented templates', () => {
  it('lie within 80 percent of the canvas, at the middle of its left side (A)', () => {
    const text = (src: string) =>
      `size=1000,1000&layer=1&src=${src}&size=800,800&posN=-0.5,0&originN=-0.5,0&layer=2&color=FF0000&size=200,60&posN=0.5,0&originN=0.5,0`;
    const canvas = rect(0, 0, 1000, 1000);
    expect(placed(text('wide'))).toEqual([
      { width: 1000, height: 1000 },
      canvas,
      rect(0, 275, 800, 450),
      rect(800, 470, 200, 60),
    ]);
    expect(placed(text('tall'))[2]).toEqual(rect(0, 100, 450, 800));
  });

  it('stand in margins that the picture of layer 0 leaves (B)', () => {
    expect(placed('size=800,0&extend=0,100,200,100&layer=1&src=small&posN=0.5,0.5&originN=0.5,0.5')).toEqual([
      { width: 1000, height: 800 },
      rect(0, 0, 1000, 800),
      rect(940, 760, 60, 40),
    ]);
  });

  it('lie on each other by their anchors, which may be outside of them (C)', () => {
    const [, , hat, hair] = placed(
      'anchor=300,200&layer=1&src=small&anchor=140,-157&layer=2&src=small&anchor=10,10&pos=5,6',
    );
    expect(hat).toEqual(rect(300 - 140, 200 + 157, 60, 40));
    expect(hair).toEqual(rect(300 - 10 + 5, 200 - 10 + 6, 60, 40));
  });

  it('have their anchor carried through crop, scale, mirror, turn and margins', () => {
    const text = (more: string) => `layer=1&src=wide&anchor=500,300&${more}`;
    // The anchor is at 600,450 of the canvas, and in the layer at …
    expect(placed(text('crop=100,100,800,600'))[2]).toEqual(rect(600 - 400, 450 - 200, 800, 600));
    expect(placed(text('scale=0.5'))[2]).toEqual(rect(600 - 250, 450 - 150, 800, 450));
    expect(placed(text('flip=lr'))[2]).toEqual(rect(600 - 1100, 450 - 300, 1600, 900));
    expect(placed(text('rotate=90'))[2]).toEqual(rect(600 - 600, 450 - 500, 900, 1600));
    expect(placed(text('extend=7,8,9,10'))[2]).toEqual(rect(600 - 507, 450 - 308, 1616, 918));
  });

  it('count in sizes of layer 0 where they say so', () => {
    expect(placed('size=0,600&layer=1&color=FF0000&sizeN=0.5,0.1&posN=0.25,0')[2]).toEqual(rect(400, 270, 400, 60));
  });

  it('are mirrored with the composite', () => {
    expect(placed('flip=lr&layer=1&src=small&pos=100,20')[2]).toEqual(rect(600 - 100 - 30, 450 + 20 - 20, 60, 40));
  });
});

describe('size of layer 0', () => {
  it.each([
    ['size=400,400', { width: 400, height: 300 }],
    ['size=400,400&layer=1&src=small', { width: 400, height: 400 }],
    ['size=400,400&layer=1&src=small&hide=1', { width: 400, height: 400 }],
    ['size=400,400&effect=-1&pos=1,1', { width: 400, height: 400 }],
    ['size=400,0&layer=1&src=small', { width: 400, height: 300 }],
    ['size=400,400&extend=0,0,10,10&layer=1&src=small', { width: 410, height: 410 }],
  ])('of %s makes a canvas of %o', (text, size) => {
    expect(placed(text)[0]).toEqual(size);
    expect(makeFrame(pictureRecipe(`${text}&scl=1`), master({ width: 1200, height: 900 })).view).toEqual(size);
  });
});

describe('any layer', () => {
  it('moves by just as many pixels as pos does', () => {
    const way = fc.integer({ min: -2000, max: 2000 });
    const any = fc.record({
      src: fc.constantFrom('wide', 'tall', 'small'),
      degrees: fc.integer({ min: 0, max: 359 }),
      side: fc.integer({ min: 1, max: 900 }),
      x: way,
      y: way,
    });
    fc.assert(
      fc.property(any, ({ src, degrees, side, x, y }) => {
        const at = (left: number, top: number) =>
          placed(`layer=1&src=${src}&rotate=${degrees}&size=${side},0&pos=${left},${top}`)[2];
        const { x: left, y: top, ...size } = at(x, y) ?? rect(0, 0, 0, 0);
        expect(at(x + 1, y - 1)).toEqual({ ...size, x: left + 1, y: top - 1 });
      }),
      { numRuns: 200 },
    );
  });
});
