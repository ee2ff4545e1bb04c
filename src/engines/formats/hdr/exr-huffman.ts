/** Symbols: the values of 16 bits, and one that repeats (OpenEXR, ImfHuf.cpp). */
const SYMBOLS = 2 ** 16 + 1;
/** Bits of the longest code. */
const LONGEST = 58;
/** Codes of so many bits or fewer are looked up. */
const FAST = 14;

// Lengths of codes in the packed table from here on are runs of symbols without one.
const SHORT_RUN = 59;
const LONG_RUN = 63;
const SHORTEST_LONG = 2 + LONG_RUN - SHORT_RUN;

const HEAD_BYTES = 20;

const damaged = (what: string): RangeError => new RangeError(`expected codes of an OpenEXR, got ${what}`);

/** Reads numbers of some bits, the highest first. Throws RangeError beyond the end. */
class Bits {
  readonly #bytes: Buffer;
  /** The end, in bits. */
  readonly #end: number;
  at = 0;

  constructor(bytes: Buffer, end = 8 * bytes.length) {
    if (end > 8 * bytes.length) throw damaged('fewer of them than it says');
    this.#bytes = bytes;
    this.#end = end;
  }

  /** The next bits without a step forward; zeros beyond the end. At most 16. */
  peek(bits: number): number {
    const byte = this.at >> 3;
    const three = ((this.#bytes[byte] ?? 0) << 16) | ((this.#bytes[byte + 1] ?? 0) << 8) | (this.#bytes[byte + 2] ?? 0);
    return (three >> (24 - bits - (this.at & 7))) & ((1 << bits) - 1);
  }

  step(bits: number): void {
    this.at += bits;
    if (this.at > this.#end) throw damaged('ones that end too early');
  }

  take(bits: number): number {
    const value = this.peek(bits);
    this.step(bits);
    return value;
  }
}

/** Reads the lengths of the codes of the symbols `first` to `last`. */
function readLengths(bits: Bits, first: number, last: number): Uint8Array {
  const lengths = new Uint8Array(SYMBOLS);
  for (let symbol = first; symbol <= last; symbol++) {
    const told = bits.take(6);
    if (told < SHORT_RUN) {
      lengths[symbol] = told;
      continue;
    }
    const run = told === LONG_RUN ? bits.take(8) + SHORTEST_LONG : told - SHORT_RUN + 2;
    if (symbol + run > last + 1) throw damaged('a table of more than its symbols');
    symbol += run - 1;
  }
  return lengths;
}

interface Codes {
  /** By the first bits of what follows: the symbol, times 64, and the bits of its code; 0 = a longer code. */
  readonly fast: Uint32Array;
  /** By length: the first code, the number of codes, and the place of their symbols. */
  readonly first: Float64Array;
  readonly count: Uint32Array;
  readonly start: Uint32Array;
  readonly symbols: Uint32Array;
}

type Counted = Pick<Codes, 'first' | 'count'>;

/** Counts codes by length, and makes the first of each: the longer, the smaller (canonical codes). */
function countCodes(lengths: Uint8Array): Counted {
  const count = new Uint32Array(LONGEST + 1);
  for (const length of lengths) count[length] = (count[length] ?? 0) + 1;
  const first = new Float64Array(LONGEST + 1);
  let code = 0;
  for (let length = LONGEST; length > 0; length--) {
    first[length] = code;
    const behind = code + (count[length] ?? 0);
    if (behind > 2 ** length) throw damaged('more of them than there are');
    code = Math.floor(behind / 2);
  }
  return { first, count };
}

/** Sorts symbols by the lengths of their codes. */
function sortSymbols(lengths: Uint8Array, count: Uint32Array): Pick<Codes, 'start' | 'symbols'> {
  const start = new Uint32Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST; length++) start[length + 1] = (start[length] ?? 0) + (count[length] ?? 0);
  const next = start.slice();
  const symbols = new Uint32Array(SYMBOLS);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = next[length] ?? 0;
    next[length] = at + 1;
    symbols[at] = symbol;
  }
  return { start, symbols };
}

function makeCodes(lengths: Uint8Array): Codes {
  const counted = countCodes(lengths);
  const sorted = sortSymbols(lengths, counted.count);
  return { ...counted, ...sorted, fast: makeFast({ ...counted, ...sorted }) };
}

function makeFast({ first, count, start, symbols }: Omit<Codes, 'fast'>): Uint32Array {
  const fast = new Uint32Array(1 << FAST);
  for (let length = 1; length <= FAST; length++) {
    const spare = FAST - length;
    for (let i = 0; i < (count[length] ?? 0); i++) {
      const from = ((first[length] ?? 0) + i) << spare;
      fast.fill(64 * (symbols[(start[length] ?? 0) + i] ?? 0) + length, from, from + (1 << spare));
    }
  }
  return fast;
}

/** Reads a symbol whose code is too long to be looked up. */
function takeLong(bits: Bits, { first, count, start, symbols }: Codes): number {
  let code = bits.take(FAST);
  for (let length = FAST + 1; length <= LONGEST; length++) {
    code = 2 * code + bits.take(1);
    const nth = code - (first[length] ?? 0);
    if (nth >= 0 && nth < (count[length] ?? 0)) return symbols[(start[length] ?? 0) + nth] ?? 0;
  }
  throw damaged('one that means nothing');
}

/** Reads the next symbol. */
function takeSymbol(bits: Bits, codes: Codes): number {
  const known = codes.fast[bits.peek(FAST)] ?? 0;
  if (known === 0) return takeLong(bits, codes);
  bits.step(known & 63);
  return known >> 6;
}

/**
 * Unpacks Huffman's codes as OpenEXR has them, in PIZ and DWA, into `count` values of 16 bits. Each step takes some bits, so that it ends with
 * the bytes whatever they are. Throws RangeError where they are damaged.
 */
export function unpackHuffman(packed: Buffer, count: number): Uint16Array {
  const values = new Uint16Array(count);
  if (packed.length === 0 && count === 0) return values;
  const [least, most] = [packed.readUInt32LE(0), packed.readUInt32LE(4)];
  if (least >= SYMBOLS || most >= SYMBOLS) throw damaged(`symbols ${least} to ${most}`);
  const table = new Bits(packed.subarray(HEAD_BYTES));
  const codes = makeCodes(readLengths(table, least, most));
  const bits = new Bits(packed.subarray(HEAD_BYTES + Math.ceil(table.at / 8)), packed.readUInt32LE(12));
  for (let at = 0; at < count;) {
    const symbol = takeSymbol(bits, codes);
    // The last symbol is the one that repeats.
    const run = symbol === most ? bits.take(8) : 1;
    if (at + run > count || (symbol === most && at === 0)) throw damaged('a run of more values than there are');
    values.fill(symbol === most ? (values[at - 1] ?? 0) : symbol, at, at + run);
    at += run;
  }
  return values;
}
