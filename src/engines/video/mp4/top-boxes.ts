import type { FileHandle } from 'node:fs/promises';

/** The part of an open file that is needed to read it. */
export type Readable = Pick<FileHandle, 'read' | 'stat'>;

/** Type and position of a top-level box. */
export interface BoxPlace {
  readonly type: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Bytes of a file from `offset` on; fewer at its end. */
export async function readAt(handle: Readable, offset: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
  return buffer.subarray(0, bytesRead);
}

// ISO/IEC 14496-12 §4.2: size and type, then the size once more where it takes 64 bits.
const [HEAD, WIDE_HEAD] = [8, 16];

/** The boxes that a file consists of, in their order, up to one that is not whole. */
export async function* topBoxes(handle: Readable): AsyncGenerator<BoxPlace> {
  const { size } = await handle.stat();
  for (let offset = 0; offset + HEAD <= size;) {
    const head = await readAt(handle, offset, WIDE_HEAD);
    if (head.length < HEAD) return;
    const narrow = head.readUInt32BE(0);
    const bytes = narrow === 1 && head.length === WIDE_HEAD ? Number(head.readBigUInt64BE(8)) : narrow;
    if (bytes < HEAD || offset + bytes > size) return;
    yield { type: head.toString('latin1', 4, 8), offset, bytes };
    offset += bytes;
  }
}

/** A box that was read: its type, and what stands behind its size and type. */
export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The boxes that bytes consist of, in their order, up to one that is not whole. None of ffmpeg's within others takes 64 bits. */
export function boxesIn(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + HEAD <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < HEAD || at + size > bytes.length) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + HEAD), body: bytes.subarray(at + HEAD, at + size) });
    at += size;
  }
  return boxes;
}
