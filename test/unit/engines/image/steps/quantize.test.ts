import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quantize-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('an adaptive palette', () => {
  it('spends no colour on what is clear, wherever that begins', async () => {
    const file = path.join(folder, 'cut.png');
    // Hidden red, then a half of blue and a half of green.
    const pixels = Array.from({ length: 60 * 10 }, (_, i) => {
      const x = i % 60;
      return x < 20 ? [255, 0, 0, 0] : x < 40 ? [0, 0, 255, 255] : [0, 255, 0, 255];
    });
    await sharp(Uint8Array.from(pixels.flat()), { raw: { width: 60, height: 10, channels: 4 } }).toFile(file);
    const { data } = await drawPicture(file, 'scl=1&fmt=png-alpha&quantize=adaptive,off,2&fmt=gif-alpha');
    expect([...data.subarray(4 * 30, 4 * 31)]).toEqual([0, 0, 255, 255]);
    expect([...data.subarray(4 * 50, 4 * 51)]).toEqual([0, 255, 0, 255]);
  });
});
