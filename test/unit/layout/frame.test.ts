import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, type LayerFrame, layersBeside, showsNothing } from '../../../src/layout/frame.ts';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import type { Size } from '../../../src/model/geometry.ts';
import { outputSize } from '../../../src/layout/composite.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';

function frame(text: string, master: Size = { width: 1000, height: 600 }): Frame {
  const recipe = pictureRecipe(text);
  return makeFrame(recipe, master);
}

/** What is read for it. */
const base = (text: string): LayerFrame => frame(text).composite.layers[0];

const code = (text: string, master?: Size): string => {
  try {
    frame(text, master);
    return 'fine';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a frame', () => {
  it('reads only the window that shows', () => {
    expect(base('wid=100&hei=100&fit=crop,1').reading).toMatchObject({
      scaled: { width: 167, height: 100 },
      window: { x: 34, y: 0, width: 100, height: 100 },
    });
  });

  it('reads what there is of a region that overhangs, and lays it where it belongs', () => {
    const { region, reading, overhang } = base('crop=-500,300,1000,600&wid=100');
    expect(region).toEqual({ x: 0, y: 300, width: 500, height: 300 });
    expect(reading).toMatchObject({
      scaled: { width: 50, height: 30 },
      window: { x: 0, y: 0, width: 50, height: 30 },
    });
    expect(overhang).toEqual({
      at: { x: 50, y: 0, width: 50, height: 30 },
      window: { x: 0, y: 0, width: 100, height: 60 },
    });
    expect(base('crop=-500,300,1000,600&wid=100&scl=10&rect=60,5,20,20').overhang).toBeUndefined();
  });

  it.each([
    ['layer=1&color=ff0000&size=50,50&posN=2,0', [1]],
    ['layer=1&color=ff0000&size=50,50&pos=-5000,0&layer=2&color=ff0000&size=9,9', [1]],
    ['layer=1&src=is{?layer=1&color=ff0000&size=50,50&pos=0,9999}&size=90,90', [1]],
    ['layer=1&color=ff0000&size=50,50&pos=-490,0', []],
    ['layer=1&color=ff0000&size=50,50&posN=2,0&hide=1', []],
    // It shows elsewhere in the same picture.
    ['layer=1&color=ff0000&size=50,50&pos=-400,-200&rgn=800,400,90,90', []],
    ['layer=1&color=ff0000&size=50,50&pos=600,0&effect=-1&pos=-200,0&color=000000', []],
  ])('knows which layers lie wholly beside the picture: %s', (text, numbers) => {
    expect(layersBeside(frame(text))).toEqual(numbers);
  });

  it.each([
    ['crop=2000,0,90,90&wid=10', true],
    ['crop=2000,0,90,90&rotate=30&wid=50', true],
    ['cropN=1,0,0.5,1', true],
    ['crop=0,0,2000,600&rgn=1500,0,100,100', true],
    ['rgn=5000,0,9,9&wid=9&hei=9', true],
    ['scl=1&rect=2000,0,9,9', true],
    ['extend=200,0,0,0&rgn=0,0,100,100', true],
    ['layer=1&src=is{?crop=2000,0,50,50}&size=50,50', true],
    ['crop=999,599,90,90', false],
    ['rgn=999,0,9,9&wid=9&hei=9', false],
    ['extend=200,0,0,0&rgn=101,0,100,100', false],
    ['wid=100&hei=1000&fit=fit,1', false],
    // Something else is there.
    ['crop=2000,0,90,90&layer=1&color=ff0000&size=9,9', false],
    ['color=ff0000&size=9,9', false],
    ['hide=1&crop=2000,0,90,90', false],
  ])('knows where nothing of a picture shows: %s', (text, nothing) => {
    expect(showsNothing(frame(text))).toBe(nothing);
  });

  it('reads next to nothing of a picture that does not show', () => {
    for (const text of ['crop=2000,0,90,90&wid=10', 'rgn=5000,0,9,9&wid=9&hei=9', 'scl=1&rect=2000,0,9,9'])
      expect(base(text).reading.window.width).toBe(1);
  });

  it('finds that window under a mirror and a quarter turn', () => {
    const { composite } = frame('rotate=90&flip=lr&wid=60&hei=60&fit=crop,1&align=0,-1');
    const { reading } = composite.layers[0];
    expect(composite.scaled).toEqual({ width: 60, height: 100 });
    expect(reading.scaled).toEqual({ width: 100, height: 60 });
    // Clockwise the left becomes the top, and stays there when it is mirrored.
    expect(reading.window).toEqual({ x: 0, y: 0, width: 60, height: 60 });
  });

  it('reads the whole region where it is turned freely', () => {
    const { reading, turn } = base('rotate=30&wid=300');
    expect(turn?.free).toBe(true);
    expect(reading.window).toEqual({ x: 0, y: 0, ...reading.scaled });
  });

  it.each([
    ['bilin', 'linear'],
    ['bicub', 'cubic'],
    ['sharp2', 'lanczos3'],
    ['bisharp', 'mks2013'],
  ])('resamples %s with %s', (mode, kernel) => {
    expect(base(`wid=100&resMode=${mode}`).reading.kernel).toBe(kernel);
  });

  it.each([
    ['wid=65500&hei=10', 'fine'],
    ['wid=65501&hei=10', 'RENDITION_TOO_LARGE'],
    ['wid=16384&hei=10&fmt=webp', 'RENDITION_TOO_LARGE'],
    ['wid=40000&hei=40000&fmt=png', 'RENDITION_TOO_LARGE'],
    ['crop=-100000,-100000,200000,200000&wid=10', 'fine'],
    ['scl=0.0001&wid=10&hei=10', 'fine'],
    ['rotate=45&scl=0.01&wid=10&hei=10', 'RENDITION_TOO_LARGE'],
    ['crop=2000,0,10,10&wid=10', 'fine'],
    ['crop=1000,0,0,0&wid=10', 'RENDITION_EMPTY'],
    ['margins=400,0,300,0&wid=10', 'RENDITION_EMPTY'],
    ['rgn=5000,5000,10,10&wid=10&hei=10', 'fine'],
  ])('of %s is judged: %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('refuses a format that no encoder writes', () => {
    const recipe = { ...pictureRecipe('wid=10'), output: { format: 'heic' } };
    expect(() => makeFrame(recipe, { width: 10, height: 10 })).toThrow(
      expect.objectContaining({ code: 'RENDITION_NOT_AS_PLANNED' }),
    );
  });

  it('refuses a scaled picture beyond the longest side there is', () => {
    expect(code('scl=0.0001&wid=10&hei=10', { width: 2000, height: 10 })).toBe('RENDITION_TOO_LARGE');
  });

  it('has the size that planning counted on and reads inside what it scales', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    const modes = fc.constantFrom('fit', 'constrain', 'crop', 'wrap', 'stretch', 'hfit', 'vfit');
    const turns = fc.constantFrom(
      '',
      '&rotate=90',
      '&rotate=180&flip=ud',
      '&rotate=270&flip=lr',
      '&rotate=17',
      '&extend=5,-3,20,7&flip=lr',
      '&size=100,0&extendN=0.1,-0.2,0.1,0&rotate=30',
      '&scale=0.5&extend=-10,-10,-10,200&rotate=90',
    );
    fc.assert(
      fc.property(side, side, side, side, modes, turns, (width, height, wid, hei, mode, turned) => {
        const text = `wid=${wid}&hei=${hei}&fit=${mode},1&align=0.3,-1&fmt=png${turned}`;
        const master = { width, height };
        let made: Frame;
        try {
          made = frame(text, master);
        } catch (error) {
          expect(['RENDITION_TOO_LARGE', 'RENDITION_EMPTY']).toContain((error as { code: string }).code);
          return;
        }
        expect(made.view).toEqual(outputSize(made.recipe, master));
        const { window, scaled } = made.composite.layers[0].reading;
        expect(Math.min(window.x, window.y)).toBeGreaterThanOrEqual(0);
        expect(window.x + window.width).toBeLessThanOrEqual(scaled.width);
        expect(window.y + window.height).toBeLessThanOrEqual(scaled.height);
      }),
    );
  });
});
