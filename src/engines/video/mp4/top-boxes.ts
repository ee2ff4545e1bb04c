import type { FileHandle } from 'node:fs/promises';
import { readBoxHead } from '../../../system/iso-bmff.ts';
import { readAt } from '../../../system/read-at.ts';

/** The part of an open file that is needed to read it. */
export type Readable = Pick<FileHandle, 'read' | 'stat'>;

/** Type and position of a top-level box. */
export interface BoxPlace {
  readonly type: string;
  readonly offset: number;
  readonly bytes: number;
}

// ISO/IEC 14496-12 §4.2: bytes of the head of a box, and of one whose size takes 64 bits.
const [HEAD, WIDE_HEAD] = [8, 16];

/** The boxes that a file consists of, in their order, up to one that is not whole. */
export async function* topBoxes(handle: Readable): AsyncGenerator<BoxPlace> {
  const { size } = await handle.stat();
  for (let offset = 0; offset + HEAD <= size;) {
    const head = await readAt(handle, offset, WIDE_HEAD);
    if (head.length < HEAD) return;
    const { type, bytes } = readBoxHead(head);
    if (bytes < HEAD || offset + bytes > size) return;
    yield { type, offset, bytes };
    offset += bytes;
  }
}
