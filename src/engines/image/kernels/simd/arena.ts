import { startKernels } from './kernels.ts';

/** Bytes of a sample in the kernels' memory: a float. */
export const SAMPLE = 4;

/** Kernels work on so many bytes at a time, and so read and write up to as many behind what they are told of. */
const BLOCK = 64;

const PAGE = 65_536;

/** Views of the kernels' memory by their address, each made once: rows are asked for again and again. */
class Views<View extends ArrayLike<number>> {
  readonly #made = new Map<number, View>();
  readonly #make: (address: number, length: number) => View;

  constructor(make: (address: number, length: number) => View) {
    this.#make = make;
  }

  at(address: number, length: number): View {
    const known = this.#made.get(address);
    // Memory that grows takes the buffers of views away, which are empty then.
    if (known?.length === length) return known;
    const view = this.#make(address, length);
    this.#made.set(address, view);
    return view;
  }
}

/**
 * Room in the kernels' memory for one piece of work. A new arena takes the room of the last one: whoever opens it finishes
 * before anybody else can, without waiting for anything meanwhile. The memory stays as large as the largest piece of work,
 * which are some rows of a picture, never all of them.
 */
export class Arena {
  readonly kernels = startKernels();
  readonly #memory = this.kernels.memory;
  readonly #bytes = new Views((address, length) => new Uint8Array(this.#memory.buffer, address, length));
  readonly #words = new Views((address, length) => new Uint16Array(this.#memory.buffer, address, length));
  readonly #addresses = new Views((address, length) => new Uint32Array(this.#memory.buffer, address, length));
  #end = BLOCK;

  /** The address of new room, whose content is arbitrary. */
  take(bytes: number): number {
    const address = this.#end;
    this.#end += Math.ceil(bytes / BLOCK + 1) * BLOCK;
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    return address;
  }

  /** Room for so many samples. */
  takeRow(samples: number): number {
    return this.take(samples * SAMPLE);
  }

  /** Numbers put into new room, as floats. */
  put(numbers: Iterable<number>): number {
    const values = Float32Array.from(numbers);
    const address = this.take(values.byteLength);
    this.floats(address, values.length).set(values);
    return address;
  }

  // What these answer holds until room is taken again.

  bytes(address: number, length: number): Uint8Array {
    return this.#bytes.at(address, length);
  }

  words(address: number, length: number): Uint16Array {
    return this.#words.at(address, length);
  }

  addresses(address: number, length: number): Uint32Array {
    return this.#addresses.at(address, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }
}

export const openArena = (): Arena => new Arena();
