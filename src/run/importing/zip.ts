import { inflateRawSync } from 'node:zlib';

/** A file in a ZIP archive. */
export interface ZipEntry {
  /** `/`-separated. */
  readonly name: string;
  /** Its bytes. Throws RangeError where there are more than `most`, Error where they are damaged. */
  readonly read: (most: number) => Buffer;
}

// APPNOTE.TXT of PKWARE, 4.3.7, 4.3.12 and 4.3.16: signatures and lengths of the records.
const [END, END_BYTES] = [0x06054b50, 22];
const [CENTRAL, CENTRAL_BYTES] = [0x02014b50, 46];
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
/** The longest comment behind the last record. */
const COMMENT = 0xffff;

function endOf(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - END_BYTES - COMMENT);
  for (let at = bytes.length - END_BYTES; at >= least; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw new RangeError('expected the end of a ZIP archive, got none');
}

function readEntry(bytes: Buffer, at: number, most: number): Buffer {
  const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
  const [packed, local] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
  if ((flags & ENCRYPTED) !== 0) throw new RangeError('expected a file that is not encrypted');
  const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const content = bytes.subarray(start, start + packed);
  if (method !== STORED && method !== DEFLATED) throw new RangeError(`expected a deflated file, got method ${method}`);
  if (method === DEFLATED) return inflateRawSync(content, { maxOutputLength: most });
  if (content.length > most) throw new RangeError(`expected at most ${most} bytes, got ${content.length}`);
  return content;
}

/** The files of a ZIP archive in its memory, as its central directory lists them. Throws RangeError where it is none. */
export function zipEntries(bytes: Buffer): readonly ZipEntry[] {
  const end = endOf(bytes);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + CENTRAL_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL) {
      throw new RangeError('expected a whole directory of a ZIP archive');
    }
    const place = at;
    const length = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + length);
    if (!name.endsWith('/')) entries.push({ name, read: (most) => readEntry(bytes, place, most) });
    at += CENTRAL_BYTES + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
