import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLossless } from '../../../../../src/engines/formats/jpeg/lossless.ts';
import { openFile } from '../../../../../src/engines/image/source/master.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { type LosslessJpeg, printLosslessJpeg } from '../../../../support/pictures/masters/print-lossless-jpeg.ts';
import { writeTiffOfJpeg } from '../../../../support/pictures/masters/write-tiff-of-jpeg.ts';

const SIZE = { width: 11, height: 9 } as const;

/** Samples that take all values of their bits, in no order. */
function samplesOf(components: number, precision: number): number[] {
  const count = SIZE.width * SIZE.height * components;
  return Array.from({ length: count }, (_, i) => (i * 40_503 + (i >> 2) * 9973) % 2 ** precision);
}

const jpegOf = (about: Partial<LosslessJpeg>): LosslessJpeg => {
  const { components = 1, precision = 16 } = about;
  const samples = samplesOf(components, precision);
  return { ...SIZE, components, precision, predictor: 1, samples, ...about };
};

const PREDICTORS = [1, 2, 3, 4, 5, 6, 7];

describe('a JPEG without loss', () => {
  it.each(PREDICTORS)('has its samples, whatever predicts them: %i', (predictor) => {
    for (const precision of [2, 8, 12, 16]) {
      for (const components of [1, 3]) {
        const jpeg = jpegOf({ predictor, precision, components });
        const picture = readLossless(printLosslessJpeg(jpeg));
        expect(picture).toMatchObject({ ...SIZE, precision, components });
        expect([...picture.samples]).toEqual(jpeg.samples);
      }
    }
  });

  it('has them where it starts anew now and then, and where components stand one after the other', () => {
    const jpeg = jpegOf({ components: 3, predictor: 4, precision: 12, restart: 2, apart: true });
    expect([...readLossless(printLosslessJpeg(jpeg)).samples]).toEqual(jpeg.samples);
  });

  it('has zeros for the bits that were left out', () => {
    const jpeg = jpegOf({ predictor: 6, shift: 4 });
    const expected = jpeg.samples.map((sample) => sample & ~15);
    expect([...readLossless(printLosslessJpeg(jpeg)).samples]).toEqual(expected);
  });

  it('of 16 bits keeps them', async () => {
    const jpeg = jpegOf({ predictor: 4 });
    const folder = ownFolder();
    const file = path.join(folder, 'a.jpg');
    await writeFile(file, printLosslessJpeg(jpeg));
    const facts = await probeImage(file, 'image/jpeg');
    expect(facts).toMatchObject({ ...SIZE, depth: 16, colorSpace: 'gray', alpha: false });
    const { data } = await withDecoded({ file, facts }, folder, (readable) =>
      openFile(readable.file).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true }),
    );
    expect([...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)]).toEqual(jpeg.samples);
  });

  it.each([
    [12, 'II'],
    [16, 'MM'],
  ] as const)('is read in a TIFF: of %i bits, %s', async (precision, order) => {
    const jpeg = jpegOf({ predictor: 7, precision });
    const folder = ownFolder();
    const file = path.join(folder, 'a.tif');
    await writeFile(file, writeTiffOfJpeg(printLosslessJpeg(jpeg), { ...SIZE, bits: precision, order }));
    const facts = await probeImage(file, 'image/tiff');
    expect(facts).toMatchObject({ ...SIZE, depth: 16, colorSpace: 'gray' });
    const { data } = await withDecoded({ file, facts }, folder, (readable) =>
      openFile(readable.file).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true }),
    );
    const stretched = jpeg.samples.map((sample) => Math.round((sample * 65_535) / (2 ** precision - 1)));
    expect([...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)]).toEqual(stretched);
  });

  it('that ends early is told damaged, wherever it does', async () => {
    const whole = printLosslessJpeg(jpegOf({ components: 3, precision: 8, restart: 3 }));
    for (let length = 4; length < whole.length - 4; length += 7)
      expect(() => readLossless(whole.subarray(0, length)), `${length} bytes`).toThrow(RangeError);
  });

  it('of more pixels than are wanted is refused before there is room for them', () => {
    const jpeg = printLosslessJpeg(jpegOf({}));
    expect(() => readLossless(jpeg, SIZE.width * SIZE.height - 1)).toThrow(RangeError);
    expect(readLossless(jpeg, SIZE.width * SIZE.height)).toMatchObject(SIZE);
  });

  it('in other codes is refused by name', () => {
    const jpeg = printLosslessJpeg(jpegOf({}));
    jpeg[3] = 0xcb;
    expect(() => readLossless(jpeg)).toThrow(expect.objectContaining({ code: 'SOURCE_FORMAT_UNSUPPORTED' }));
  });
});
