import type { FileHandle } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { chooseChannels, type ExrChoice } from './exr-channels.ts';
import { type ExrHeader, type ExrPart, readExrHeader, rowsOf } from './exr-header.ts';
import { bytesOf, type PieceChannel } from './exr-piece.ts';
import { readAt } from '../../../system/read-at.ts';

/** An OpenEXR whose header was read. */
export interface ExrFile {
  readonly header: ExrHeader;
  readonly choice: ExrChoice;
  readonly part: ExrPart;
  /** Places of the pieces of the picture at full size. */
  readonly places: readonly number[];
}

// Headers with the small picture that some hold.
const HEAD_BYTES = 4 * 2 ** 20;
const MAGIC = 20_000_630;

/** Pieces of the picture at full size; smaller ones of it stand behind them in the table. */
function piecesOf(part: ExrPart): number {
  const { tile, width, height } = part;
  if (tile) return Math.ceil(width / tile[0]) * Math.ceil(height / tile[1]);
  return Math.ceil(height / (rowsOf(part) ?? 1));
}

/** Bytes of a piece in front of its pixels; its length are the last four. */
const pieceHead = ({ multiPart }: ExrHeader, { tile }: ExrPart): number => (multiPart ? 4 : 0) + (tile ? 20 : 8);

function cutOff(): SourceError {
  return new SourceError('SOURCE_CORRUPT', 'expected all pieces of an OpenEXR picture, got a file that was cut off', {
    hint: 'Render or upload the master again; the file was not finished or was cut off.',
  });
}

/** Reads the table of a part's pieces. Throws SourceError (SOURCE_CORRUPT) where one of them lies beyond the end. */
async function readPlaces(
  handle: FileHandle,
  header: ExrHeader,
  part: ExrPart,
  start: number,
): Promise<readonly number[]> {
  const { size } = await handle.stat();
  const count = piecesOf(part);
  if (start + 8 * count > size) throw cutOff();
  const table = await readAt(handle, start, 8 * count);
  const places = Array.from({ length: count }, (_, i) => Number(table.readBigUInt64LE(8 * i)));
  const head = pieceHead(header, part);
  if (places.some((at) => at < start || at + head > size)) throw cutOff();
  const last = places.reduce((a, b) => Math.max(a, b), 0);
  const length = (await readAt(handle, last + head - 4, 4)).readUInt32LE(0);
  if (last + head + length > size) throw cutOff();
  return places;
}

/** Opens an OpenEXR: its header, the channels that are its picture, and where its pieces are. Throws SourceError, or RangeError. */
export async function openExr(handle: FileHandle): Promise<ExrFile> {
  const header = readExrHeader(await readAt(handle, 0, HEAD_BYTES));
  const choice = chooseChannels(header);
  const before = header.parts.slice(0, choice.part);
  const part = header.parts[choice.part];
  if (part === undefined) throw new RangeError('expected a part with a picture');
  const start = header.tables + 8 * before.reduce((sum, other) => sum + (other.chunks ?? piecesOf(other)), 0);
  return { header, choice, part, places: await readPlaces(handle, header, part, start) };
}

/** A piece of a picture in its file. */
interface PiecePlace {
  /** The header in front of a chunk that identifies it: its first row, or its tile. */
  readonly head: readonly number[];
  readonly start: number;
  readonly length: number;
}

/** Reads the offset of a chunk (scan lines or a tile) from the offset table. */
export async function placeOf(handle: FileHandle, { header, part }: ExrFile, at: number): Promise<PiecePlace> {
  const size = pieceHead(header, part);
  const bytes = await readAt(handle, at, size);
  if (bytes.length < size) throw cutOff();
  const numbers = Array.from({ length: size / 4 }, (_, i) => bytes.readInt32LE(4 * i)).slice(header.multiPart ? 1 : 0);
  return { head: numbers.slice(0, -1), start: at + size, length: bytes.readUInt32LE(size - 4) };
}

/** Reads the packed bytes of a piece: no more than it has when it is unpacked. Throws SourceError where they are not there. */
export async function pieceBytes(
  handle: FileHandle,
  { start, length }: PiecePlace,
  channels: readonly PieceChannel[],
): Promise<Buffer> {
  const needed = Math.min(length, bytesOf(channels));
  const bytes = await readAt(handle, start, needed);
  if (bytes.length < needed) throw cutOff();
  return bytes;
}

const int = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeInt32LE(value, 4 * i);
  return bytes;
};

function attribute(name: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0${type}\0`, 'latin1'), int(value.length), value]);
}

/** The list of channels: those of the picture by what they are, the others by names that mean nothing. */
function channelList({ channels }: ExrPart, { roles }: ExrChoice): Buffer {
  const rows = channels.map(({ name, type, linear, sampling }, i) => {
    const known = roles.get(name) ?? `-${i}.${name.slice(name.lastIndexOf('.') + 1)}`;
    // Whole numbers take as many bytes as floats do.
    return Buffer.concat([
      Buffer.from(`${known}\0`, 'latin1'),
      int(type === 0 ? 2 : type, Number(linear), ...sampling),
    ]);
  });
  return Buffer.concat([...rows, Buffer.alloc(1)]);
}

/** Parts one after the other, in memory that begins with them. */
function joined(parts: readonly Buffer[]): ArrayBuffer {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

/**
 * Prints a file with that one picture, which every reader knows: one part, its pieces in their order, no smaller pictures.
 * `bytes` is the whole file. Throws RangeError where a piece lies beyond its end.
 */
export function printPlainExr({ header, choice, part, places }: ExrFile, bytes: Buffer): ArrayBuffer {
  const { window, compression, tile } = part;
  const box = int(...window);
  const one = Buffer.alloc(4);
  one.writeFloatLE(1);
  const tiles = tile && Buffer.concat([int(...tile), Buffer.alloc(1)]);
  const head = [
    int(MAGIC, tile ? 0x202 : 2),
    attribute('channels', 'chlist', channelList(part, choice)),
    attribute('compression', 'compression', Buffer.from([compression])),
    attribute('dataWindow', 'box2i', box),
    attribute('displayWindow', 'box2i', box),
    attribute('lineOrder', 'lineOrder', Buffer.alloc(1)),
    attribute('pixelAspectRatio', 'float', one),
    attribute('screenWindowCenter', 'v2f', Buffer.alloc(8)),
    attribute('screenWindowWidth', 'float', one),
    ...(tiles ? [attribute('tiles', 'tiledesc', tiles)] : []),
    Buffer.alloc(1),
    // The table, which readers that read on do not look at.
    Buffer.alloc(8 * places.length),
  ];
  const size = pieceHead(header, part);
  const pieces = places.map((at) => {
    const end = at + size + bytes.readUInt32LE(at + size - 4);
    if (end > bytes.length) throw cutOff();
    return bytes.subarray(at + (header.multiPart ? 4 : 0), end);
  });
  return joined([...head, ...pieces]);
}
