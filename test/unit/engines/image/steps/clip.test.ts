import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';
import { DISC_REQUESTS, DISC_SIZE, writeDisc } from '../../../../support/pictures/masters/disc-with-path.ts';

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

describe('clipPathE', () => {
  it.each(DISC_REQUESTS)('shows the subject and nothing else of %s', async (text) => {
    const file = await writeDisc();
    const { data } = await drawPicture(file, `${text}&fmt=png-alpha&clipPathE=Disc`);
    const whole = await drawPicture(file, `${text}&fmt=png-alpha`);
    let [green, red, lost] = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const seen = data[i + 3]! > 200;
      if (seen && data[i + 1]! > 100) green++;
      if (seen) red++;
    }
    const step = whole.channels;
    for (let i = 0, at = 0; i < whole.data.length; i += step, at += 4)
      if (whole.data[i]! > 250 && data[at + 3]! < 50) lost++;
    expect(green).toBe(0);
    expect(red).toBeGreaterThan(200);
    expect(lost / (red + lost)).toBeLessThan(0.16);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('follows EXIF orientation %i', async (orientation) => {
    const { data } = await drawPicture(await writeDisc(orientation), 'scl=1&fmt=png-alpha&clipPathE=Disc');
    const seen = data.filter((alpha, i) => i % 4 === 3 && alpha > 200).length;
    const green = data.filter((value, i) => i % 4 === 1 && value > 100 && data[i + 2]! > 200).length;
    expect(green).toBe(0);
    expect(seen / (DISC_SIZE[0] * DISC_SIZE[1])).toBeCloseTo(Math.PI * 0.235 * 0.278, 1);
  });

  it('shows all where no name is known, and so does cropPathE', async () => {
    const file = await writeDisc();
    const plain = await drawPicture(file, 'scl=1');
    expect(await drawPicture(file, 'scl=1&clipPathE=Other&cropPathE=Another')).toEqual(plain);
  });
});

describe('cropPathE', () => {
  it('is a crop to the box', async () => {
    const file = await writeDisc();
    const expected = await drawPicture(file, 'scl=1&crop=27,19,114,90');
    expect(await drawPicture(file, 'scl=1&cropPathE=Disc')).toEqual(expected);
  });

  it('that leaves nothing is told so', async () => {
    const file = await writeDisc();
    await expect(drawPicture(file, 'scl=1&crop=200,0,40,160&cropPathE=Disc')).rejects.toMatchObject({
      code: 'RENDITION_EMPTY',
    });
  });
});
