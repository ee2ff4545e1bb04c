import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bmp } from '../../../../src/engines/formats/bmp.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { inRepository } from '../../../support/files/repository.ts';

interface Bmp {
  readonly width?: number;
  readonly height?: number;
  readonly bits: number;
  readonly compression?: number;
  readonly headerBytes?: number;
  /** Behind the header: masks or palette. */
  readonly tables?: readonly number[];
  readonly pixels: readonly number[];
  readonly perMeter?: number;
}

/** Bytes of a header and what stands behind it, without the header of the file. */
function infoOf({ width = 2, height = 2, bits, compression = 0, headerBytes = 40, perMeter = 0 }: Bmp): Buffer {
  const info = Buffer.alloc(headerBytes);
  info.writeUInt32LE(headerBytes, 0);
  if (headerBytes === 12) {
    info.writeUInt16LE(width, 4);
    info.writeUInt16LE(height, 6);
    info.writeUInt16LE(1, 8);
    info.writeUInt16LE(bits, 10);
    return info;
  }
  info.writeInt32LE(width, 4);
  info.writeInt32LE(height, 8);
  info.writeUInt16LE(1, 12);
  info.writeUInt16LE(bits, 14);
  info.writeUInt32LE(compression, 16);
  info.writeUInt32LE(perMeter, 24);
  info.writeUInt32LE(perMeter, 28);
  return info;
}

/** Prints a BMP; `before` = bytes in front of the header of the file, whose places count from the first of them. */
function printBmp(about: Bmp, before = Buffer.alloc(0)): Buffer {
  const info = infoOf(about);
  const tables = Buffer.from(about.tables ?? []);
  const head = Buffer.alloc(14);
  head.write('BM', 'latin1');
  head.writeUInt32LE(before.length + 14 + info.length + tables.length, 10);
  return Buffer.concat([before, head, info, tables, Buffer.from(about.pixels)]);
}

async function read(bytes: Buffer, channels = 3): Promise<readonly (readonly number[])[]> {
  const file = path.join(ownFolder(), 'master.bmp');
  await writeFile(file, bytes);
  expect(await sniff(file)).toBe('image/bmp');
  await probeImage(file, 'image/bmp');
  await bmp.decoder.rewrite?.(file, `${file}.tif`);
  const { data, info } = await sharp(`${file}.tif`).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(channels);
  return Array.from({ length: data.length / channels }, (_, i) => [...data.subarray(i * channels, (i + 1) * channels)]);
}

const [RED, GREEN, BLUE, BLACK] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [0, 0, 0],
] as const;

// Blue, green, red and nothing.
const PALETTE = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0];

const shown = [RED, GREEN, BLUE, BLACK];

// Rows from the bottom, each of four bytes.
const TWO_BITS = [0b1011_0000, 0, 0, 0, 0b0001_0000, 0, 0, 0];

describe('a BMP', () => {
  it.each([0, 16])('is read whatever it says that its bytes are (%d too few)', async (less) => {
    const bytes = await readFile(inRepository('fixtures/decoders/bmp/plain.bmp'));
    bytes.writeUInt32LE(less === 0 ? 0 : bytes.length - less, 2);
    expect(await read(bytes)).toHaveLength(48 * 32);
  });

  it('may have two bits a pixel', async () => {
    expect(await read(printBmp({ bits: 2, tables: PALETTE, pixels: TWO_BITS }))).toEqual(shown);
  });

  it('may lack the header of its file', async () => {
    const about = { bits: 2, tables: PALETTE, pixels: TWO_BITS };
    expect(await read(printBmp(about).subarray(14))).toEqual(shown);
  });

  it('may be the first in an array of OS/2', async () => {
    const before = Buffer.from('BA' + '\0'.repeat(12), 'latin1');
    const tables = PALETTE.filter((_, i) => i % 4 < 3);
    expect(await read(printBmp({ bits: 2, headerBytes: 12, tables, pixels: TWO_BITS }, before))).toEqual(shown);
  });

  it('may run from the top, and be longer or shorter than its palette', async () => {
    const pixels = [0, 1, 0, 0, 2, 9, 0, 0];
    expect(await read(printBmp({ bits: 8, height: -2, tables: PALETTE, pixels }))).toEqual(shown);
  });

  it.each([
    ['eight bits', 1, 8, PALETTE, [0, 3, 2, 3, 9, 0, 0, 0, 1, 0, 1, 1, 0, 1]],
    ['four bits', 2, 4, PALETTE, [2, 0x23, 0, 0, 2, 0x01, 0, 1]],
    ['24 bits', 4, 24, [], [1, 255, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 255, 1, 0, 255, 0, 0, 1]],
  ])('may be packed in runs of %s', async (_kind, compression, bits, tables, pixels) => {
    expect(await read(printBmp({ bits, compression, tables, pixels }))).toEqual(shown);
  });

  it('has the first colour where runs leave pixels out', async () => {
    const about = { bits: 8, compression: 1, tables: PALETTE, pixels: [0, 2, 1, 1, 1, 1, 0, 1] };
    expect(await read(printBmp(about))).toEqual([RED, GREEN, RED, RED]);
  });

  it('has colours and alpha of as many bits as its masks say', async () => {
    const masks = Buffer.alloc(16);
    for (const [i, mask] of [0xf000, 0x0f00, 0x00f0, 0x000f].entries()) masks.writeUInt32LE(mask, 4 * i);
    const pixels = [0x0f, 0x0f, 0x00, 0x00, 0x08, 0xf0, 0xff, 0xff];
    const about = { bits: 16, compression: 6, tables: [...masks], pixels };
    expect(await read(printBmp(about), 4)).toEqual([
      [255, 0, 0, 136],
      [255, 255, 255, 255],
      [0, 255, 0, 255],
      [0, 0, 0, 0],
    ]);
  });

  it('keeps its density', async () => {
    const file = path.join(ownFolder(), 'master.bmp');
    await writeFile(file, printBmp({ bits: 2, tables: PALETTE, pixels: TWO_BITS, perMeter: 11_811 }));
    await bmp.decoder.rewrite?.(file, `${file}.tif`);
    expect((await sharp(`${file}.tif`).metadata()).density).toBe(300);
  });

  it.each([
    ['SOURCE_CORRUPT', { bits: 24, pixels: [1, 2, 3] }],
    ['SOURCE_CORRUPT', { bits: 24, width: 0, pixels: [] }],
    ['SOURCE_FORMAT_UNSUPPORTED', { bits: 1, compression: 3, headerBytes: 64, pixels: [] }],
    ['SOURCE_FORMAT_UNSUPPORTED', { bits: 64, pixels: [] }],
    ['SOURCE_CORRUPT', { bits: 24, width: 60_000, height: 60_000, pixels: [1, 2, 3] }],
  ] as const)('is refused with %s, by its header', async (code, about) => {
    const file = path.join(ownFolder(), 'master.bmp');
    await writeFile(file, printBmp(about));
    await expect(probeImage(file, 'image/bmp')).rejects.toMatchObject({ code });
  });

  it('is damaged where its runs end before they say so', async () => {
    const file = path.join(ownFolder(), 'master.bmp');
    await writeFile(file, printBmp({ bits: 8, compression: 1, tables: PALETTE, pixels: [2, 1] }));
    await expect(bmp.decoder.rewrite?.(file, `${file}.tif`)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
