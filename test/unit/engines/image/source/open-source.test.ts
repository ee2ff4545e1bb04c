import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFrames } from '../../../../../src/engines/image/draw.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openForFrames } from '../../../../../src/engines/image/source/open-source.ts';
import type { AnyPicture } from '../../../../../src/engines/picture.ts';
import { makeFrame } from '../../../../../src/layout/make-frame.ts';
import { openPicture } from '../../../../../src/engines/image/source/pixels.ts';
import { imageEngine } from '../../../../../src/engines/image/engine.ts';
import { estimateJob } from '../../../../../src/plan/estimate/image-cost.ts';
import { outputSize } from '../../../../../src/layout/composite.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';
import { ENGINE_CONTEXT } from '../../../../support/processes/engine-context.ts';

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'nested-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

const draw = (master: string, text: string) => drawPicture(path.join(masters, master), text);

describe('a picture made of the reply to another request', () => {
  it.each([
    ['patterns.png', 'wid=200&rotate=30&bgColor=00FF00&op_usm=1,1,0,0', 'cropN=0.2,0.2,0.5,0.5&wid=80&flip=lr'],
    ['cut-out.png', 'wid=300&hei=200&fit=fit,1&op_blur=6', 'wid=90&fmt=png-alpha&op_hue=90'],
    ['lying.tif', 'crop=100,50,300,200&scl=2', 'wid=300&hei=300&fit=crop,1'],
    ['cut-out.png', 'wid=200', 'maskUse=invert&op_growMask=-3&wid=200&fmt=png-alpha'],
  ])('of %s is what that reply, stored, gives', async (master, inner, outer) => {
    const reply = await draw(master, `${inner}&fmt=png-alpha`);
    await openPicture(reply).png().toFile(path.join(masters, 'reply.png'));
    const nested = await draw(master, `src=is{?${inner}}&${outer}`);
    expect(nested).toEqual(await draw('reply.png', outer));
  });

  it('stands beside others in one job, each as it is alone', async () => {
    const texts = ['wid=90', 'src=is{?op_hue=90}&wid=90', 'maskUse=off&wid=90', 'src=is{?op_hue=90}&wid=70'];
    const file = path.join(masters, 'cut-out.png');
    const { artefacts, failures } = await renderFile(file, texts.map(pictureRecipe));
    expect(failures).toEqual([]);
    const alone = await Promise.all(
      texts.map(async (text) => (await renderFile(file, [pictureRecipe(text)])).artefacts),
    );
    expect(artefacts.map(({ sha256 }) => sha256)).toEqual(alone.map(([made]) => made?.sha256));
    expect(new Set(artefacts.map(({ sha256 }) => sha256)).size).toBe(4);
  });

  it('has the smart crop of the master', async () => {
    const text = 'smartCropFocus=0.9,0.9&smartCrop=1,1,2,center&wid=100';
    const plain = await draw('patterns.png', text);
    const nested = await draw('patterns.png', `${text}&src=is{?op_hue=90&op_hue=0&extend=0,0,0,0&flip=lr}&flip=lr`);
    expect(nested.width).toBe(100);
    const difference = nested.data.reduce((sum, value, i) => sum + Math.abs(value - (plain.data[i] ?? 0)), 0);
    expect(difference / plain.data.length).toBeLessThan(1);
  });

  it('is as large as it is planned to be, and costs more than one that is not', async () => {
    const file = path.join(masters, 'patterns.png');
    const facts = await imageEngine.probe(file, 'image/png', ENGINE_CONTEXT);
    if (facts.kind !== 'image') throw new Error('expected a picture');
    const recipe = pictureRecipe('src=is{?scl=0.2&rotate=3}&wid=500');
    expect(outputSize(recipe, facts)).toEqual({ width: 500, height: 386 });
    const bytes = (text: string): number => {
      const renditions = [{ name: 'a', role: 'preset', extension: 'jpg', recipe: pictureRecipe(text) } as const];
      const stat = { bytes: 1000, mtimeNs: '0', inode: '0' };
      const master = { from: 'library', path: 'patterns.png', stat, sha256: '' } as const;
      return estimateJob({ asset: 'a', master, facts, renditions }).minimumBytes;
    };
    expect(bytes('src=is{?scl=0.05}&wid=50')).toBeGreaterThan(bytes('wid=50') + 640 * 480 * 400 * 4 * 0.9);
    expect(bytes('maskUse=off&wid=50')).toBeGreaterThanOrEqual(bytes('wid=50'));
  });
});

/** A drawing of lines beside each other, no two of which are alike. */
const lines = ([width, height]: readonly [number, number]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${Array.from(
    { length: width },
    (_, x) => `<path d="M${x} 0h1l${(x % 5) - 2} ${height}h-1z" fill="hsl(${(x * x) % 360},80%,${(x * 37) % 90}%)"/>`,
  ).join('')}</svg>`;

describe('a master that is read more than once', () => {
  it.each([
    // 639 rows are scaled to 320, which libvips does otherwise in the strips of a file.
    ['tied.png', 'image/png', [90, 639], [320, 100]],
    ['tied.tif', 'image/tiff', [90, 639], [320, 160, 100]],
    // Held as they are stored, and converted by LittleCMS.
    ['tied-p3.png', 'image/png', [90, 639], [320, 100]],
    // What is read in tiles is drawn in tiles: 639 columns, too, are then scaled to 320 otherwise.
    ['tiled.tif', 'image/tiff', [639, 639], [320, 160, 100]],
    ['tiled.svg', 'image/svg+xml', [639, 639], [320, 100]],
    // A decoder could shrink it to an eighth.
    ['shrunk.jpg', 'image/jpeg', [1600, 1200], [700, 75]],
    ['shrunk.webp', 'image/webp', [1600, 1200], [700, 75]],
  ] as const)('gives %s the same bytes whether there is memory to hold it or not', async (name, mime, size, sides) => {
    const [width, height] = size;
    const file = path.join(masters, name);
    const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => ((i * i) % 251) ^ (i % 37)));
    const opened = sharp(data, { raw: { width, height, channels: 3 } });
    const profiled = name.includes('p3') ? opened.withIccProfile('p3') : opened;
    if (name.endsWith('.svg')) await writeFile(file, lines(size));
    else await (name.startsWith('tiled') ? profiled.tiff({ tile: true }) : profiled).toFile(file);
    const master = { file, facts: await probeImage(file, mime) };
    const frames = sides.map((side) => {
      const recipe = pictureRecipe(`hei=${side}&fmt=png-alpha`);
      return makeFrame({ ...recipe, master: { levelReserve: Number.POSITIVE_INFINITY } }, master.facts);
    });
    const drawn = async (roomy: boolean): Promise<readonly AnyPicture[]> => {
      const pictures: AnyPicture[] = [];
      await drawFrames(await openForFrames(master, frames, roomy), frames, async (_frame, draw) => {
        pictures.push(await draw());
      });
      return pictures;
    };
    const [held, streamed] = [await drawn(true), await drawn(false)];
    expect(held.map(({ height: rows }) => rows)).toEqual(sides);
    expect(held).toEqual(streamed);
  });
});
