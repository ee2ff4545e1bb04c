import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../src/model/geometry.ts';
import { searchRegion, sourceRegion } from '../../../src/layout/source-region.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';

const PATHS = [{ name: 'Outline', bounds: [0.5, 0.5, 0.25, 0.25] as const }];
const picture = { width: 1000, height: 600, paths: PATHS };

/** The region that the base layer of a text is cut from, or the code of what is thrown. */
function regionOf(text: string): Rect | string {
  const { composite, master } = pictureRecipe(text);
  try {
    return sourceRegion(composite.layers[0], { picture, ...(master && { treatment: master }) });
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the region of a layer', () => {
  it.each([
    ['crop=700,0,0,0', { x: 700, y: 0, width: 300, height: 600 }],
    ['crop=1000,0,0,0', 'RENDITION_EMPTY'],
    ['crop=1200,0,0,0', 'RENDITION_EMPTY'],
    ['crop=0,700,10,0', 'RENDITION_EMPTY'],
    ['cropN=1.2,0,0,0', 'RENDITION_EMPTY'],
    // What margins left ends before the master does.
    ['margins=0,400,0,0&crop=700,0,0,0', 'RENDITION_EMPTY'],
    ['margins=0,400,0,0&cropN=1.2,0,0,0', 'RENDITION_EMPTY'],
    ['margins=0,400,0,0&crop=700,0,10,0', { x: 700, y: 0, width: 10, height: 600 }],
    ['cropPathE=Outline', { x: 500, y: 300, width: 250, height: 150 }],
    ['crop=0,0,600,600&cropPathE=Outline', { x: 500, y: 300, width: 100, height: 150 }],
    ['crop=0,0,400,0&cropPathE=Outline', 'RENDITION_EMPTY'],
    ['cropPathE=Other', { x: 0, y: 0, width: 1000, height: 600 }],
  ])('of %s', (text, expected) => {
    expect(regionOf(text)).toEqual(expected);
  });

  it('is that of the window that is sought: inside the boxes of paths as well', () => {
    const { composite, master } = pictureRecipe('cropPathE=Outline&smartCrop=1,1,1');
    const origin = { picture, ...(master && { treatment: master }) };
    const [layer] = composite.layers;
    expect(searchRegion(layer, origin)).toEqual({ x: 500, y: 300, width: 250, height: 150 });
    expect(sourceRegion(layer, origin)).toEqual({ x: 550, y: 300, width: 150, height: 150 });
  });
});
