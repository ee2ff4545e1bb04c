import type { Size } from '../model/geometry.ts';
import { BitReader, BitWriter, type HuffmanTable, readHuffmanTables } from './huffman.ts';
import { joinBytes, MARKER, readSegments, readShort, type Segment, shortBytes } from './jpeg-segments.ts';

/** A block that a scan has: those of one channel are told apart from the one before by their mean. */
interface Channel {
  /** Blocks of one unit. */
  readonly blocks: number;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

interface Scan {
  readonly channels: readonly Channel[];
  /** Pixels of one unit. */
  readonly unit: Size;
  readonly size: Size;
  /** The place of the frame's head, and of the data. */
  readonly frame: number;
  readonly data: number;
}

function find(segments: readonly Segment[], ...markers: readonly number[]): Segment {
  const found = segments.find(({ marker }) => markers.includes(marker));
  if (found === undefined) throw new RangeError('expected a JPEG with one sequential scan, got another');
  return found;
}

/** The place and size of a frame. */
type FrameHead = Pick<Scan, 'frame' | 'size'>;

function readFrame(bytes: Uint8Array, segments: readonly Segment[]): FrameHead {
  const { start: frame } = find(segments, MARKER.baseline, MARKER.extended);
  return { frame, size: { width: readShort(bytes, frame + 7), height: readShort(bytes, frame + 5) } };
}

function readScan(bytes: Uint8Array, segments: readonly Segment[], head: FrameHead): Scan {
  const { frame } = head;
  const { start, end: data } = find(segments, MARKER.scan);
  if (segments.some(({ marker }) => marker === MARKER.restart)) {
    throw new RangeError('expected a JPEG without restart markers, got one with them');
  }
  const tables = readHuffmanTables(bytes, segments);
  const count = bytes[frame + 9] ?? 0;
  const factors = Array.from({ length: count }, (_, i) => bytes[frame + 11 + 3 * i] ?? 0x11);
  const channels = factors.map((factor, i): Channel => {
    const chosen = bytes[start + 6 + 2 * i] ?? 0;
    const [dc, ac] = [tables.get(chosen >> 4), tables.get(0x10 | (chosen & 15))];
    if (dc === undefined || ac === undefined) throw new RangeError('expected the tables of a JPEG, got none');
    return { blocks: count === 1 ? 1 : (factor >> 4) * (factor & 15), dc, ac };
  });
  const across = count === 1 ? 1 : Math.max(...factors.map((factor) => factor >> 4));
  const down = count === 1 ? 1 : Math.max(...factors.map((factor) => factor & 15));
  return { ...head, channels, unit: { width: 8 * across, height: 8 * down }, data };
}

/** A difference of means in its category's bits (ITU-T T.81, F.1.2.1), and back. */
const toBits = (value: number, category: number): number => (value < 0 ? value + (1 << category) - 1 : value);
const fromBits = (bits: number, category: number): number =>
  category === 0 || bits >> (category - 1) === 1 ? bits : bits - (1 << category) + 1;
const categoryOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

/** Copies the AC coefficients of a block, or only reads them where the block is dropped. */
function copyRest(reader: BitReader, { ac }: Channel, writer: BitWriter | undefined): void {
  for (let at = 1; at < 64;) {
    const symbol = reader.symbol(ac);
    const [run, length] = [symbol >> 4, symbol & 15];
    const bits = reader.bits(length);
    writer?.symbol(symbol, ac);
    writer?.bits(bits, length);
    if (length === 0 && run < 15) return;
    at += run + 1;
  }
}

/** The first unit that is kept of a row or column of them, and the one behind the last. */
function kept(pixels: number, unit: number, isLastAlone: boolean): readonly [from: number, to: number] {
  const count = Math.ceil(pixels / unit);
  return [isLastAlone ? count - 1 : 0, count];
}

/** Writes the units that are kept: their means are told apart from those that are left in. */
function copyUnits(bytes: Uint8Array, { channels, unit, size, data }: Scan, to: Cut): readonly number[] {
  const [reader, writer] = [new BitReader(bytes, data), new BitWriter()];
  const across = Math.ceil(size.width / unit.width);
  const [left, right] = kept(to.width, unit.width, to.lastColumn === true);
  const [top, bottom] = kept(to.height, unit.height, to.lastRow === true);
  const [read, written] = [channels.map(() => 0), channels.map(() => 0)];
  for (let at = 0; at < across * bottom; at++) {
    const isKept = at % across >= left && at % across < right && at >= across * top;
    for (const [i, channel] of channels.entries()) {
      for (let block = 0; block < channel.blocks; block++) {
        const category = reader.symbol(channel.dc);
        const mean = (read[i] ?? 0) + fromBits(reader.bits(category), category);
        read[i] = mean;
        if (isKept) {
          const difference = mean - (written[i] ?? 0);
          const own = categoryOf(difference);
          writer.symbol(own, channel.dc);
          writer.bits(toBits(difference, own), own);
          written[i] = mean;
        }
        copyRest(reader, channel, isKept ? writer : undefined);
      }
    }
  }
  return writer.end();
}

/** The upper left corner of a tile, pixels. Of it the last column or row of units alone, where that is said. */
export interface Cut extends Size {
  readonly lastColumn?: true;
  readonly lastRow?: true;
}

/** Pixels that are left of a side. */
function sideOf(pixels: number, unit: number, isLastAlone: boolean | undefined): number {
  return isLastAlone === true ? pixels - (Math.ceil(pixels / unit) - 1) * unit : pixels;
}

/**
 * The upper left corner of a JPEG, cut without being encoded again: the coefficients of what is left are as they were.
 * `to`: pixels, at most its size. For JPEGs of one sequential scan without restarts, as libtiff writes tiles. Throws RangeError
 * of others.
 */
export function cropJpeg(bytes: Uint8Array, to: Cut): Uint8Array {
  const segments = readSegments(bytes);
  const head = readFrame(bytes, segments);
  const { size, frame } = head;
  if (to.width > size.width || to.height > size.height || to.width < 1 || to.height < 1) {
    throw new RangeError(`expected a part of ${size.width}×${size.height}, got ${to.width}×${to.height}`);
  }
  // Most tiles are whole, and need none of their tables looked at.
  const isPart = to.lastColumn === true || to.lastRow === true;
  if (!isPart && to.width === size.width && to.height === size.height) return bytes;
  const scan = readScan(bytes, segments, head);
  const { unit, data } = scan;
  const width = sideOf(to.width, unit.width, to.lastColumn);
  const height = sideOf(to.height, unit.height, to.lastRow);
  if (width === size.width && height === size.height) return bytes;
  const before = Uint8Array.from(bytes.subarray(0, data));
  before.set([...shortBytes(height), ...shortBytes(width)], frame + 5);
  return joinBytes([before, copyUnits(bytes, scan, to), [0xff, MARKER.end]]);
}
