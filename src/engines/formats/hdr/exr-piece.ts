import { inflateSync } from 'node:zlib';
import type { ExrChannel, ExrPart } from './exr-header.ts';
import { unpackB44 } from './exr-b44.ts';
import { unpackHuffman } from './exr-huffman.ts';
import { undoWavelet } from './exr-wavelet.ts';

/** A box of pixels that is stored as one, in the places of its part. */
export interface ExrPiece {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The samples of a channel in a piece: some in each of its rows, where it has rows of its own. */
export interface PieceChannel {
  readonly channel: ExrChannel;
  /** Samples a row, and rows. */
  readonly samples: number;
  readonly rows: number;
  /** Bytes a sample. */
  readonly bytes: 2 | 4;
}

/** Of so many places from the first on, those that a channel has a sample at: multiples of its step. */
const countSamples = (first: number, places: number, step: number): number =>
  Math.floor((first + places - 1) / step) - Math.ceil(first / step) + 1;

const FLOATS_OF_16 = 1;

/** The channels of a piece, in the order of the file. */
export function channelsOf({ channels }: ExrPart, { left, top, width, height }: ExrPiece): readonly PieceChannel[] {
  return channels.map((channel) => ({
    channel,
    samples: countSamples(left, width, channel.sampling[0]),
    rows: countSamples(top, height, channel.sampling[1]),
    bytes: channel.type === FLOATS_OF_16 ? 2 : 4,
  }));
}

/** Calls `take` with each run of samples in the order of the file: row by row, in each row channel by channel. */
export function eachRun(
  { top, height }: ExrPiece,
  channels: readonly PieceChannel[],
  take: (channel: number, row: number) => void,
): void {
  const rows = channels.map(() => 0);
  for (let y = top; y < top + height; y++) {
    for (const [i, { channel }] of channels.entries()) {
      if (y % channel.sampling[1] !== 0) continue;
      const row = rows[i] ?? 0;
      rows[i] = row + 1;
      take(i, row);
    }
  }
}

/** Bytes of a piece that is unpacked. */
export const bytesOf = (channels: readonly PieceChannel[]): number =>
  channels.reduce((sum, { samples, rows, bytes }) => sum + samples * rows * bytes, 0);

function expectBytes(got: number, expected: number): void {
  if (got !== expected) throw new RangeError(`expected ${expected} bytes of an OpenEXR piece, got ${got}`);
}

function inflate(packed: Buffer, expected: number): Buffer {
  const bytes = inflateSync(packed, { maxOutputLength: Math.max(1, expected) });
  expectBytes(bytes.length, expected);
  return bytes;
}

/** Runs: a count below 0 is of bytes as they are, another one of a byte that is repeated once more. */
function unrun(packed: Buffer, expected: number): Buffer {
  const bytes = Buffer.alloc(expected);
  let at = 0;
  for (let from = 0; from < packed.length;) {
    const count = packed.readInt8(from++);
    const length = count < 0 ? -count : count + 1;
    if (at + length > expected) throw new RangeError(`expected ${expected} bytes of an OpenEXR piece, got more`);
    if (count < 0) {
      packed.copy(bytes, at, from, from + length);
      from += length;
    } else bytes.fill(packed.readUInt8(from++), at, at + length);
    at += length;
  }
  expectBytes(at, expected);
  return bytes;
}

/** Undoes differences between bytes, and brings the first and the second half of them together. */
function unpredict(bytes: Buffer): Buffer {
  for (let i = 1; i < bytes.length; i++) bytes[i] = (bytes[i - 1] ?? 0) + (bytes[i] ?? 0) - 128;
  const woven = Buffer.alloc(bytes.length);
  const half = Math.ceil(bytes.length / 2);
  for (let i = 0; i < bytes.length; i++) woven[i] = bytes[i % 2 === 0 ? i / 2 : half + (i - 1) / 2] ?? 0;
  return woven;
}

const BITMAP_BYTES = 8192;

/** The values that occur, by their numbers; the last number. */
function readValues(packed: Buffer): { readonly values: Uint16Array; readonly last: number; readonly end: number } {
  const [least, most] = [packed.readUInt16LE(0), packed.readUInt16LE(2)];
  if (most >= BITMAP_BYTES) throw new RangeError(`expected a bitmap of at most ${BITMAP_BYTES} bytes, got ${most + 1}`);
  const length = Math.max(0, most - least + 1);
  const values = new Uint16Array(1 << 16);
  let last = 0;
  for (let value = 1; value < 1 << 16; value++) {
    const byte = (value >> 3) - least;
    if (byte >= 0 && byte < length && (packed.readUInt8(4 + byte) & (1 << (value & 7))) > 0) values[++last] = value;
  }
  return { values, last, end: 4 + length };
}

/** PIZ: numbers of values, brought to wavelets, channel after channel. */
function unpiz(packed: Buffer, piece: ExrPiece, channels: readonly PieceChannel[]): Buffer {
  const { values, last, end } = readValues(packed);
  const coded = packed.subarray(end + 4, end + 4 + packed.readUInt32LE(end));
  const numbers = unpackHuffman(coded, bytesOf(channels) / 2);
  let start = 0;
  for (const { samples, rows, bytes } of channels) {
    const step = bytes / 2;
    for (let i = 0; i < step; i++) {
      const plane = { values: numbers, start: start + i, width: samples, height: rows, step, stride: samples * step };
      undoWavelet(plane, last);
    }
    start += samples * rows * step;
  }
  for (let i = 0; i < numbers.length; i++) numbers[i] = values[numbers[i] ?? 0] ?? 0;
  return inRows(Buffer.from(numbers.buffer), piece, channels);
}

/** Brings planes, one channel after the other, into rows. */
function inRows(planes: Buffer, piece: ExrPiece, channels: readonly PieceChannel[]): Buffer {
  const starts: number[] = [];
  let start = 0;
  for (const { samples, rows, bytes } of channels) {
    starts.push(start);
    start += samples * rows * bytes;
  }
  const out = Buffer.alloc(planes.length);
  let at = 0;
  eachRun(piece, channels, (i, row) => {
    const { samples = 0, bytes = 2 } = channels[i] ?? {};
    const from = (starts[i] ?? 0) + row * samples * bytes;
    planes.copy(out, at, from, from + samples * bytes);
    at += samples * bytes;
  });
  return out;
}

/** B44: blocks of floats of 16 bits; other channels are not packed. */
function unblock(packed: Buffer, piece: ExrPiece, channels: readonly PieceChannel[]): Buffer {
  const planes = Buffer.alloc(bytesOf(channels));
  let [from, to] = [0, 0];
  for (const { channel, samples, rows, bytes } of channels) {
    const size = samples * rows * bytes;
    if (bytes === 2) {
      const plane = new Uint16Array(samples * rows);
      from = unpackB44(packed, from, { width: samples, height: rows, linear: channel.linear }, plane);
      Buffer.from(plane.buffer).copy(planes, to);
    } else {
      if (from + size > packed.length) throw new RangeError('expected all channels of an OpenEXR piece');
      packed.copy(planes, to, from, from + size);
      from += size;
    }
    to += size;
  }
  return inRows(planes, piece, channels);
}

/** PXR24: differences in a row, each of its bytes by itself; floats of 32 bits without their last eight. */
function unpxr(packed: Buffer, piece: ExrPiece, channels: readonly PieceChannel[]): Buffer {
  const kept = ({ channel: { type } }: PieceChannel): number => [4, 2, 3][type] ?? 4;
  const expected = channels.reduce((sum, one) => sum + one.samples * one.rows * kept(one), 0);
  const planes = inflate(packed, expected);
  const out = Buffer.alloc(bytesOf(channels));
  let [from, to] = [0, 0];
  eachRun(piece, channels, (i) => {
    const one = channels[i];
    if (one === undefined) return;
    const count = kept(one);
    const most = one.bytes === 2 ? 1 : 3;
    let value = 0;
    for (let x = 0; x < one.samples; x++) {
      let difference = 0;
      for (let byte = 0; byte < count; byte++) {
        difference |= (planes[from + byte * one.samples + x] ?? 0) << (8 * (most - byte));
      }
      value = (value + difference) | 0;
      if (one.bytes === 2) out.writeUInt16LE(value & 0xffff, to);
      else out.writeInt32LE(value, to);
      to += one.bytes;
    }
    from += count * one.samples;
  });
  return out;
}

type Unpack = (packed: Buffer, piece: ExrPiece, channels: readonly PieceChannel[]) => Buffer;

const zip: Unpack = (packed, _piece, channels) => unpredict(inflate(packed, bytesOf(channels)));

/** Compressions by OpenEXR's number of them (ImfCompression.h). */
const UNPACKERS: readonly (Unpack | undefined)[] = [
  (packed) => packed,
  (packed, _piece, channels) => unpredict(unrun(packed, bytesOf(channels))),
  zip,
  zip,
  unpiz,
  unpxr,
  unblock,
  unblock,
];

/** Tells whether pieces of a compression are unpacked here. */
export const isUnpacked = (compression: number): boolean => UNPACKERS[compression] !== undefined;

/**
 * Unpacks a piece into its samples, row by row, in each row channel by channel. Takes as long as it has bytes and samples, whatever is in it.
 * Throws RangeError, or what zlib throws, where it is damaged.
 */
export function unpackPiece(
  { compression }: ExrPart,
  packed: Buffer,
  piece: ExrPiece,
  channels: readonly PieceChannel[],
): Buffer {
  const expected = bytesOf(channels);
  const unpack = UNPACKERS[compression];
  // Rows that compression would enlarge are stored uncompressed.
  if (packed.length >= expected || unpack === undefined) return packed.subarray(0, expected);
  const bytes = unpack(packed, piece, channels);
  expectBytes(bytes.length, expected);
  return bytes;
}
