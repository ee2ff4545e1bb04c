import type { PsdValue } from './descriptor.ts';

// The data of Photoshop's text engine are written like objects of PDF, strings as UTF-16 behind a byte order mark.
const [SPACE, OPEN, CLOSE, ESCAPE, SLASH, LESS, MORE, LIST, END] = [
  0x20, 0x28, 0x29, 0x5c, 0x2f, 0x3c, 0x3e, 0x5b, 0x5d,
];
const MOST_DEPTH = 64;
const WORDS: Readonly<Record<string, PsdValue>> = { true: true, false: false, null: null };

/** Reads values one after the other. */
class EngineReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  #skipSpace(): void {
    while (this.#at < this.#bytes.length && (this.#bytes[this.#at] ?? 0) <= SPACE) this.#at++;
  }

  #word(): string {
    const from = this.#at;
    const ends = (byte: number): boolean => byte <= SPACE || [SLASH, LESS, MORE, LIST, END, OPEN].includes(byte);
    while (this.#at < this.#bytes.length && !ends(this.#bytes[this.#at] ?? 0)) this.#at++;
    // What belongs nowhere is passed over.
    if (this.#at === from) this.#at++;
    return this.#bytes.toString('latin1', from, this.#at);
  }

  #string(): string {
    const bytes: number[] = [];
    for (this.#at++; this.#at < this.#bytes.length && this.#bytes[this.#at] !== CLOSE; this.#at++) {
      if (this.#bytes[this.#at] === ESCAPE) this.#at++;
      bytes.push(this.#bytes[this.#at] ?? 0);
    }
    this.#at++;
    const raw = Buffer.from(bytes);
    if (raw[0] !== 0xfe || raw[1] !== 0xff) return raw.toString('latin1');
    return raw
      .subarray(2, raw.length - (raw.length % 2))
      .swap16()
      .toString('utf16le');
  }

  #list(depth: number): readonly PsdValue[] {
    const values: PsdValue[] = [];
    this.#at++;
    for (this.#skipSpace(); this.#at < this.#bytes.length; this.#skipSpace()) {
      if (this.#bytes[this.#at] === END) break;
      values.push(this.value(depth + 1));
    }
    this.#at++;
    return values;
  }

  #object(depth: number): PsdValue {
    const entries: [string, PsdValue][] = [];
    this.#at += 2;
    for (this.#skipSpace(); this.#at < this.#bytes.length; this.#skipSpace()) {
      if (this.#bytes[this.#at] === MORE) break;
      if (this.#bytes[this.#at] === SLASH) this.#at++;
      const key = this.#word();
      entries.push([key, this.value(depth + 1)]);
    }
    this.#at += 2;
    return Object.fromEntries(entries);
  }

  value(depth: number): PsdValue {
    if (depth > MOST_DEPTH) throw new RangeError('the text is too deep');
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    if (byte === LESS) return this.#object(depth);
    if (byte === LIST) return this.#list(depth);
    if (byte === OPEN) return this.#string();
    if (byte === SLASH) this.#at++;
    const word = this.#word();
    if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
    const number = Number(word);
    return word !== '' && Number.isFinite(number) ? number : word;
  }
}

/** The data of Photoshop's text engine; undefined where they are damaged. */
export function readEngineData(bytes: Buffer): PsdValue | undefined {
  try {
    return new EngineReader(bytes).value(0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
