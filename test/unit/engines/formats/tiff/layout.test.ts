import { writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../../../src/engines/formats/tiff/layout.ts';
import { readPageMetadata } from '../../../../../src/engines/formats/tiff/page-metadata.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openFile } from '../../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { printTiffPages } from '../../../../support/pictures/masters/print-pages.ts';
import { writeTiffOfJpeg } from '../../../../support/pictures/masters/write-tiff-of-jpeg.ts';
import { writeOddTiff } from '../../../../support/pictures/masters/write-odd-tiff.ts';

const BYTES = writeOddTiff({
  ...{ photometric: 2, bits: 12, format: 1 },
  halves: [
    [1, 0, 0],
    [0, 1, 0],
  ],
});

describe('a page of a TIFF', () => {
  it('has its directory read once, whatever is asked of it', async () => {
    const places: number[] = [];
    const handle = {
      read: async (buffer: Buffer, at: number, length: number, position: number) => {
        places.push(position);
        return { buffer, bytesRead: BYTES.copy(buffer, at, position, position + length) };
      },
    } as unknown as FileHandle;
    const page = await readPage(handle);
    await readPageMetadata(page);
    expect(page.layout).toMatchObject({ bits: 12, colors: 3 });
    expect(places.filter((position) => position === page.position)).toHaveLength(1);
  });

  it('has no more samples than TIFF has numbers for', async () => {
    const bytes = Buffer.from(BYTES);
    // The row of SamplesPerPixel: its type, and its value.
    const row = bytes.indexOf(Buffer.from([0x15, 0x01, 3, 0, 1, 0, 0, 0]));
    bytes.writeUInt16LE(4, row + 2);
    bytes.writeUInt32LE(4_000_000_000, row + 8);
    const handle = {
      read: async (buffer: Buffer, at: number, length: number, position: number) => ({
        buffer,
        bytesRead: bytes.copy(buffer, at, position, position + length),
      }),
    } as unknown as FileHandle;
    await expect(readPage(handle)).rejects.toThrow(RangeError);
  });
});

const COLOR = [200, 100, 50] as const;
const PAGE = { width: 40, height: 30, color: COLOR };

const HEAD = 8;
const FIELD = 12;

/** A TIFF whose directory stands behind its pixels, with further fields, and then what is to follow its fields. */
function directoryLast(
  end: Buffer,
  ...more: readonly (readonly [tag: number, type: number, count: number, value: number])[]
) {
  const whole = printTiffPages([PAGE]);
  const count = whole.readUInt16LE(HEAD);
  const fields = Buffer.from(whole.subarray(HEAD + 2, HEAD + 2 + FIELD * count));
  const pixels = whole.subarray(HEAD + 2 + FIELD * count + 4);
  for (let at = 0; at < fields.length; at += FIELD)
    if (fields.readUInt16LE(at) === 273) fields.writeUInt32LE(HEAD, at + 8);
  const added = more.map(([tag, type, values, value]) => {
    const field = Buffer.alloc(FIELD);
    field.writeUInt16LE(tag, 0);
    field.writeUInt16LE(type, 2);
    field.writeUInt32LE(values, 4);
    field.writeUInt32LE(value, 8);
    return field;
  });
  const head = Buffer.from(whole.subarray(0, HEAD));
  head.writeUInt32LE(HEAD + pixels.length, 4);
  const number = Buffer.alloc(2);
  number.writeUInt16LE(count + added.length, 0);
  return Buffer.concat([head, pixels, number, fields, ...added, end]);
}

function offset(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

const EXIF = 34_665;
// Nobody's.
const OWN = 65_000;
const NONE = offset(0);
const PIXELS = 3 * PAGE.width * PAGE.height;

describe('a TIFF with a loose end', () => {
  it.each([
    ['no pointer behind its last directory', directoryLast(Buffer.alloc(0))],
    ['half of that pointer', directoryLast(Buffer.alloc(2))],
    ['a pointer beyond its end', directoryLast(offset(0xffff_fff0))],
    ['a pointer into its pixels', directoryLast(offset(HEAD + 4))],
    ['a pointer to where it came from', directoryLast(offset(HEAD + PIXELS))],
    ['a directory of EXIF at 0', directoryLast(NONE, [EXIF, 4, 1, 0])],
    ['a directory of EXIF of no pointer', directoryLast(NONE, [EXIF, 4, 0, 0])],
    ['a directory of EXIF beyond its end', directoryLast(NONE, [EXIF, 4, 1, 99_999_999])],
    ['a directory of EXIF of no type', directoryLast(NONE, [EXIF, 0, 1, HEAD])],
    ['a field of no type', directoryLast(NONE, [OWN, 0, 1, HEAD])],
    ['a field of a type that TIFF does not know', directoryLast(NONE, [OWN, 99, 5, HEAD])],
    ['a field of the tag 0', directoryLast(NONE, [0, 0, 0, 0])],
    ['its width a second time', directoryLast(NONE, [256, 4, 1, 1])],
  ])('has its picture nevertheless: %s', async (_name, bytes) => {
    const folder = ownFolder();
    const file = path.join(folder, 'a.tif');
    writeFileSync(file, bytes);
    const facts = await probeImage(file, 'image/tiff');
    expect(facts).toMatchObject({ width: PAGE.width, height: PAGE.height, depth: 8, colorSpace: 'srgb' });
    const { data } = await withDecoded({ file, facts }, folder, (readable) =>
      openFile(readable.file).raw().toBuffer({ resolveWithObject: true }),
    );
    expect([...data.subarray(0, 3), ...data.subarray(-3)]).toEqual([...COLOR, ...COLOR]);
  });
});

const PHOTOMETRIC = 262;

/** A fax whose left half is black, in which `change` may change the rows of the directory and the pointer behind them. */
async function printFax(change: (rows: Buffer[], end: Buffer) => void): Promise<Buffer> {
  const half = { create: { width: 32, height: 40, channels: 3, background: '#000' } } as const;
  const fax = await sharp(half)
    .extend({ right: 32, background: '#fff' })
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1, miniswhite: true })
    .toBuffer();
  const start = fax.readUInt32LE(4) + 2;
  const count = fax.readUInt16LE(start - 2);
  const rows = Array.from({ length: count }, (_, i) => fax.subarray(start + i * FIELD, start + (i + 1) * FIELD));
  change(rows, fax.subarray(start + count * FIELD));
  return fax;
}

describe('a fax in a TIFF', () => {
  it.each([
    ['that is whole', () => {}],
    ['with a pointer beyond its end', (_rows: Buffer[], end: Buffer) => end.writeUInt32LE(65_535)],
    [
      'that does not say which bit is black: 1, as TIFF readers have it',
      (rows: Buffer[]) => rows.find((row) => row.readUInt16LE(0) === PHOTOMETRIC)?.writeUInt16LE(65_535),
    ],
  ] as const)('is read: one %s', async (name, change) => {
    const folder = ownFolder();
    const file = path.join(folder, 'a.tif');
    writeFileSync(file, await printFax(change));
    const facts = await probeImage(file, 'image/tiff');
    expect(facts).toMatchObject({ width: 64, height: 40, depth: 1, colorSpace: 'gray' });
    expect('guessedColors' in facts).toBe(name.includes('does not say'));
    const { data } = await withDecoded({ file, facts }, folder, (readable) =>
      openFile(readable.file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true }),
    );
    expect([data[0], data[31], data[32], data[63]]).toEqual([0, 0, 255, 255]);
  });
});

describe('a TIFF of an old JPEG', () => {
  it.each([
    ['gray', 'right'],
    ['gray', 'besides'],
    ['in colours', 'right'],
    ['in colours', 'besides'],
  ] as const)('has its picture: %s, with a pointer to what is %s', async (kind, old) => {
    const color = kind !== 'gray';
    const [width, height] = [33, 17];
    const plain = sharp({ create: { width, height, channels: 3, background: color ? '#c86432' : '#646464' } });
    const jpeg = await plain
      .toColourspace(color ? 'srgb' : 'b-w')
      .jpeg({ quality: 100 })
      .toBuffer();
    const folder = ownFolder();
    const file = path.join(folder, 'a.tif');
    writeFileSync(file, writeTiffOfJpeg(jpeg, { width, height, bits: 8, order: 'II', old, color }));
    const facts = await probeImage(file, 'image/tiff');
    expect(facts).toMatchObject({ width, height, depth: 8, colorSpace: color ? 'srgb' : 'gray' });
    const { data } = await withDecoded({ file, facts }, folder, (readable) =>
      openFile(readable.file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true }),
    );
    const shown = color ? [200, 100, 50] : [100, 100, 100];
    for (const [i, value] of shown.entries()) expect(Math.abs((data[i] ?? 0) - value)).toBeLessThanOrEqual(2);
  });
});
