import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
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

describe.skipIf(missingDecoderPackages().includes('@imagemagick/magick-wasm'))('a TGA', () => {
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
});
