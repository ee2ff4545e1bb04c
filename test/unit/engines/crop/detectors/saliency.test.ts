import { disk, paintPicture } from '../../../../support/pictures/paint-picture.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saliency } from '../../../../../src/engines/crop/detectors/saliency.ts';
import type { SubjectMap } from '../../../../../src/model/analysis.ts';
import { detectorInputOf } from '../../../../support/pictures/detector-input.ts';
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
    const picture = paintPicture(300, 200, 3, (x, y) =>
      inside(x, y) ? [200, 40, 30, 255] : [60 + x / 5, 120 + y / 5, 60, 255],
    );
    const { map, confidence } = await saliency.detect(detectorInputOf(picture));
    const [x, y] = middleOf(map!);
    expect(Math.hypot(x - cx / 300, y - cy / 200)).toBeLessThan(0.06);
    expect(confidence).toBeGreaterThan(0.3);
  });

  it('sees what stands on the lower edge', async () => {
    const picture = paintPicture(300, 200, 3, (x, y) =>
      x > 190 && x < 240 && y > 90 ? [30, 30, 60, 255] : [200, 210, 220, 255],
    );
    const { map } = await saliency.detect(detectorInputOf(picture));
    expect(middleOf(map!)[0]).toBeGreaterThan(0.6);
  });

  it('finds nothing in a picture of one colour', async () => {
    const { confidence, map } = await saliency.detect(
      detectorInputOf(paintPicture(64, 48, 3, () => [90, 120, 40, 255])),
    );
    expect([confidence, map]).toEqual([0, undefined]);
  });

  it('says the same of the same picture, of any size and noise', async () => {
    const side = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.integer(), async (width, height, seed) => {
        const noise = (x: number, y: number): number => Math.abs(Math.imul(x * 73 + y * 179 + 1, seed | 1)) % 256;
        const picture = paintPicture(width, height, 3, (x, y) => [noise(x, y), noise(y, x), noise(x + 7, y), 255]);
        const first = await saliency.detect(detectorInputOf(picture));
        expect(await saliency.detect(detectorInputOf(picture))).toEqual(first);
        expect(first.confidence).toBeGreaterThanOrEqual(0);
        expect(first.confidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});
