import { describe, expect, it } from 'vitest';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { replyHasAlpha, withoutOuterEffects } from '../../../src/layout/effect-frame.ts';
import type { Original } from '../../../src/layout/original.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';

const PHOTO = { width: 400, height: 300, alpha: false };
const CUT_OUT = { width: 200, height: 200, alpha: true };

function framed(text: string) {
  const references = (object: string | undefined): Original => ({
    ...(object === 'cut-out.png' ? CUT_OUT : PHOTO),
    references,
  });
  return makeFrame(pictureRecipe(text), references(undefined));
}

const EFFECT = 'effect=-1&op_blur=4';

describe('outer effects', () => {
  it.each([
    `layer=1&src=photo.jpg&size=100,0&${EFFECT}`,
    `layer=1&src=is{photo.jpg?wid=100}&${EFFECT}`,
    `layer=1&src=photo.jpg&rotate=90&${EFFECT}`,
    `${EFFECT}&layer=1&size=9,9&color=ff0000`,
  ])('are left out where a picture without alpha fills its layer: %s', (text) => {
    const frame = framed(text);
    expect(frame.composite.layers.flatMap(({ effects }) => effects)).toEqual([]);
    expect(withoutOuterEffects(frame)).toHaveLength(1);
  });

  it.each([
    `layer=1&src=cut-out.png&${EFFECT}`,
    `layer=1&src=is{cut-out.png?wid=100}&${EFFECT}`,
    `layer=1&src=is{photo.jpg?wid=100&hei=100}&${EFFECT}`,
    `layer=1&src=cut-out.png&maskUse=off&${EFFECT}`,
    `layer=1&src=photo.jpg&mask=cut-out.png&${EFFECT}`,
    `layer=1&src=photo.jpg&rotate=20&${EFFECT}`,
    `layer=1&src=photo.jpg&extend=0,0,10,10&${EFFECT}`,
    `layer=1&src=photo.jpg&crop=-5,0,50,50&${EFFECT}`,
    `layer=1&src=photo.jpg&clipPath=M,0,0,L,30,0,L,15,30,Z&${EFFECT}`,
    `layer=1&color=ff0000&size=20,20&${EFFECT}`,
    `layer=1&text=Sale&${EFFECT}`,
  ])('are drawn around every other shape: %s', (text) => {
    const frame = framed(text);
    expect(frame.composite.layers.flatMap(({ effects }) => effects)).toHaveLength(1);
    expect(withoutOuterEffects(frame)).toEqual([]);
  });

  it('leave inner ones as they are, and are told within requests too', () => {
    const inner = `layer=1&src=photo.jpg&effect=1&op_grow=3&color=ff0000`;
    expect(framed(inner).composite.layers[1]?.effects).toHaveLength(1);
    expect(withoutOuterEffects(framed(`layer=1&src=is{photo.jpg?size=50,50&layer=2&src=photo.jpg&${EFFECT}}`))).toEqual(
      [2],
    );
  });
});

describe('replies', () => {
  it.each([
    ['wid=100', false],
    ['wid=100&hei=100&fit=crop', false],
    ['wid=100&hei=100', true],
    ['rotate=10', true],
    ['opac=50', true],
    ['layer=0&hide=1', true],
  ])('of %s have alpha: %s', (text, has) => {
    expect(replyHasAlpha(framed(text))).toBe(has);
  });
});
