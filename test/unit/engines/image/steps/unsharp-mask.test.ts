import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Raster } from '../../../../../src/engines/image/kernels/raster.ts';
import { applyUnsharpMask } from '../../../../../src/engines/image/steps/unsharp-mask.ts';
import type { UnsharpMask } from '../../../../../src/model/recipe/recipe.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';

const mask = (amount: number, radius: number, threshold = 0, monochrome = false): UnsharpMask => ({
  amount,
  radius,
  threshold,
  monochrome,
});

/** A hard edge between two values, in the middle. */
function edge(left: number, right: number, channels = 3, alpha = false): Raster<Uint8Array> {
  const data = Uint8Array.from({ length: 20 * 8 * channels }, (_, i) =>
    alpha && i % channels === channels - 1 ? 255 : Math.floor(i / channels) % 20 < 10 ? left : right,
  );
  return { data, width: 20, height: 8, channels, alpha };
}

const pixel = ({ data, width, channels }: Raster, x: number, y = 4): number[] => [
  ...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels),
];

describe('an unsharp mask', () => {
  it('hands back the very same raster where there is nothing to do', () => {
    const raster = edge(50, 200);
    expect(applyUnsharpMask(raster, mask(0, 1))).toBe(raster);
    expect(applyUnsharpMask(raster, mask(1, 0))).toBe(raster);
  });

  it('darkens the dark side of an edge, lightens the other, and leaves what is far away', () => {
    const sharpened = applyUnsharpMask(edge(80, 160), mask(1, 1));
    expect(pixel(sharpened, 9)[0]).toBeLessThan(80);
    expect(pixel(sharpened, 10)[0]).toBeGreaterThan(160);
    expect(pixel(sharpened, 2)).toEqual([80, 80, 80]);
    expect(pixel(sharpened, 17)).toEqual([160, 160, 160]);
  });

  it('adds the difference as often as the amount says', () => {
    const once = pixel(applyUnsharpMask(edge(100, 120), mask(1, 1)), 10)[0]! - 120;
    const twice = pixel(applyUnsharpMask(edge(100, 120), mask(3, 1)), 10)[0]! - 120;
    expect(Math.abs(twice - 3 * once)).toBeLessThanOrEqual(2);
  });

  it('touches nothing that differs by less than the threshold', () => {
    const raster = edge(100, 110);
    expect(applyUnsharpMask(raster, mask(5, 1, 5)).data).toEqual(raster.data);
    expect(applyUnsharpMask(raster, mask(5, 1, 1)).data).not.toEqual(raster.data);
  });

  it('changes all colours alike when it works on brightness', () => {
    const raster = edge(90, 150);
    for (let i = 0; i < raster.data.length; i += 3) raster.data[i] = raster.data[i]! + 40;
    const [r, g, b] = pixel(applyUnsharpMask(raster, mask(1, 1, 0, true)), 10);
    expect(r! - g!).toBe(40);
    expect(b).toBe(g);
  });

  it('means the same at 16 bits', () => {
    const eight = edge(60, 190);
    const data = Uint16Array.from(eight.data, (value) => value * 257);
    const deep = applyUnsharpMask({ ...eight, data }, mask(0.8, 1.4, 4));
    const found = Uint8Array.from(deep.data, (value) => Math.round(value / 257));
    expect(psnr(found, applyUnsharpMask(eight, mask(0.8, 1.4, 4)).data)).toBeGreaterThan(60);
    expect(deep.data.BYTES_PER_ELEMENT).toBe(2);
  });

  it.each([false, true])(
    'sharpens alpha too, and the colour of clear pixels never shows (brightness %s)',
    (monochrome) => {
      const raster = edge(120, 120, 4, true);
      for (let i = 0; i < raster.data.length; i += 4) {
        const clear = (i / 4) % 20 < 10;
        raster.data.set(clear ? [255, 0, 255, 0] : [120, 120, 120, 200], i);
      }
      const sharpened = applyUnsharpMask(raster, mask(1, 1, 0, monochrome));
      expect(pixel(sharpened, 9)[3]).toBe(0);
      expect(pixel(sharpened, 10)[3]).toBeGreaterThan(200);
      expect(Math.max(...pixel(sharpened, 10).slice(0, 3)) - Math.min(...pixel(sharpened, 10).slice(0, 3))).toBe(0);
      expect(pixel(sharpened, 18)).toEqual([120, 120, 120, 200]);
    },
  );
});

const IMAGE_MAGICK = spawnSync('convert', ['-version']).status === 0;
const PHOTOS = sharedFolder('corpus/photos');

describe.skipIf(!IMAGE_MAGICK)('beside ImageMagick', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'usm-'));
    await writeGoldenMasters(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function compare(file: string, wanted: UnsharpMask): Promise<{ ours: number; untouched: number }> {
    const out = path.join(folder, 'sharpened.png');
    const argument = `0x${wanted.radius}+${wanted.amount}+${(2 * wanted.threshold) / 255}`;
    spawnSync('convert', [file, '-unsharp', argument, '-depth', '8', out]);
    const picture = await toPicture(sharp(file).removeAlpha());
    const theirs = await toPicture(sharp(out).removeAlpha());
    const ours = applyUnsharpMask({ ...picture, alpha: false }, wanted);
    return { ours: psnr(ours.data, theirs.data), untouched: psnr(picture.data, theirs.data) };
  }

  const masks = [
    mask(5, 0.3),
    mask(3, 0.5),
    mask(1.1, 1, 5),
    mask(3, 1, 2),
    mask(2, 2),
    mask(2, 3),
    mask(1.5, 8),
    mask(1, 20),
  ];
  const photos = ['kodak_kodim23.png', 'kodak_kodim04.png', 'gb82_flowers-lossless.png'];

  it('draws the same mask on drawn patterns', async () => {
    for (const wanted of masks) {
      const { ours, untouched } = await compare(path.join(folder, 'patterns.png'), wanted);
      expect(untouched).toBeLessThan(40);
      expect(ours, JSON.stringify(wanted)).toBeGreaterThanOrEqual(50);
    }
  });

  it.skipIf(PHOTOS === undefined)('draws the same mask on photographs', async () => {
    for (const photo of photos) {
      for (const wanted of masks) {
        const { ours, untouched } = await compare(path.join(PHOTOS ?? '', photo), wanted);
        // A mask that hardly shows proves nothing.
        if (untouched < 40) expect(ours, `${photo} ${JSON.stringify(wanted)}`).toBeGreaterThanOrEqual(50);
      }
    }
  });
});
