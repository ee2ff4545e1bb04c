import { open, type FileHandle } from 'node:fs/promises';
import { findIndex, REFERENCE } from './read-segments.ts';
import type { Readable } from './top-boxes.ts';

/** Fragments that end a file and are shorter are one with the fragment before: some players wait for ever for their end. */
export const LEAST_SEGMENT_SECONDS = 0.5;

// A reference counts its bytes in 31 bits.
const MOST_BYTES = 0x7fffffff;

/** The number of references at the end of an index that are to be one, the first of them included; 1 = all stand as they are. */
function countShort(references: readonly { readonly seconds: number }[]): number {
  let [count, seconds] = [1, references.at(-1)?.seconds ?? LEAST_SEGMENT_SECONDS];
  while (seconds < LEAST_SEGMENT_SECONDS && count < references.length) {
    count++;
    seconds += references.at(-count)?.seconds ?? 0;
  }
  return count;
}

/** The index with its last references as one, and a box of what they took behind it, so that nothing else moves. */
function joinLast(sidx: Buffer, count: number): Buffer {
  const joined = Buffer.from(sidx);
  const wide = joined.readUInt8(8) === 1;
  const counter = (wide ? 36 : 28) + 2;
  const references = joined.readUInt16BE(counter);
  const at = counter + 2 + (references - count) * REFERENCE;
  const sum = (field: number, mask: number): number =>
    Array.from({ length: count }, (_, i) => joined.readUInt32BE(at + i * REFERENCE + field) & mask).reduce(
      (a, b) => a + b,
    );
  const [bytes, ticks] = [sum(0, 0x7fffffff), sum(4, -1 >>> 0)];
  const freed = (count - 1) * REFERENCE;
  joined.writeUInt32BE(bytes, at);
  joined.writeUInt32BE(ticks >>> 0, at + 4);
  joined.writeUInt16BE(references - count + 1, counter);
  const first = wide ? 28 : 24;
  if (wide) joined.writeBigUInt64BE(BigInt.asUintN(64, joined.readBigUInt64BE(first) + BigInt(freed)), first);
  else joined.writeUInt32BE((joined.readUInt32BE(first) + freed) >>> 0, first);
  const length = joined.length - freed;
  joined.writeUInt32BE(length, 0);
  joined.fill(0, length);
  joined.writeUInt32BE(freed, length);
  joined.write('free', length + 4, 'latin1');
  return joined;
}

/** `joinShortEnd` on an open file. */
export async function joinShortEndOf(handle: Readable & Pick<FileHandle, 'write'>): Promise<void> {
  const index = await findIndex(handle);
  if (index === undefined) return;
  const count = countShort(index.segments);
  const bytes = index.segments.slice(-count).reduce((sum, segment) => sum + segment.bytes, 0);
  if (count > 1 && bytes <= MOST_BYTES) {
    const joined = joinLast(index.sidx, count);
    await handle.write(joined, 0, joined.length, index.offset);
  }
}

/**
 * Lists the end of a fragmented MP4, where that is shorter than half a second, as one with the fragment before it. Nothing
 * but its index changes, and no place of anything in the file. A second time nothing changes at all.
 */
export async function joinShortEnd(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await joinShortEndOf(handle);
  } finally {
    await handle.close();
  }
}
