import { disk, paintPicture, type Color } from '../../../../support/pictures/paint-picture.ts';
import { describe, expect, it } from 'vitest';
import { cutout } from '../../../../../src/engines/crop/detectors/cutout.ts';
import { detectorInputOf } from '../../../../support/pictures/detector-input.ts';
describe('a cutout', () => {
  it('is what is opaque, with full confidence', async () => {
    const picture = paintPicture(200, 100, 4, (x, y) => [
      10,
      200,
      30,
      x >= 120 && x < 160 && y >= 20 && y < 70 ? 255 : 0,
    ]);
    const { subjects, confidence } = await cutout.detect(detectorInputOf(picture));
    expect(confidence).toBe(1);
    expect(subjects).toEqual([{ box: [0.6, 0.2, 0.2, 0.5], score: 1, label: 'cutout' }]);
  });

  it('is what lies on a plain ground, whatever its colour', async () => {
    const ground = (x: number): Color => [230 + (x % 3), 228, 225, 255];
    const inside = disk(60, 100, 30);
    const picture = paintPicture(300, 200, 3, (x, y) => (inside(x, y) ? [90, 70, 60, 255] : ground(x)));
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
    expect((await cutout.detect(detectorInputOf(paintPicture(120, 100, 3, colorAt)))).confidence).toBe(0);
  });
});
