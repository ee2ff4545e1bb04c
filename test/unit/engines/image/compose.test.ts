import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { toPicture } from '../../../../src/engines/image/source/pixels.ts';
import { drawPicture } from '../../../support/pictures/draw-picture.ts';
import { largestDifference } from '../../../support/pictures/samples.ts';
import { writeGoldenMasters } from '../../../support/pictures/golden-masters.ts';

describe('a layer on its canvas', () => {
  let folder = '';
  let master = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'extend-'));
    await writeGoldenMasters(folder);
    master = path.join(folder, 'patterns.png');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const drawn = (text: string) => drawPicture(master, `${text}&scl=1&fmt=png&bgc=0,120,60`);
  const ground = { r: 0, g: 120, b: 60 };
  const scaled = () => sharp(master).resize(400, 300, { fit: 'fill', kernel: 'lanczos3' });

  it.each([
    'layer=1&src=cut-out.png&size=300,0&pos=20,10&effect=-1&op_blur=30&pos=20,20&effect=1&op_grow=5&color=FF0000',
    'layer=1&src=cut-out.png&rotate=20&size=300,0&blendMode=mult&op_blur=8&op_noise=10,uniform,0',
    'size=500,500&layer=1&rotate=45&size=200,200&color=FF000080&blendMode=dissolve',
    'flip=lr&layer=1&src=cut-out.png&size=300,0&pos=-50,30&clipPath=M,10,10,L,290,30,L,200,220,Z&op_usm=2,4,0,0&flip=ud',
  ])('is drawn in tiles without seams: %s', async (text) => {
    const [whole, tile] = [await drawPicture(master, `scl=2&${text}`), { left: 60, top: 45, width: 75, height: 65 }];
    const part = await drawPicture(master, `scl=2&rect=60,45,75,65&${text}`);
    expect(largestDifference(part, await toPicture(sharp(whole.data, { raw: whole }).extract(tile)))).toBe(0);
  });

  it('is what scaling, then padding, gives', async () => {
    const padded = scaled().extend({ left: 10, top: 20, right: 30, bottom: 40, background: ground });
    expect(await drawn('size=400,0&extend=10,20,30,40')).toEqual(await toPicture(padded));
  });

  it('is what scaling, then cutting, gives', async () => {
    const cut = scaled().extract({ left: 10, top: 20, width: 360, height: 240 });
    expect(await drawn('size=0,300&extend=-10,-20,-30,-40')).toEqual(await toPicture(cut));
  });

  it('is turned first and mirrored last, margins and all', async () => {
    const turned = await toPicture(scaled().rotate(90));
    const extended = sharp(turned.data, { raw: turned }).extend({ left: 30, right: 0, background: ground });
    const mirrored = sharp(await extended.png().toBuffer()).flop();
    expect(await drawn('size=400,0&rotate=90&extendN=0.1,0,0,0&flip=lr')).toEqual(await toPicture(mirrored));
  });
});
