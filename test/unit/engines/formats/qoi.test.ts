import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { qoi } from '../../../../src/engines/formats/qoi.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

/** A QOI of one row. */
async function keep(width: number, channels: number, chunks: readonly number[]): Promise<string> {
  const file = path.join(ownFolder(), 'master.qoi');
  const head = Buffer.from([...Buffer.from('qoif'), 0, 0, 0, width, 0, 0, 0, 1, channels, 1]);
  await writeFile(file, Buffer.concat([head, Buffer.from(chunks)]));
  return file;
}

async function read(width: number, channels: number, chunks: readonly number[]): Promise<readonly number[]> {
  const file = await keep(width, channels, chunks);
  await qoi.decoder.decode?.(file, `${file}.tif`);
  return [...(await sharp(`${file}.tif`).raw().toBuffer())];
}

describe('QOI', () => {
  it('has pixels as they are, as those before, near those before, and seen before', async () => {
    // The place of 10, 20, 30, 255 among those seen: (3 · 10 + 5 · 20 + 7 · 30 + 11 · 255) mod 64.
    const seen = (3 * 10 + 5 * 20 + 7 * 30 + 11 * 255) % 64;
    const chunks = [0xfe, 10, 20, 30, 0xc1, 0x40 | (3 << 4) | (2 << 2) | 0, 0x80 | (32 + 5), 0x8a, seen];
    expect(await read(6, 3, chunks)).toEqual([
      ...[10, 20, 30, 10, 20, 30, 10, 20, 30],
      // One more red, no more green, two less of blue; then five more green, as much and two more of blue.
      ...[11, 20, 28, 16, 25, 35],
      ...[10, 20, 30],
    ]);
  });

  it('has alpha, and begins with black that covers all', async () => {
    expect(await read(2, 4, [0xc0, 0xff, 1, 2, 3, 4])).toEqual([0, 0, 0, 255, 1, 2, 3, 4]);
  });

  it('wraps where colours end', async () => {
    expect(await read(1, 3, [0x40 | (1 << 4) | (1 << 2) | 1])).toEqual([255, 255, 255]);
  });

  it.each([
    ['within its header', 9, 3, []],
    ['within its pixels', 2, 3, [0xfe, 1, 2, 3]],
    ['within a pixel', 1, 4, [0xff, 1, 2]],
  ] as const)('that ends %s is damaged', async (_where, width, channels, chunks) => {
    await expect(read(width, channels, chunks)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('of more pixels than its bytes can stand for is not read', async () => {
    const file = await keep(200, 3, [0xfd]);
    await expect(qoi.decoder.probe(file, 'image/qoi', DEFAULT_LIMITS)).rejects.toThrow(RangeError);
  });
});
