import { open } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import { readBoxHead, sizeWithin } from '../../../system/iso-bmff.ts';

/** The parts of a file of JPEG XL that are read without its pixels. */
export interface JxlParts {
  /** The start of the codestream. */
  readonly start: Buffer;
  readonly exif?: Buffer;
  readonly xmp?: Buffer;
}

// Headers take some dozen bytes. Of up to four thousand channels each may have a name of a kilobyte.
const START_BYTES = 64 * 1024;
const LONG_START_BYTES = 5 * 2 ** 20;
const MOST_BOXES = 1_000;
const MOST_METADATA_BYTES = 16 * 2 ** 20;

const CONTAINER = 'JXL ';

interface Found {
  start: Buffer;
  exif?: Buffer;
  xmp?: Buffer;
}

/** Unpacks compressed metadata; nothing where it is damaged, as every viewer takes it. */
function unpack(packed: Buffer): Buffer | undefined {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: MOST_METADATA_BYTES });
  } catch {
    return undefined;
  }
}

/** Notes the content of a box (ISO/IEC 18181-2). Partial codestreams begin with their number. */
function note(found: Found, type: string, content: Buffer): void {
  if (type === 'brob') {
    const data = unpack(content.subarray(4));
    if (data) note(found, content.toString('latin1', 0, 4), data);
  }
  if (type === 'jxlc' || type === 'jxlp') {
    found.start = Buffer.concat([found.start, content.subarray(type === 'jxlp' ? 4 : 0)]);
  }
  // An Exif box begins with the offset of its TIFF header.
  if (type === 'Exif' && content.length > 4) found.exif ??= content.subarray(4 + content.readUInt32BE(0));
  if (type === 'xml ') found.xmp ??= content;
}

const wantedBytes = (type: string, startBytes: number): number =>
  /^(?:jxlc|jxlp)$/.test(type) ? startBytes : /^(?:Exif|xml |brob)$/.test(type) ? MOST_METADATA_BYTES : 0;

/** Reads the parts of a file, a bare codestream or one in boxes; `long`: with a start that holds the longest header. Throws the system's error. */
export async function readJxlParts(file: string, length: 'usual' | 'long' = 'usual'): Promise<JxlParts> {
  const startBytes = length === 'usual' ? START_BYTES : LONG_START_BYTES;
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const head = Buffer.alloc(16);
  await handle.read(head, 0, 16, 0);
  const read = async (at: number, bytes: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(Math.max(0, Math.min(bytes, size - at)));
    await handle.read(buffer, 0, buffer.length, at);
    return buffer;
  };
  if (head.toString('latin1', 4, 8) !== CONTAINER) return { start: await read(0, startBytes) };
  const found: Found = { start: Buffer.alloc(0) };
  for (let at = 0, i = 0; at + 8 <= size && i < MOST_BOXES; i++) {
    await handle.read(head, 0, 16, at);
    const box = readBoxHead(head);
    const [bytes, skip] = [sizeWithin(box, size - at), box.headBytes];
    if (bytes < skip) break;
    note(found, box.type, await read(at + skip, Math.min(bytes - skip, wantedBytes(box.type, startBytes))));
    at += bytes;
  }
  return found;
}
