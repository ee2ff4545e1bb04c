import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PyramidLevel } from '../../../../../src/engines/image/source/pyramid-level.ts';
import { openPyramid } from '../../../../../src/engines/image/pyramid/open-pyramid.ts';
import { makeReader } from '../../../../../src/engines/image/source/pixel-reader.ts';
import { readRegion } from '../../../../../src/engines/image/pyramid/read-region.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';
import type { UnsharpMask } from '../../../../../src/model/recipe/recipe.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';

const MASK: UnsharpMask = { amount: 2, radius: 1, threshold: 0, monochrome: false };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-walk-'));
  await writeGoldenMasters(folder);
});
afterAll(() => rm(folder, { recursive: true }));

interface Pyramid {
  readonly file: string;
  readonly levels: readonly PyramidLevel[];
}

/** A pyramid without loss, as ingest makes it of patterns.png, 640×480. */
async function makePyramid(name: string, levelMask?: UnsharpMask): Promise<Pyramid> {
  const master = path.join(folder, 'patterns.png');
  const file = path.join(folder, name);
  const recipe = { kind: 'pyramid', tile: 64, compression: 'deflate', quality: 95 } as const;
  const facts = await probeImage(master, 'image/png');
  await renderPyramid({ file: master, facts }, { ...recipe, ...(levelMask && { master: { levelMask } }) }, file);
  return { file, levels: await openPyramid(file) };
}

describe('a rendition from a pyramid', () => {
  it.each([
    ['wid=600', 60],
    ['wid=300', 60],
    ['wid=120', 60],
    ['wid=40', 60],
    ['wid=120&hei=120&fit=crop,1', 60],
    // The level knows what lies beyond the edges of the crop, the crop does not.
    ['crop=64,32,512,256&wid=160', 50],
    ['crop=-50,10,500,300&wid=100', 60],
    // Edges lie between the pixels of the level.
    ['crop=33,17,401,299&wid=90', 45],
    ['crop=1,1,639,479&wid=50', 45],
    ['crop=101,3,57,471&wid=9&hei=70&fit=stretch', 42],
    // Width and height are scaled by different factors: what overhangs is padded then, and is no different from what does not.
    ['crop=0,10,460,300&wid=83', 45],
    ['crop=-40,10,500,300&wid=90', 45],
    ['flip=lr&rotate=90&wid=90', 60],
    ['rotate=33&wid=90', 60],
  ])('shows what one from the master shows: %s', async (text, least) => {
    const { file, levels } = await makePyramid('plain.tif');
    const expected = await drawPicture(path.join(folder, 'patterns.png'), text);
    const found = await drawPicture(file, text, { levels });
    expect(found).toMatchObject({ width: expected.width, height: expected.height, channels: expected.channels });
    expect(psnr(found.data, expected.data)).toBeGreaterThanOrEqual(least);
  });

  it("bears the profile's mask once", async () => {
    const text = 'wid=100&levelMask=2,1,0,0';
    const master = path.join(folder, 'patterns.png');
    const expected = await drawPicture(master, text);
    expect(psnr((await drawPicture(master, 'wid=100')).data, expected.data)).toBeLessThan(35);
    const { file, levels } = await makePyramid('masked.tif', MASK);
    expect(psnr((await drawPicture(file, text, { levels })).data, expected.data)).toBeGreaterThan(50);
  });
});

describe('a region on a level', () => {
  it('is read at the nearest whole size, wherever it lies', async () => {
    const { file, levels } = await makePyramid('regions.tif');
    const [full] = levels;
    if (!full) throw new Error('expected levels');
    const reader = await makeReader({ file, facts: await probeImage(file, 'image/tiff') });
    const span = (length: number) =>
      fc.tuple(fc.integer({ min: 0, max: length - 1 }), fc.integer({ min: 1, max: length })).map(([from, most]) => {
        return { from, length: Math.min(most, length - from) };
      });
    await fc.assert(
      fc.asyncProperty(span(full.width), span(full.height), fc.constantFrom(...levels), async (across, down, level) => {
        const region = { x: across.from, y: down.from, width: across.length, height: down.length };
        const { width, height, data, channels } = await readRegion(reader, level, region, full);
        const share = level.width / full.width;
        expect(Math.abs(width - Math.max(1, region.width * share))).toBeLessThanOrEqual(1);
        expect(Math.abs(height - Math.max(1, region.height * share))).toBeLessThanOrEqual(1);
        expect(data).toHaveLength(width * height * channels);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its edges, and no colour of what is clear shows', async () => {
    const file = path.join(folder, 'cut.tif');
    const master = path.join(folder, 'cut-out.png');
    const facts = await probeImage(master, 'image/png');
    await renderPyramid(
      { file: master, facts },
      { kind: 'pyramid', tile: 64, compression: 'deflate', quality: 95 },
      file,
    );
    const text = `crop=1,1,${facts.width - 1},${facts.height - 1}&wid=41&bgc=FF00FF`;
    const found = await drawPicture(file, text, { levels: await openPyramid(file) });
    expect(psnr(found.data, (await drawPicture(master, text)).data)).toBeGreaterThan(40);
  });
});
