import { type Kernels, startKernels } from './kernels.ts';

/** Bytes of a sample in the kernels' memory: a float. */
export const SAMPLE = 4;

/** Kernels work on so many bytes at a time, and so read and write up to as many behind what they are told of. */
const BLOCK = 64;

const PAGE = 65_536;

/**
 * Room in the kernels' memory for one piece of work. A new arena takes the room of the last one: whoever opens it finishes
 * before anybody else can, without waiting for anything meanwhile. The memory stays as large as the largest piece of work,
 * which are some rows of a picture, never all of them.
 */
export interface Arena {
  readonly kernels: Kernels;
  /** The address of new room, whose content is arbitrary. */
  readonly take: (bytes: number) => number;
  /** Room for so many samples. */
  readonly takeRow: (samples: number) => number;
  /** Numbers put into new room, as floats. */
  readonly put: (numbers: Iterable<number>) => number;
  // What these answer holds until room is taken again.
  readonly bytes: (address: number, length: number) => Uint8Array;
  readonly words: (address: number, length: number) => Uint16Array;
  readonly addresses: (address: number, length: number) => Uint32Array;
  readonly floats: (address: number, length: number) => Float32Array;
  readonly doubles: (address: number, length: number) => Float64Array;
}

export function openArena(): Arena {
  const kernels = startKernels();
  const { memory } = kernels;
  let end = BLOCK;
  const take = (bytes: number): number => {
    const address = end;
    end += Math.ceil(bytes / BLOCK + 1) * BLOCK;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return address;
  };
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
  const put = (numbers: Iterable<number>): number => {
    const values = Float32Array.from(numbers);
    const address = take(values.byteLength);
    floats(address, values.length).set(values);
    return address;
  };
  return {
    ...{ kernels, take, put, floats },
    takeRow: (samples) => take(samples * SAMPLE),
    bytes: (address, length) => new Uint8Array(memory.buffer, address, length),
    words: (address, length) => new Uint16Array(memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(memory.buffer, address, length),
    addresses: (address, length) => new Uint32Array(memory.buffer, address, length),
  };
}
