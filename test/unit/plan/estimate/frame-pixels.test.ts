import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as pipeline from '../../../../src/engines/image/pipeline.ts';
import type { AnyPicture } from '../../../../src/engines/picture.ts';
import type { Frame } from '../../../../src/layout/frame.ts';
import { makeFrame } from '../../../../src/layout/make-frame.ts';
import { framePixels } from '../../../../src/plan/estimate/frame-pixels.ts';
import { drawPicture, pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { GOLDEN_CASES } from '../../../support/pictures/golden-cases.ts';
import { writeGoldenMasters } from '../../../support/pictures/golden-masters.ts';

/** Every frame that the engine drew, with the pixels that it read for it and those that it answered. */
const drawn = vi.hoisted(() => [] as { frame: Frame; read: AnyPicture; answer: AnyPicture }[]);

vi.mock(import('../../../../src/engines/image/pipeline.ts'), async (original) => {
  const module: typeof pipeline = await original();
  const runPipeline: typeof module.runPipeline = async (picture, frame, readAbove) => {
    const answer = await module.runPipeline(picture, frame, readAbove);
    drawn.push({ frame, read: picture, answer });
    return answer;
  };
  return { ...module, runPipeline };
});

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'pixels-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

const GOLDEN = GOLDEN_CASES.filter(({ recipe }) => !recipe.startsWith('pyramid='));

/** What golden cases have no need of: large reaches, far tiles, and all of them together. */
const MORE: readonly (readonly [recipe: string, master: string])[] = [
  'scl=1&rect=300,200,26,26&op_blur=60',
  'scl=2&rect=30,20,64,64&op_grow=30',
  'scl=1&rect=300,200,26,26&op_grow=-12&op_blur=20&fmt=png-alpha',
  'scl=1&rect=10,10,16,16&op_colorize=FF0000,norm,20',
  'scl=1&rect=100,100,32,32&op_usm=2,0.8,1',
  'scl=1&rect=-20,-20,60,60&fmt=png-alpha',
  'rotate=30&scl=1&rect=300,200,40,40&op_blur=9',
  'rotate=90&scl=1&rect=300,200,40,40&op_blur=9',
  'rotate=90&flip=lr&wid=60&hei=60&fit=crop,1&align=0,-1',
  'perspectiveN=0.1,0,0.9,0.1,1,0.9,0,1&scl=3&rect=20,20,30,30',
  'perspectiveN=0.1,0,0.9,0.1,1,0.9,0,1&rotate=12&wid=200',
  'crop=-30,-30,200,200&extend=10,10,10,10&wid=90',
  'mask=cut-out.png&scl=1&rect=90,90,40,40&op_blur=20&fmt=png-alpha',
  'maskUse=invert&op_growMask=4&crop=20,20,300,300&wid=70&fmt=png-alpha',
  'src=is{?rotate=20&scl=2&op_blur=10}&scl=1&rect=50,50,30,30&op_grow=9',
  'src=is{?src=is{?scl=2}&mask=is{cut-out.png?scl=2}&scl=1}&wid=50',
].flatMap((recipe) => [[recipe, 'patterns.png'] as const, [recipe, 'cut-out.png'] as const]);

const areaOf = ({ width, height }: AnyPicture): number => width * height;

describe('the pixels that an estimate counts', () => {
  it.each([...GOLDEN.map(({ recipe, master }) => [recipe, master] as const), ...MORE])(
    'of %s are those that the engine reads and answers (%s)',
    async (recipe, master) => {
      drawn.length = 0;
      await drawPicture(path.join(masters, master), recipe);
      expect(drawn).not.toEqual([]);
      for (const { frame, read, answer } of drawn) {
        // Layers above the base are read one after the other, when it has been drawn.
        const { read: counted, view, canvas } = framePixels(frame, [frame.composite.layers[0]]);
        expect(counted).toBe(areaOf(read));
        expect(framePixels(frame).read).toBeGreaterThanOrEqual(counted);
        expect(view).toBeGreaterThanOrEqual(areaOf(answer));
        expect(canvas).toBeGreaterThanOrEqual(view);
      }
    },
  );

  it('are those of a tile with all that a wide blur looks at around it', () => {
    const recipe = pictureRecipe('scl=1&rect=3000,2000,256,256&op_blur=100');
    expect(framePixels(makeFrame(recipe, { width: 8000, height: 6000 }))).toMatchObject({
      read: 760_335,
      view: 65_536,
    });
  });
});
