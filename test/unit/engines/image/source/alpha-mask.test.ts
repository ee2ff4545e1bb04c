import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const { width, height } = { width: 640, height: 480 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gates-'));
  await writeGoldenMasters(folder);
  const half = Uint8Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 255 : 0));
  await sharp(half, { raw: { width, height, channels: 1 } })
    .png()
    .toFile(path.join(folder, 'half.png'));
  await sharp(path.join(folder, 'half.png')).ensureAlpha().png().toFile(path.join(folder, 'opaque.png'));
  await sharp(path.join(folder, 'half.png'))
    .rotate(90)
    .withMetadata({ orientation: 8 })
    .png()
    .toFile(path.join(folder, 'lying.png'));
  await writeGated('patterns.png', 'gated.png');
  await sharp(path.join(folder, 'patterns.png')).flop().png().toFile(path.join(folder, 'flipped.png'));
  await writeGated('flipped.png', 'flipped-gated.png');
});
afterAll(() => rm(folder, { recursive: true }));

/** What `mask=cut-out.png` makes of a master, stored. */
async function writeGated(master: string, name: string): Promise<void> {
  const alpha = await sharp(path.join(folder, 'cut-out.png')).extractChannel('alpha').raw().toBuffer();
  await sharp(path.join(folder, master))
    .joinChannel(alpha, { raw: { width, height, channels: 1 } })
    .png()
    .toFile(path.join(folder, name));
}

const draw = (master: string, text: string): Promise<Picture> =>
  drawPicture(path.join(folder, master), `${text}&fmt=png-alpha`);

function expectSame(a: Picture, b: Picture): void {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  expect(Buffer.compare(a.data, b.data)).toBe(0);
}

const alphas = ({ data, channels }: Picture): readonly number[] =>
  channels === 3 ? [255] : [...new Set(data.filter((_, i) => i % 4 === 3))];

describe('mask', () => {
  it.each([
    'wid=200',
    'wid=200&crop=100,50,400,300&rotate=20&flip=lr',
    'wid=200&maskUse=invert&op_growMask=4',
    'wid=150&size=300,0&op_growMaskR=-3&color=FF0000',
    'req=mask&wid=90',
  ])('makes of %s what a master with that alpha gives', async (text) => {
    expectSame(await draw('patterns.png', `${text}&mask=cut-out.png`), await draw('gated.png', text));
  });

  it('gates the reply that takes the place of the master', async () => {
    const reply = await draw('patterns.png', 'wid=200&src=is{?flip=lr}&mask=cut-out.png');
    expectSame(reply, await draw('flipped-gated.png', 'wid=200'));
  });

  it('takes the place of the alpha that a master has', async () => {
    const { data } = await draw('cut-out.png', 'scl=1&mask=half.png');
    const plain = await draw('patterns.png', 'scl=1');
    const shown = [0, 100, 300].map((x) => 4 * (240 * width + x));
    expect(shown.map((at) => data[at + 3])).toEqual([255, 255, 255]);
    for (const at of shown)
      expect([...data.subarray(at, at + 3)]).toEqual([...plain.data.subarray((at / 4) * 3, (at / 4) * 3 + 3)]);
    expect(data[4 * (240 * width + 400) + 3]).toBe(0);
  });

  it.each(['opaque.png', 'lying.png', 'is{half.png?op_hue=50}', 'is{$object$?mask=half.png}'])(
    '%s is as half.png: gray where nothing is hidden, upright, through requests',
    async (mask) => {
      expectSame(
        await draw('patterns.png', `wid=100&mask=${mask}`),
        await draw('patterns.png', 'wid=100&mask=half.png'),
      );
    },
  );

  it('is scaled to the master, without ghosts', async () => {
    const { data } = await draw('patterns.png', 'scl=1&mask=is{half.png?wid=64&resMode=bilin}');
    const row = Array.from({ length: width }, (_, x) => data[4 * (200 * width + x) + 3]!);
    expect(row.slice(0, 290).every((alpha) => alpha >= 250) && row.slice(350).every((alpha) => alpha === 0)).toBe(true);
  });

  it('of the master itself is what it shows, and `maskUse=off` needs none', async () => {
    expect(alphas(await draw('half.png', 'scl=1&mask=$object$'))).toEqual([255, 0]);
    expect(alphas(await draw('cut-out.png', 'scl=1&mask=half.png&maskUse=off'))).toEqual([255]);
    expect(pictureRecipe('wid=9&mask=nowhere.png&maskUse=off').composite.layers[0].mask).toEqual({ use: 'off' });
  });

  it('may be cut out by the paths of what it is made of', async () => {
    const ring = (master: string, mask: string) => draw(master, `scl=1&mask=is{${mask}?clipPathE=Ring}&req=mask`);
    const [other, own] = [await ring('patterns.png', 'paths.jpg'), await ring('paths.jpg', '')];
    expectSame(other, own);
    expect(alphas(await draw('patterns.png', 'scl=1&mask=is{paths.jpg?clipPathE=Ring}')).length).toBeGreaterThan(2);
  });

  it('is filled and flattened as other alpha is', async () => {
    const flat = await drawPicture(path.join(folder, 'patterns.png'), 'scl=1&mask=half.png&bgc=0,0,255');
    expect(flat.channels).toBe(3);
    expect([...flat.data.subarray(3 * 639, 3 * 640)]).toEqual([0, 0, 255]);
    const filled = await draw('patterns.png', 'scl=1&mask=half.png&bgColor=0,0,255');
    expectSame(filled, await toPicture(openPicture(flat)));
  });

  it('that is not at hand fails its rendition and no other', async () => {
    const texts = ['wid=20', 'wid=20&mask=nowhere.png', 'wid=20&mask=is{?op_invert=1}'];
    const { artefacts, failures } = await renderFile(path.join(folder, 'patterns.png'), texts.map(pictureRecipe));
    expect(artefacts.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(failures).toMatchObject([{ code: 'OBJECT_UNUSABLE', rendition: 'b' }]);
  });
});
