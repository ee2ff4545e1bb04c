import { crc32 } from 'node:zlib';

/** A part of a PNG (third edition, §5.3): its type, and what it holds. */
export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1');

// Length and type before what a chunk holds, and a checksum behind it.
const [HEAD_BYTES, TAIL_BYTES] = [8, 4];

/** The chunks of a PNG to its end. Throws where one is cut off or not as its checksum says. */
export function* chunksOf(file: Buffer): Generator<Chunk, void, void> {
  let at = PNG_SIGNATURE.length;
  while (at < file.length) {
    const end = at + HEAD_BYTES + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + HEAD_BYTES);
    if (file.readUInt32BE(end) !== crc32(file.subarray(at + 4, end))) {
      throw new Error(`expected ${type} as its checksum says, got other bytes`);
    }
    yield { type, data: file.subarray(at + HEAD_BYTES, end) };
    if (type === 'IEND') return;
    at = end + TAIL_BYTES;
  }
  throw new Error('expected chunks up to IEND, got an end before it');
}

function printChunk({ type, data }: Chunk): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + data.length + TAIL_BYTES);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, HEAD_BYTES);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, HEAD_BYTES + data.length)), HEAD_BYTES + data.length);
  return bytes;
}

/** A file of these chunks. */
export const printChunks = (chunks: readonly Chunk[]): Buffer =>
  Buffer.concat([PNG_SIGNATURE, ...chunks.map(printChunk)]);

/** The fate of a frame's area before the next one is drawn (`dispose_op`): kept, cleared, or restored. */
export const DISPOSE = { none: 0, background: 1, previous: 2 } as const;

/** The drawing of a frame (`blend_op`): replacing the area, or composited over it. */
export const BLEND = { source: 0, over: 1 } as const;
