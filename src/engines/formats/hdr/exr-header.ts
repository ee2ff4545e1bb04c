import type { Size } from '../../../model/geometry.ts';
import type { Primaries } from '../../image/color/coded-colors.ts';

/** A channel as the header lists it. */
export interface ExrChannel {
  readonly name: string;
  /** 0 = whole numbers of 32 bits, 1 = floats of 16, 2 = floats of 32. */
  readonly type: number;
  /** Its steps look alike; B44 alone asks. */
  readonly linear: boolean;
  readonly sampling: readonly [x: number, y: number];
}

/** A box: left, top, right, bottom, the last ones in it. */
export type ExrWindow = readonly [number, number, number, number];

/** One of the pictures in a file. */
export interface ExrPart extends Size {
  readonly channels: readonly ExrChannel[];
  /** OpenEXR's number of it. */
  readonly compression: number;
  /** The box of the pixels. */
  readonly window: ExrWindow;
  /** The box that is shown: parts of it may have no pixels, and pixels may lie beside it. */
  readonly shown: ExrWindow;
  /** Primaries of its colours, where stated. */
  readonly primaries?: Primaries;
  /** Width and height of its tiles, where it has any. */
  readonly tile?: readonly [number, number];
  readonly deep: boolean;
  /** Pieces of its picture that the file says it has; undefined = as many as its size makes. */
  readonly chunks?: number;
}

/** The header in front of the pixels. */
export interface ExrHeader {
  readonly parts: readonly ExrPart[];
  /** Several parts: each piece begins with the number of its own. */
  readonly multiPart: boolean;
  /** The place of the first table of pieces. */
  readonly tables: number;
}

const FLAGS = { tiled: 0x200, deep: 0x800, multiPart: 0x1000 } as const;

// Compressions by number (OpenEXR, ImfCompression.h): rows in a piece.
const ROWS = [1, 1, 1, 16, 32, 16, 32, 32, 32, 256] as const;

/** Rows of a piece that is no tile; undefined where the compression is not known. */
export const rowsOf = ({ compression }: Pick<ExrPart, 'compression'>): number | undefined => ROWS[compression];

// A header of more is none.
const MOST_PARTS = 1000;

/** Reads a header forwards. Throws RangeError where it ends too early. */
class Cursor {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.at);
    if (end < 0) throw new RangeError('expected an OpenEXR header, got one that ends too early');
    const text = this.#bytes.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }

  int(): number {
    const value = this.#bytes.readInt32LE(this.at);
    this.at += 4;
    return value;
  }

  take(length: number): Buffer {
    if (length < 0 || this.at + length > this.#bytes.length) {
      throw new RangeError('expected an OpenEXR header, got one that ends too early');
    }
    const taken = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}

function readChannels(bytes: Buffer): readonly ExrChannel[] {
  const cursor = new Cursor(bytes, 0);
  const channels: ExrChannel[] = [];
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    const type = cursor.int();
    // Three more are reserved.
    const linear = cursor.take(4)[0] === 1;
    channels.push({ name, type, linear, sampling: [cursor.int(), cursor.int()] });
  }
  return channels;
}

type Attributes = ReadonlyMap<string, Buffer>;

function readAttributes(cursor: Cursor): Attributes {
  const attributes = new Map<string, Buffer>();
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    cursor.text();
    attributes.set(name, cursor.take(cursor.int()));
  }
  return attributes;
}

function needed(attributes: Attributes, name: string, bytes: number): Buffer {
  const value = attributes.get(name);
  if (value === undefined || value.length < bytes) throw new RangeError(`expected an OpenEXR header with ${name}`);
  return value;
}

function readPrimaries(bytes: Buffer | undefined): Primaries | undefined {
  if (bytes === undefined || bytes.length < 32) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = Array.from({ length: 8 }, (_, i) =>
    bytes.readFloatLE(4 * i),
  );
  return [a, b, c, d, e, f, g, h];
}

function tileOf(attributes: Attributes, flags: number): readonly [number, number] | undefined {
  const type = attributes.get('type')?.toString('latin1');
  const isTiled = type === undefined ? (flags & FLAGS.tiled) !== 0 : type.startsWith('tiledimage');
  if (!isTiled) return undefined;
  const tiles = needed(attributes, 'tiles', 9);
  const [x, y] = [tiles.readUInt32LE(0), tiles.readUInt32LE(4)];
  if (x < 1 || y < 1) throw new RangeError(`expected tiles of some pixels, got ${x}×${y}`);
  return [x, y];
}

function readWindow(box: Buffer): ExrWindow {
  return [box.readInt32LE(0), box.readInt32LE(4), box.readInt32LE(8), box.readInt32LE(12)];
}

/** Width and height of a window. Throws RangeError where it is empty. */
export function sidesOf([left, top, right, bottom]: ExrWindow): Size {
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (width < 1 || height < 1) throw new RangeError(`expected an OpenEXR of some pixels, got ${width}×${height}`);
  return { width, height };
}

/** Tells whether two boxes have a pixel in common. */
const meet = (a: ExrWindow, b: ExrWindow): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** The box that is shown; that of the pixels where the file names none, or one without any of them. */
function shownOf(attributes: Attributes, window: ExrWindow): ExrWindow {
  const display = attributes.get('displayWindow');
  if (display === undefined || display.length < 16) return window;
  const shown = readWindow(display);
  return meet(shown, window) ? shown : window;
}

function partOf(attributes: Attributes, flags: number): ExrPart {
  const window = readWindow(needed(attributes, 'dataWindow', 16));
  const primaries = readPrimaries(attributes.get('chromaticities'));
  const tile = tileOf(attributes, flags);
  const chunks = attributes.get('chunkCount')?.readInt32LE(0);
  const type = attributes.get('type')?.toString('latin1');
  return {
    ...{ ...sidesOf(window), window, shown: shownOf(attributes, window) },
    channels: readChannels(needed(attributes, 'channels', 1)),
    compression: needed(attributes, 'compression', 1).readUInt8(0),
    ...(primaries && { primaries }),
    ...(tile && { tile }),
    ...(chunks !== undefined && { chunks }),
    deep: (flags & FLAGS.deep) !== 0 && type !== 'scanlineimage' && type !== 'tiledimage',
  };
}

/**
 * Reads the header of an OpenEXR file (openexr.com, "OpenEXR File Layout") from its first bytes. Throws RangeError where it
 * ends too early, or misses what every file has.
 */
export function readExrHeader(head: Buffer): ExrHeader {
  const flags = head.readUInt32LE(4);
  const multiPart = (flags & FLAGS.multiPart) !== 0;
  const cursor = new Cursor(head, 8);
  const parts: ExrPart[] = [];
  do {
    const attributes = readAttributes(cursor);
    // An empty header ends those of several parts.
    if (multiPart && attributes.size === 0) break;
    parts.push(partOf(attributes, flags));
  } while (multiPart && parts.length < MOST_PARTS);
  return { parts, multiPart, tables: cursor.at };
}
