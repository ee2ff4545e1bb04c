import type { FileHandle } from 'node:fs/promises';
import { readBoxHead, sizeWithin } from './iso-bmff.ts';

interface Box {
  readonly type: string;
  /** The start and end of its content, in bytes of the file. */
  readonly start: number;
  readonly end: number;
}

// Boxes looked at before giving up: real files have some dozens; a hostile one may have millions of eight bytes.
const MOST_BOXES = 2_000;

/** Reads the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12 §4.2), a few bytes each. */
class Boxes {
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.alloc(16);
  #left = MOST_BOXES;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async *between(start: number, end: number): AsyncGenerator<Box> {
    for (let at = start; at + 8 <= end && this.#left > 0; this.#left--) {
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, 16, at);
      if (bytesRead < 8) return;
      const head = readBoxHead(this.#buffer.subarray(0, bytesRead));
      const size = sizeWithin(head, end - at);
      if (size < 8 || at + size > end) return;
      yield { type: head.type, start: at + head.headBytes, end: at + size };
      at += size;
    }
  }

  /**
   * The kind of track that a `hdlr` box tells of: `vide`, `soun` …, after four bytes of version and four of the
   * component.
   */
  async handler({ start }: Box): Promise<string> {
    await this.#handle.read(this.#buffer, 0, 16, start);
    return this.#buffer.toString('latin1', 8, 12);
  }
}

// The way down to the handler of a track.
const INSIDE = ['moov', 'trak', 'mdia'];

async function* handlers(boxes: Boxes, start: number, end: number): AsyncGenerator<string> {
  for await (const box of boxes.between(start, end)) {
    if (box.type === 'hdlr') yield await boxes.handler(box);
    else if (INSIDE.includes(box.type)) yield* handlers(boxes, box.start, box.end);
  }
}

/**
 * Tells whether an MP4 or QuickTime file holds sound and no moving picture: its first bytes do not tell. False where its
 * tracks cannot be read: that is for the engine to report.
 */
export async function isSoundOnly(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  let sound = false;
  for await (const handler of handlers(new Boxes(handle), 0, size)) {
    if (handler === 'vide') return false;
    sound ||= handler === 'soun';
  }
  return sound;
}
