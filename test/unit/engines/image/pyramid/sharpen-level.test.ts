import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { pyramidFormat, type PyramidFormat } from '../../../../../src/engines/image/pyramid/sample-format.ts';
import { maskLevel } from '../../../../../src/engines/image/pyramid/sharpen-level.ts';
import { applyUnsharpMask } from '../../../../../src/engines/image/steps/unsharp-mask.ts';
import type { UnsharpMask } from '../../../../../src/model/recipe/recipe.ts';

const WIDTH = 96;
// More than two bands of 512 rows.
const HEIGHT = 1300;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-mask-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Blocks and slopes with some noise: something for every radius to sharpen. */
function makePixels(channels: number): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, i) => {
    const x = Math.floor(i / channels) % WIDTH;
    const y = Math.floor(i / channels / WIDTH);
    const block = ((x >> 4) + (y >> 5)) % 2 === 0 ? 60 : 160;
    return block + ((x * 7 + y * 13 + (i % channels) * 31) % 40);
  });
}

async function writeStage(space: string, channels: 3 | 4): Promise<{ file: string; format: PyramidFormat }> {
  const file = path.join(folder, `${space}-${channels}.tif`);
  await sharp(makePixels(channels), { raw: { width: WIDTH, height: HEIGHT, channels } })
    .toColourspace(space)
    .tiff({ compression: 'none' })
    .toFile(file);
  const recipe = { kind: 'pyramid', tile: 256, compression: 'deflate', quality: 95 } as const;
  return { file, format: pyramidFormat(await sharp(file).metadata(), { width: WIDTH, height: HEIGHT }, recipe) };
}

type Depth = 'uchar' | 'ushort' | 'short' | 'float';

async function readSamples(file: string, { space }: PyramidFormat, depth: Depth): Promise<Buffer> {
  return sharp(file).pipelineColourspace(space).toColourspace(space).raw({ depth }).toBuffer();
}

const mask = (radius: number): UnsharpMask => ({ amount: 1.5, radius, threshold: 0, monochrome: false });
const size = { width: WIDTH, height: HEIGHT };

describe('sharpening a level file band by band', () => {
  it.each([0.2, 2, 5, 40, 250])('gives what sharpening it as a whole gives, radius %f', async (radius) => {
    const { file, format } = await writeStage('srgb', 3);
    const before = await readSamples(file, format, 'uchar');
    const masked = await maskLevel(file, size, format, mask(radius));
    const whole = applyUnsharpMask({ data: before, ...size, channels: 3, alpha: false }, mask(radius));
    expect(Buffer.from(whole.data).equals(before)).toBe(false);
    expect((await readSamples(masked, format, 'uchar')).equals(Buffer.from(whole.data))).toBe(true);
    expect((await readSamples(file, format, 'uchar')).equals(before)).toBe(true);
  });

  it('sharpens 16 bits at their own depth', async () => {
    const { file, format } = await writeStage('rgb16', 3);
    const before = await readSamples(file, format, 'ushort');
    const data = new Uint16Array(before.buffer.slice(before.byteOffset, before.byteOffset + before.length));
    const masked = await maskLevel(file, size, format, mask(2));
    const whole = applyUnsharpMask({ data, ...size, channels: 3, alpha: false }, mask(2));
    expect((await readSamples(masked, format, 'ushort')).equals(Buffer.from(whole.data.buffer))).toBe(true);
  });

  it('sharpens every ink of CMYK and keeps it CMYK', async () => {
    const { file, format } = await writeStage('cmyk', 3);
    const before = await readSamples(file, format, 'uchar');
    const masked = await maskLevel(file, size, format, mask(2));
    const whole = applyUnsharpMask({ data: before, ...size, channels: 4, alpha: false }, mask(2));
    expect((await readSamples(masked, format, 'uchar')).equals(Buffer.from(whole.data))).toBe(true);
    expect((await sharp(masked).metadata()).space).toBe('cmyk');
  });

  it('sharpens alpha with the colours', async () => {
    const { file, format } = await writeStage('srgb', 4);
    const before = await readSamples(file, format, 'uchar');
    const masked = await maskLevel(file, size, format, mask(2));
    const whole = applyUnsharpMask({ data: before, ...size, channels: 4, alpha: true }, mask(2));
    expect((await readSamples(masked, format, 'uchar')).equals(Buffer.from(whole.data))).toBe(true);
  });

  it('sharpens the lightness of 16-bit Lab and leaves its colours alone', async () => {
    const { file, format } = await writeStage('labs', 3);
    const toInt16 = (bytes: Buffer): Int16Array =>
      new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const before = toInt16(await readSamples(file, format, 'short'));
    const masked = await maskLevel(file, size, format, mask(2));
    const after = toInt16(await readSamples(masked, format, 'short'));
    const changed = [0, 1, 2].map((channel) => after.filter((v, i) => i % 3 === channel && v !== before[i]).length);
    expect(changed[0]).toBeGreaterThan((WIDTH * HEIGHT) / 2);
    expect(changed.slice(1)).toEqual([0, 0]);
    // An edge gets steeper, never jumps past white: lightness stays in 0…32767.
    expect(after.every((value, i) => i % 3 !== 0 || value >= 0)).toBe(true);
  });

  it('leaves samples of 32 bits as they are', async () => {
    const { file, format } = await writeStage('scrgb', 3);
    const before = await readFile(file);
    const masked = await maskLevel(file, size, format, mask(2));
    expect(masked).toBe(file);
    expect((await readFile(masked)).equals(before)).toBe(true);
  });

  it('refuses a file whose rows do not stand one after the other', async () => {
    const { format } = await writeStage('srgb', 3);
    const file = path.join(folder, 'tiled.tif');
    const pixels = makePixels(3);
    await sharp(pixels, { raw: { ...size, channels: 3 } })
      .tiff({ compression: 'none', tile: true })
      .toFile(file);
    await expect(maskLevel(file, size, format, mask(2))).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  });
});
