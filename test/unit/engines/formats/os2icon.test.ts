import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../../src/engines/image/source/master.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../src/engines/image/with-decoded.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { type Bitmap, printArray, printBitmaps, row } from '../../../support/pictures/masters/print-os2-icon.ts';

const MIME = 'image/x-os2-icon';

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
