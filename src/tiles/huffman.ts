import { type Segment, MARKER } from './jpeg-segments.ts';

/** A code of a Huffman table: its bits, and how many there are. */
interface Code {
  readonly bits: number;
  readonly length: number;
}

/** A Huffman table of a JPEG, to read with and to write with. */
export interface HuffmanTable {
  /** Symbols by `length << 16 | bits`. */
  readonly symbols: ReadonlyMap<number, number>;
  readonly codes: ReadonlyMap<number, Code>;
}

/** The tables of a JPEG by class (0 = DC, 1 = AC) and number, as `class << 4 | number`. ITU-T T.81, annex C. */
export function readHuffmanTables(bytes: Uint8Array, segments: readonly Segment[]): ReadonlyMap<number, HuffmanTable> {
  const tables = new Map<number, HuffmanTable>();
  for (const { start, end } of segments.filter(({ marker }) => marker === MARKER.huffman)) {
    for (let at = start + 4; at < end;) {
      const counts = bytes.subarray(at + 1, at + 17);
      const [symbols, codes] = [new Map<number, number>(), new Map<number, Code>()];
      let [bits, value] = [0, at + 17];
      for (const [i, count] of counts.entries()) {
        for (let n = 0; n < count; n++, bits++, value++) {
          const symbol = bytes[value] ?? 0;
          symbols.set(((i + 1) << 16) | bits, symbol);
          codes.set(symbol, { bits, length: i + 1 });
        }
        bits <<= 1;
      }
      tables.set(bytes[at] ?? 0, { symbols, codes });
      at = value;
    }
  }
  return tables;
}

/** Reads the bits of a scan: a zero byte behind 0xff means nothing. */
export class BitReader {
  #at: number;
  #byte = 0;
  #left = 0;
  readonly #bytes: Uint8Array;

  /** `at`: the first byte of the scan's data. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** One bit. Throws RangeError at the end of the data. */
  bit(): number {
    if (this.#left === 0) {
      const byte = this.#bytes[this.#at];
      const next = this.#bytes[this.#at + 1];
      if (byte === undefined || (byte === 0xff && next !== 0)) {
        throw new RangeError(`expected data at ${this.#at} of a JPEG, got its end or a marker`);
      }
      this.#at += byte === 0xff ? 2 : 1;
      this.#byte = byte;
      this.#left = 8;
    }
    this.#left -= 1;
    return (this.#byte >> this.#left) & 1;
  }

  /** A number of `length` bits. */
  bits(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value = (value << 1) | this.bit();
    return value;
  }

  /** Decodes the next symbol. Throws RangeError for an invalid code. */
  symbol({ symbols }: HuffmanTable): number {
    let value = 0;
    for (let length = 1; length <= 16; length++) {
      value = (value << 1) | this.bit();
      const symbol = symbols.get((length << 16) | value);
      if (symbol !== undefined) return symbol;
    }
    throw new RangeError('expected a code of a Huffman table of a JPEG, got none');
  }
}

/** Writes the bits of a scan. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #byte = 0;
  #used = 0;

  bits(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.#byte = (this.#byte << 1) | ((value >> i) & 1);
      this.#used += 1;
      if (this.#used < 8) continue;
      this.#bytes.push(this.#byte, ...(this.#byte === 0xff ? [0] : []));
      [this.#byte, this.#used] = [0, 0];
    }
  }

  /** A symbol of a table. Throws RangeError where it has no code. */
  symbol(symbol: number, { codes }: HuffmanTable): void {
    const code = codes.get(symbol);
    if (code === undefined) throw new RangeError(`expected a code for ${symbol} in a Huffman table, got none`);
    this.bits(code.bits, code.length);
  }

  /** All bytes, the last one filled up with ones. */
  end(): readonly number[] {
    if (this.#used > 0) this.bits(0xff, 8 - this.#used);
    return this.#bytes;
  }
}
