import type { FileHandle } from 'node:fs/promises';

import { PHOTOMETRIC, FORMAT, type TiffLayout } from './layout.ts';
import { unpack } from './unpack.ts';

/** Samples of one row of a block as numbers of 0…1; floats as they are. */
type ReadRow = (block: Buffer, row: number, out: Float64Array) => void;

const littleEndian16 = (bytes: Buffer, at: number): number => bytes.readUInt16LE(at);

/** A half float (IEEE 754 binary16) by its bits. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  if (exponent === 31) return fraction === 0 ? Infinity : Number.NaN;
  return bits & 0x80_00 ? -size : size;
}

function floatAt(bits: number, littleEndian: boolean): (bytes: Buffer, at: number) => number {
  if (bits === 64) return (bytes, at) => (littleEndian ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at));
  if (bits === 32) return (bytes, at) => (littleEndian ? bytes.readFloatLE(at) : bytes.readFloatBE(at));
  return (bytes, at) => halfFloat(littleEndian ? littleEndian16(bytes, at) : bytes.readUInt16BE(at));
}

/** Reads samples that begin at whole bytes. */
function wholeBytes({ bits, format, littleEndian }: TiffLayout): (bytes: Buffer, at: number) => number {
  if (format === FORMAT.float) return floatAt(bits, littleEndian);
  const [size, most] = [bits / 8, 2 ** bits - 1];
  if (size === 1) return (bytes, at) => (bytes[at] ?? 0) / most;
  return (bytes, at) => (littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)) / most;
}

/** Reads the sample of `bits` bits that begins at a bit, the most significant first. */
function bitsAt(bytes: Buffer, bit: number, bits: number): number {
  let value = 0;
  for (let left = bits, at = bit; left > 0;) {
    const free = 8 - (at & 7);
    const taken = Math.min(free, left);
    value = value * 2 ** taken + (((bytes[at >> 3] ?? 0) >> (free - taken)) & ((1 << taken) - 1));
    at += taken;
    left -= taken;
  }
  return value;
}

/** Samples a pixel in one block. */
const samplesIn = ({ planar, samples }: TiffLayout): number => (planar ? 1 : samples);

/** Bytes of a row of a block. */
const rowBytes = (layout: TiffLayout): number => Math.ceil((layout.block.width * samplesIn(layout) * layout.bits) / 8);

function rowReader(layout: TiffLayout): ReadRow {
  const { bits } = layout;
  const bytes = rowBytes(layout);
  if (bits % 8 !== 0) {
    const most = 2 ** bits - 1;
    return (block, row, out) => {
      const start = row * bytes * 8;
      for (let i = 0; i < out.length; i++) out[i] = bitsAt(block, start + i * bits, bits) / most;
    };
  }
  const [read, size] = [wholeBytes(layout), bits / 8];
  return (block, row, out) => {
    for (let i = 0, at = row * bytes; i < out.length; i++, at += size) out[i] = read(block, at);
  };
}

/** Undoes differences between samples side by side (TIFF 6.0 §14), row by row, in place. */
function addDifferences(block: Buffer, layout: TiffLayout): void {
  const [step, size, row] = [samplesIn(layout), layout.bits / 8, rowBytes(layout)];
  const { littleEndian } = layout;
  const wrap = 2 ** layout.bits;
  for (let start = 0; start + row <= block.length; start += row) {
    for (let at = start + step * size; at < start + row; at += size) {
      const before = at - step * size;
      if (littleEndian)
        block.writeUIntLE((block.readUIntLE(before, size) + block.readUIntLE(at, size)) % wrap, at, size);
      else block.writeUIntBE((block.readUIntBE(before, size) + block.readUIntBE(at, size)) % wrap, at, size);
    }
  }
}

/** Undoes differences of floats (TIFF Technical Note 3): bytes of one weight stand together, the highest first. */
function joinFloats(block: Buffer, layout: TiffLayout): void {
  const [step, size, row] = [samplesIn(layout), layout.bits / 8, rowBytes(layout)];
  const count = row / size;
  for (let start = 0; start + row <= block.length; start += row) {
    const bytes = Buffer.from(block.subarray(start, start + row));
    for (let i = step; i < row; i++) bytes[i] = ((bytes[i] ?? 0) + (bytes[i - step] ?? 0)) & 255;
    for (let i = 0; i < count; i++) {
      for (let weight = 0; weight < size; weight++) {
        const to = layout.littleEndian ? size - 1 - weight : weight;
        block[start + i * size + to] = bytes[weight * count + i] ?? 0;
      }
    }
  }
}

/** A row of blocks, unpacked: those of the first plane from left to right, then those of the next. */
interface Band {
  readonly number: number;
  readonly blocks: readonly Buffer[];
}

/** Bytes that reading holds at most: a row of blocks, and one more block packed and unpacked. */
export function readingBytesOf(layout: TiffLayout): number {
  const { width, block, counts, samples, planar } = layout;
  const packed = counts.reduce((most, count) => Math.max(most, count), 0);
  const blocks = Math.ceil(width / block.width) * (planar ? samples : 1);
  return packed + (blocks + 1) * rowBytes(layout) * block.height + 8 * samples * width;
}

/** Reads the samples of a page, row by row, whatever block they lie in. */
export class SampleReader {
  readonly #handle: FileHandle;
  readonly #layout: TiffLayout;
  readonly #readRow: ReadRow;
  readonly #channels: readonly Float64Array[];
  readonly #blockRow: Float64Array;
  #band: Band | undefined;

  constructor(handle: FileHandle, layout: TiffLayout) {
    this.#handle = handle;
    this.#layout = layout;
    this.#readRow = rowReader(layout);
    this.#channels = Array.from({ length: layout.samples }, () => new Float64Array(layout.width));
    this.#blockRow = new Float64Array(layout.block.width * samplesIn(layout));
  }

  /**
   * Samples of a row, a list for each channel: numbers of 0…1, floats as they are. The next row overwrites them. Throws
   * RangeError, or the system's error.
   */
  async row(y: number): Promise<readonly Float64Array[]> {
    const { block, width } = this.#layout;
    const number = Math.floor(y / block.height);
    if (this.#band?.number !== number) this.#band = await this.#readBand(number);
    const across = Math.ceil(width / block.width);
    for (const [i, bytes] of this.#band.blocks.entries()) {
      this.#readRow(bytes, y - number * block.height, this.#blockRow);
      this.#spread((i % across) * block.width, Math.floor(i / across));
    }
    return this.#channels;
  }

  async #readBand(number: number): Promise<Band> {
    const { width, height, block, samples, planar } = this.#layout;
    this.#band = undefined;
    const across = Math.ceil(width / block.width);
    const down = Math.ceil(height / block.height);
    const blocks: Buffer[] = [];
    for (let plane = 0; plane < (planar ? samples : 1); plane++) {
      for (let x = 0; x < across; x++) {
        const rows = Math.min(block.height, height - number * block.height);
        blocks.push(await this.#readBlock((plane * down + number) * across + x, rows));
      }
    }
    return { number, blocks };
  }

  async #readBlock(index: number, rows: number): Promise<Buffer> {
    const { offsets, counts, compression, predictor, tiled, block, bits } = this.#layout;
    const [offset, count] = [offsets[index], counts[index]];
    if (offset === undefined || count === undefined)
      throw new RangeError(`expected a place of block ${index}, got none`);
    const packed = Buffer.alloc(count);
    const { bytesRead } = await this.#handle.read(packed, 0, count, offset);
    if (bytesRead < count) throw new RangeError(`expected ${count} bytes of pixels at ${offset}, got ${bytesRead}`);
    const bytes = await unpack(compression, packed, rowBytes(this.#layout) * (tiled ? block.height : rows));
    if (predictor === 2) addDifferences(bytes, this.#layout);
    if (predictor === 3 && bits >= 16) joinFloats(bytes, this.#layout);
    return bytes;
  }

  /** Hands the samples of the row of a block out to the channels that they belong to. */
  #spread(left: number, plane: number): void {
    const { width, block, planar } = this.#layout;
    const targets = planar ? this.#channels.slice(plane, plane + 1) : this.#channels;
    const end = Math.min(block.width, width - left);
    for (const [channel, target] of targets.entries()) {
      for (let x = 0; x < end; x++) target[left + x] = this.#blockRow[x * targets.length + channel] ?? 0;
    }
  }
}

/** Tells whether zero is white. */
export const isInverted = ({ photometric }: TiffLayout): boolean => photometric === PHOTOMETRIC.whiteIsZero;
