import type { FileHandle } from 'node:fs/promises';
import type { Size } from '../../../model/geometry.ts';

/** The frame of a JPEG as its header tells it. */
export interface JpegFrame extends Size {
  /** The place of its marker in the file. */
  readonly at: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly components: number;
  /** Coded without loss (ITU-T T.81, process 14). */
  readonly lossless: boolean;
}

// ITU-T T.81, table B.1: frames; among them tables and an extension that are none; the lossless ones; the start of a scan.
const FRAMES = { first: 0xc0, last: 0xcf } as const;
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const LOSSLESS: readonly number[] = [0xc3, 0xc7, 0xcb, 0xcf];
const SCAN = 0xda;
// ITU-T T.87, table C.1: the frame of JPEG-LS.
const LS_FRAME = 0xf7;

const HEAD = 10;
const MOST_MARKERS = 1000;

const isFrame = (marker: number): boolean =>
  marker >= FRAMES.first && marker <= FRAMES.last && !NO_FRAMES.includes(marker);

/** Reads the frame that has one of these markers; undefined where none stands before the first scan. */
async function readMarked(handle: FileHandle, isWanted: (marker: number) => boolean): Promise<JpegFrame | undefined> {
  const bytes = Buffer.alloc(HEAD);
  for (let at = 2, count = 0; count < MOST_MARKERS; count++) {
    const { bytesRead } = await handle.read(bytes, 0, HEAD, at);
    if (bytesRead < HEAD || bytes[0] !== 0xff) return undefined;
    const marker = bytes.readUInt8(1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === SCAN) return undefined;
    if (isWanted(marker)) {
      const [height, width] = [bytes.readUInt16BE(5), bytes.readUInt16BE(7)];
      const about = { at, width, height, precision: bytes.readUInt8(4), components: bytes.readUInt8(9) };
      return { ...about, lossless: LOSSLESS.includes(marker) };
    }
    at += 2 + bytes.readUInt16BE(2);
  }
  return undefined;
}

/** Reads the frame of an open JPEG. */
export const readFrame = (handle: FileHandle): Promise<JpegFrame | undefined> => readMarked(handle, isFrame);

/** Reads that of a JPEG-LS. */
export const readLsFrame = (handle: FileHandle): Promise<JpegFrame | undefined> =>
  readMarked(handle, (marker) => marker === LS_FRAME);
