import type { FileHandle } from 'node:fs/promises';

/** The part of an open file that is needed to read it. */
export type Readable = Pick<FileHandle, 'read' | 'stat'>;

/** A box of a file: its type, and where it lies. */
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
