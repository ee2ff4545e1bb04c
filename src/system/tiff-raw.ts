import type { FileHandle } from 'node:fs/promises';
import { readAt } from './read-at.ts';

// TIFF 6.0 and TIFF/EP: fields that say what the samples of a picture are and where further pictures stand; DNG 1.7.
const PHOTOMETRIC = 262;
const CHILDREN = 330;
const DNG_VERSION = 50_706;

/** Samples as a sensor sees them, in the colours of its filter or of all. */
const SENSORS: ReadonlySet<number> = new Set([32_803, 34_892]);

// Cameras write some five directories; a hostile file any number.
const MOST_DIRECTORIES = 32;
const MOST_FIELDS = 1024;
const MOST_CHILDREN = 16;

const SHORT = 3;

/** The bytes at a place of a file, as many as there are. */
type Read = (at: number, bytes: number) => Promise<Buffer>;

interface Directory {
  readonly raw: boolean;
  /** Places of the directories that it points to. */
  readonly further: readonly number[];
}

const NOTHING: Directory = { raw: false, further: [] };

/** Reads one directory; what lies beyond the end of the file is nothing. */
async function readDirectory(read: Read, at: number, littleEndian: boolean): Promise<Directory> {
  const word = (bytes: Buffer, from: number): number =>
    littleEndian ? bytes.readUInt16LE(from) : bytes.readUInt16BE(from);
  const long = (bytes: Buffer, from: number): number =>
    littleEndian ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from);
  const head = await read(at, 2);
  if (head.length < 2) return NOTHING;
  const count = Math.min(MOST_FIELDS, word(head, 0));
  const rows = await read(at + 2, 12 * count + 4);
  if (rows.length < 12 * count) return NOTHING;
  const further: number[] = rows.length >= 12 * count + 4 ? [long(rows, 12 * count)] : [];
  let raw = false;
  for (let row = 0; row < 12 * count; row += 12) {
    const [tag, values, value] = [word(rows, row), long(rows, row + 4), long(rows, row + 8)];
    const short = word(rows, row + 2) === SHORT ? word(rows, row + 8) : value;
    raw ||= tag === DNG_VERSION || (tag === PHOTOMETRIC && SENSORS.has(short));
    if (tag !== CHILDREN) continue;
    const places =
      values === 1 ? rows.subarray(row + 8, row + 12) : await read(value, 4 * Math.min(values, MOST_CHILDREN));
    for (let i = 0; i + 4 <= places.length; i += 4) further.push(long(places, i));
  }
  return { raw, further };
}

/**
 * Tells whether a TIFF (classic, either byte order) has raw sensor data in any directory. The camera maker's tags do
 * not tell, as scanners and editors write them too. Throws the system's error.
 */
export async function holdsSensorData(handle: FileHandle): Promise<boolean> {
  const read: Read = (at, bytes) => readAt(handle, at, bytes);
  const head = await read(0, 8);
  if (head.length < 8) return false;
  const littleEndian = head[0] === 0x49;
  const todo = [littleEndian ? head.readUInt32LE(4) : head.readUInt32BE(4)];
  const seen = new Set<number>([0]);
  for (let at = todo.shift(); at !== undefined && seen.size <= MOST_DIRECTORIES; at = todo.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const { raw, further } = await readDirectory(read, at, littleEndian);
    if (raw) return true;
    todo.push(...further);
  }
  return false;
}
