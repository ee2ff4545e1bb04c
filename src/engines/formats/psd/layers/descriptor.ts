/** A value of one of Photoshop's descriptors; what nobody asks for here is null. */
export type PsdValue =
  | null
  | boolean
  | number
  | string
  | Buffer
  | readonly PsdValue[]
  | { readonly [key: string]: PsdValue };

/** An object of a descriptor, by keys; its class stands under `_class`. */
type PsdObject = { readonly [key: string]: PsdValue };

// No descriptor of Photoshop's is as deep.
const MOST_DEPTH = 32;

/** Reads a descriptor (Photoshop File Formats, "Descriptor structure"). Throws RangeError where it is damaged. */
class DescriptorReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #move(length: number): number {
    const at = this.#at;
    if (length < 0 || at + length > this.#bytes.length) throw new RangeError('the descriptor ends before its value');
    this.#at += length;
    return at;
  }

  #u32 = (): number => this.#bytes.readUInt32BE(this.#move(4));

  #letters(length: number): string {
    return this.#bytes.toString('latin1', this.#move(length), this.#at);
  }

  #unicode(): string {
    const bytes = this.#u32() * 2;
    const text = Buffer.from(this.#bytes.subarray(this.#move(bytes), this.#at));
    return text.swap16().toString('utf16le').replaceAll('\0', '');
  }

  #key(): string {
    return this.#letters(this.#u32() || 4);
  }

  object(depth: number): PsdObject {
    if (depth > MOST_DEPTH) throw new RangeError('the descriptor is too deep');
    this.#unicode();
    const out: Record<string, PsdValue> = { _class: this.#key() };
    const count = this.#u32();
    for (let i = 0; i < count; i++) {
      const key = this.#key();
      out[key] = this.#value(this.#letters(4), depth);
    }
    return out;
  }

  #list(depth: number): readonly PsdValue[] {
    const count = this.#u32();
    const values: PsdValue[] = [];
    for (let i = 0; i < count; i++) values.push(this.#value(this.#letters(4), depth + 1));
    return values;
  }

  #unitFloat(): number {
    this.#move(4);
    return this.#bytes.readDoubleBE(this.#move(8));
  }

  #enumeration(): string {
    this.#key();
    return this.#key();
  }

  #class(): null {
    this.#unicode();
    this.#key();
    return null;
  }

  #value(type: string, depth: number): PsdValue {
    const readers: Readonly<Record<string, () => PsdValue>> = {
      Objc: () => this.object(depth + 1),
      GlbO: () => this.object(depth + 1),
      VlLs: () => this.#list(depth),
      doub: () => this.#bytes.readDoubleBE(this.#move(8)),
      UntF: () => this.#unitFloat(),
      TEXT: () => this.#unicode(),
      enum: () => this.#enumeration(),
      long: () => this.#bytes.readInt32BE(this.#move(4)),
      comp: () => Number(this.#bytes.readBigInt64BE(this.#move(8))),
      bool: () => this.#bytes[this.#move(1)] === 1,
      type: () => this.#class(),
      GlbC: () => this.#class(),
      tdta: () => this.#bytes.subarray(this.#move(this.#u32()), this.#at),
      alis: () => this.#bytes.subarray(this.#move(this.#u32()), this.#at),
    };
    const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
    if (!read) throw new RangeError(`the descriptor holds a value of the type ${type}`);
    return read();
  }
}

/** Parses the descriptor at `at`; undefined where it is damaged or has a type that dmx does not read. */
export function readDescriptor(bytes: Buffer, at: number): PsdObject | undefined {
  try {
    return new DescriptorReader(bytes, at).object(0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const isObject = (value: PsdValue | undefined): value is PsdObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

const isList = (value: PsdValue | undefined): value is readonly PsdValue[] => Array.isArray(value);

/** The value below an object by a path of keys and places in lists; undefined where there is none. */
export function valueAt(value: PsdValue | undefined, ...path: readonly (string | number)[]): PsdValue | undefined {
  let at = value;
  for (const key of path) {
    if (typeof key === 'number') at = isList(at) ? at[key] : undefined;
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

/** The number at a path of keys; undefined where there is none. */
export function numberAt(value: PsdValue | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The list at a path of keys; empty where there is none. */
export function listAt(value: PsdValue | undefined, ...path: readonly (string | number)[]): readonly PsdValue[] {
  const found = valueAt(value, ...path);
  return isList(found) ? found : [];
}
