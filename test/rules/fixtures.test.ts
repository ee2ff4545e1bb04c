import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import glob from 'fast-glob';
import sharp, { type Metadata } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIXTURES } from '../../fixtures/make/fixtures.ts';
import { printReadme } from '../../fixtures/make/readme.ts';
import { inRepository } from '../support/files/repository.ts';

const onDisk = glob.sync(['library/**', 'masters/**', 'trees/**', 'decoders/**', 'shop/**'], {
  cwd: inRepository('fixtures'),
  dot: true,
});
const fileOf = (path: string): string => inRepository('fixtures', path);
const bytesOf = (path: string): Promise<Buffer> => readFile(fileOf(path));

const metadata = (path: string): Promise<Metadata> => sharp(fileOf(path)).metadata();

beforeAll(() => {
  sharp.concurrency(1);
});

describe('the fixtures', () => {
  it('are exactly the files that the script makes', () => {
    expect(onDisk.toSorted()).toEqual(FIXTURES.map(({ path }) => path).toSorted());
  });

  it('are each described on the page beside them', () => {
    expect(readFileSync(fileOf('README.md'), 'utf8')).toBe(printReadme(FIXTURES));
  });

  it('stay small enough for every clone', () => {
    const bytes = onDisk.map((path) => statSync(fileOf(path)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4_000_000);
    expect(Math.max(...bytes)).toBeLessThan(600_000);
  });

  // The clip is left out: its bytes follow from the ffmpeg that is installed.
  it.each([
    'library/shoes/boot-upright.jpg',
    'library/banners/sky.png',
    'library/brand/logo.png',
    'library/brand/wheel.gif',
    'masters/corrupt.png',
    'masters/bomb.png',
    'trees/shop/small/assets/a.png',
  ])('come out the same when made again: %s', async (path) => {
    const fixture = FIXTURES.find((one) => one.path === path);
    expect((await fixture?.make())?.equals(await bytesOf(path))).toBe(true);
  });
});

describe('the library of the quick start', () => {
  it('holds every colour space, depth and kind of picture that a shop meets', async () => {
    expect(await metadata('library/print/poster.jpg')).toMatchObject({ space: 'cmyk' });
    expect(await metadata('library/banners/fog.jpg')).toMatchObject({ space: 'b-w' });
    expect(await metadata('library/banners/sky.png')).toMatchObject({ depth: 'ushort' });
    expect(await metadata('library/banners/dusk.jpg')).toMatchObject({ isProgressive: true });
    expect(await metadata('library/brand/logo.png')).toMatchObject({ hasAlpha: true });
    expect(await metadata('library/brand/wheel.gif')).toMatchObject({ pages: 12 });
    expect(await metadata('library/brand/icon.png')).toMatchObject({ width: 40, height: 40 });
    expect(await metadata('library/shoes/boot-upright.jpg')).toMatchObject({
      orientation: 6,
      width: 1200,
      height: 900,
    });
  });
});

describe('the charts of every EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are upright once %i is applied', async (orientation) => {
    const path = `masters/orientation-${orientation}.jpg`;
    expect(await metadata(path)).toMatchObject({ orientation });
    const { data, info } = await sharp(fileOf(path)).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([240, 160]);
    // The corners are red, green, blue and near white, in reading order.
    const corner = (x: number, y: number): readonly number[] => [
      ...data.subarray((y * 240 + x) * 3, (y * 240 + x) * 3 + 3),
    ];
    const expected = [
      [0xc8, 0x37, 0x2d],
      [0x3b, 0x8f, 0x4a],
      [0x2f, 0x5f, 0xa8],
      [0xf4, 0xf1, 0xec],
    ];
    const corners = [corner(5, 5), corner(234, 5), corner(5, 154), corner(234, 154)];
    const worst = corners.flatMap((found, n) => found.map((value, c) => Math.abs(value - (expected[n]?.[c] ?? 0))));
    expect(Math.max(...worst)).toBeLessThanOrEqual(4);
  });
});
