import type { Part } from './ranges.ts';

/** Reads a part of a file. */
export type ReadPart = (part: Part) => Promise<DataView>;

/** A level of a pyramid. Pixels. */
export interface Level {
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Tiles of a row. */
  readonly across: number;
  /** Tiles, row after row. */
  readonly tiles: readonly Part[];
  /** The start of each tile's JPEG: tables, and how its channels are meant. */
  readonly head: Uint8Array<ArrayBuffer>;
}

/** Tags of TIFF 6.0, of its technical note 2 (JPEG), and how long a value of each type is. */
const TAG = {
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  samples: 277,
  tileWidth: 322,
  tileHeight: 323,
  offsets: 324,
  counts: 325,
  tables: 347,
} as const;
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1, 16: 8 };
const JPEG = 7;
const RGB = 2;

/** More directories than a pyramid of 2^32 pixels has: a file that names more of them goes round in a circle. */
const MOST_LEVELS = 40;

/** More tiles than a picture of 2^18 pixels square has. */
const MOST_TILES = 1 << 20;

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Offset of its value in the file. */
  readonly at: number;
}

/** The sizes in which classic and big files count. */
interface Layout {
  readonly little: boolean;
  readonly big: boolean;
}

function integer(view: DataView, at: number, bytes: number, little: boolean): number {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, little);
  return bytes === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}

async function readEntries(
  read: ReadPart,
  offset: number,
  { little, big }: Layout,
): Promise<{ readonly entries: ReadonlyMap<number, Entry>; readonly next: number }> {
  const [head, size, word] = big ? [8, 20, 8] : [2, 12, 4];
  const count = integer(await read({ offset, length: head }), 0, head, little);
  if (count > 4096) throw new Error(`expected a directory of a pyramid, got one of ${count} entries`);
  const view = await read({ offset: offset + head, length: count * size + word });
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count; i++) {
    const at = i * size;
    const type = view.getUint16(at + 2, little);
    const number = integer(view, at + 4, word, little);
    const bytes = (TYPE_BYTES[type] ?? 0) * number;
    const place = offset + head + at + 4 + word;
    entries.set(view.getUint16(at, little), {
      type,
      count: number,
      at: bytes <= word ? place : integer(view, at + 4 + word, word, little),
    });
  }
  return { entries, next: integer(view, count * size, word, little) };
}

/** The numbers of an entry; none where it is missing or of a type that is no whole number. */
async function numbers(read: ReadPart, entry: Entry | undefined, little: boolean): Promise<readonly number[]> {
  const bytes = TYPE_BYTES[entry?.type ?? 0];
  if (entry === undefined || bytes === undefined || entry.count > MOST_TILES) return [];
  const view = await read({ offset: entry.at, length: entry.count * bytes });
  return Array.from({ length: entry.count }, (_, i) => integer(view, i * bytes, bytes, little));
}

/** Says in a JPEG how its three channels are meant: Adobe's marker, which browsers go by. */
const adobeMarker = (transform: 0 | 1): readonly number[] => [
  0xff,
  0xee,
  0,
  14,
  0x41,
  0x64,
  0x6f,
  0x62,
  0x65,
  0,
  100,
  0,
  0,
  0,
  0,
  transform,
];

/** The tables without their end, and the marker of the channels, behind the start of a picture. */
function headOf(tables: readonly number[], photometric: number, samples: number): Uint8Array<ArrayBuffer> {
  const marker = samples === 3 ? adobeMarker(photometric === RGB ? 0 : 1) : [];
  return Uint8Array.from([0xff, 0xd8, ...marker, ...tables.slice(2, -2)]);
}

async function readLevel(
  read: ReadPart,
  entries: ReadonlyMap<number, Entry>,
  little: boolean,
): Promise<Level | undefined> {
  const all = async (tag: number): Promise<readonly number[]> => numbers(read, entries.get(tag), little);
  const one = async (tag: number, fallback = 0): Promise<number> => (await all(tag))[0] ?? fallback;
  const [width, height] = [await one(TAG.width), await one(TAG.height)];
  const [tileWidth, tileHeight] = [await one(TAG.tileWidth), await one(TAG.tileHeight)];
  if ((await one(TAG.compression)) !== JPEG || width * height * tileWidth * tileHeight === 0) return undefined;
  const [offsets, counts] = [await all(TAG.offsets), await all(TAG.counts)];
  const across = Math.ceil(width / tileWidth);
  if (offsets.length !== counts.length || offsets.length !== across * Math.ceil(height / tileHeight)) return undefined;
  const head = headOf(await all(TAG.tables), await one(TAG.photometric), await one(TAG.samples, 1));
  const tiles = offsets.map((offset, i) => ({ offset, length: counts[i] ?? 0 }));
  return { width, height, tileWidth, tileHeight, across, tiles, head };
}

/**
 * Reads the levels of a pyramid TIFF whose tiles are JPEG, the smallest first. Throws Error where it is none, or is damaged.
 * Layout: TIFF 6.0, and BigTIFF.
 */
export async function readPyramid(read: ReadPart): Promise<readonly Level[]> {
  const head = await read({ offset: 0, length: 16 });
  const order = head.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) throw new Error('expected a pyramid TIFF, got something else');
  const little = order === 0x4949;
  const big = head.getUint16(2, little) === 43;
  const levels: Level[] = [];
  let next = big ? integer(head, 8, 8, little) : head.getUint32(4, little);
  for (let i = 0; next !== 0 && i < MOST_LEVELS; i++) {
    const directory = await readEntries(read, next, { little, big });
    const level = await readLevel(read, directory.entries, little);
    if (level) levels.push(level);
    next = directory.next;
  }
  if (levels.length === 0) throw new Error('expected a pyramid of JPEG tiles, got none');
  return levels.toSorted((a, b) => a.width - b.width);
}

/** A standalone JPEG of a tile. */
export function tileJpeg({ head }: Pick<Level, 'head'>, tile: Uint8Array): Blob {
  return new Blob([head, Uint8Array.from(tile.subarray(2))]);
}
