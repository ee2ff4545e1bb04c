import { FORMAT, PHOTOMETRIC, type TiffLayout } from './layout.ts';

/** Samples of one row of a block as numbers of 0…1; floats as they are. */
export type ReadRow = (block: Buffer, row: number, out: Float64Array) => void;

/** A small float by its bits: a sign, an exponent of so many bits, and a fraction (as IEEE 754 binary16 has them). */
function smallFloat(bits: number, exponentBits: number, fractionBits: number): number {
  const ones = 2 ** exponentBits - 1;
  const exponent = Math.floor(bits / 2 ** fractionBits) & ones;
  const fraction = bits % 2 ** fractionBits;
  const bias = (ones - 1) / 2;
  const sign = bits >= 2 ** (exponentBits + fractionBits) ? -1 : 1;
  if (exponent === ones) return fraction === 0 ? sign * Infinity : Number.NaN;
  const size =
    exponent === 0
      ? fraction * 2 ** (1 - bias - fractionBits)
      : (2 ** fractionBits + fraction) * 2 ** (exponent - bias - fractionBits);
  return sign * size;
}

/** Reads the number that begins at a byte. */
type ReadNumber = (bytes: Buffer, at: number) => number;

/** The bits of a whole number that are read, its highest: all of them are more than any rendition shows. */
const MOST_BITS = 48;

const bitsRead = (bits: number): number => Math.min(bits, MOST_BITS);

function uintReader(size: number, littleEndian: boolean): ReadNumber {
  if (size === 1) return (bytes, at) => bytes[at] ?? 0;
  const taken = bitsRead(8 * size) / 8;
  const skipped = size - taken;
  return (bytes, at) => (littleEndian ? bytes.readUIntLE(at + skipped, taken) : bytes.readUIntBE(at, taken));
}

/** Turns the bits of a float, as a whole number, into the float. */
function floatOf(bits: number): (value: number) => number {
  // Of 24 bits: Adobe, TIFF Technical Note 3.
  if (bits === 16) return (value) => smallFloat(value, 5, 10);
  if (bits === 24) return (value) => smallFloat(value, 7, 16);
  const view = new DataView(new ArrayBuffer(4));
  return (value) => {
    view.setUint32(0, value);
    return view.getFloat32(0);
  };
}

const doubleReader =
  (littleEndian: boolean): ReadNumber =>
  (bytes, at) =>
    littleEndian ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);

/** Reads the number of `bits` bits that begins at a bit, the most significant first. */
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

/** Bits of the samples of one pixel in a block: of all channels, or of the one whose plane it is. */
function widthsIn({ planar, widths }: TiffLayout, plane: number): readonly number[] {
  return planar ? [widths[plane] ?? 0] : widths;
}

/** Samples across and rows of a block of a plane: of so many rows of pixels. */
export function planeSize({ steps: [across, down], block }: TiffLayout, plane: number, rows = block.height) {
  if (plane === 0) return { width: block.width, rows };
  return { width: Math.ceil(block.width / across), rows: Math.ceil(rows / down) };
}

/** Bytes of a row of a block of a plane. */
export function rowBytesOf(layout: TiffLayout, plane = 0): number {
  const pixel = widthsIn(layout, plane).reduce((sum, bits) => sum + bits, 0);
  return Math.ceil((planeSize(layout, plane).width * pixel) / 8);
}

/** 64-bit floats. */
const isDouble = ({ format, bits }: TiffLayout): boolean => format === FORMAT.float && bits === 64;

/** Numbers as they stand in the row of a block, floats as their bits: whole bytes in the order of the file, others bit by bit. */
function numberReader(layout: TiffLayout, plane: number): ReadRow {
  const widths = widthsIn(layout, plane);
  const bytes = rowBytesOf(layout, plane);
  const [first = 8] = widths;
  if (first % 8 !== 0 || widths.some((bits) => bits !== first)) {
    return (block, row, out) => {
      for (let i = 0, at = row * bytes * 8; i < out.length; i++) {
        const bits = widths[i % widths.length] ?? 0;
        out[i] = bitsAt(block, at, bitsRead(bits));
        at += bits;
      }
    };
  }
  const size = first / 8;
  const { littleEndian } = layout;
  const read = isDouble(layout) ? doubleReader(littleEndian) : uintReader(size, littleEndian);
  return (block, row, out) => {
    for (let i = 0, at = row * bytes; i < out.length; i++, at += size) out[i] = read(block, at);
  };
}

/** Undoes differences between samples side by side (TIFF 6.0 §14), in place. */
function addDifferences(out: Float64Array, step: number, wrap: number): void {
  for (let i = step; i < out.length; i++) out[i] = ((out[i] ?? 0) + (out[i - step] ?? 0)) % wrap;
}

/**
 * Tells whether samples are signed integers, whose lowest value is black. Lab and LogLuv define the signs of their
 * channels themselves. 8-bit samples are marked as signed by mistake: libtiff, ImageMagick and Pillow read them as
 * unsigned.
 */
const isSigned = ({ format, photometric, bits }: TiffLayout): boolean =>
  format === FORMAT.int && photometric !== PHOTOMETRIC.lab && photometric !== PHOTOMETRIC.logL && bits > 8;

/** The meaning of a number of a channel: 0…1, or a float. */
function meaningOf(layout: TiffLayout, bits: number): (value: number) => number {
  if (layout.format === FORMAT.float) return floatOf(bits);
  const wrap = 2 ** bitsRead(bits);
  const shift = isSigned(layout) ? wrap / 2 : 0;
  return (value) => ((value + shift) % wrap) / (wrap - 1);
}

/** Reads rows of the blocks of a plane; the first where all channels stand together. */
export function rowReader(layout: TiffLayout, plane: number): ReadRow {
  const read = numberReader(layout, plane);
  if (isDouble(layout)) return read;
  const widths = widthsIn(layout, plane);
  const meanings = widths.map((bits) => meaningOf(layout, bits));
  return (block, row, out) => {
    read(block, row, out);
    if (layout.predictor === 2) addDifferences(out, widths.length, 2 ** bitsRead(widths[0] ?? 0));
    for (let i = 0; i < out.length; i++) out[i] = meanings[i % meanings.length]?.(out[i] ?? 0) ?? 0;
  };
}

/** Undoes differences of floats (TIFF Technical Note 3): bytes of one weight stand together, the highest first. */
export function joinFloats(block: Buffer, layout: TiffLayout): void {
  const [step, row] = [widthsIn(layout, 0).length, rowBytesOf(layout)];
  const size = layout.bits / 8;
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
