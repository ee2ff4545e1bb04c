import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../src/engines/image/libvips.ts';
import type { Picture } from '../../src/engines/picture.ts';
import { printRecipe } from '../../src/serving/print.ts';
import { recipeOf } from '../support/language/recipe-of.ts';
import { drawPicture } from '../support/pictures/draw-picture.ts';

const RED = [200, 0, 0];
const GREEN = [0, 160, 0];
const GRAY = [128, 128, 128];
const WHITE = [255, 255, 255];
const PICTURES: readonly (readonly [name: string, width: number, height: number, color: readonly number[]])[] = [
  ['ground.png', 600, 300, RED],
  ['wide.png', 1600, 900, GREEN],
  ['tall.png', 900, 1600, GREEN],
  ['mannequin.png', 600, 800, GRAY],
  ['top.png', 100, 80, GRAY],
  ['skirt.png', 100, 80, RED],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'templates-'));
  for (const [name, width, height, [r = 0, g = 0, b = 0]] of PICTURES) {
    await sharp({ create: { width, height, channels: 3, background: { r, g, b } } }).toFile(path.join(folder, name));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const draw = (master: string, text: string, presets: Readonly<Record<string, string>> = {}): Promise<Picture> =>
  drawPicture(path.join(folder, master), printRecipe(recipeOf(`${text}&fmt=png`, presets)));

const colorAt = ({ data, width, channels }: Picture, x: number, y: number): readonly number[] => [
  ...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3),
];

/** The box around all that is darker than the colours of the pictures: letters. */
function inkOf(picture: Picture) {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (colorAt(picture, x, y).some((sample) => sample > 60)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { left, top, right, bottom };
}

const VERTICAL = 'text={\\fs80 $text$}&rotate=-90';
const PRESETS = {
  mytemplate1: `src=ground.png&size=1000,1000&originN=0,0&layer=1&src=$object$&size=800,800&originN=-0.5,0&posN=-0.5,0&layer=2&$text=layer+2+text+goes+here&${VERTICAL}&originN=0.5,0&posN=0.5,0`,
  // That of the reference moves its text by posN=0.5,0 as well, off a canvas at whose right edge both origins lie already.
  mytemplate2: `$text=layer+1+text+goes+here&layer=0&size=800,0&extend=0,100,200,100&src=$object$&originN=.5,0&layer=1&${VERTICAL}&originN=.5,0&posN=0,0`,
  shadow: 'color=000000&opac=75&blendMode=mult&op_blur=5&pos=5,5',
};

describe('the templates of the reference', () => {
  it.each([
    ['wide.png', [0, 275, 799, 724]],
    ['tall.png', [0, 100, 449, 899]],
  ] as const)('A: a picture of 80 percent of the ground at its left, here %s', async (master, box) => {
    const picture = await draw(master, 'scl=1&template=mytemplate1&$text=about+the+image', PRESETS);
    expect([picture.width, picture.height]).toEqual([1000, 1000]);
    const [left, top, right, bottom] = box;
    for (const [x, y] of [
      [left, top],
      [right, bottom],
    ] as const) {
      expect(colorAt(picture, x, y)).toEqual(GREEN);
    }
    // The ground is no square: it lies in the middle, and what is left has the background.
    expect(colorAt(picture, 850, 260)).toEqual(RED);
    expect(colorAt(picture, 850, 739)).toEqual(RED);
    expect([colorAt(picture, 850, 240), colorAt(picture, 850, 760)]).toEqual([WHITE, WHITE]);
    const ink = inkOf(picture);
    expect(ink.left).toBeGreaterThan(930);
    expect(ink.right).toBeGreaterThan(980);
    expect(Math.abs((ink.top + ink.bottom) / 2 - 500)).toBeLessThan(4);
    expect(ink.bottom - ink.top).toBeGreaterThan(200);
  });

  it('B: a ground as high as the picture on it asks for, with margins', async () => {
    const picture = await draw('mannequin.png', 'scl=1&template=mytemplate2', PRESETS);
    // 600×800 at a width of 800 is 1067 high.
    expect([picture.width, picture.height]).toEqual([1000, 1267]);
    expect([colorAt(picture, 0, 100), colorAt(picture, 799, 1166)]).toEqual([GRAY, GRAY]);
    expect([colorAt(picture, 0, 98), colorAt(picture, 0, 1168), colorAt(picture, 801, 640)]).toEqual([
      ...[WHITE, WHITE, WHITE],
    ]);
    const ink = inkOf(picture);
    expect(ink.left).toBeGreaterThan(930);
    expect(Math.abs((ink.top + ink.bottom) / 2 - 633.5)).toBeLessThan(4);
  });

  it('C: clothes that lie on their anchors, one of them beside its picture, recoloured', async () => {
    const clothes = [
      'layer=1&scale=0.5&anchor=30,20&src=top.png&colorize=240,122,17',
      'layer= 2&scale=0.5&anchor=140,-157&src=skirt.png',
    ];
    const picture = await draw('mannequin.png', `&hei=800&qlt=90&${clothes.join('&')}`);
    // The height alone is said: the width follows, without margins.
    expect([picture.width, picture.height]).toEqual([600, 800]);
    // The middle is 300,400. The top is 50×40 about 15,10 of it: 285…334, 390…429.
    const [r = 0, g = 0, b = 0] = colorAt(picture, 310, 410);
    expect(r > g && g > b).toBe(true);
    expect([colorAt(picture, 283, 410), colorAt(picture, 310, 388)]).toEqual([GRAY, GRAY]);
    // The skirt is 50×40 about 70,−78.5 of it: 230…279, 478…517.
    expect([colorAt(picture, 231, 480), colorAt(picture, 278, 516)]).toEqual([RED, RED]);
    expect([colorAt(picture, 228, 490), colorAt(picture, 281, 490), colorAt(picture, 250, 520)]).toEqual([
      ...[GRAY, GRAY, GRAY],
    ]);
  });

  it('D: a shadow that has its room by margins', async () => {
    const layer = 'layer=0&src=&color=143,254,50&size=200,200&extend=0,0,10,10';
    const picture = await draw('top.png', `scl=1&${layer}&effect=-1&$shadow$&color=50,143,254`, PRESETS);
    expect([picture.width, picture.height]).toEqual([210, 210]);
    expect(colorAt(picture, 100, 100)).toEqual([143, 254, 50]);
    const [r = 0, , b = 0] = colorAt(picture, 202, 100);
    expect(b - r).toBeGreaterThan(60);
    expect(colorAt(picture, 209, 0)).toEqual(WHITE);
  });

  it('E: a layer of 63 percent, and its effect of 45', async () => {
    const layer = 'layer=1&color=255,0,0&size=40,40&opac=90,70&effect=-1&opac=50&color=0,0,0&pos=40,0';
    const picture = await draw('top.png', `scl=1&layer=0&src=&color=255,255,255&size=200,200&${layer}`);
    expect(colorAt(picture, 100, 100)).toEqual([255, 94, 94]);
    expect(colorAt(picture, 140, 100)).toEqual([140, 140, 140]);
  });
});

describe('layers', () => {
  const place = fc.record({ x: fc.integer({ min: -60, max: 60 }), y: fc.integer({ min: -60, max: 60 }) });

  it('lie by their numbers, in whichever order they are told', async () => {
    const parts = [
      'layer=1&src=top.png&pos=5,5',
      'layer=2&src=skirt.png&blendMode=mult',
      'layer=3&color=0000FF80&size=9,9',
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: 3 }), async (shuffled) => {
        expect(recipeOf(`wid=90&${shuffled.join('&')}`)).toEqual(recipeOf(`wid=90&${parts.join('&')}`));
      }),
    );
  });

  it('move by a pixel where pos does, and change nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(place, async ({ x, y }) => {
        const at = (right: number): Promise<Picture> =>
          draw('mannequin.png', `scl=1&crop=0,0,140,140&layer=1&src=skirt.png&size=20,0&pos=${right},${y}`);
        const [before, after] = [await at(x), await at(x + 1)];
        for (let row = 0; row < before.height; row++) {
          for (let column = 1; column < before.width; column += 7)
            expect(colorAt(after, column, row)).toEqual(colorAt(before, column - 1, row));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('that do not touch may change their numbers', async () => {
    const apart = (first: number, second: number): Promise<Picture> =>
      draw('mannequin.png', `wid=150&layer=${first}&src=top.png&pos=-100,0&layer=${second}&src=skirt.png&pos=100,9`);
    expect(await apart(1, 2)).toEqual(await apart(2, 1));
  });
});
