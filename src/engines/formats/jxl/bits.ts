/** Reads numbers of so many bits, the lowest bit first (ISO/IEC 18181-1 §9.2). Throws RangeError where the bytes end. */
export class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A number of up to 32 bits. */
  number(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError(`expected ${count} bits, got ${i}`);
      value += ((byte >> (this.#at & 7)) & 1) * 2 ** i;
    }
    return value;
  }

  flag(): boolean {
    return this.number(1) === 1;
  }

  /** One of four kinds of numbers, told by two bits: an offset, and bits to be added to it. */
  choice(...kinds: readonly (readonly [offset: number, bits: number])[]): number {
    const [offset = 0, bits = 0] = kinds[this.number(2)] ?? [];
    return offset + this.number(bits);
  }

  /** A value of an enumeration. */
  value(): number {
    return this.choice([0, 0], [1, 0], [2, 4], [18, 6]);
  }
}
