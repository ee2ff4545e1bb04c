import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';

/** The bits of a pixel that are red, green, blue and alpha; 0 = it has none. */
type Masks = readonly [red: number, green: number, blue: number, alpha: number];

/** The packing of the pixels of a BMP. */
type BmpPacking = 'none' | 'rle4' | 'rle8' | 'rle24' | 'inside';

/** The checked headers of a BMP. */
export interface BmpHeader extends Size {
  /** Bits a pixel. */
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly packing: BmpPacking;
  /** The first row of the file is the upper one. */
  readonly downwards: boolean;
  /** The channel masks of 16-bit and 32-bit pixels. */
  readonly masks: Masks;
  /** Colours in blue, green and red, `entryBytes` apart; none where pixels are colours. */
  readonly palette: { readonly start: number; readonly count: number; readonly entryBytes: 3 | 4 };
  /** The place of the first pixel. */
  readonly start: number;
  /** Pixels a metre, across and down; 0 = it says nothing. */
  readonly density: readonly [x: number, y: number];
  readonly icc?: { readonly start: number; readonly length: number };
}

// "BITMAPFILEHEADER" and the headers behind it: Microsoft's BITMAPCOREHEADER, BITMAPINFOHEADER, V4 and V5; OS/2's second one,
// of which writers leave off what they do not need.
const FILE_HEADER = 14;
const CORE = 12;
const INFO = 40;
const WITH_MASKS = 52;
const WITH_ALPHA = 56;
const OS2 = 64;
const V5 = 124;
const LONGEST_SIDE = 2 ** 24;

const BITS: ReadonlySet<number> = new Set([1, 2, 4, 8, 16, 24, 32]);

const isBits = (bits: number): bits is BmpHeader['bits'] => BITS.has(bits);

// Compressions by number, which mean something else to OS/2.
const PACKINGS: Readonly<Record<number, BmpPacking>> = { 0: 'none', 1: 'rle8', 2: 'rle4', 4: 'inside', 5: 'inside' };
const FIELDS = { three: 3, four: 6 } as const;
const OS2_RUNS = 4;

const PLAIN_MASKS: Readonly<Record<number, Masks>> = {
  16: [0x7c00, 0x3e0, 0x1f, 0],
  32: [0xff_0000, 0xff00, 0xff, 0],
};

function refuse(got: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a BMP of a kind that dmx reads, got one of ${got}`, {
    hint: 'Convert it to PNG.',
  });
}

/** The places of the header of a picture and of its pixels. */
interface Start {
  readonly info: number;
  readonly pixels?: number;
}

/** Finds them in a file, in an array of OS/2, or bare as on a clipboard. */
function findStart(bytes: Buffer): Start {
  const mark = bytes.toString('latin1', 0, 2);
  const at = mark === 'BA' ? FILE_HEADER : 0;
  if (bytes.toString('latin1', at, at + 2) !== 'BM') return { info: 0 };
  return { info: at + FILE_HEADER, pixels: bytes.readUInt32LE(at + 10) };
}

/** The masks in a header or behind it, and the bytes that they take there. */
function masksOf(bytes: Buffer, info: number, size: number, compression: number, bits: number) {
  const plain = PLAIN_MASKS[bits] ?? [0, 0, 0, 0];
  const fields = compression === FIELDS.three || compression === FIELDS.four;
  if (!fields || size === OS2) return { masks: plain, bytes: 0 };
  const four = size >= WITH_ALPHA || compression === FIELDS.four;
  const read = (n: number): number => bytes.readUInt32LE(info + INFO + 4 * n);
  const masks: Masks = [read(0), read(1), read(2), four ? read(3) : 0];
  return { masks, bytes: size >= WITH_MASKS ? 0 : four ? 16 : 12 };
}

function packingOf(compression: number, os2: boolean, bits: number): BmpPacking {
  if (os2 && compression === OS2_RUNS) return 'rle24';
  if (compression === FIELDS.three && (os2 || bits < 16)) throw refuse('fax compression');
  if ((compression === FIELDS.three || compression === FIELDS.four) && bits !== 24) return 'none';
  const packing = PACKINGS[compression];
  if (packing === undefined) throw refuse(`the compression ${compression}`);
  return packing;
}

function checkSize({ width, height }: Size): void {
  if (width >= 1 && height >= 1 && width <= LONGEST_SIDE && height <= LONGEST_SIDE) return;
  throw new RangeError(`expected a BMP of some pixels, got ${width}×${height}`);
}

function paletteOf(bits: number, told: number, start: number, entryBytes: 3 | 4, pixels: number | undefined) {
  if (bits > 8) return { start, count: 0, entryBytes };
  const room = pixels === undefined || pixels <= start ? Infinity : Math.floor((pixels - start) / entryBytes);
  return { start, count: Math.min(told > 0 ? told : 2 ** bits, 2 ** bits, room), entryBytes };
}

// What a V5 header calls a profile that it brings along.
const EMBEDDED = 0x4d42_4544;

function profileIn(bytes: Buffer, info: number, size: number): Pick<BmpHeader, 'icc'> {
  if (size < V5 || bytes.readUInt32LE(info + 56) !== EMBEDDED) return {};
  const [start, length] = [info + bytes.readUInt32LE(info + 112), bytes.readUInt32LE(info + 116)];
  return length > 0 ? { icc: { start, length } } : {};
}

function readCore(bytes: Buffer, info: number, pixels: number | undefined): BmpHeader {
  const [width, height, bits] = [4, 6, 10].map((at) => bytes.readUInt16LE(info + at));
  if (width === undefined || height === undefined || bits === undefined || !isBits(bits)) {
    throw refuse(`${bits} bits a pixel`);
  }
  checkSize({ width, height });
  const palette = paletteOf(bits, 0, info + CORE, 3, pixels);
  const after = palette.start + palette.count * palette.entryBytes;
  return {
    ...{ width, height, bits, palette, packing: 'none', downwards: false, density: [0, 0] },
    ...{ masks: PLAIN_MASKS[bits] ?? [0, 0, 0, 0], start: pixels ?? after },
  };
}

/** Reads the headers from the start of a file. Throws SourceError, or RangeError where they end too early or are none. */
export const readBmpHeader = (bytes: Buffer): BmpHeader => readBmpHeaderAt(bytes, findStart(bytes));

/** Reads the header of one of several pictures. Throws as `readBmpHeader` does. */
export function readBmpHeaderAt(bytes: Buffer, { info, pixels }: Start): BmpHeader {
  const size = bytes.readUInt32LE(info);
  if (size === CORE) return readCore(bytes, info, pixels);
  // Fields that the header is too short for are nothing.
  const field = (at: number): number => (at + 4 <= size ? bytes.readUInt32LE(info + at) : 0);
  const [width, tall, bits] = [bytes.readInt32LE(info + 4), bytes.readInt32LE(info + 8), bytes.readUInt16LE(info + 14)];
  const height = Math.abs(tall);
  checkSize({ width, height });
  const compression = field(16);
  const os2 = size === OS2 || size < INFO || (compression === OS2_RUNS && bits === 24 && size === INFO);
  const packing = packingOf(compression, os2, bits);
  const known = packing === 'inside' ? 24 : bits;
  if (!isBits(known)) throw refuse(`${bits} bits a pixel`);
  const { masks, bytes: maskBytes } = masksOf(bytes, info, size, compression, bits);
  const palette = paletteOf(known, field(32), info + size + maskBytes, 4, pixels);
  const behind = palette.start + palette.count * palette.entryBytes;
  return {
    ...{ width, height, bits: known, packing, masks, palette, downwards: tall < 0 },
    ...{ start: pixels ?? behind, density: [field(24), field(28)] },
    ...profileIn(bytes, info, size),
  };
}
