import { describe, expect, it } from 'vitest';
import { isLayered, layerBoxes } from '../../../src/plan/layer-boxes.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';

const FACTS = { width: 400, height: 200 };
const boxes = (text: string) =>
  layerBoxes({ recipe: recipeOf(text), facts: FACTS }).map(({ label, box }) => [
    label,
    ...box.map((side) => Math.round(side * 1000) / 1000),
  ]);

describe('the boxes of layers', () => {
  it('lie where layers do, in shares of the rendition, cut to it', () => {
    const text = 'wid=200&layer=2&text=SALE&size=100,50&pos=150,75&layer=1&color=FF0000&size=100,100&pos=-200,0';
    expect(boxes(text)).toEqual([
      ['0: the asset', 0, 0, 1, 1],
      // 100 wide about 0: half of it shows.
      ['1: a colour', 0, 0.25, 0.125, 0.5],
      ['2: SALE', 0.75, 0.75, 0.25, 0.25],
    ]);
  });

  it('count in what a padded and cut reply shows', () => {
    const layer = 'layer=1&color=FF0000&size=100,50';
    // 400×200 in 200×200: the picture is 100 high from 50 on.
    expect(boxes(`wid=200&hei=200&${layer}`)[1]).toEqual(['1: a colour', 0.375, 0.44, 0.25, 0.125]);
    expect(boxes(`wid=200&hei=200&${layer}`)[0]).toEqual(['0: the asset', 0, 0.25, 1, 0.5]);
    expect(boxes(`scl=1&rect=150,75,100,50&${layer}`)[1]).toEqual(['1: a colour', 0, 0, 1, 1]);
  });

  it('are those around the corners of a perspective, and name words without their look', () => {
    const text = 'wid=200&layer=1&color=FF0000&size=10,10&perspective=100,50,300,60,290,150,110,140&layer=2&size=9,9';
    const words = 'textPs=%5Cqc%5Cfs44%20Big%20%7B%5Cb%20sale%7D%5Cpar%20now';
    expect(boxes(`${text}&${words}`).slice(1)).toEqual([
      ['1: a colour', 0.25, 0.25, 0.5, 0.5],
      ['2: Big sale now', 0.49, 0.48, 0.02, 0.04],
    ]);
  });

  it('are of recipes of several layers', () => {
    expect([isLayered(recipeOf('wid=5')), isLayered(recipeOf('layer=1&text=A'))]).toEqual([false, true]);
  });
});
