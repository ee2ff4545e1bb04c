import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { printUncompressedTiff } from '../../../../../src/engines/image/tiff/write-uncompressed-tiff.ts';
import { FIELD, TAG } from '../../../../../src/system/read-tiff.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const [WIDTH, HEIGHT] = [96, 64];
// TIFF 6.0, Orientation.
const ORIENTATION = 274;

/** Slopes of each ink, black among them where the others are: another separation would share them out otherwise. */
const inks = Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => {
  const [x, y] = [Math.floor(i / 4) % WIDTH, Math.floor(i / 4 / WIDTH)];
  return [2 * x, 3 * y, 250 - 2 * x, x + y][i % 4] ?? 0;
});

interface Ways {
  readonly profile?: string;
  readonly orientation?: number;
  readonly deep?: boolean;
}

function master({ profile, orientation, deep = false }: Ways): string {
  const data = deep ? Uint16Array.from(inks, (value) => value * 257) : inks;
  const icc = profile === undefined ? undefined : readFileSync(packageFile(`profiles/icc/${profile}.icc`));
  const entries = [
    ...(orientation === undefined
      ? []
      : [{ tag: ORIENTATION, type: FIELD.short, count: 1, data: Buffer.from([orientation, 0]) }]),
    ...(icc === undefined ? [] : [{ tag: TAG.icc, type: FIELD.undefined, count: icc.length, data: icc }]),
  ];
  const layout = {
    width: WIDTH,
    height: HEIGHT,
    depth: deep ? 16 : 8,
    samples: 4,
    alpha: false,
    photometric: 5,
  } as const;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const file = path.join(ownFolder(), 'a.tif');
  writeFileSync(file, printUncompressedTiff({ ...layout, metadata: { entries, children: new Map() } }, bytes));
  return file;
}

const stored = (file: string) => sharp(file, { ignoreIcc: true }).pipelineColourspace('cmyk').toColourspace('cmyk');

async function made(ways: Ways, text: string) {
  const { artefacts, failures } = await renderFile(master(ways), [pictureRecipe(text)]);
  expect(failures).toEqual([]);
  const { file = '' } = artefacts[0] ?? {};
  const { data, info } = await stored(file).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, info, metadata: await sharp(file).metadata() };
}

/** The largest difference of an ink at a place. */
function difference(data: Uint8Array, expected: (x: number, y: number) => readonly number[], width: number): number {
  let most = 0;
  for (const [i, value] of data.entries()) {
    const [x, y] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width)];
    most = Math.max(most, Math.abs(value - (expected(x, y)[i % 4] ?? 0)));
  }
  return most;
}

const at = (x: number, y: number): readonly number[] => [2 * x, 3 * y, 250 - 2 * x, x + y];
const FOGRA = { profile: 'CoatedFogra39' } as const;
const SAME = 'fmt=tif,cmyk&icc=CoatedFogra39&iccEmbed=1';

describe('the inks of a master', () => {
  it('are those of a file in the same profile, to the level', async () => {
    const { data, info, metadata } = await made(FOGRA, `scl=1&${SAME}`);
    expect(info).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 4 });
    expect(Buffer.from(inks).equals(data)).toBe(true);
    expect(metadata.icc?.equals(readFileSync(packageFile('profiles/icc/CoatedFogra39.icc')))).toBe(true);
  });

  it.each([{}, FOGRA])('are scaled as they are, %j', async (ways) => {
    const icc = 'profile' in ways ? '&icc=CoatedFogra39' : '';
    const { data, info } = await made(ways, `wid=48&fmt=tif,cmyk${icc}`);
    expect(info).toMatchObject({ width: 48, height: 32, channels: 4 });
    // The middle of four pixels; edges have but one neighbour.
    const inner = (x: number, y: number) => (x > 2 && x < 45 && y > 2 && y < 29 ? at(2 * x + 0.5, 2 * y + 0.5) : null);
    const expected = (x: number, y: number) => inner(x, y) ?? [...data.subarray(4 * (x + y * 48))].slice(0, 4);
    expect(difference(data, expected, 48)).toBeLessThanOrEqual(1.5);
  });

  it('are cut and turned as they are', async () => {
    const { data, info } = await made({ ...FOGRA, orientation: 6 }, `scl=1&crop=10,20,30,40&${SAME}`);
    expect(info).toMatchObject({ width: 30, height: 40 });
    // Upright a quarter turn clockwise.
    expect(difference(data, (x, y) => at(20 + y, HEIGHT - 1 - (10 + x)), 30)).toBe(0);
  });

  it('are rounded from 16 bits', async () => {
    expect(Buffer.from(inks).equals((await made({ ...FOGRA, deep: true }, `scl=1&${SAME}`)).data)).toBe(true);
  });

  it('are written as they are into a JPEG', async () => {
    const { data, metadata } = await made(FOGRA, 'scl=1&fmt=jpeg,cmyk&qlt=100,1&icc=CoatedFogra39&iccEmbed=1');
    expect(metadata).toMatchObject({ format: 'jpeg', space: 'cmyk' });
    expect(difference(data, at, WIDTH)).toBeLessThanOrEqual(3);
  });

  it.each([
    ['another profile', FOGRA, 'fmt=tif,cmyk&icc=WebCoatedGrade3'],
    ['inks that say nothing of themselves', {}, SAME],
    ['sharpening, which is done in RGB', FOGRA, `${SAME}&op_usm=1,1,0,0`],
    ['a colour laid under them', FOGRA, `${SAME}&wid=200&hei=64&fit=fit&bgc=ff0000`],
    ['brightness', FOGRA, `${SAME}&op_brightness=20`],
  ] as const)('are separated anew for %s', async (_, ways, text) => {
    const { data } = await made(ways, text.includes('wid=') ? text : `scl=1&${text}`);
    expect(Buffer.from(inks).equals(data)).toBe(false);
    // Black where it was is mostly given to the other inks, or the other way round.
    const black = (of: Uint8Array) => of.filter((__, i) => i % 4 === 3).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(black(data) / data.length - black(inks) / inks.length)).toBeGreaterThan(1);
  });
});
