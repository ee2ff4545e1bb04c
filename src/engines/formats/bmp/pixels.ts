import { SourceError } from '../../../model/errors.ts';
import type { BmpHeader } from './header.ts';

/** Colours of a palette, three bytes each: red, green, blue. What lies beyond it is black. */
function readPalette({ bits, palette: { start, count, entryBytes } }: BmpHeader, bytes: Buffer): Uint8Array {
  const out = new Uint8Array(3 * 2 ** Math.min(8, bits));
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) out[3 * i + c] = bytes[start + i * entryBytes + 2 - c] ?? 0;
  }
  return out;
}

/** Reads one channel of a pixel whose bits a mask says, stretched to eight of them; a colour without bits is dark. */
function channelOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}

function cutOff(expected: number, got: number): SourceError {
  return new SourceError('SOURCE_CORRUPT', `expected ${expected} bytes of a BMP, got ${got}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

/** Bytes of a row, which ends at a word of four. */
const rowBytesOf = ({ width, bits }: BmpHeader): number => Math.ceil((width * bits) / 32) * 4;

type RowReader = (from: number, out: Uint8Array, to: number) => void;

function indexRow(header: BmpHeader, bytes: Buffer): RowReader {
  const { width, bits } = header;
  const palette = readPalette(header, bytes);
  const perByte = 8 / bits;
  return (from, out, to) => {
    for (let x = 0; x < width; x++) {
      const byte = bytes[from + Math.floor(x / perByte)] ?? 0;
      const index = (byte >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1);
      for (let c = 0; c < 3; c++) out[to + 3 * x + c] = palette[3 * index + c] ?? 0;
    }
  };
}

function colorRow({ width, bits, masks }: BmpHeader, bytes: Buffer): RowReader {
  const channels = masks.slice(0, masks[3] === 0 ? 3 : 4).map(channelOf);
  const wide = bits / 8;
  return (from, out, to) => {
    for (let x = 0; x < width; x++) {
      const pixel = bytes.readUIntLE(from + x * wide, wide);
      for (const [c, read] of channels.entries()) out[to + x * channels.length + c] = read(pixel);
    }
  };
}

function trueColorRow({ width }: BmpHeader, bytes: Buffer): RowReader {
  return (from, out, to) => {
    for (let x = 0; x < 3 * width; x += 3) {
      out[to + x] = bytes[from + x + 2] ?? 0;
      out[to + x + 1] = bytes[from + x + 1] ?? 0;
      out[to + x + 2] = bytes[from + x] ?? 0;
    }
  };
}

function rowReader(header: BmpHeader, bytes: Buffer): RowReader {
  if (header.bits <= 8) return indexRow(header, bytes);
  return header.bits === 24 ? trueColorRow(header, bytes) : colorRow(header, bytes);
}

/** Throws SourceError (SOURCE_CORRUPT) where a picture without packing does not fit into so many bytes. */
export function checkEnd(header: BmpHeader, bytes: number): void {
  const { width, height, bits, start, packing } = header;
  if (packing !== 'none') return;
  // The last row may go without what fills it up.
  const needed = start + rowBytesOf(header) * (height - 1) + Math.ceil((width * bits) / 8);
  if (needed > bytes) throw cutOff(needed, bytes);
}

/** Samples of a picture without packing, in RGB or RGBA from the top. Throws SourceError (SOURCE_CORRUPT). */
function readPlain(header: BmpHeader, bytes: Buffer): Uint8Array {
  const { width, height, start, downwards, masks } = header;
  const rowBytes = rowBytesOf(header);
  checkEnd(header, bytes.length);
  const outBytes = width * (masks[3] === 0 ? 3 : 4);
  const out = new Uint8Array(outBytes * height);
  const read = rowReader(header, bytes);
  for (let y = 0; y < height; y++) read(start + (downwards ? y : height - 1 - y) * rowBytes, out, y * outBytes);
  return out;
}

// Escapes of the packed kinds: behind a count of 0.
const END_OF_ROW = 0;
const END = 1;
const MOVE = 2;

/** Writes the pixels that a packed picture tells, in the order in which it does. */
class Painter {
  readonly out: Uint8Array;
  readonly #header: BmpHeader;
  readonly #palette: Uint8Array;
  #x = 0;
  #row = 0;

  constructor(header: BmpHeader, bytes: Buffer) {
    const { width, height } = header;
    this.#header = header;
    this.#palette = header.packing === 'rle24' ? new Uint8Array(0) : readPalette(header, bytes);
    this.out = new Uint8Array(3 * width * height);
    // Pixels that are not told have the first colour.
    if (header.packing !== 'rle24') for (let i = 0; i < this.out.length; i++) this.out[i] = this.#palette[i % 3] ?? 0;
  }

  get done(): boolean {
    return this.#row >= this.#header.height;
  }

  /** One pixel: what leaves its row is left out, as every reader does. */
  put(red: number, green: number, blue: number): void {
    const { width, height, downwards } = this.#header;
    if (this.#x < width && !this.done) {
      const y = downwards ? this.#row : height - 1 - this.#row;
      const to = 3 * (y * width + this.#x);
      this.out[to] = red;
      this.out[to + 1] = green;
      this.out[to + 2] = blue;
    }
    this.#x++;
  }

  putIndex(index: number): void {
    this.put(this.#palette[3 * index] ?? 0, this.#palette[3 * index + 1] ?? 0, this.#palette[3 * index + 2] ?? 0);
  }

  move(right: number, up: number): void {
    this.#x += right;
    this.#row += up;
  }

  endRow(): void {
    this.#x = 0;
    this.#row++;
  }
}

/**
 * Decodes a run of `count` pixels: one repeated value where `repeated`, else literal values. Returns the number of
 * bytes read.
 */
type Paint = (painter: Painter, bytes: Buffer, at: number, count: number, repeated: boolean) => number;

const PAINTS: Readonly<Record<'rle4' | 'rle8' | 'rle24', Paint>> = {
  rle4: (painter, bytes, at, count, repeated) => {
    for (let i = 0; i < count; i++) {
      const byte = bytes[at + (repeated ? 0 : i >> 1)] ?? 0;
      painter.putIndex(i % 2 === 0 ? byte >> 4 : byte & 15);
    }
    return repeated ? 1 : Math.ceil(count / 2);
  },
  rle8: (painter, bytes, at, count, repeated) => {
    for (let i = 0; i < count; i++) painter.putIndex(bytes[at + (repeated ? 0 : i)] ?? 0);
    return repeated ? 1 : count;
  },
  rle24: (painter, bytes, at, count, repeated) => {
    for (let i = 0; i < count; i++) {
      const from = at + (repeated ? 0 : 3 * i);
      painter.put(bytes[from + 2] ?? 0, bytes[from + 1] ?? 0, bytes[from] ?? 0);
    }
    return repeated ? 3 : 3 * count;
  },
};

/**
 * Samples of a packed picture, in RGB from the top. It may end before its last pixel if it says so. Throws SourceError
 * (SOURCE_CORRUPT) where the file does.
 */
function readPacked(header: BmpHeader, packing: keyof typeof PAINTS, bytes: Buffer): Uint8Array {
  const painter = new Painter(header, bytes);
  const paint = PAINTS[packing];
  let at = header.start;
  while (!painter.done) {
    if (at + 2 > bytes.length) throw cutOff(at + 2, bytes.length);
    const [count = 0, escape = 0] = [bytes[at], bytes[at + 1]];
    if (count > 0) {
      at += 1 + paint(painter, bytes, at + 1, count, true);
    } else if (escape === END) {
      break;
    } else if (escape === END_OF_ROW) {
      painter.endRow();
      at += 2;
    } else if (escape === MOVE) {
      painter.move(bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
      at += 4;
    } else {
      // Literal runs are padded to a multiple of 16 bits.
      const took = paint(painter, bytes, at + 2, escape, false);
      at += 2 + took + (took % 2);
    }
  }
  return painter.out;
}

/** Samples of a picture that is no file inside of the BMP, as `readPlain` and `readPacked` say. */
export function readStored(header: BmpHeader, packing: 'none' | keyof typeof PAINTS, bytes: Buffer): Uint8Array {
  return packing === 'none' ? readPlain(header, bytes) : readPacked(header, packing, bytes);
}
