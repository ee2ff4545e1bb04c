import { FIELD, makeNumbers, type TiffEntry } from '../../../system/read-tiff.ts';

/** A directory to be written. */
export interface NewDirectory {
  readonly entries: readonly TiffEntry[];
  /** Directories that a field of this one points to (EXIF, GPS), by the tag of that field. */
  readonly children?: ReadonlyMap<number, readonly TiffEntry[]>;
}

/** The largest offset of a classic TIFF; beyond it a file is a BigTIFF. */
export const CLASSIC_LIMIT = 0xffff_ffff;

/** TIFF 6.0 wants directories and values at even offsets; eight keeps 64-bit numbers aligned too. */
const align = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Bytes of the fixed parts: classic TIFF has 32-bit pointers, BigTIFF 64-bit ones. */
const sizes = (big: boolean): { header: number; count: number; row: number; pointer: number } =>
  big ? { header: 16, count: 8, row: 20, pointer: 8 } : { header: 8, count: 2, row: 12, pointer: 4 };

function directoryBytes(entries: readonly TiffEntry[], big: boolean): number {
  const { count, row, pointer } = sizes(big);
  const values = entries.reduce((sum, { data }) => sum + (data.length > pointer ? align(data.length) : 0), 0);
  return align(count + entries.length * row + pointer) + values;
}

/** A directory and its children as they stand in the file: the children first, with a pointer field for each. */
function withPointers({ entries, children }: NewDirectory, start: number, big: boolean): (readonly TiffEntry[])[] {
  const pointers: TiffEntry[] = [];
  let at = start;
  for (const [tag, child] of children ?? []) {
    pointers.push(makeNumbers(tag, FIELD.long, [at]));
    at += directoryBytes(child, big);
  }
  return [...(children?.values() ?? []), [...entries, ...pointers]];
}

function writePointer(bytes: Buffer, value: number, at: number, big: boolean): void {
  if (big) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUInt32LE(value, at);
}

function printHeader(first: number, big: boolean): Buffer {
  const bytes = Buffer.alloc(sizes(big).header);
  bytes.write('II', 'latin1');
  bytes.writeUInt16LE(big ? 43 : 42, 2);
  if (big) bytes.writeUInt16LE(8, 4);
  writePointer(bytes, first, big ? 8 : 4, big);
  return bytes;
}

/** One directory for the place `start`: its rows sorted by tag as TIFF demands, then the values too long for a row. */
function printDirectory(entries: readonly TiffEntry[], start: number, next: number, big: boolean): Buffer {
  const { count, row, pointer } = sizes(big);
  const bytes = Buffer.alloc(directoryBytes(entries, big));
  if (big) bytes.writeBigUInt64LE(BigInt(entries.length), 0);
  else bytes.writeUInt16LE(entries.length, 0);
  let valueAt = align(count + entries.length * row + pointer);
  for (const [i, entry] of [...entries].sort((a, b) => a.tag - b.tag).entries()) {
    const at = count + i * row;
    bytes.writeUInt16LE(entry.tag, at);
    bytes.writeUInt16LE(entry.type, at + 2);
    writePointer(bytes, entry.count, at + 4, big);
    if (entry.data.length <= pointer) {
      entry.data.copy(bytes, at + 4 + pointer);
    } else {
      writePointer(bytes, start + valueAt, at + 4 + pointer, big);
      entry.data.copy(bytes, valueAt);
      valueAt += align(entry.data.length);
    }
  }
  writePointer(bytes, next, count + entries.length * row, big);
  return bytes;
}

/** Bytes that `printDirectories` gives, known from the lengths of the fields alone. */
export function headBytes(directories: readonly NewDirectory[], big: boolean): number {
  return directories.reduce(
    (sum, directory) => sum + withPointers(directory, 0, big).reduce((all, one) => all + directoryBytes(one, big), 0),
    sizes(big).header,
  );
}

/**
 * Prints the head of a little-endian TIFF: header and the chain of directories, with nothing between them, so that a
 * reader gets every size and every tile's place from the first bytes of the file.
 */
export function printDirectories(directories: readonly NewDirectory[], big: boolean): Buffer {
  const blocks: Buffer[] = [];
  let at = sizes(big).header;
  const starts: number[] = [];
  const placed = directories.map((directory) => {
    const group = withPointers(directory, at, big).map((entries) => {
      const start = at;
      at += directoryBytes(entries, big);
      return { entries, start };
    });
    starts.push(group.at(-1)?.start ?? 0);
    return group;
  });
  for (const [i, group] of placed.entries()) {
    for (const { entries, start } of group) {
      const next = start === starts[i] ? (starts[i + 1] ?? 0) : 0;
      blocks.push(printDirectory(entries, start, next, big));
    }
  }
  return Buffer.concat([printHeader(starts[0] ?? 0, big), ...blocks]);
}

/** Fields that describe a picture, with the directories that they point to: they go into its first directory. */
export interface TiffMetadata {
  readonly entries: readonly TiffEntry[];
  readonly children: ReadonlyMap<number, readonly TiffEntry[]>;
}
