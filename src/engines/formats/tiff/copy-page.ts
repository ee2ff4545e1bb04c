import { copyFile, open } from 'node:fs/promises';

import { FIELD, hasKnownType, makeNumbers, TAG, type Tiff } from '../../../system/read-tiff.ts';
import type { TiffPage } from './layout.ts';

/** A whole number of some bytes in the byte order of a TIFF. */
function printNumber({ littleEndian }: Tiff, value: number, bytes: 2 | 4 | 8): Buffer {
  const out = Buffer.alloc(bytes);
  if (bytes === 8 && littleEndian) out.writeBigUInt64LE(BigInt(value));
  else if (bytes === 8) out.writeBigUInt64BE(BigInt(value));
  else if (littleEndian) out.writeUIntLE(value, 0, bytes);
  else out.writeUIntBE(value, 0, bytes);
  return out;
}

const tagOf = (row: Buffer, { littleEndian }: Tiff): number =>
  littleEndian ? row.readUInt16LE(0) : row.readUInt16BE(0);

/** The row that says which colours the samples are. */
function photometricRow(tiff: Tiff, photometric: number): Buffer {
  const { tag, type, count } = makeNumbers(TAG.photometric, FIELD.short, [photometric]);
  const [about, wide] = [[tag, type] as const, tiff.big ? 8 : 4] as const;
  const head = [...about.map((value) => printNumber(tiff, value, 2)), printNumber(tiff, count, wide)];
  const value = Buffer.alloc(wide);
  printNumber(tiff, photometric, 2).copy(value);
  return Buffer.concat([...head, value]);
}

/** The rows that libvips stumbles over left out: of types that TIFF does not know, and of tags that were there before. */
function tidyRows({ tiff, directory, layout }: TiffPage): readonly Buffer[] {
  const rows = new Map<number, Buffer>();
  if (layout.guessed) rows.set(TAG.photometric, photometricRow(tiff, layout.photometric));
  for (const row of directory.rows) {
    const tag = tagOf(row, tiff);
    if (hasKnownType(tiff, row) && !rows.has(tag)) rows.set(tag, row);
  }
  return [...rows].toSorted(([a], [b]) => a - b).map(([, row]) => row);
}

/** Copies a TIFF, with a directory of one page as its only one: where that stands nothing changes. */
export async function copyPage(page: TiffPage, file: string, target: string): Promise<void> {
  const { tiff } = page;
  const wide = tiff.big ? 8 : 4;
  const rows = tidyRows(page);
  const directory = [printNumber(tiff, rows.length, tiff.big ? 8 : 2), ...rows, printNumber(tiff, 0, wide)];
  await copyFile(file, target);
  await using handle = await open(target, 'r+');
  // Directories begin at whole words.
  const position = Math.ceil((await handle.stat()).size / 2) * 2;
  await handle.write(Buffer.concat(directory), 0, undefined, position);
  await handle.write(printNumber(tiff, position, wide), 0, wide, wide);
}
