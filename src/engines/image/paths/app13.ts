import { open, type FileHandle } from 'node:fs/promises';

// ITU T.81, B.1.1: a segment is 0xFF, its marker, a length that counts itself, and what it holds.
const APP1 = 0xe1;
const APP13 = 0xed;
const START_OF_SCAN = 0xda;
/** Any number of these may stand before a marker (B.1.1.2). */
const FILL = 0xff;
/** The text that segments of Photoshop begin with. */
export const APP13_SIGNATURE = Buffer.from('Photoshop 3.0\0');
const XMP_SIGNATURE = Buffer.from('http://ns.adobe.com/xap/1.0/\0');
/** Two bytes of marker and two of length. */
const HEADER_BYTES = 4;
/** Of the 65,535 bytes of a segment two are its length. */
const MOST_BYTES = 65_533 - APP13_SIGNATURE.length;
/** Of resources in all; pictures have some hundreds of kilobytes, an attack has any number. */
const MOST_RESOURCE_BYTES = 16 * 2 ** 20;
/** Segments and bytes between them: pictures have some dozens. */
const MOST_STEPS = 4096;

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The segments of an application that begin with its sign. */
interface Wanted {
  readonly marker: number;
  readonly sign: Buffer;
}

async function collect(handle: FileHandle, { marker: wanted, sign }: Wanted): Promise<Buffer> {
  const parts: Buffer[] = [];
  let left = MOST_RESOURCE_BYTES;
  for (let position = 2, step = 0; step < MOST_STEPS && left > 0; step++) {
    const header = await readAt(handle, position, HEADER_BYTES);
    const marker = header[1];
    if (header.length < HEADER_BYTES || header[0] !== 0xff || marker === START_OF_SCAN) break;
    if (marker === FILL) {
      position++;
      continue;
    }
    const length = header.readUInt16BE(2);
    if (marker === wanted) {
      const part = await readAt(handle, position + HEADER_BYTES, Math.max(0, length - 2));
      if (part.subarray(0, sign.length).equals(sign)) {
        parts.push(part.subarray(sign.length));
        left -= part.length;
      }
    }
    position += 2 + length;
  }
  return Buffer.concat(parts);
}

/** The image resources of Photoshop in a JPEG: what does not fit one segment goes on in the next. */
export async function readApp13(file: string): Promise<Buffer> {
  await using handle = await open(file, 'r');
  return await collect(handle, { marker: APP13, sign: APP13_SIGNATURE });
}

/** The packet of XMP in a JPEG; empty where there is none. */
export async function readXmpSegment(file: string): Promise<Buffer> {
  await using handle = await open(file, 'r');
  return await collect(handle, { marker: APP1, sign: XMP_SIGNATURE });
}

/** A JPEG with image resources, in segments behind those of applications that it has: JFIF's must come first. */
export function withApp13(jpeg: Buffer, resources: Buffer): Buffer {
  let before = 2;
  while (jpeg[before] === 0xff && ((jpeg[before + 1] ?? 0) & 0xf0) === 0xe0)
    before += 2 + jpeg.readUInt16BE(before + 2);
  const segments: Buffer[] = [];
  for (let at = 0; at < resources.length; at += MOST_BYTES) {
    const part = Buffer.concat([APP13_SIGNATURE, resources.subarray(at, at + MOST_BYTES)]);
    const head = Buffer.from([0xff, APP13, 0, 0]);
    head.writeUInt16BE(part.length + 2, 2);
    segments.push(head, part);
  }
  return Buffer.concat([jpeg.subarray(0, before), ...segments, jpeg.subarray(before)]);
}
