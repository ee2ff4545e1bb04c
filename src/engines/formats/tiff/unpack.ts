import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { COMPRESSION, type TiffLayout } from './layout.ts';
import { decodeJpegBlock, decodeWebpBlock } from './picture-blocks.ts';
import { unpackLzma, unpackZstd } from './packed-streams.ts';

const inflated = promisify(inflate);

const short = (expected: number, got: number): RangeError =>
  new RangeError(`expected ${expected} bytes of pixels in a block, got ${got}`);

/** PackBits (TIFF 6.0 §9). */
function unpackBits(packed: Buffer, out: Buffer): void {
  let to = 0;
  for (let from = 0; to < out.length;) {
    const head = packed[from++];
    if (head === undefined) throw short(out.length, to);
    if (head < 128) {
      to += packed.copy(out, to, from, from + head + 1);
      from += head + 1;
    } else if (head > 128) {
      out.fill(packed[from++] ?? 0, to, Math.min(out.length, to + 257 - head));
      to += 257 - head;
    }
  }
}

/** Rows of SGI's logarithms, packed by themselves: the high bytes of all pixels, then the low ones (libtiff, LogL16). */
function unpackLogL(packed: Buffer, out: Buffer, { block, littleEndian }: TiffLayout): void {
  const rowBytes = 2 * block.width;
  let from = 0;
  const put = (row: number, x: number, weight: number, byte: number): void => {
    out[row + 2 * x + (littleEndian ? 1 - weight : weight)] = byte;
  };
  for (let row = 0; row < out.length; row += rowBytes) {
    for (const weight of [0, 1]) {
      for (let x = 0; x < block.width;) {
        const head = packed[from++];
        if (head === undefined) throw short(out.length, row);
        const count = Math.min(head >= 128 ? head - 126 : head, block.width - x);
        for (let i = 0; i < count; i++) put(row, x + i, weight, packed[head >= 128 ? from : from + i] ?? 0);
        from += head >= 128 ? 1 : count;
        x += count;
      }
    }
  }
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/** The strings of an LZW table: each is the one before with a byte behind it. */
class Strings {
  readonly #before = new Uint16Array(MOST_CODES);
  readonly #last = new Uint8Array(MOST_CODES);
  readonly #lengths = new Uint16Array(MOST_CODES);
  count = END + 1;

  constructor() {
    for (let byte = 0; byte < 256; byte++) {
      this.#last[byte] = byte;
      this.#lengths[byte] = 1;
    }
  }

  /** Forgets all strings of more than a byte. */
  clear(): void {
    this.count = END + 1;
  }

  add(before: number, last: number): void {
    if (this.count >= MOST_CODES) return;
    this.#before[this.count] = before;
    this.#last[this.count] = last;
    this.#lengths[this.count++] = (this.#lengths[before] ?? 0) + 1;
  }

  /** Bits of the next code. */
  get width(): number {
    return Math.min(12, Math.floor(Math.log2(this.count + 1)) + 1);
  }

  first(code: number): number {
    let at = code;
    while (at > 255) at = this.#before[at] ?? 0;
    return at;
  }

  /** Writes a string, as much of it as there is room for, and answers where it ends. */
  write(code: number, out: Buffer, to: number): number {
    const end = to + (this.#lengths[code] ?? 0);
    for (let at = end - 1, of = code; at >= to; at--, of = this.#before[of] ?? 0) {
      if (at < out.length) out[at] = this.#last[of] ?? 0;
    }
    return end;
  }
}

/** Codes of growing width, the most significant bit first. */
class Codes {
  readonly #packed: Buffer;
  #bit = 0;

  constructor(packed: Buffer) {
    this.#packed = packed;
  }

  /** Reads the next code of `width` bits; `END` at the end of the data. */
  next(width: number): number {
    const at = this.#bit >> 3;
    if (this.#bit + width > this.#packed.length * 8) return END;
    const byte = (i: number): number => this.#packed[at + i] ?? 0;
    const window = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    const code = (window >> (24 - width - (this.#bit & 7))) & ((1 << width) - 1);
    this.#bit += width;
    return code;
  }
}

/** LZW of TIFF 6.0 §13: codes grow one early. */
function unpackLzw(packed: Buffer, out: Buffer): void {
  const codes = new Codes(packed);
  let [to, width, previous] = [0, 9, -1];
  const strings = new Strings();
  while (to < out.length) {
    const code = codes.next(width);
    if (code === END) throw short(out.length, to);
    if (code === CLEAR) {
      strings.clear();
      [width, previous] = [9, -1];
      continue;
    }
    if (code > strings.count || (previous < 0 && code > 255))
      throw new RangeError(`expected a code of LZW, got ${code}`);
    if (previous >= 0) strings.add(previous, strings.first(code === strings.count ? previous : code));
    to = strings.write(code, out, to);
    previous = code;
    width = strings.width;
  }
}

async function unzip(packed: Buffer, bytes: number): Promise<Buffer> {
  try {
    // Data after the last row are ignored.
    const out = await inflated(packed, { maxOutputLength: bytes + (1 << 20) });
    if (out.length < bytes) throw short(bytes, out.length);
    return out;
  } catch (error) {
    throw error instanceof RangeError ? error : new RangeError(`expected deflated pixels, got ${String(error)}`);
  }
}

/** Puts the bits of each byte the other way round, in place. */
function reverseBits(bytes: Buffer): void {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    // Bit by bit from the lowest: eight of them.
    let reversed = 0;
    for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
    bytes[i] = reversed;
  }
}

/** Throws RangeError where a block has fewer bytes than its pixels need. */
function demand(unpacked: Buffer, bytes: number): Buffer {
  if (unpacked.length < bytes) throw short(bytes, unpacked.length);
  return unpacked;
}

function unpackInto(bytes: number, unpackBlock: (out: Buffer) => void): Buffer {
  const out = Buffer.alloc(bytes);
  unpackBlock(out);
  return out;
}

/** Unpacks a block, which is used up. */
type Unpack = (packed: Buffer, bytes: number, layout: TiffLayout) => Buffer | Promise<Buffer>;

const UNPACK: Readonly<Record<number, Unpack>> = {
  [COMPRESSION.none]: demand,
  [COMPRESSION.lzw]: (packed, bytes) => unpackInto(bytes, (out) => unpackLzw(packed, out)),
  [COMPRESSION.packBits]: (packed, bytes) => unpackInto(bytes, (out) => unpackBits(packed, out)),
  [COMPRESSION.sgiLog]: (packed, bytes, layout) => unpackInto(bytes, (out) => unpackLogL(packed, out, layout)),
  [COMPRESSION.deflate]: unzip,
  [COMPRESSION.oldDeflate]: unzip,
  // Of Pixel Translations: deflate under a number of its own.
  [COMPRESSION.pixelZip]: unzip,
  [COMPRESSION.zstd]: async (packed, bytes) => demand(await unpackZstd(packed, bytes), bytes),
  [COMPRESSION.lzma]: async (packed, bytes) => demand(await unpackLzma(packed, bytes), bytes),
  [COMPRESSION.webp]: async (packed, bytes, layout) => demand(await decodeWebpBlock(packed, layout), bytes),
  [COMPRESSION.jpeg]: async (packed, bytes, layout) => demand(await decodeJpegBlock(packed, layout), bytes),
};

/** Compressions that `unpack` undoes. */
export const UNPACKED: readonly number[] = Object.keys(UNPACK).map(Number);

/**
 * Unpacks a strip or tile of `bytes` bytes. Throws RangeError where there are fewer, or what is no such stream, and
 * EngineError (ENGINE_MISSING).
 */
export async function unpack(layout: TiffLayout, packed: Buffer, bytes: number): Promise<Buffer> {
  const { compression, fillOrder } = layout;
  const isPicture = compression === COMPRESSION.jpeg || compression === COMPRESSION.webp;
  if (fillOrder === 2 && !isPicture) reverseBits(packed);
  const unpackBlock = UNPACK[compression];
  if (unpackBlock === undefined) throw new RangeError(`expected a known compression, got ${compression}`);
  return unpackBlock(packed, bytes, layout);
}
