import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { SLOPES, slopes } from '../../../../../fixtures/make/slopes.ts';
import { numbers, printBox, printFullBox } from '../../../../../src/system/iso-bmff.ts';
import { findPreview } from '../../../../../src/engines/formats/raw/find-preview.ts';
import { readRawMetadata } from '../../../../../src/engines/formats/raw/raw-metadata.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const ARTIST = 315;

const jpegOf = (quality: number): Promise<Buffer> =>
  sharp(slopes, { raw: { ...SLOPES, channels: 3 } })
    .withExif({ IFD0: { Artist: 'Ada' } })
    .jpeg({ quality })
    .toBuffer();

async function keep(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.raw');
  await writeFile(file, bytes);
  return file;
}

/** A raw of Fujifilm: a header that points to a JPEG, and what a sensor saw, which is not read here. */
function fuji(jpeg: Buffer): Buffer {
  const head = Buffer.alloc(160);
  head.write('FUJIFILMCCD-RAW 0201', 'latin1');
  head.writeUInt32BE(head.length, 84);
  head.writeUInt32BE(jpeg.length, 88);
  return Buffer.concat([head, jpeg, Buffer.alloc(64)]);
}

/** A track of one sample; its bytes are told for all samples, or for each. */
function track(at: number, bytes: number, forAll: boolean): Buffer {
  const sizes = forAll ? numbers(4, bytes, 1) : numbers(4, 0, 1, bytes);
  const table = printBox('stbl', printFullBox('stsz', 0, 0, sizes), printFullBox('co64', 0, 0, numbers(4, 1, 0, at)));
  return printBox('trak', printBox('mdia', printBox('minf', table)));
}

/** A CR3 of Canon: a small JPEG, a large one, and what a sensor saw. */
function canon(small: Buffer, large: Buffer, exif: Buffer): Buffer {
  const type = printBox('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1'));
  const own = printBox('uuid', Buffer.alloc(16, 7), printBox('CNCV', Buffer.alloc(4)), printBox('CMT1', exif));
  const movie = (start: number): Buffer =>
    printBox(
      'moov',
      own,
      track(start, small.length, true),
      track(start + small.length, large.length, false),
      track(start + small.length + large.length, 9999, true),
    );
  const start = type.length + movie(0).length + 8;
  return Buffer.concat([type, movie(start), printBox('mdat', small, large, Buffer.alloc(9999))]);
}

/** An EXIF block as a camera writes it: from the header of its TIFF on. */
async function exifOf(jpeg: Buffer): Promise<Buffer> {
  const { exif = Buffer.alloc(0) } = await sharp(jpeg).metadata();
  return exif.subarray(exif.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0);
}

describe('the picture that a camera made of a raw', () => {
  it('is found in raws of Fujifilm, and what it says with it', async () => {
    const jpeg = await jpegOf(90);
    const file = await keep(fuji(jpeg));
    expect((await findPreview(file))?.equals(jpeg)).toBe(true);
    const { entries } = await readRawMetadata(file);
    expect(entries.find(({ tag }) => tag === ARTIST)?.data.toString('latin1', 0, 3)).toBe('Ada');
  });

  it('is the largest JPEG of a CR3, which says itself who made it', async () => {
    const [small, large] = await Promise.all([jpegOf(20), jpegOf(95)]);
    const file = await keep(canon(small, large, await exifOf(small)));
    expect((await findPreview(file))?.equals(large)).toBe(true);
    const { entries } = await readRawMetadata(file);
    expect(entries.find(({ tag }) => tag === ARTIST)?.data.toString('latin1', 0, 3)).toBe('Ada');
  });

  it.each([
    ['that ends within its header', (bytes: Buffer) => bytes.subarray(0, 90)],
    ['that points beyond its end', (bytes: Buffer) => bytes.subarray(0, 170)],
    [
      'without a JPEG where it points to',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 160), Buffer.alloc(bytes.length)]),
    ],
  ])('is none in a raw %s', async (_what, damage) => {
    const file = await keep(damage(fuji(await jpegOf(90))));
    expect(await findPreview(file)).toBeUndefined();
    expect(await readRawMetadata(file)).toEqual({ entries: [], children: new Map() });
  });
});
