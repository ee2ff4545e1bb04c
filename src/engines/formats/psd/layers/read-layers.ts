import type { Rect } from '../../../../model/geometry.ts';
import { damaged, type LengthBytes, lengthIn, readExactly, type ReadInto } from '../bytes.ts';
import { findLayerInfo, type PsdFile, WIDE_BLOCKS } from '../sections.ts';
import { readMask, type PsdMask, rectAt } from './read-mask.ts';

/** The place of the samples of one channel of a layer, behind two bytes that say how they are packed. */
export interface PsdChannel {
  /** 0 on: colours; −1: alpha; −2: mask. */
  readonly id: number;
  readonly start: number;
  readonly bytes: number;
}

/** A part of a layer that Photoshop keeps under a key of four letters: bytes from the start of the file. */
interface PsdBlock {
  readonly start: number;
  readonly bytes: number;
}

/** A layer as it stands in the file: those that part groups are layers as well. */
export interface PsdRecord {
  readonly name: string;
  /** In pixels of the canvas, of which it may overhang. */
  readonly rect: Rect;
  readonly channels: readonly PsdChannel[];
  /** Photoshop's key of its blend mode, such as `norm` or `mul `. */
  readonly blend: string;
  /** 0…1. */
  readonly opacity: number;
  /** The opacity of its contents without its effects, 0…1. */
  readonly fill: number;
  /** It shows within the layer below only. */
  readonly clipped: boolean;
  readonly hidden: boolean;
  /** It blends by luminosity, its own or that of the layers below ("Blend If"). */
  readonly byBrightness: boolean;
  readonly mask?: PsdMask;
  readonly blocks: ReadonlyMap<string, PsdBlock>;
}

// Photoshop File Formats, "Layer records".
const MOST_LAYERS = 8192;
const MOST_CHANNELS = 60;
const MOST_BLOCKS = 256;
/** The most bytes of a layer's extra data (everything except channels); texts and smart objects take some kilobytes. */
const MOST_EXTRA = 256 * 2 ** 20;
const HIDDEN = 0x02;

/** Reads numbers one after the other. */
class Cursor {
  readonly #read: ReadInto;
  at: number;

  constructor(read: ReadInto, at: number) {
    this.#read = read;
    this.at = at;
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await readExactly(this.#read, this.at, length);
    this.at += length;
    return bytes;
  }

  async u16(): Promise<number> {
    return (await this.take(2)).readUInt16BE(0);
  }

  async length(bytes: LengthBytes = 4): Promise<number> {
    return lengthIn(await this.take(bytes));
  }
}

async function readBlocks({ read, header }: PsdFile, from: number, end: number): Promise<Map<string, PsdBlock>> {
  const blocks = new Map<string, PsdBlock>();
  const cursor = new Cursor(read, from);
  while (cursor.at + 12 <= end && blocks.size < MOST_BLOCKS) {
    const key = (await cursor.take(8)).toString('latin1', 4);
    const bytes = await cursor.length(header.large && WIDE_BLOCKS.has(key) ? 8 : 4);
    if (cursor.at + bytes > end) break;
    blocks.set(key, { start: cursor.at, bytes });
    // Blocks are padded to an even number of bytes.
    cursor.at += bytes + (bytes % 2);
  }
  return blocks;
}

/** The bytes of a block of a layer; undefined where it has none of that key. */
export async function blockOf({ read }: PsdFile, { blocks }: PsdRecord, key: string): Promise<Buffer | undefined> {
  const block = blocks.get(key);
  return block && (await readExactly(read, block.start, block.bytes));
}

/** Names as Unicode, which newer files have beside those of 255 letters of the system's alphabet. */
async function nameOf(file: PsdFile, blocks: ReadonlyMap<string, PsdBlock>, pascal: string): Promise<string> {
  const block = blocks.get('luni');
  if (!block || block.bytes < 4) return pascal;
  const bytes = await readExactly(file.read, block.start, block.bytes);
  const letters = Math.min(bytes.readUInt32BE(0), Math.floor((bytes.length - 4) / 2));
  const text = Buffer.from(bytes.subarray(4, 4 + letters * 2)).swap16();
  return text.toString('utf16le').replaceAll('\0', '');
}

async function fillOf({ read }: PsdFile, blocks: ReadonlyMap<string, PsdBlock>): Promise<number> {
  const block = blocks.get('iOpa');
  return block && block.bytes > 0 ? ((await readExactly(read, block.start, 1))[0] ?? 255) / 255 : 1;
}

/** A layer record before its channel data are located. */
type Unplaced = Omit<PsdRecord, 'channels'> & { readonly lengths: readonly Omit<PsdChannel, 'start'>[] };

/** The parts of a layer beside its pixels. */
type Extra = Pick<PsdRecord, 'name' | 'fill' | 'mask' | 'blocks' | 'byBrightness'>;

/** Tells whether ranges of brightness, of two blacks and two whites each, leave nothing out. */
const isWholeRange = (ranges: Buffer): boolean => ranges.every((value, i) => value === (i % 4 < 2 ? 0 : 255));

async function readExtra(file: PsdFile, cursor: Cursor): Promise<Extra> {
  const extra = await cursor.length();
  const end = cursor.at + extra;
  if (extra > MOST_EXTRA || end > file.layers.end) throw damaged('less beside a layer', `${extra} bytes`);
  const mask = readMask(await cursor.take(await cursor.length()));
  const ranges = await cursor.take(await cursor.length());
  const letters = (await cursor.take(1))[0] ?? 0;
  const pascal = (await cursor.take(letters)).toString('latin1');
  // The name and its length fill fours.
  cursor.at += (4 - ((letters + 1) % 4)) % 4;
  const blocks = await readBlocks(file, cursor.at, end);
  cursor.at = end;
  const [name, fill] = [await nameOf(file, blocks, pascal), await fillOf(file, blocks)];
  return { name, fill, blocks, byBrightness: !isWholeRange(ranges), ...(mask && { mask }) };
}

async function readRecord(file: PsdFile, cursor: Cursor): Promise<Unplaced> {
  const rect = rectAt(await cursor.take(16), 0);
  const count = await cursor.u16();
  if (count > MOST_CHANNELS) throw damaged(`at most ${MOST_CHANNELS} channels of a layer`, count);
  const lengths: Omit<PsdChannel, 'start'>[] = [];
  for (let i = 0; i < count; i++) {
    const id = (await cursor.take(2)).readInt16BE(0);
    lengths.push({ id, bytes: await cursor.length(file.header.large ? 8 : 4) });
  }
  const bytes = await cursor.take(12);
  if (bytes.toString('latin1', 0, 4) !== '8BIM') throw damaged('the mode of a layer', bytes.toString('latin1', 0, 4));
  return {
    ...{ rect, lengths, blend: bytes.toString('latin1', 4, 8), opacity: (bytes[8] ?? 255) / 255 },
    ...{ clipped: bytes[9] === 1, hidden: ((bytes[10] ?? 0) & HIDDEN) !== 0 },
    ...(await readExtra(file, cursor)),
  };
}

/**
 * The layers of a Photoshop file, the lowest first (Photoshop File Formats, "Layer info"); none where it has none. Throws
 * SourceError (SOURCE_CORRUPT).
 */
export async function readLayers(file: PsdFile): Promise<readonly PsdRecord[]> {
  const info = await findLayerInfo(file);
  if (!info) return [];
  const cursor = new Cursor(file.read, info.start);
  const count = Math.abs((await cursor.take(2)).readInt16BE(0));
  if (count > MOST_LAYERS) throw damaged(`at most ${MOST_LAYERS} layers`, count);
  const records: Unplaced[] = [];
  for (let i = 0; i < count; i++) records.push(await readRecord(file, cursor));
  let at = cursor.at;
  const placed = records.map(({ lengths, ...record }): PsdRecord => {
    const channels = lengths.map(({ id, bytes }) => {
      const start = at;
      at += bytes;
      return { id, start, bytes };
    });
    return { ...record, channels };
  });
  if (at > file.layers.end)
    throw damaged(`${at - file.layers.start} bytes of layers`, file.layers.end - file.layers.start);
  return placed;
}
