import { exifStructure } from './exif-structure.ts';
import type { Rights } from './rights.ts';

// Baseline TIFF tags, which EXIF 2.32 takes over.
const ORIENTATION = 0x0112;
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;

/** TIFF 6.0, section 2: a directory is a count, rows of tag, type, number and value, and where the next one stands. */
const ROW_BYTES = 12;
const HEAD_BYTES = 8;
const ASCII = 2;
const UPRIGHT = 1;

/**
 * The most that libvips writes: a segment of a JPEG holds 65,533 bytes, and it adds fields that it finds missing (149
 * bytes where all of them were). What is longer it cuts off, or leaves out, without a word.
 */
const MOST_EXIF_BYTES = 65_000;

/** A structure without a directory, as dmx begins one. */
const EMPTY = Buffer.from('II*\0\0\0\0\0', 'latin1');

interface Numbers {
  readonly read: (at: number, size: 2 | 4) => number;
  /** Prints values as they are stored in the structure. */
  readonly print: (value: number, size: 2 | 4) => Buffer;
}

/** The numbers of a structure in its own byte order. */
function numbersIn(structure: Buffer): Numbers {
  const little = structure.toString('latin1', 0, 2) === 'II';
  return {
    read: (at, size) => (little ? structure.readUIntLE(at, size) : structure.readUIntBE(at, size)),
    print: (value, size) => {
      const bytes = Buffer.alloc(size);
      if (little) bytes.writeUIntLE(value, 0, size);
      else bytes.writeUIntBE(value, 0, size);
      return bytes;
    },
  };
}

/** The rows of the first directory by their tags; undefined where it lies outside, or there is no structure. */
function firstRows(structure: Buffer, { read }: Numbers): Map<number, Buffer> | undefined {
  const rows = new Map<number, Buffer>();
  const order = structure.toString('latin1', 0, 2);
  if (structure.length < HEAD_BYTES || (order !== 'II' && order !== 'MM')) return undefined;
  const start = read(4, 4);
  if (start === 0) return rows;
  if (start + 2 > structure.length) return undefined;
  const end = start + 2 + read(start, 2) * ROW_BYTES;
  if (end > structure.length) return undefined;
  for (let at = start + 2; at < end; at += ROW_BYTES) rows.set(read(at, 2), structure.subarray(at, at + ROW_BYTES));
  return rows;
}

/** The structure with another first directory, the only one of the chain, behind all that it has. */
function withDirectory(
  structure: Buffer,
  rows: ReadonlyMap<number, Buffer>,
  texts: ReadonlyMap<number, string>,
  { print }: Numbers,
): Buffer {
  const tags = [...new Set([...rows.keys(), ...texts.keys()])].toSorted((a, b) => a - b);
  // Directories and values begin at even places.
  const start = structure.length + (structure.length % 2);
  let end = start + 2 + tags.length * ROW_BYTES + 4;
  const held: Buffer[] = [];
  const printed = tags.map((tag) => {
    const text = texts.get(tag);
    if (text === undefined) return rows.get(tag) ?? Buffer.alloc(0);
    const bytes = Buffer.from(`${text}\0`);
    const head = [print(tag, 2), print(ASCII, 2), print(bytes.length, 4)];
    // Up to four bytes stand in the row itself.
    if (bytes.length <= 4) return Buffer.concat([...head, bytes, Buffer.alloc(4 - bytes.length)]);
    const place = end;
    held.push(bytes, Buffer.alloc(bytes.length % 2));
    end += bytes.length + (bytes.length % 2);
    return Buffer.concat([...head, print(place, 4)]);
  });
  const directory = [print(tags.length, 2), ...printed, print(0, 4)];
  const filled = Buffer.concat([structure, Buffer.alloc(start - structure.length), ...directory, ...held]);
  print(start, 4).copy(filled, 4);
  return filled;
}

function textsOf({ artist, copyright }: Rights): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  if (artist !== undefined) texts.set(ARTIST, artist);
  if (copyright !== undefined) texts.set(COPYRIGHT, copyright);
  return texts;
}

/** An EXIF block that says just this, as UTF-8: libvips' own writer turns every other letter into a plain one. */
export const makeExifBlock = (rights: Rights): Buffer =>
  withDirectory(EMPTY, new Map(), textsOf(rights), numbersIn(EMPTY));

/**
 * The EXIF block of a master for its renditions: upright, as the pixels are turned already; without the directory of the
 * thumbnail, which shows what a crop leaves out; the rights in it. Undefined where it is damaged, or too long for a file.
 */
export function copyExif(exif: Buffer, rights: Rights): Buffer | undefined {
  const structure = exifStructure(exif);
  const numbers = numbersIn(structure);
  const rows = firstRows(structure, numbers);
  if (rows === undefined) return undefined;
  const turned = rows.get(ORIENTATION);
  if (turned) rows.set(ORIENTATION, Buffer.concat([turned.subarray(0, 8), numbers.print(UPRIGHT, 2), Buffer.alloc(2)]));
  const block = withDirectory(structure, rows, textsOf(rights), numbers);
  return block.length > MOST_EXIF_BYTES ? undefined : block;
}
