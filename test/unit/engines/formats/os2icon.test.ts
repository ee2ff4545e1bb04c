import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../../src/engines/image/source/master.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../src/engines/image/with-decoded.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

const MIME = 'image/x-os2-icon';
const HEADER = 14;
const WORD = 4;

interface Bitmap {
  readonly mark: string;
  readonly width: number;
  readonly bits: 1 | 24;
  /** Bytes of rows, from the bottom, each filled up to a word. */
  readonly rows: readonly Buffer[];
}

const row = (...bytes: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(bytes), Buffer.alloc((WORD - (bytes.length % WORD)) % WORD)]);

const PALETTE = Buffer.from([0, 0, 0, 255, 255, 255]);

/** Headers of bitmaps, the palettes behind each, then their pixels: what follows each other from a place on. */
function printBitmaps(bitmaps: readonly Bitmap[], start: number): Buffer {
  const heads = bitmaps.map(({ mark, width, bits, rows }) => {
    const head = Buffer.alloc(HEADER + 12);
    head.write(mark, 'latin1');
    head.writeUInt32LE(head.length, 2);
    for (const [i, value] of [12, 0, width, rows.length, 1, bits].entries()) head.writeUInt16LE(value, HEADER + 2 * i);
    return bits === 1 ? Buffer.concat([head, PALETTE]) : head;
  });
  const pixels = bitmaps.map(({ rows }) => Buffer.concat(rows));
  let at = start + Buffer.concat(heads).length;
  for (const [i, part] of pixels.entries()) {
    heads[i]?.writeUInt32LE(at, 10);
    at += part.length;
  }
  return Buffer.concat([...heads, ...pixels]);
}

// Clear where the upper half of a mask has ones. From the bottom: two rows of the lower half, two of the upper one.
const MASK: Bitmap = {
  ...{ mark: 'CI', width: 2, bits: 1 },
  rows: [row(0b01_000000), row(0b10_000000), row(0b11_000000), row(0b00_000000)],
};
const COLOR: Bitmap = { mark: 'CI', width: 2, bits: 24, rows: [row(1, 2, 3, 4, 5, 6), row(7, 8, 9, 10, 11, 12)] };
const GRAY_MASK: Bitmap = { ...MASK, mark: 'IC' };

async function read(bytes: Buffer) {
  const folder = ownFolder();
  const file = path.join(folder, 'a.ico');
  await writeFile(file, bytes);
  expect(await sniff(file)).toBe(MIME);
  const facts = await probeImage(file, MIME);
  const { data } = await withDecoded({ file, facts }, folder, (readable) =>
    openFile(readable.file).raw().toBuffer({ resolveWithObject: true }),
  );
  return { facts, pixels: [...data] };
}

const IN_COLOR = [9, 8, 7, 255, 12, 11, 10, 255, 3, 2, 1, 0, 6, 5, 4, 0];

/** An array of icons: before each a header that says where the next stands. */
function printArray(icons: readonly (readonly Bitmap[])[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const [i, bitmaps] of icons.entries()) {
    const head = Buffer.alloc(HEADER);
    head.write('BA', 'latin1');
    const part = Buffer.concat([head, printBitmaps(bitmaps, at + HEADER)]);
    at += part.length;
    if (i < icons.length - 1) part.writeUInt32LE(at, 6);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

describe('an icon of OS/2', () => {
  it('has its colours, clear where its mask says so', async () => {
    const { facts, pixels } = await read(printBitmaps([MASK, COLOR], 0));
    expect(facts).toMatchObject({ width: 2, height: 2, alpha: true, pages: 1 });
    expect(pixels).toEqual(IN_COLOR);
  });

  it('of one colour has that of the lower half of its mask', async () => {
    const { pixels } = await read(printBitmaps([GRAY_MASK], 0));
    expect(pixels).toEqual([255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 0]);
  });

  it('is the largest of an array, and of equal ones that of most colours', async () => {
    const small: Bitmap = { mark: 'IC', width: 1, bits: 1, rows: [row(0), row(0)] };
    const { facts, pixels } = await read(printArray([[small], [GRAY_MASK], [MASK, COLOR]]));
    expect(facts).toMatchObject({ width: 2, height: 2, pages: 3 });
    expect(pixels).toEqual(IN_COLOR);
  });

  it('is told damaged where it ends early, or its colours are of another size', async () => {
    const whole = printBitmaps([MASK, COLOR], 0);
    await expect(read(whole.subarray(0, -4))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    const other = printBitmaps([MASK, { ...COLOR, width: 1 }], 0);
    await expect(read(other)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
