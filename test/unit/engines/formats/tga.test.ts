import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tga } from '../../../../src/engines/formats/tga.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

/** A TGA of 3×1 pixels, its rows from the top. `right`: from the right. */
const head = (kind: number, bits: number, alphaBits: number, right = false): Buffer =>
  Buffer.from([0, 0, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, bits, (right ? 0x30 : 0x20) | alphaBits]);

async function read(bytes: Buffer): Promise<readonly number[]> {
  const file = path.join(ownFolder(), 'master.tga');
  await writeFile(file, bytes);
  expect(await sniff(file)).toBe('image/x-tga');
  await tga.decoder.rewrite?.(file, `${file}.tif`);
  return [...(await sharp(`${file}.tif`).toColourspace('srgb').raw().toBuffer())];
}

describe('a TGA', () => {
  const shown = [10, 10, 10, 255, 10, 10, 10, 255, 200, 200, 200, 60];

  it('may be gray with alpha', async () => {
    const pixels = Buffer.from([10, 255, 10, 255, 200, 60]);
    expect(await read(Buffer.concat([head(3, 16, 8), pixels]))).toEqual(shown);
  });

  it('may be so in packets', async () => {
    const packets = Buffer.from([0x81, 10, 255, 0x00, 200, 60]);
    expect(await read(Buffer.concat([head(11, 16, 8), packets]))).toEqual(shown);
  });

  it('may have a palette that it does not use', async () => {
    const withPalette = Buffer.from(head(2, 24, 0));
    withPalette.set([1, 2, 0, 0, 2, 0, 24], 1);
    const pixels = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const read9 = await read(Buffer.concat([withPalette, Buffer.alloc(6, 77), pixels]));
    expect(read9).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
  });

  it('may begin at the right', async () => {
    const pixels = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await read(Buffer.concat([head(2, 24, 0, true), pixels]))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('may begin at the bottom', async () => {
    const upright = Buffer.from(head(2, 24, 0));
    upright.set([1, 0, 3, 0, 24, 0], 12);
    const pixels = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await read(Buffer.concat([upright, pixels]))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  const BGRA = [1, 2, 3, 255, 4, 5, 6, 60, 7, 8, 9, 0];
  const RGBA = [3, 2, 1, 255, 6, 5, 4, 60, 9, 8, 7, 0];

  it.each([8, 0])('of 32 bits has its alpha, where its header says %i bits of it', async (alphaBits) => {
    expect(await read(Buffer.concat([head(2, 32, alphaBits), Buffer.from(BGRA)]))).toEqual(RGBA);
    const packets = Buffer.from([0x02, ...BGRA]);
    expect(await read(Buffer.concat([head(10, 32, alphaBits), packets]))).toEqual(RGBA);
  });

  it('whose alpha is 0 everywhere is opaque: its writer meant none', async () => {
    const pixels = Buffer.from(BGRA.map((value, i) => (i % 4 === 3 ? 0 : value)));
    const opaque = RGBA.map((value, i) => (i % 4 === 3 ? 255 : value));
    expect(await read(Buffer.concat([head(2, 32, 8), pixels]))).toEqual(opaque);
  });

  it.each([
    [1, [255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 255]],
    [0, [255, 0, 0, 0, 255, 0, 0, 0, 255]],
  ])('of 16 bits has five of each colour and %i of alpha', async (alphaBits, expected) => {
    const pixels = Buffer.alloc(6);
    for (const [i, pixel] of [0xfc_00, 0x03_e0, 0x80_1f].entries()) pixels.writeUInt16LE(pixel, 2 * i);
    expect(await read(Buffer.concat([head(2, 16, alphaBits), pixels]))).toEqual(expected);
  });

  it('has a palette that may begin at another index than 0', async () => {
    const indexed = Buffer.from(head(1, 8, 0));
    indexed.set([1, 1, 100, 0, 2, 0, 24], 1);
    const pixels = Buffer.from([101, 100, 0]);
    expect(await read(Buffer.concat([indexed, Buffer.from([1, 2, 3, 4, 5, 6]), pixels]))).toEqual([
      ...[6, 5, 4, 3, 2, 1],
      ...[0, 0, 0],
    ]);
  });

  it.each([
    ['pixels', 2, Buffer.alloc(8)],
    ['packets', 10, Buffer.from([0x01, 1, 2, 3])],
  ])('whose %s end early is told damaged', async (_name, kind, rest) => {
    await expect(read(Buffer.concat([head(kind, 24, 0), rest]))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
