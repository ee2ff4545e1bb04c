import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMarks } from '../../../src/plan/place-marks.ts';
import { parseRecipe } from '../../../src/serving/print.ts';

const MASTER = { width: 2000, height: 1000 };
const point = (x: number, y: number) => ({ hotspots: [{ name: 'one', at: [x, y] as const, href: '/' }] });
const area = (x: number, y: number, w: number, h: number) => ({
  hotspots: [{ name: 'one', area: [x, y, w, h] as const, href: '/' }],
});

const placed = (marked: Parameters<typeof placeMarks>[0], recipe: string, window?: object) =>
  placeMarks(marked, {
    recipe: parseRecipe(recipe),
    facts: MASTER,
    ...(window && { window: window as { x: number; y: number; width: number; height: number } }),
  });

const pointIn = (x: number, y: number, recipe: string, window?: object) =>
  placed(point(x, y), recipe, window).hotspots[0]?.points[0];

describe('the place of a hotspot in a rendition', () => {
  // The master is 2000×1000; each expected place is worked out by hand beside it.
  it.each([
    // Scaled alone: fractions stay.
    ['wid=400&fit=constrain', [0.25, 0.4], [0.25, 0.4]],
    // Pixels 500…1500 across and 200…800 down are left: (600 - 500) / 1000, (500 - 200) / 600.
    ['crop=500,200,1000,600&scl=1', [0.3, 0.5], [0.1, 0.5]],
    // Padded to a square of 400: the picture is 200 high and begins at 100.
    ['wid=400&hei=400&fit=fit,1', [0.5, 0.25], [0.5, 0.375]],
    // Cut to a square from the middle: pixels 500…1500 are left.
    ['wid=400&hei=400&fit=crop,1', [0.3, 0.5], [0.1, 0.5]],
    // Mirrored from left to right.
    ['flip=lr&scl=1', [0.25, 0.4], [0.75, 0.4]],
    ['flip=ud&scl=1', [0.25, 0.4], [0.25, 0.6]],
    // A quarter clockwise: what was at the bottom is on the left.
    ['rotate=90&scl=1', [0.25, 0.4], [0.6, 0.25]],
    ['rotate=180&scl=1', [0.25, 0.4], [0.75, 0.6]],
    ['rotate=270&scl=1', [0.25, 0.4], [0.4, 0.75]],
    // Mirrored first, turned then.
    ['layer=0&flip=lr&rotate=90&scl=1', [0.25, 0.4], [0.6, 0.75]],
    // By 45 degrees about the middle: (−500, −100) comes to (−282.8, −424.3) in a box of 2121 a side.
    ['rotate=45&scl=1', [0.25, 0.4], [0.5 - 282.842712 / 2121, 0.5 - 424.264069 / 2121]],
    // Margins of 1000 on the left and right.
    ['layer=0&extend=1000,0,1000,0&scl=1', [0.25, 0.4], [0.375, 0.4]],
    // Into the left half by a perspective that is a scaling.
    ['layer=0&perspective=0,0,1000,0,1000,1000,0,1000&scl=1', [0.5, 0.4], [0.25, 0.4]],
    // A trapezoid whose upper side is half as long: the middle of the picture is at two thirds of its height.
    ['layer=0&perspective=500,0,1500,0,2000,1000,0,1000&scl=1', [0.5, 0.5], [0.5, 1 / 3]],
  ] as const)('by %s', (recipe, [x, y], [across, down]) => {
    const [gotX = -1, gotY = -1] = pointIn(x, y, recipe) ?? [];
    expect(gotX).toBeCloseTo(across, 3);
    expect(gotY).toBeCloseTo(down, 3);
  });

  it('counts in the window of a smart crop', () => {
    const recipe = 'wid=500&fit=constrain,0&smartCrop=1,1,1,center';
    expect(pointIn(0.3, 0.5, recipe, { x: 500, y: 0, width: 1000, height: 1000 })).toEqual([0.1, 0.5]);
    expect(pointIn(0.2, 0.5, recipe, { x: 500, y: 0, width: 1000, height: 1000 })).toBeUndefined();
  });

  it.each([
    ['crop=500,200,1000,600&scl=1', 0.2, 0.5],
    // In the padding, where the crop took the picture away.
    ['layer=0&crop=500,200,1000,600&extend=500,500,500,500&scl=1', 0.2, 0.5],
    ['wid=400&hei=400&fit=crop,1', 0.1, 0.5],
    // In what a request within the request cut off, and the one around it fills up again.
    ['src=is{?crop=1000,0,1000,1000&scl=1}&extend=1000,0,0,0&scl=1', 0.3, 0.5],
  ])('is told of no rendition that cuts it off: %s', (recipe, x, y) => {
    expect(pointIn(x, y, recipe)).toBeUndefined();
  });

  it('lets what is left of an area be pointed at', () => {
    const [mark] = placed(area(0, 0, 0.5, 1), 'crop=500,0,1000,1000&scl=1').hotspots;
    expect(mark?.points).toEqual([
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ]);
    expect(placed(area(0, 0, 0.25, 1), 'crop=500,0,1000,1000&scl=1').hotspots).toEqual([]);
  });

  it('follows the master into a layer above a canvas', () => {
    // A canvas of 4000×1000; the master's middle goes a quarter of it to the right of that of the canvas.
    const canvas = 'scl=1&src=&size=4000,1000&color=FFFFFF&layer=1&';
    expect(pointIn(0.25, 0.5, `${canvas}src=is{?}&pos=1000,0`)).toEqual([0.625, 0.5]);
    expect(pointIn(0.25, 0.5, `${canvas}src=is{?scl=1&flip=lr}&pos=1000,0`)).toEqual([0.875, 0.5]);
  });

  it('is that of the master less its margins in a pyramid', () => {
    expect(pointIn(0.75, 0.4, 'pyramid=256,jpeg,95&margins=0,0,0,1000')).toEqual([0.5, 0.4]);
    expect(pointIn(0.25, 0.4, 'pyramid=256,jpeg,95&margins=0,0,0,1000')).toBeUndefined();
  });

  it('keeps points that are seen within the picture, whatever the request', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    const request = fc.record({
      turn: fc.integer({ min: -180, max: 180 }),
      crop: fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 })),
      flip: fc.constantFrom('', 'lr', 'ud', 'lrud'),
    });
    fc.assert(
      fc.property(fraction, fraction, request, (x, y, { turn, crop, flip }) => {
        const mirror = flip === '' ? '' : `&flip=${flip}`;
        const recipe = `crop=${crop.join(',')},1000,500&rotate=${turn}${mirror}&wid=300&hei=200&fit=crop,1`;
        for (const [across, down] of placed(point(x, y), recipe).hotspots.flatMap(({ points }) => points)) {
          expect(across >= 0 && across <= 1 && down >= 0 && down <= 1).toBe(true);
        }
      }),
    );
  });
});

describe('the areas of a map', () => {
  const area = (coords: string, href: string): string =>
    encodeURIComponent(`<AREA SHAPE=RECT COORDS="${coords}" HREF="${href}">`);
  /** Where each lies: its address, its left, top, right and bottom in pixels of the reply. */
  const boxes = (recipe: string) =>
    placed(point(0.5, 0.5), recipe).map.map((one) => {
      const { size } = placed({}, recipe);
      const [xs, ys] = [one.points.map(([x]) => x * size.width), one.points.map(([, y]) => y * size.height)];
      const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(Math.round);
      return ['attributes' in one ? one.attributes[0]?.[1] : 'hotspot', ...box];
    });

  // The master is 2000×1000.
  it.each([
    // In pixels of the master, cropped and halved: what the crop cuts off is gone.
    [`crop=500,0,1000,1000&wid=500&mapA=${area('400,100,700,300', 'a')}`, [['a', 0, 50, 100, 150]]],
    // In pixels of the layer, after its turn and margins; a map of its own hides what is marked in the picture.
    [`scl=1&layer=0&rotate=90&extend=100,0,0,0&map=${area('0,0,50,60', 'a')}`, [['a', 0, 0, 50, 60]]],
    // An empty one hides as well.
    ['scl=1&layer=0&map=', []],
    // On the composite it is behind all others, and mirrored with nothing: it counts in what is seen.
    [
      `scl=1&flip=lr&map=${area('0,0,50,60', 'all')}&layer=0&mapA=${area('0,0,20,10', 'a')}`,
      [
        ['a', 1980, 0, 2000, 10],
        ['all', 0, 0, 50, 60],
      ],
    ],
    // Layers are told front to back; what lies beside the canvas is cut off.
    [
      `scl=2&layer=1&color=FF0000&size=200,100&origin=0,0&pos=900,0&map=${area('0,0,500,20', 'top')}&layer=0&map=${area('0,0,10,10', 'base')}`,
      [
        ['top', 950, 250, 1000, 260],
        ['base', 0, 0, 5, 5],
      ],
    ],
  ])('by %s', (recipe, expected) => {
    expect(boxes(recipe)).toEqual(expected);
  });
});
