import { open } from 'node:fs/promises';
import { topBoxes, type Readable } from '../mp4/top-boxes.ts';
import type { ProbeAnswer } from './probe-answer.ts';
import { readAt } from '../../../system/read-at.ts';

/**
 * Reads small pieces of a file that are close together. Returns less at the end of the file, and nothing after
 * `MOST_PIECES`.
 */
type ReadPiece = (offset: number, bytes: number) => Promise<Buffer>;

// Larger than the distance between headers in most files.
const BLOCK_BYTES = 256 << 10;

// Twelve hours of pictures and sound; a file made of nothing but heads is not gone through.
const MOST_PIECES = 4_000_000;

function pieceReader(handle: Readable): ReadPiece {
  let [start, pieces] = [0, 0];
  let block: Buffer = Buffer.alloc(0);
  return async (offset, bytes) => {
    if (++pieces > MOST_PIECES) return block.subarray(0, 0);
    if (offset < start || offset + bytes > start + block.length) {
      [start, block] = [offset, await readAt(handle, offset, BLOCK_BYTES)];
    }
    return block.subarray(offset - start, offset - start + bytes);
  };
}

/** Two indexes: players take the first (ISO/IEC 14496-12 §8.2.1: exactly one). */
async function hasTwoIndexes(handle: Readable): Promise<boolean> {
  let indexes = 0;
  for await (const { type } of topBoxes(handle)) if (type === 'moov') indexes++;
  return indexes > 1;
}

// Identifiers of elements (RFC 8794, RFC 9559).
const EBML = 0x1a_45_df_a3;
const WHOLE = new Set([0x18_53_80_67, 0x1f_43_b6_75]);

/** A number in EBML: its length is told by its leading zeros. Undefined where it is not whole. */
function variable(
  bytes: Buffer,
  at: number,
  { keepsMarker }: { readonly keepsMarker: boolean },
): { value: number; length: number } | undefined {
  const length = Math.clz32(bytes[at] ?? 0) - 23;
  if (length > 8 || at + length > bytes.length) return undefined;
  let value = keepsMarker ? (bytes[at] ?? 0) : (bytes[at] ?? 0) & (0xff >> length);
  let isOnes = value === 0xff >> length;
  for (let i = 1; i < length; i++) {
    value = value * 256 + (bytes[at + i] ?? 0);
    isOnes &&= bytes[at + i] === 0xff;
  }
  return { value: isOnes && !keepsMarker ? Infinity : value, length };
}

/** A second head behind a segment; one of unknown length, as live recordings have, is gone through. */
async function hasTwoHeads(handle: Readable): Promise<boolean> {
  const read = pieceReader(handle);
  for (let offset = 0; ;) {
    const head = await read(offset, 12);
    const id = variable(head, 0, { keepsMarker: true });
    const size = id === undefined ? undefined : variable(head, id.length, { keepsMarker: false });
    if (id === undefined || size === undefined) return false;
    if (id.value === EBML && offset > 0) return true;
    offset += id.length + size.length;
    if (size.value !== Infinity) offset += size.value;
    else if (!WHOLE.has(id.value)) return false;
  }
}

const FLV_KINDS: ReadonlySet<number> = new Set([8, 9, 18]);

/** A second signature where a tag is expected (Adobe Flash Video File Format 10.1, annex E). */
async function hasTwoSignatures(handle: Readable): Promise<boolean> {
  const read = pieceReader(handle);
  const head = await read(0, 9);
  if (head.length < 9) return false;
  for (let offset = head.readUInt32BE(5) + 4; ;) {
    const tag = await read(offset, 11);
    if (tag.length < 11) return false;
    if (tag.toString('latin1', 0, 4) === 'FLV\x01') return true;
    if (!FLV_KINDS.has((tag[0] ?? 0) & 0x1f)) return false;
    offset += 11 + tag.readUIntBE(1, 3) + 4;
  }
}

const FIRST_PAGE = 2;

/** A first page of a stream behind pages that are none: all streams of a clip begin together (RFC 3533 §4). */
async function isChained(handle: Readable): Promise<boolean> {
  const read = pieceReader(handle);
  let began = false;
  for (let offset = 0; ;) {
    const page = await read(offset, 27 + 255);
    if (page.length < 27 || page.toString('latin1', 0, 4) !== 'OggS') return false;
    const isFirst = ((page[5] ?? 0) & FIRST_PAGE) !== 0;
    if (isFirst && began) return true;
    began ||= !isFirst;
    const segments = page.subarray(27, 27 + (page[26] ?? 0));
    offset += 27 + segments.length + segments.reduce((sum, bytes) => sum + bytes, 0);
  }
}

/** By the name that ffmpeg has for a form. Other forms (TS, PS, AVI) are read through all parts. */
const TOLD_BY: Readonly<Record<string, (handle: Readable) => Promise<boolean>>> = {
  mp4: hasTwoIndexes,
  matroska: hasTwoHeads,
  flv: hasTwoSignatures,
  ogg: isChained,
};

/**
 * Tells whether a second clip stands behind the first one in a file, in a form of which ffmpeg reads but the first, or
 * mixes both: `cat a.mp4 b.mp4`. What is damaged before it hides it.
 */
export async function holdsSecondClip(file: string, { format = {} }: ProbeAnswer): Promise<boolean> {
  const name = (format.format_name ?? '').split(',').find((one) => Object.hasOwn(TOLD_BY, one));
  const tell = name === undefined ? undefined : TOLD_BY[name];
  if (tell === undefined) return false;
  const handle = await open(file);
  try {
    return await tell(handle);
  } finally {
    await handle.close();
  }
}
