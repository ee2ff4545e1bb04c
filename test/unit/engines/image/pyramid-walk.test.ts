import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PyramidLevel } from '../../../../src/engines/image/pyramid-level.ts';
import { openPyramid } from '../../../../src/engines/image/pyramid-source.ts';
import { regionOnLevel } from '../../../../src/engines/image/pyramid-walk.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { renderPyramid } from '../../../../src/engines/image/pyramid.ts';
import type { UnsharpMask } from '../../../../src/model/recipe.ts';
import { drawPicture } from '../../../support/drawn.ts';
import { writeGoldenMasters } from '../../../support/golden-masters.ts';
import { psnr } from '../../../support/picture-difference.ts';

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
  await renderPyramid({ file: master, facts }, { ...recipe, ...(levelMask && { levelMask }) }, file);
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
    ['crop=-40,10,500,300&wid=90', 60],
    // Edges between the pixels of the level are moved to the nearest.
    ['crop=33,17,401,299&wid=90', 30],
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
  const side = fc.integer({ min: 1, max: 5000 });

  it('is never empty and never leaves the level', () => {
    const inside = fc
      .tuple(side, side, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([width, height, from, part]) => {
        const [x, y] = [Math.floor(from * width), Math.floor(from * height)];
        const size = { width: Math.ceil((width - x) * part) || 1, height: Math.ceil((height - y) * part) || 1 };
        return { full: { width, height }, region: { x, y, ...size } };
      });
    fc.assert(
      fc.property(inside, fc.integer({ min: 0, max: 12 }), ({ full, region }, number) => {
        const halve = (length: number): number => Math.max(1, Math.round(length / 2 ** number));
        const level = { width: halve(full.width), height: halve(full.height) };
        const { x, y, width, height } = regionOnLevel(region, full, level);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(level.width);
        expect(y + height).toBeLessThanOrEqual(level.height);
      }),
    );
  });
});
