import { channel } from '../../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../../support/pictures/draw-golden.ts';
import { describe, expect, it } from 'vitest';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';
const { draw } = openGoldenFolder();

describe('op_grow', () => {
  it.each([1, 2, 5, -1, -3, 20])('by %i is the extreme of a square', async (pixels) => {
    const { data, width, height } = await draw('crop=400,250,90,120');
    const grown = await draw(`crop=400,250,90,120&op_grow=${pixels}`);
    const [reach, extreme] = [Math.abs(pixels), pixels > 0 ? Math.max : Math.min];
    for (let i = 0; i < 400; i++) {
      const [x, y] = [(i * 37) % width, (i * 101) % height];
      const near: number[] = [];
      for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
        for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++)
          near.push(data[(v * width + u) * 3]!);
      expect(grown.data[(y * width + x) * 3]).toBe(extreme(...near));
    }
  });

  it('grows what is opaque, and its colour with it', async () => {
    const [before, after] = [await draw('', 'cut-out.png'), await draw('op_grow=3', 'cut-out.png')];
    const opaque = (picture: Picture): number => channel(picture, 3).filter((alpha) => alpha === 255).length;
    expect(opaque(after)).toBeGreaterThan(opaque(before) + 3000);
  });

  it('counts in pixels of the composite', async () => {
    const disc = 'crop=370,50,200,200';
    const small = await draw(`${disc}&op_grow=10&scl=4`);
    const reduced = await toPicture(
      openPicture(await draw(`${disc}&op_grow=10`)).resize(50, 50, { kernel: 'lanczos3' }),
    );
    expect(psnr(small.data, reduced.data)).toBeGreaterThan(30);
    expect(psnr((await draw(`${disc}&op_grow=6&scl=4`)).data, reduced.data)).toBeLessThan(28);
  });
});
