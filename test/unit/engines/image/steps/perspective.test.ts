import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'perspective-'));
  await writeGoldenMasters(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const draw = (text: string, master = 'patterns.png'): Promise<Picture> => drawPicture(path.join(folder, master), text);

const STILL = 'perspectiveN=0,0,1,0,1,1,0,1';
const BACK = 'perspectiveN=0.25,0,0.75,0,1,1,0,1';

/** Vitest compares what is equal sample by sample, and takes its time. */
function expectSame(a: Picture, b: Picture): void {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  expect(Buffer.compare(a.data, b.data)).toBe(0);
}

const withAlpha = (picture: Picture): Promise<Picture> => toPicture(openPicture(picture).ensureAlpha());

const alphaAt = ({ data, width, channels }: Picture, x: number, y: number): number =>
  channels === 3 ? 255 : data[4 * (y * width + x) + 3]!;

describe('perspective', () => {
  it.each(['wid=200', 'wid=200&rotate=20&fmt=png-alpha', 'scl=1&crop=20,30,301,203', 'wid=900&fit=fit,1&flip=ud'])(
    'that moves no corner leaves the very pixels of %s, also beside size and res',
    async (text) => {
      const plain = await draw(text);
      expectSame(await draw(`${text}&${STILL}`), plain);
      const corners = text.includes('crop') ? '0,0,301,0,301,203,0,203' : '0,0,640,0,640,480,0,480';
      expectSame(await draw(`${text}&perspective=${corners}&size=100,0&res=30`), plain);
    },
  );

  it('that mirrors is flip', async () => {
    expectSame(await draw('scl=1&perspectiveN=1,0,0,0,0,1,1,1'), await draw('scl=1&flip=lr'));
  });

  it('keeps the canvas, is clear outside the corners and full to their edges', async () => {
    const picture = await draw(`wid=320&fmt=png-alpha&${BACK}`);
    expect(picture).toMatchObject({ width: 320, height: 240, channels: 4 });
    expect([alphaAt(picture, 5, 5), alphaAt(picture, 70, 0), alphaAt(picture, 314, 5)]).toEqual([0, 0, 0]);
    expect([alphaAt(picture, 160, 0), alphaAt(picture, 160, 239), alphaAt(picture, 10, 239)]).toEqual([255, 255, 255]);
    const row = Array.from({ length: 160 }, (_, x) => alphaAt(picture, x, 120));
    expect(row.filter((alpha) => alpha > 0 && alpha < 255).length).toBeLessThanOrEqual(2);
    expect(row.toSorted((a, b) => a - b)).toEqual(row);
  });

  it('has no alpha where its corners are beyond the canvas', async () => {
    expect((await draw('wid=100&fmt=png-alpha&perspectiveN=-0.1,-0.2,1.1,-0.1,1.2,1.1,-0.1,1.2')).channels).toBe(3);
  });

  it('looks no different in tiles', async () => {
    const text = `wid=300&fmt=png-alpha&perspectiveN=0.35,-0.1,0.65,0.1,1.1,1,-0.05,0.9`;
    const whole = await draw(text);
    const tile = await draw(`${text}&rect=117,60,100,80`);
    const cut = openPicture(whole).extract({ left: 117, top: 60, width: 100, height: 80 });
    expectSame(await withAlpha(tile), await toPicture(cut));
  });

  it.each([
    ['wid=160', 'wid=160&rotate=90'],
    ['wid=160&hei=200&fit=stretch,1', 'wid=200&hei=160&fit=stretch,1&rotate=90'],
  ])('comes before turns: %s turned is %s', async (text, turned) => {
    const before = await draw(`${text}&fmt=png-alpha&${BACK}`);
    const width = turned === 'wid=160&rotate=90' ? 'wid=120&rotate=90' : turned;
    const after = await draw(`${width}&fmt=png-alpha&${BACK}`);
    expectSame(after, await toPicture(openPicture(before).rotate(90)));
  });

  it('moves the paths that pictures are clipped by along', async () => {
    const view = 'scl=1&fmt=png-alpha';
    const clipped = await draw(`${view}&clipPathE=Slope&${BACK}`, 'paths.jpg');
    const alone = await draw(`${view}&clipPathE=Slope`, 'paths.jpg');
    await openPicture(alone).png().toFile(path.join(folder, 'clipped.png'));
    const bent = await draw(`${view}&${BACK}`, 'clipped.png');
    const apart = clipped.data.filter((value, i) => i % 4 === 3 && Math.abs(value - bent.data[i]!) > 60).length;
    expect(apart).toBeLessThan(20);
  });

  it.each(['perspectiveN=2,2,3,2,3,3,2,3', 'perspective=-900,0,-10,0,-10,400,-900,400'])(
    'says that %s shows nothing',
    async (text) => {
      await expect(draw(`wid=100&${text}`)).rejects.toMatchObject({ code: 'RENDITION_EMPTY' });
    },
  );

  it.each([
    'perspectiveN=0,0,1,0,1,1,0.499,0.501',
    'perspectiveN=0.49,0.49,0.51,0.49,1,1,0,1',
    'perspectiveN=-999,0.4,1000,0.5,1000,0.6,-999,0.7',
    'perspective=-9000000,-9000000,9000000,-9000000,9000000,9000000,-9000000,9000000',
    'perspective=10,10,10.5,10,10.5,10.5,10,10.5',
  ])('draws %s, however steep', async (text) => {
    const { width, height } = await draw(`wid=64&${text}`);
    expect([width, height]).toEqual([64, 48]);
  });
});

const IMAGE_MAGICK = spawnSync('convert', ['-version']).status === 0;
const PHOTOS = sharedFolder('corpus/photos');

/** Samples that lie well inside both pictures: their edges differ by what each takes for a pixel's share. */
function inside(ours: Picture, theirs: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const { width, height, data } = ours;
  const kept = [new Uint8Array(data.length), new Uint8Array(data.length)] as const;
  const reach = [0, 12, -12, 12 * width, -12 * width];
  let count = 0;
  for (let y = 3; y < height - 3; y++) {
    for (let at = 4 * (y * width + 3); at < 4 * (y * width + width - 3); at += 4) {
      if (!reach.every((by) => data[at + 3 + by] === 255 && theirs[at + 3 + by] === 255)) continue;
      for (let c = 0; c < 3; c++, count++) {
        kept[0][count] = data[at + c]!;
        kept[1][count] = theirs[at + c]!;
      }
    }
  }
  return [kept[0].subarray(0, count), kept[1].subarray(0, count)];
}

describe.skipIf(!IMAGE_MAGICK || PHOTOS === undefined)('beside ImageMagick', () => {
  it.each([
    ['mild', [0.04, 0.02, 0.97, 0, 1, 0.98, 0, 1]],
    ['leaning back', [0.25, 0, 0.75, 0, 1, 1, 0, 1]],
    ['turned aside', [0.1, 0.1, 0.6, 0.3, 0.6, 0.7, 0.1, 0.95]],
    ['on its corner', [0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5]],
    ['half as large', [0.1, 0.1, 0.6, 0.12, 0.58, 0.55, 0.12, 0.6]],
    ['larger than the canvas', [-0.5, -0.4, 1.3, -0.2, 1.2, 1.4, -0.3, 1.2]],
  ])('a photograph %s is the same picture', async (_name, corners) => {
    const file = path.join(PHOTOS ?? '', 'kodak_kodim15.png');
    const { width, height } = await sharp(file).metadata();
    const ours = await drawPicture(file, `scl=1&fmt=png-alpha&perspectiveN=${corners.join(',')}`);
    const from = [0, 0, width, 0, width, height, 0, height];
    const pairs = [0, 2, 4, 6].map(
      (i) => `${from[i]},${from[i + 1]} ${corners[i]! * width},${corners[i + 1]! * height}`,
    );
    const out = path.join(folder, 'expected.rgba');
    const options = ['-virtual-pixel', 'transparent', '-distort', 'Perspective', pairs.join('  ')];
    spawnSync('convert', [file, ...options, '-depth', '8', out]);
    expect(psnr(...inside(await withAlpha(ours), await readFile(out)))).toBeGreaterThan(40);
  });
});
