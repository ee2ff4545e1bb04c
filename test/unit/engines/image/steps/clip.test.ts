import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'clip-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a clip', () => {
  it('is drawn on a picture that is wider than librsvg draws, without a seam', async () => {
    const file = path.join(folder, 'wide.png');
    await sharp({ create: { width: 400, height: 4, channels: 3, background: '#fff' } }).toFile(file);
    const text = 'clipPath=M,10,0,L,390,0,L,390,4,L,10,4,Z&wid=40000&hei=4&fit=stretch,1&fmt=png-alpha';
    const { data, width } = await drawPicture(file, text);
    const alpha = Array.from({ length: width }, (_, x) => data[4 * x + 3]);
    expect(alpha.slice(0, 999).every((value) => value === 0)).toBe(true);
    expect(alpha.slice(1001, 38_999).every((value) => value === 255)).toBe(true);
    expect(alpha.slice(39_001).every((value) => value === 0)).toBe(true);
  });
});
