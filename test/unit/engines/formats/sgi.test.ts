import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sgi } from '../../../../src/engines/formats/sgi.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { printSgi } from '../../../support/pictures/masters/print-small.ts';

async function keep(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.sgi');
  await writeFile(file, bytes);
  return file;
}

const probeFile = (file: string) => sgi.decoder.probe(file, 'image/x-sgi', DEFAULT_LIMITS);

async function probe(change: (head: Buffer) => void) {
  const bytes = printSgi({ width: 3, height: 2, channels: 4, data: new Uint8Array(24) });
  change(bytes);
  return probeFile(await keep(bytes));
}

/** The start of a file; `sizes`: dimensions, columns, rows, channels. */
function headOf(isPacked: boolean, sampleBytes: number, sizes: readonly number[]): Buffer {
  const head = Buffer.alloc(512);
  Buffer.from([1, 0xda, isPacked ? 1 : 0, sampleBytes]).copy(head);
  for (const [i, size] of sizes.entries()) head.writeUInt16BE(size, 4 + 2 * i);
  return head;
}

/** A file of packed rows, from the bottom, plane after plane. */
function packed(sampleBytes: number, sizes: readonly number[], rows: readonly (readonly number[])[]): Buffer {
  const head = headOf(true, sampleBytes, sizes);
  const table = Buffer.alloc(8 * rows.length);
  const data = rows.map((row) =>
    Buffer.from(row.flatMap((unit) => (sampleBytes === 1 ? [unit] : [unit >> 8, unit & 255]))),
  );
  let at = head.length + table.length;
  for (const [i, row] of data.entries()) {
    table.writeUInt32BE(at, 4 * i);
    table.writeUInt32BE(row.length, 4 * (rows.length + i));
    at += row.length;
  }
  return Buffer.concat([head, table, ...data]);
}

async function read(bytes: Buffer): Promise<readonly number[]> {
  const file = await keep(bytes);
  const { depth, colorSpace } = await probeFile(file);
  await sgi.decoder.decode?.(file, `${file}.tif`);
  const space = colorSpace === 'gray' ? (depth > 8 ? 'grey16' : 'b-w') : depth > 8 ? 'rgb16' : 'srgb';
  const raw = await sharp(`${file}.tif`)
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth: depth > 8 ? 'ushort' : 'uchar' })
    .toBuffer();
  return depth > 8 ? [...new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2)] : [...raw];
}

describe('SGI', () => {
  it('is as wide, high and clear as its header says', async () => {
    expect(await probe((head) => head.writeUInt16BE(4, 10))).toMatchObject({ width: 3, height: 2, alpha: true });
    expect(await probe((head) => head.writeUInt16BE(1, 4))).toMatchObject({ width: 3, height: 1, alpha: false });
    expect(await probe((head) => head.writeUInt16BE(2, 10))).toMatchObject({ colorSpace: 'gray', alpha: true });
  });

  it.each([
    ['five channels', (head: Buffer) => head.writeUInt16BE(5, 10)],
    ['a palette', (head: Buffer) => head.writeUInt32BE(1, 104)],
  ])('with %s is refused by name', async (_what, change) => {
    await expect(probe(change)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });

  it('has rows from the bottom, packed as runs and as what stands for itself', async () => {
    const rows = [
      [0x02, 9, 0x81, 8, 0],
      [0x83, 1, 2, 3, 0],
    ];
    expect(await read(packed(1, [2, 3, 2], rows))).toEqual([1, 2, 3, 9, 9, 8]);
  });

  it('has all bits of 16, in gray and in colours', async () => {
    const gray = packed(2, [2, 3, 1], [[0x02, 0x1234, 0x81, 0xfedc, 0]]);
    expect(await read(gray)).toEqual([0x1234, 0x1234, 0xfedc]);
    const plain = Buffer.concat([headOf(false, 2, [3, 1, 1, 3]), Buffer.from('0102f3f48506', 'hex')]);
    expect(await read(plain)).toEqual([0x0102, 0xf3f4, 0x8506]);
  });

  it.each([
    ['a run beyond its row', [0x05, 9, 0]],
    ['an end before that of its row', [0x02, 9, 0]],
    ['no end', [0x83, 9]],
  ])('with %s is damaged', async (_what, row) => {
    await expect(read(packed(1, [2, 3, 1], [row]))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('of more rows than it has is not read', async () => {
    await expect(probeFile(await keep(headOf(true, 1, [2, 9, 9])))).rejects.toThrow(RangeError);
    await expect(probeFile(await keep(headOf(false, 1, [2, 9, 9])))).rejects.toThrow(RangeError);
  });
});
