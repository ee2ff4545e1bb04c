import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

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

  /** The next code; `END` where there is none. */
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
    // What follows the pixels of the last rows is nobody's.
    const out = await inflated(packed, { maxOutputLength: bytes + (1 << 20) });
    if (out.length < bytes) throw short(bytes, out.length);
    return out;
  } catch (error) {
    throw error instanceof RangeError ? error : new RangeError(`expected deflated pixels, got ${String(error)}`);
  }
}

/** Unpacks a strip or tile of `bytes` bytes. Throws RangeError where there are fewer, or what is no such stream. */
export async function unpack(compression: number, packed: Buffer, bytes: number): Promise<Buffer> {
  if (compression === 8 || compression === 32_946) return unzip(packed, bytes);
  if (compression === 1) {
    if (packed.length < bytes) throw short(bytes, packed.length);
    return packed;
  }
  const out = Buffer.alloc(bytes);
  if (compression === 5) unpackLzw(packed, out);
  else unpackBits(packed, out);
  return out;
}
