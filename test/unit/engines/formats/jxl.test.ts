import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { toSrgb } from '../../../../src/model/srgb-curve.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { drawPicture } from '../../../support/pictures/draw-picture.ts';

const isMissing = missingDecoderPackages().includes('jxl-oxide-wasm') || spawnSync('cjxl', ['--version']).error;

const NUMBERS = [183, 33, 75] as const;

describe.skipIf(isMissing)('a JPEG XL that tells its colours by numbers', () => {
  it.each([8, 16])('means by them what they say: a power of 2.2, in %i bits', async (depth) => {
    const folder = ownFolder();
    const [ppm, jxl] = ['a.ppm', 'a.jxl'].map((name) => path.join(folder, name)) as [string, string];
    const pixel = NUMBERS.flatMap((value) => (depth === 8 ? [value] : [value, value]));
    const samples = Buffer.alloc(16 * 16 * pixel.length, Uint8Array.from(pixel));
    writeFileSync(ppm, Buffer.concat([Buffer.from(`P6\n16 16\n${2 ** depth - 1}\n`), samples]));
    execFileSync('cjxl', [ppm, jxl, '-d', '0', '-x', 'color_space=RGB_D65_SRG_Per_g0.4545455'], { stdio: 'ignore' });
    expect(await probeImage(jxl, 'image/jxl')).toMatchObject({ depth, icc: 'unnamed' });
    const { data } = await drawPicture(jxl, 'scl=1');
    const expected = NUMBERS.map((value) => 255 * toSrgb((value / 255) ** 2.2));
    const differences = expected.map((value, i) => Math.abs(value - (data[i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  });
});

describe.skipIf(isMissing)('a JPEG XL in Display P3', () => {
  const INSIDE = [128, 64, 32] as const;

  it.each(['-d0', '-d0.1'])('has the white of screens, not of cinemas: %s', async (distance) => {
    const folder = ownFolder();
    const [ppm, jxl] = ['a.ppm', 'a.jxl'].map((name) => path.join(folder, name)) as [string, string];
    const samples = Buffer.alloc(32 * 32 * 3, Uint8Array.from(INSIDE));
    writeFileSync(ppm, Buffer.concat([Buffer.from('P6\n32 32\n255\n'), samples]));
    const asked = [distance.slice(0, 2), distance.slice(2), '-x', 'color_space=RGB_D65_DCI_Rel_SRG'];
    execFileSync('cjxl', [ppm, jxl, ...asked], { stdio: 'ignore' });
    const { data } = await drawPicture(jxl, 'scl=1');
    // As transicc makes them of the profile.
    const expected = [137.7, 59.4, 21.2];
    const differences = expected.map((value, i) => Math.abs(value - (data[i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  });
});

/** Numbers and how many bits each takes, the lowest bit first. */
function printBits(...fields: readonly (readonly [value: number, bits: number])[]): Buffer {
  const bits = fields.flatMap(([value, count]) => Array.from({ length: count }, (_, i) => (value >> i) & 1));
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  return bytes;
}

const MARK = [0x0a_ff, 16] as const;
/** 64×64 by the short form, and that not all else is as usual. */
const SIDES = [
  [1, 1],
  [7, 5],
  [1, 3],
  [0, 1],
] as const;

function written(bytes: Buffer): string {
  const file = path.join(ownFolder(), 'a.jxl');
  writeFileSync(file, bytes);
  return file;
}

describe('the header of a JPEG XL', () => {
  it('may be longer than that of any photograph', async () => {
    const name = Array.from({ length: 1000 }, () => [97, 8] as const);
    // A depth channel of 8 bits, in full size, with a long name.
    const channel = [[0, 1], [1, 2], [0, 3], [0, 2], [3, 2], [1000 - 48, 10], ...name] as const;
    const channels = Array.from({ length: 100 }, () => channel).flat();
    // No more fields, 8 bits, one hundred channels; colours as usual.
    const header = printBits(MARK, ...SIDES, [0, 1], [0, 3], [1, 1], [3, 2], [99, 12], ...channels, [1, 1], [1, 1]);
    expect(header.length).toBeGreaterThan(65_536);
    expect(await probeImage(written(header), 'image/jxl')).toMatchObject({ width: 64, height: 64, alpha: false });
  });

  it('may tell of a small picture in front of the picture, which is refused by its name', async () => {
    // More fields: upright, a preview of 64×64; 8 bits, no channels, colours as usual. No picture follows that can be read.
    const fields = [
      [1, 1],
      [0, 3],
      [0, 1],
      [1, 1],
      [0, 1],
      [0, 2],
      [63, 6],
      [1, 3],
      [0, 1],
      [0, 3],
      [1, 1],
    ] as const;
    const header = printBits(MARK, ...SIDES, ...fields, [0, 2], [1, 1], [1, 1], [1, 1], [0, 2], [1, 1]);
    const file = written(Buffer.concat([header, Buffer.alloc(64, 0x5a)]));
    expect(await probeImage(file, 'image/jxl')).toMatchObject({ width: 64, height: 64 });
    await expect(drawPicture(file, 'scl=1')).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });
});

describe.skipIf(isMissing)('the facts of a JPEG XL', () => {
  const encode = (from: string, ...options: readonly string[]): string => {
    const file = `${from}${options.join('')}.jxl`;
    execFileSync('cjxl', [from, file, ...options], { stdio: 'ignore' });
    return file;
  };

  it('tell how many pictures an animation shows', async () => {
    const frames = ['#ff0000', '#00ff00', '#0000ff'].map((background) => ({
      create: { width: 16, height: 16, channels: 3 as const, background },
    }));
    const pages = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
    const gif = path.join(ownFolder(), 'a.gif');
    await sharp(pages, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toFile(gif);
    expect(await probeImage(encode(gif, '-d', '0'), 'image/jxl')).toMatchObject({ width: 16, height: 16, pages: 3 });
  });

  it('tell that colours are dimmed which are brighter than screens', async () => {
    const png = path.join(ownFolder(), 'a.png');
    await sharp({ create: { width: 16, height: 16, channels: 3, background: '#808080' } }).toFile(png);
    expect(await probeImage(encode(png, '--intensity_target=1000'), 'image/jxl')).toMatchObject({ hdr: 'light' });
    expect(await probeImage(encode(png, '--intensity_target=100'), 'image/jxl')).not.toHaveProperty('hdr');
  });
});
