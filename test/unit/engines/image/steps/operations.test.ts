import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'operations-'));
  await writeGoldenMasters(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const draw = (text: string, master = 'patterns.png'): Promise<Picture> =>
  drawPicture(path.join(folder, master), `${/scl=|wid=/.test(text) ? '' : 'scl=1&'}fmt=png-alpha&${text}`);

const largestDifference = (a: Picture, b: Picture): number =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** Samples of one channel. */
const channel = ({ data, channels }: Picture, c: number): number[] => [...data].filter((_, i) => i % channels === c);

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

describe('op_colorize', () => {
  it('is a ramp from black over the colour to white', async () => {
    const gray = await toPicture(openPicture(await draw('op_saturation=-100')));
    const { data } = await draw('op_colorize=200,100,0,off');
    const at = (value: number) => gray.data.findIndex((v, i) => i % 3 === 0 && v === value);
    expect([...data.subarray(at(64), at(64) + 3)]).toEqual([100, 50, 0].map((v) => Math.round((v * 128) / 127.5)));
    const light = (component: number) => Math.round(component + (2 * (200 / 255) - 1) * (255 - component));
    expect([...data.subarray(at(200), at(200) + 3)]).toEqual([200, 100, 0].map(light));
  });

  it('brings the median to the colour, and at full contrast the range to black and white', async () => {
    const dark = 'crop=400,80,140,140&op_brightness=-20';
    const middle = (picture: Picture): number => channel(picture, 0).toSorted((a, b) => a - b)[9800]!;
    expect(middle(await draw(`${dark}&op_colorize=120,120,120,off`))).toBeLessThan(105);
    expect(Math.abs(middle(await draw(`${dark}&op_colorize=120,120,120`)) - 120)).toBeLessThanOrEqual(2);
    const full = channel(await draw(`${dark}&op_colorize=120,120,120,norm,100`), 0);
    expect([Math.min(...full), Math.max(...full)]).toEqual([0, 255]);
    expect(full.toSorted((a, b) => a - b)[9800]).toBeGreaterThan(115);
  });

  it('counts the whole composite, whatever the view shows of it', async () => {
    const tinted = await draw('op_colorize=120,80,40,norm,50');
    const corner = await draw('op_colorize=120,80,40,norm,50&scl=1&wid=100&hei=80&align=-1,-1');
    const expected = await toPicture(openPicture(tinted).extract({ left: 0, top: 0, width: 100, height: 80 }));
    expect(corner).toEqual(expected);
  });
});

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

describe('op_noise', () => {
  const noiseOf = async (text: string): Promise<number[]> => {
    const gray = 'op_contrast=-100&crop=0,0,300,300';
    const { data } = await draw(`${gray}&${text}`);
    return [...data].map((value) => value - 128);
  };

  it('is even, or gaussian with half the amount as deviation', async () => {
    const even = await noiseOf('op_noise=20');
    expect(Math.abs(mean(even))).toBeLessThan(0.5);
    expect(even.reduce((most, value) => Math.max(most, value), 0)).toBe(51);
    expect(deviation(even)).toBeCloseTo(51 / Math.sqrt(3), 0);
    const normal = await noiseOf('op_noise=20,gaussian');
    expect(deviation(normal)).toBeCloseTo(25.5, 0);
    expect(normal.filter((value) => Math.abs(value) < 25.5).length / normal.length).toBeCloseTo(0.68, 1);
  });

  it('is the same for all colours where it is monochrome, and for none else', async () => {
    const alike = (values: number[]) =>
      values.filter((v, i) => i % 3 === 0 && v === values[i + 1] && v === values[i + 2]);
    expect(alike(await noiseOf('op_noise=20,uniform,1'))).toHaveLength(90_000);
    expect(alike(await noiseOf('op_noise=20,uniform,0')).length).toBeLessThan(300);
  });

  it('has no pattern: neighbours are as different as any two', async () => {
    const values = channel(await draw('op_contrast=-100&op_noise=40'), 0).map((v) => v - 128);
    for (const step of [1, 640, 641]) {
      const products = values.slice(step).map((value, i) => value * values[i]!);
      expect(Math.abs(mean(products)) / deviation(values) ** 2).toBeLessThan(0.01);
    }
  });

  it('lies still under the view', async () => {
    const corner = await draw('op_noise=30&scl=1&wid=100&hei=80&align=1,1');
    const part = openPicture(await draw('op_noise=30')).extract({ left: 540, top: 400, width: 100, height: 80 });
    expect(largestDifference(corner, await toPicture(part))).toBe(0);
  });
});

describe('opac', () => {
  it('is alpha times both shares', async () => {
    const [before, after] = [await draw('', 'cut-out.png'), await draw('opac=80,50', 'cut-out.png')];
    expect(channel(after, 3)).toEqual(channel(before, 3).map((alpha) => Math.round(alpha * 0.4)));
    expect(channel(after, 1)).toEqual(channel(before, 1));
  });

  it('makes an opaque picture transparent, and shows the background where the format has no alpha', async () => {
    expect(new Set(channel(await draw('opac=50'), 3))).toEqual(new Set([128]));
    const flat = await drawPicture(path.join(folder, 'patterns.png'), 'scl=1&fmt=png&bgc=0,0,0&opac=0');
    expect(flat.data.every((value) => value === 0)).toBe(true);
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
    const out = path.join(folder, 'magick.png');
    spawnSync('convert', [path.join(folder, 'patterns.png'), ...options, '-depth', '8', out]);
    const theirs = await toPicture(sharp(out).removeAlpha());
    const ours = await draw(text);
    expect(psnr((await draw('')).data, theirs.data)).toBeLessThan(35);
    expect(psnr(ours.data, theirs.data)).toBeGreaterThan(48);
  });
});
