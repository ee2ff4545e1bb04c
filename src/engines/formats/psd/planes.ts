import { damaged, fill, readExactly, unread } from './bytes.ts';
import { reusable } from './reusable.ts';
import type { PsdFile } from './sections.ts';

/** The merged picture: a plane of rows for each channel, read from where they lie. */
export interface Planes {
  /** Bytes of one unpacked row. */
  readonly rowBytes: number;
  /** Fills `rows` with those of a channel from `first` on, unpacked. Throws SourceError. */
  readonly read: (channel: number, first: number, rows: Buffer) => Promise<void>;
}

// Photoshop File Formats, "Image Data Section".
const RAW = 0;
const PACKED = 1;
const ZIPPED: ReadonlySet<number> = new Set([2, 3]);

/** Bytes of a row of one channel. */
function rowBytesOf({ header: { width, depth } }: PsdFile): number {
  return depth === 1 ? Math.ceil(width / 8) : width * (depth / 8);
}

/** Throws SourceError (SOURCE_CORRUPT) where the file ends before its picture does. */
function checkEnd(end: number, { bytes }: PsdFile): void {
  if (end > bytes) throw damaged(`${end} bytes`, bytes);
}

function rawPlanes(file: PsdFile, start: number, channels: number): Planes {
  const { read, header } = file;
  const rowBytes = rowBytesOf(file);
  checkEnd(start + channels * header.height * rowBytes, file);
  return {
    rowBytes,
    read: async (channel, first, rows) => {
      await fill(read, start + (channel * header.height + first) * rowBytes, rows);
    },
  };
}

/**
 * Unpacks a row of PackBits (TIFF 6.0, section 9). What is missing is damage; what is too much is left, as Photoshop
 * leaves it.
 */
export function unpackRow(packed: Uint8Array, row: Uint8Array): void {
  let at = 0;
  for (let from = 0; at < row.length && from < packed.length;) {
    const head = packed[from++] ?? 0;
    if (head < 128) {
      const run = packed.subarray(from, from + Math.min(head + 1, row.length - at));
      row.set(run, at);
      at += run.length;
      from += head + 1;
    } else if (head > 128) {
      const end = Math.min(row.length, at + 257 - head);
      row.fill(packed[from++] ?? 0, at, end);
      at = end;
    }
  }
  if (at < row.length) throw damaged(`rows of ${row.length} bytes`, at);
}

/** Reads the start of each packed row of the first channels, and after them the end of the last. */
async function readStarts(file: PsdFile, table: number, channels: number): Promise<Float64Array> {
  const { read, header } = file;
  const wide = header.large ? 4 : 2;
  const rows = channels * header.height;
  const all = header.channels * header.height;
  const rowBytes = rowBytesOf(file);
  checkEnd(table + all * wide, file);
  const lengths = await readExactly(read, table, rows * wide);
  const starts = new Float64Array(rows + 1);
  let at = table + all * wide;
  // Two bytes stand for up to 128; the worst packers write one more byte for each.
  const [least, most] = [Math.ceil(rowBytes / 128) * 2, 2 * rowBytes + 2];
  for (let row = 0; row < rows; row++) {
    starts[row] = at;
    const length = lengths.readUIntBE(row * wide, wide);
    if (length < least || length > most) throw damaged(`${least} to ${most} bytes in a packed row`, length);
    at += length;
  }
  starts[rows] = at;
  checkEnd(at, file);
  return starts;
}

async function packedPlanes(file: PsdFile, start: number, channels: number): Promise<Planes> {
  const { read, header } = file;
  const rowBytes = rowBytesOf(file);
  const starts = await readStarts(file, start, channels);
  const buffer = reusable();
  const startOf = (channel: number, row: number): number => starts[channel * header.height + row] ?? 0;
  return {
    rowBytes,
    read: async (channel, first, rows) => {
      const last = first + rows.length / rowBytes;
      const from = startOf(channel, first);
      const packed = await fill(read, from, buffer(startOf(channel, last) - from));
      for (let row = first; row < last; row++) {
        const part = packed.subarray(startOf(channel, row) - from, startOf(channel, row + 1) - from);
        unpackRow(part, rows.subarray((row - first) * rowBytes, (row - first + 1) * rowBytes));
      }
    },
  };
}

/**
 * Opens the first `channels` of the merged picture. Throws SourceError where the file does not hold all their pixels, or
 * has them in a way that dmx does not read.
 */
export async function openPlanes(file: PsdFile, channels: number): Promise<Planes> {
  const compression = (await readExactly(file.read, file.picture, 2)).readUInt16BE(0);
  const start = file.picture + 2;
  if (compression === RAW) return rawPlanes(file, start, channels);
  if (compression === PACKED) return packedPlanes(file, start, channels);
  if (!ZIPPED.has(compression)) throw damaged('raw or packed rows', `compression ${compression}`);
  const hint = 'Save the master again in Photoshop, which packs the merged picture in rows.';
  throw unread('a merged picture of raw or packed rows', 'one in ZIP compression', hint);
}
