import { open } from 'node:fs/promises';
import { aacConfiguration } from './read-track.ts';
import { topBoxes, type BoxPlace, type Readable } from './top-boxes.ts';
import { readAt } from '../../../system/read-at.ts';

/** One fragment of a file: where it lies and how long it plays. */
interface Segment {
  readonly offset: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** The layout of a fragmented MP4: ftyp and moov, the index (sidx), the fragments. Bytes of the file. */
export interface SegmentedFile {
  /** The bytes that players need before the first fragment: 0 … initBytes - 1. */
  readonly initBytes: number;
  readonly index: { readonly offset: number; readonly bytes: number };
  readonly segments: readonly Segment[];
  /** The codecs of the file as in RFC 6381, such as `avc1.64001f`. */
  readonly codecs: string;
}

// ftyp, moov and sidx come first, then fragments.
const MOST_BOXES = 8;

/** The first boxes of a file, up to its first fragment, or to one that is not whole. */
async function leadingBoxes(handle: Readable): Promise<ReadonlyMap<string, BoxPlace>> {
  const boxes = new Map<string, BoxPlace>();
  let count = 0;
  for await (const box of topBoxes(handle)) {
    if (box.type === 'moof' || count++ === MOST_BOXES) break;
    boxes.set(box.type, box);
  }
  return boxes;
}

// Bytes of an index before its references, by whether its times are wide.
const [NARROW_HEAD, WIDE_HEAD] = [32, 40];

/** Bytes of each reference in an index (ISO/IEC 14496-12 §8.16.3). */
export const REFERENCE = 12;

/**
 * ISO/IEC 14496-12 §8.16.3: sizes and durations of the fragments that follow the index; undefined where it is not
 * whole.
 */
function parseIndex(sidx: Buffer, end: number): readonly Segment[] | undefined {
  if (sidx.length < NARROW_HEAD) return undefined;
  const wide = sidx.readUInt8(8) === 1;
  const timescale = sidx.readUInt32BE(16);
  const head = wide ? WIDE_HEAD : NARROW_HEAD;
  const afterTimes = head - 4;
  if (timescale === 0 || sidx.length < head) return undefined;
  const first = wide ? Number(sidx.readBigUInt64BE(28)) : sidx.readUInt32BE(24);
  const count = sidx.readUInt16BE(afterTimes + 2);
  if (sidx.length < head + count * REFERENCE) return undefined;
  let offset = end + first;
  return Array.from({ length: count }, (_, i) => {
    const at = head + i * REFERENCE;
    // The highest bit says whether it refers to another index; ours never does.
    const bytes = sidx.readUInt32BE(at) & 0x7fffffff;
    const segment = { offset, bytes, seconds: sidx.readUInt32BE(at + 4) / timescale };
    offset += bytes;
    return segment;
  });
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** HEVC's name (ISO/IEC 14496-15 annex E): profile, compatibility bits reversed, tier and level, constraints. */
function hevcName(box: Buffer): string {
  const profile = box.readUInt8(1);
  let flags = 0;
  for (let bit = 0; bit < 32; bit++) if (((box.readUInt32BE(2) >>> bit) & 1) === 1) flags |= 1 << (31 - bit);
  const space = ['', 'A', 'B', 'C'][profile >> 6] ?? '';
  const constraints = [...box.subarray(6, 12)].map(hex);
  while (constraints.at(-1) === '00') constraints.pop();
  const tier = (profile & 0x20) === 0 ? 'L' : 'H';
  const parts = ['hvc1', `${space}${profile & 0x1f}`, (flags >>> 0).toString(16), `${tier}${box.readUInt8(12)}`];
  return [...parts, ...constraints].join('.');
}

const two = (value: number): string => String(value).padStart(2, '0');

/** AAC's name: the audio object type that begins its configuration, 2 = low complexity, 5 and 29 = HE-AAC. */
const aacName = (box: Buffer): string => `mp4a.40.${aacConfiguration(box).readUInt8(0) >> 3}`;

/** The profile and level of each decoder configuration, after the eight bytes of its box's head. */
const NAMES: Readonly<Record<string, (box: Buffer) => string>> = {
  avcC: (box) => `avc1.${hex(box.readUInt8(1))}${hex(box.readUInt8(2))}${hex(box.readUInt8(3))}`,
  hvcC: hevcName,
  // Version and flags stand before it.
  vpcC: (box) => `vp09.${two(box.readUInt8(4))}.${two(box.readUInt8(5))}.${two(box.readUInt8(6) >> 4)}`,
  av1C: (box) => {
    const byte = box.readUInt8(1);
    const tier = (box.readUInt8(2) & 0x80) === 0 ? 'M' : 'H';
    return `av01.${byte >> 5}.${two(byte & 0x1f)}${tier}.08`;
  },
  esds: aacName,
  dOps: () => 'opus',
};

/** The codec name from a moov box that ffmpeg wrote; empty where it holds no complete configuration. */
function codecName(moov: Buffer): string {
  for (const [type, name] of Object.entries(NAMES)) {
    const at = moov.indexOf(type, 0, 'latin1');
    if (at <= 0) continue;
    try {
      return name(moov.subarray(at + 4));
    } catch (error) {
      // The box is truncated.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return '';
}

/** The segment index (sidx) of a fragmented MP4, and the bytes before it. */
export interface FragmentIndex {
  readonly offset: number;
  /** The box itself. */
  readonly sidx: Buffer;
  readonly moov: Buffer;
  readonly segments: readonly Segment[];
}

/** The index of an open file; undefined where it has none that is whole. */
export async function findIndex(handle: Readable): Promise<FragmentIndex | undefined> {
  const boxes = await leadingBoxes(handle);
  const [head, index] = [boxes.get('moov'), boxes.get('sidx')];
  if (head === undefined || index === undefined) return undefined;
  const [moov, sidx] = [await readAt(handle, head.offset, head.bytes), await readAt(handle, index.offset, index.bytes)];
  const segments = parseIndex(sidx, index.offset + index.bytes);
  return segments && { offset: index.offset, sidx, moov, segments };
}

/** The layout of an open fragmented MP4; undefined where it has no segment index (sidx). */
export async function segmentsOf(handle: Readable): Promise<SegmentedFile | undefined> {
  const found = await findIndex(handle);
  if (found === undefined) return undefined;
  const { offset, sidx, moov, segments } = found;
  return { initBytes: offset, index: { offset, bytes: sidx.length }, segments, codecs: codecName(moov) };
}

/** Reads how a fragmented MP4 is laid out; undefined where it has no index. */
export async function readSegments(file: string): Promise<SegmentedFile | undefined> {
  const handle = await open(file, 'r');
  try {
    return await segmentsOf(handle);
  } finally {
    await handle.close();
  }
}
