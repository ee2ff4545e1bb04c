import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../../../src/engines/picture.ts';
import { drawPicture } from '../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../support/pictures/golden-masters.ts';

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'tiles-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

const draw = (text: string, master = 'patterns.png'): Promise<Picture> => drawPicture(path.join(masters, master), text);

/** The rows of a part of a picture. */
function part({ data, width, channels }: Picture, x: number, y: number, w: number, h: number): Uint8Array {
  const rows = Array.from({ length: h }, (_none, row) => {
    const start = ((y + row) * width + x) * channels;
    return data.subarray(start, start + w * channels);
  });
  return Uint8Array.from(Buffer.concat(rows));
}

describe('tiles of a view', () => {
  it.each([
    'wid=300',
    'wid=300&op_usm=2,3,0,0',
    'wid=300&op_usm=1.75,0.3,2,1&op_sharpen=1',
    'wid=300&hei=300&fit=crop,1&rotate=90&op_sharpen=1',
    'wid=300&hei=250&fit=fit&align=0,1&op_usm=1,20,0,0',
    'wid=300&rotate=20&op_usm=1,2,0,0',
    'wid=300&rgnN=0.1,0.2,0.5,0.5&flip=lr',
  ])('of %s are the very pixels of the whole', async (text) => {
    const whole = await draw(text);
    for (const [x, y, w, h] of [
      [0, 0, 64, 48],
      [117, 60, 100, 80],
      [whole.width - 50, whole.height - 40, 50, 40],
    ] as const) {
      const tile = await draw(`${text}&rect=${x},${y},${w},${h}`);
      expect([tile.width, tile.height]).toEqual([w, h]);
      expect(Buffer.compare(tile.data, part(whole, x, y, w, h)), `${x},${y}`).toBe(0);
    }
  });

  it('of a larger view are those of that view', async () => {
    const whole = await draw('wid=400');
    const tile = await draw('wid=200&rect=30,40,100,80,2');
    expect(Buffer.compare(tile.data, part(whole, 30, 40, 100, 80))).toBe(0);
  });

  it('keep clear what overhangs where the format can', async () => {
    const { data, channels } = await draw('wid=100&fmt=png-alpha&rect=-10,0,30,20');
    expect(channels).toBe(4);
    expect([data[3], data[4 * 9 + 3], data[4 * 10 + 3]]).toEqual([0, 0, 255]);
  });

  it.each([
    'wid=100&rect=100,0,10,10',
    'wid=10&hei=10&rgn=9000,0,10,10',
    'crop=9000,0,10,10&wid=10',
    'crop=-30,0,20,20&wid=10',
    'crop=9000,0,10,10&wid=10&rotate=20&rect=0,0,10,10',
    'extend=-641,0,9000,0&scl=1&rect=0,0,10,10',
  ])('that show nothing of the picture are background: %s', async (text) => {
    const opaque = await draw(`${text}&bgc=10,20,30`);
    expect(opaque).toMatchObject({ width: 10, height: 10, channels: 3 });
    expect(Buffer.from(opaque.data)).toEqual(Buffer.alloc(300, Buffer.from([10, 20, 30])));
    const clear = await draw(`${text}&fmt=png-alpha`);
    expect(Buffer.from(clear.data)).toEqual(Buffer.alloc(400));
  });
});
