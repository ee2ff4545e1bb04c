import { channel, largestDifference } from '../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../support/pictures/draw-golden.ts';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../src/engines/picture.ts';
import { psnr } from '../../../support/pictures/picture-difference.ts';
const { fileOf, draw } = openGoldenFolder();

describe('operations on colours', () => {
  const luma = [0.299, 0.587, 0.114];
  const matrix = (kept: number) =>
    [0, 1, 2].map((row) => luma.map((weight, c) => weight * (1 - kept) + (row === c ? kept : 0))) as never;
  const slope = (percent: number): number => Math.tan(((percent / 100 + 1) * Math.PI) / 4);

  it.each([
    ['op_invert=1', (p: Picture) => openPicture(p).negate({ alpha: false })],
    ['op_colorbalance=20,-10,5', (p: Picture) => openPicture(p).linear([1, 1, 1], [51, -25.5, 12.75])],
    ['op_brightness=15', (p: Picture) => openPicture(p).linear(1, 38.25)],
    ['op_brightness=-40', (p: Picture) => openPicture(p).linear(1, -102)],
    ['op_contrast=30', (p: Picture) => openPicture(p).linear(slope(30), 127.5 * (1 - slope(30)))],
    ['op_contrast=-60', (p: Picture) => openPicture(p).linear(slope(-60), 127.5 * (1 - slope(-60)))],
    ['op_saturation=-100', (p: Picture) => openPicture(p).recomb(matrix(0))],
    ['op_saturation=50', (p: Picture) => openPicture(p).recomb(matrix(1.5))],
  ])('%s is what libvips makes of the formula', async (text, byLibvips) => {
    const expected = await toPicture(byLibvips(await draw('')));
    expect(largestDifference(await draw(text), expected)).toBeLessThanOrEqual(1);
  });

  it('op_brightness=100 is white, op_brightness=-100 black, op_contrast=-100 gray', async () => {
    expect((await draw('op_brightness=100')).data.every((value) => value === 255)).toBe(true);
    expect((await draw('op_brightness=-100')).data.every((value) => value === 0)).toBe(true);
    expect((await draw('op_contrast=-100')).data.every((value) => value === 127 || value === 128)).toBe(true);
  });

  it('op_hue keeps the largest and the smallest colour, and turns red to green to blue', async () => {
    const [before, after] = [await draw(''), await draw('op_hue=120')];
    for (let i = 0; i < before.data.length; i += 93) {
      const [r, g, b] = before.data.subarray(i, i + 3);
      expect([...after.data.subarray(i, i + 3)]).toEqual([b, r, g]);
    }
    const half = await draw('op_hue=60');
    for (let i = 0; i < before.data.length; i += 300) {
      const ends = ({ data }: Picture) => [Math.max(...data.subarray(i, i + 3)), Math.min(...data.subarray(i, i + 3))];
      expect(ends(half)).toEqual(ends(before));
    }
    expect(largestDifference(await draw('op_hue=-180'), await draw('op_hue=180'))).toBe(0);
  });

  it('come one after the other in an order of their own', async () => {
    const text = ['op_contrast=30', 'op_brightness=10', 'op_invert=1'];
    const once = await draw(text.join('&'));
    expect(await draw(text.toReversed().join('&'))).toEqual(once);
    const { data } = await toPicture(
      openPicture(await draw('op_invert=1')).linear(slope(30), 127.5 * (1 - slope(30)) + 25.5 * slope(30)),
    );
    expect(largestDifference(once, { ...once, data })).toBeLessThanOrEqual(2);
  });

  it('leave alpha and clear pixels alone', async () => {
    const text = 'op_invert=1&op_hue=30&op_saturation=20&op_brightness=5&op_contrast=5&op_noise=20&op_colorize=FF0000';
    const [before, after] = [await draw('', 'cut-out.png'), await draw(text, 'cut-out.png')];
    expect(channel(after, 3)).toEqual(channel(before, 3));
  });
});

const IMAGE_MAGICK = spawnSync('convert', ['-version']).status === 0;

describe.skipIf(!IMAGE_MAGICK)('beside ImageMagick', () => {
  it.each([
    ['op_blur=6', ['-blur', '0x3']],
    ['op_blur=2', ['-blur', '0x1']],
    ['op_hue=45', ['-define', 'modulate:colorspace=HSL', '-modulate', '100,100,125']],
    ['op_grow=2', ['-morphology', 'Dilate', 'Square:2']],
    ['op_grow=-3', ['-morphology', 'Erode', 'Square:3']],
  ])('%s is the same', async (text, options) => {
    const out = fileOf('magick.png');
    spawnSync('convert', [fileOf('patterns.png'), ...options, '-depth', '8', out]);
    const theirs = await toPicture(sharp(out).removeAlpha());
    const ours = await draw(text);
    expect(psnr((await draw('')).data, theirs.data)).toBeLessThan(35);
    expect(psnr(ours.data, theirs.data)).toBeGreaterThan(48);
  });
});
