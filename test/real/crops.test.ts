import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/engines/crop/analyse.ts';
import { detectBy } from '../../src/engines/crop/detectors/objects.ts';
import { findWindow } from '../../src/engines/crop/find-window.ts';
import { OBJECT_NETWORKS } from '../../src/engines/crop/network/object-networks.ts';
import { detectorInput } from '../../src/engines/image/detector-input.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import type { NormalRect, Size } from '../../src/model/geometry.ts';
import { SUBJECT_STRATEGY } from '../../src/model/detectors.ts';
import { sharedFolder } from '../support/files/repository.ts';

const folder = sharedFolder('crop-eval');

interface Marked extends Size {
  readonly file: string;
  readonly boxes: readonly { x: number; y: number; w: number; h: number; primary: boolean }[];
}

function readMarked(): readonly Marked[] {
  if (folder === undefined) return [];
  const { images } = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as { images: Marked[] };
  return images;
}

/** How much of the joint area of the marked subjects lies in a rectangle, on a grid of a hundred cells a side. */
function coverage({ boxes, width, height }: Marked, [x, y, w, h]: NormalRect): number {
  let inside = 0;
  for (let i = 0; i < 10_000; i++) {
    const [px, py] = [((i % 100) + 0.5) / 100, (Math.floor(i / 100) + 0.5) / 100];
    if (px < x || py < y || px >= x + w || py >= y + h) continue;
    const [ax, ay] = [px * width, py * height];
    if (boxes.some((box) => box.primary && ax >= box.x && ay >= box.y && ax < box.x + box.w && ay < box.y + box.h))
      inside++;
  }
  return inside;
}

/** The share of the marked subjects that a window keeps, of what the best window of its size would keep. */
function kept(picture: Marked, rect: NormalRect): number {
  const [, , w, h] = rect;
  const places = Array.from({ length: 101 }, (_, i) => i / 100);
  const best = Math.max(...places.map((at) => coverage(picture, [at * (1 - w), at * (1 - h), w, h])));
  return Math.min(1, coverage(picture, rect) / best);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(folder === undefined)('smart crops of photographs with marked subjects', () => {
  // Every third: COCO pictures of people, animals, things and rooms.
  const pictures = readMarked().filter((_, i) => i % 3 === 0);
  const [, own] = OBJECT_NETWORKS;
  const analyses = new Map<Marked, Promise<{ readonly best: Analysis; readonly shipped: Analysis }>>();
  const look = async (file: string): Promise<{ readonly best: Analysis; readonly shipped: Analysis }> => {
    const input = detectorInput({ file, facts: await probeImage(file, 'image/jpeg') });
    const best = await analyse(SUBJECT_STRATEGY, {}, input);
    const objects = { version: own.version, ...(await detectBy(own, await input.picture())) };
    return { best, shipped: { ...best, objects } };
  };
  const analysed = async (picture: Marked, by: 'best' | 'shipped'): Promise<Analysis> => {
    const known = analyses.get(picture) ?? look(join(folder ?? '', picture.file));
    analyses.set(picture, known);
    return (await known)[by];
  };
  const keptBy = async (
    ratio: readonly [number, number],
    strategy: readonly string[],
    by: 'best' | 'shipped' = 'best',
  ): Promise<readonly number[]> =>
    Promise.all(
      pictures.map(async (picture) => {
        const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
        const { record } = findWindow({ ratio, zoom: 1, strategy }, whole, whole, await analysed(picture, by));
        return kept(picture, record.rect);
      }),
    );

  it.each([
    ['9:16', [9, 16], 0.95],
    ['1:1', [1, 1], 0.97],
    ['21:9', [21, 9], 0.95],
  ] as const)(
    'keep the subject at %s',
    async (_, ratio, wanted) => {
      const shares = await keptBy(ratio, SUBJECT_STRATEGY);
      expect(mean(shares)).toBeGreaterThanOrEqual(wanted);
      expect(shares.filter((share) => share < 0.5)).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['9:16', [9, 16], 0.95],
    ['1:1', [1, 1], 0.97],
    ['21:9', [21, 9], 0.95],
  ] as const)(
    'keep it at %s by the weights that come with dmx alone',
    async (_, ratio, wanted) => {
      expect(mean(await keptBy(ratio, SUBJECT_STRATEGY, 'shipped'))).toBeGreaterThanOrEqual(wanted);
    },
    120_000,
  );

  it('do better than the middle by what stands out alone', async () => {
    const ratio = [9, 16] as const;
    const strategy = ['cutout', 'saliency', 'center'];
    expect(mean(await keptBy(ratio, strategy))).toBeGreaterThan(mean(await keptBy(ratio, ['center'])));
  }, 120_000);
});
