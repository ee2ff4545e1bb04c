import { readSync } from 'node:fs';
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

// ITU-T T.81, table B.1: frames; among them tables and an extension that are none; the lossless ones.
const FRAMES = { first: 0xc0, last: 0xcf } as const;
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const LOSSLESS: readonly number[] = [0xc3, 0xc7, 0xcb, 0xcf];
/** Markers in front of pixels: the frame of sequential ones in Huffman codes, simple or not, codes, restarts, a scan. */
export const MARKERS = { simple: 0xc0, sequential: 0xc1, codes: 0xc4, scan: 0xda, restarts: 0xdd } as const;
// ITU-T T.87, table C.1: the frame of JPEG-LS.
const LS_FRAME = 0xf7;

const HEAD = 10;
const MOST_MARKERS = 1000;

const isFrame = (marker: number): boolean =>
  marker >= FRAMES.first && marker <= FRAMES.last && !NO_FRAMES.includes(marker);

/** A segment in front of the first scan, or the header of that. */
interface Segment {
  readonly marker: number;
  /** The places of its marker and behind it. */
  readonly at: number;
  readonly end: number;
  /** Its first bytes, the marker among them: valid until the next segment is asked for. */
  readonly head: Buffer;
}

/** Reads bytes of a JPEG from so many on, and answers their count. */
export type ReadJpeg = (into: Uint8Array, at: number) => number;

/** Reads a JPEG that lies in an open file: the whole of it, or so many bytes from a place on. */
export const jpegIn =
  ({ fd }: FileHandle, from = 0, bytes = Infinity): ReadJpeg =>
  (into, at) =>
    at < bytes ? readSync(fd, into, 0, Math.min(into.length, bytes - at), from + at) : 0;

/** Reads the segments of a JPEG up to the header of its first scan; what is none ends them. */
export function* segmentsOf(read: ReadJpeg): Generator<Segment> {
  const head = Buffer.alloc(HEAD);
  for (let at = 2, count = 0; count < MOST_MARKERS; count++) {
    if (read(head, at) < HEAD || head[0] !== 0xff) return;
    const marker = head.readUInt8(1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + head.readUInt16BE(2);
    yield { marker, at, end, head };
    if (marker === MARKERS.scan) return;
    at = end;
  }
}

/** Reads the frame header with one of these markers; undefined where none precedes the first scan. */
function readMarked(handle: FileHandle, isWanted: (marker: number) => boolean): JpegFrame | undefined {
  for (const { marker, at, head } of segmentsOf(jpegIn(handle))) {
    if (!isWanted(marker)) continue;
    const [height, width] = [head.readUInt16BE(5), head.readUInt16BE(7)];
    const about = { at, width, height, precision: head.readUInt8(4), components: head.readUInt8(9) };
    return { ...about, lossless: LOSSLESS.includes(marker) };
  }
  return undefined;
}

/** Reads the frame of an open JPEG. */
export const readFrame = (handle: FileHandle): JpegFrame | undefined => readMarked(handle, isFrame);

/** Reads that of a JPEG-LS. */
export const readLsFrame = (handle: FileHandle): JpegFrame | undefined =>
  readMarked(handle, (marker) => marker === LS_FRAME);
