import { largestDifference, mean } from '../../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../../support/pictures/draw-golden.ts';
import { describe, expect, it } from 'vitest';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';
const { draw } = openGoldenFolder();

describe('op_blur', () => {
  /** A Gaussian summed up in two dimensions, tap by tap. */
  function blurred({ data, width, height }: Picture, sigma: number, x: number, y: number): number {
    let [sum, total] = [0, 0];
    const reach = Math.ceil(4 * sigma);
    for (let v = -reach; v <= reach; v++)
      for (let u = -reach; u <= reach; u++) {
        const weight = Math.exp(-(u * u + v * v) / (2 * sigma * sigma));
        const [px, py] = [Math.min(width - 1, Math.max(0, x + u)), Math.min(height - 1, Math.max(0, y + v))];
        sum += weight * data[(py * width + px) * 3]!;
        total += weight;
      }
    return sum / total;
  }

  it.each([2, 3, 5, 12, 40])('of radius %i is a Gaussian of half of it', async (radius) => {
    const before = await draw('');
    const after = await draw(`op_blur=${radius}`);
    const errors = Array.from({ length: 60 }, (_, i) => {
      const [x, y] = [(i * 211) % before.width, (i * 97) % before.height];
      return Math.abs(after.data[(y * before.width + x) * 3]! - blurred(before, radius / 2, x, y));
    });
    expect(mean(errors)).toBeLessThan(0.8);
    expect(Math.max(...errors)).toBeLessThan(4);
  });

  it('does not see where the view or a tile ends', async () => {
    const whole = await draw('op_blur=10');
    const part = openPicture(whole).extract({ left: 223, top: 191, width: 200, height: 100 });
    const expected = await toPicture(part);
    const tile = await draw('op_blur=10&scl=1&rect=223,191,200,100');
    expect(largestDifference(tile, expected)).toBe(0);
  });

  it('counts in pixels of the composite, both ways where the view stretches', async () => {
    const stretched = await draw('op_blur=24&wid=320&hei=60&fit=stretch');
    const whole = await toPicture(openPicture(await draw('op_blur=24')).resize(320, 60, { fit: 'fill' }));
    expect(psnr(stretched.data, whole.data)).toBeGreaterThan(38);
    expect(psnr((await draw('op_blur=8&wid=320&hei=60&fit=stretch')).data, whole.data)).toBeLessThan(32);
  });

  it('lets no colour of clear pixels in', async () => {
    const { data } = await draw('op_blur=20&size=200,0', 'cut-out.png');
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3]! > 0) expect(data[i]! + data[i + 1]! + data[i + 2]!).toBeGreaterThan(30);
  });
});
