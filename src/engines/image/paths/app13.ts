import { open, type FileHandle } from 'node:fs/promises';
import { APP13_SIGNATURE, joinParts, MARKER, partsOf, XMP_SIGNATURE } from './jpeg-segments.ts';
import { readAt } from '../../../system/read-at.ts';

const START_OF_SCAN = 0xda;
/** Any number of these may stand before a marker (B.1.1.2). */
const FILL = 0xff;
/** Two bytes of marker and two of length. */
const HEADER_BYTES = 4;
/** Two of the 65,535 bytes of a segment are its length. */
const MOST_BYTES = 65_533 - APP13_SIGNATURE.length;
/** Of resources in all; pictures have some hundreds of kilobytes, an attack has any number. */
const MOST_RESOURCE_BYTES = 16 * 2 ** 20;
/** Segments and bytes between them: pictures have some dozens. */
const MOST_STEPS = 4096;

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
  return await collect(handle, { marker: MARKER.app13, sign: APP13_SIGNATURE });
}

/** The XMP packet of a JPEG; empty where there is none. */
export async function readXmpSegment(file: string): Promise<Buffer> {
  await using handle = await open(file, 'r');
  return await collect(handle, { marker: MARKER.app1, sign: XMP_SIGNATURE });
}

/** A JPEG with image resources, in segments behind those of applications that it has: JFIF's must come first. */
export function withApp13(jpeg: Buffer, resources: Buffer): Buffer {
  const { segments, rest } = partsOf(jpeg);
  const count = Math.ceil(resources.length / MOST_BYTES);
  const own = Array.from({ length: count }, (_, i) => {
    const part = resources.subarray(i * MOST_BYTES, (i + 1) * MOST_BYTES);
    return { marker: MARKER.app13, data: Buffer.concat([APP13_SIGNATURE, part]) };
  });
  return joinParts({ segments: [...segments, ...own], rest });
}
