import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutout } from '../../../../../src/engines/crop/detectors/cutout.ts';
import { saliency } from '../../../../../src/engines/crop/detectors/saliency.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import type { SubjectMap } from '../../../../../src/model/analysis.ts';
import { detectorInputOf } from '../../../../support/pictures/detector-input.ts';

type Color = readonly [number, number, number, number];

/** A picture whose pixels are told one by one. */
function paint(width: number, height: number, channels: 3 | 4, colorAt: (x: number, y: number) => Color): Picture {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colorAt(x, y).slice(0, channels), (y * width + x) * channels);
  }
  return { data, width, height, channels };
}

const disk = (cx: number, cy: number, radius: number) => (x: number, y: number) =>
  (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;

/** Where the weight of a map lies, as fractions. */
function middleOf({ width, height, cells }: SubjectMap): readonly [number, number] {
  let [sum, x, y] = [0, 0, 0];
  for (const [i, cell] of Buffer.from(cells, 'base64').entries()) {
    sum += cell;
    x += (cell * ((i % width) + 0.5)) / width;
    y += (cell * (Math.floor(i / width) + 0.5)) / height;
  }
  return [x / sum, y / sum];
}

describe('saliency', () => {
  it.each([
    [100, 90],
    [200, 140],
    [150, 60],
  ])('points at a red disk on a green slope at %i, %i', async (cx, cy) => {
    const inside = disk(cx, cy, 25);
    const picture = paint(300, 200, 3, (x, y) =>
      inside(x, y) ? [200, 40, 30, 255] : [60 + x / 5, 120 + y / 5, 60, 255],
    );
    const { map, confidence } = await saliency.detect(detectorInputOf(picture));
    const [x, y] = middleOf(map!);
    expect(Math.hypot(x - cx / 300, y - cy / 200)).toBeLessThan(0.06);
    expect(confidence).toBeGreaterThan(0.3);
  });

  it('sees what stands on the lower edge', async () => {
    const picture = paint(300, 200, 3, (x, y) =>
      x > 190 && x < 240 && y > 90 ? [30, 30, 60, 255] : [200, 210, 220, 255],
    );
    const { map } = await saliency.detect(detectorInputOf(picture));
    expect(middleOf(map!)[0]).toBeGreaterThan(0.6);
  });

  it('finds nothing in a picture of one colour', async () => {
    const { confidence, map } = await saliency.detect(detectorInputOf(paint(64, 48, 3, () => [90, 120, 40, 255])));
    expect([confidence, map]).toEqual([0, undefined]);
  });

  it('says the same of the same picture, of any size and noise', async () => {
    const side = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.integer(), async (width, height, seed) => {
        const noise = (x: number, y: number): number => Math.abs(Math.imul(x * 73 + y * 179 + 1, seed | 1)) % 256;
        const picture = paint(width, height, 3, (x, y) => [noise(x, y), noise(y, x), noise(x + 7, y), 255]);
        const first = await saliency.detect(detectorInputOf(picture));
        expect(await saliency.detect(detectorInputOf(picture))).toEqual(first);
        expect(first.confidence).toBeGreaterThanOrEqual(0);
        expect(first.confidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a cutout', () => {
  it('is what is opaque, with full confidence', async () => {
    const picture = paint(200, 100, 4, (x, y) => [10, 200, 30, x >= 120 && x < 160 && y >= 20 && y < 70 ? 255 : 0]);
    const { subjects, confidence } = await cutout.detect(detectorInputOf(picture));
    expect(confidence).toBe(1);
    expect(subjects).toEqual([{ box: [0.6, 0.2, 0.2, 0.5], score: 1, label: 'cutout' }]);
  });

  it('is what lies on a plain ground, whatever its colour', async () => {
    const ground = (x: number): Color => [230 + (x % 3), 228, 225, 255];
    const inside = disk(60, 100, 30);
    const picture = paint(300, 200, 3, (x, y) => (inside(x, y) ? [90, 70, 60, 255] : ground(x)));
    const { subjects, confidence } = await cutout.detect(detectorInputOf(picture));
    expect(confidence).toBe(0.9);
    const [x, y, width, height] = subjects[0]!.box;
    for (const [is, wanted] of [
      [x, 0.1],
      [y, 0.35],
      [width, 0.2],
      [height, 0.3],
    ] as const) {
      expect(Math.abs(is - wanted)).toBeLessThan(0.02);
    }
  });

  it.each([
    ['nothing is on the ground', () => [255, 255, 255, 255] as const],
    ['there is no ground', (x: number, y: number) => [(x * 7) % 256, (y * 5) % 256, 90, 255] as const],
    [
      'only dust is on it',
      (x: number, y: number) => (x === 50 && y === 50 ? ([0, 0, 0, 255] as const) : ([255, 255, 255, 255] as const)),
    ],
  ])('is not there where %s', async (_, colorAt) => {
    expect((await cutout.detect(detectorInputOf(paint(120, 100, 3, colorAt)))).confidence).toBe(0);
  });
});
