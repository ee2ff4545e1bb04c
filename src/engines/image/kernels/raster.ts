import type { Size } from '../../../model/geometry.ts';
import type { Rows } from './rows.ts';
import type { Arena } from './simd/arena.ts';

/**
 * Samples of any depth: `data` is Uint8Array for 8 bits, Uint16Array for 16; `alpha` says whether the last channel is.
 */
export interface Raster<Data extends Uint8Array | Uint16Array = Uint8Array | Uint16Array> {
  readonly data: Data;
  readonly width: number;
  readonly height: number;
  /** 1…4 colours, one more with alpha. */
  readonly channels: number;
  readonly alpha: boolean;
}

/** The value of a full sample. */
export function fullOf({ data }: Raster): 255 | 65_535 {
  return data.BYTES_PER_ELEMENT === 1 ? 255 : 65_535;
}

/** Copies `samples` to an address of the kernels' memory, or from there. */
function copyIn(arena: Arena, address: number, samples: Raster['data']): void {
  if (samples.BYTES_PER_ELEMENT === 1) arena.bytes(address, samples.length).set(samples);
  else arena.words(address, samples.length).set(samples);
}

/** A raster as rows of samples that are multiplied by alpha, so that the hidden colour of clear pixels never shows. */
export function rowsOf(arena: Arena, raster: Raster): Rows {
  const { kernels } = arena;
  const { data, width, height, channels, alpha } = raster;
  const full = fullOf(raster);
  const length = width * channels;
  const stored = arena.take(length * data.BYTES_PER_ELEMENT);
  const load = full === 255 ? kernels.loadBytes : kernels.loadWords;
  const read = (y: number, into: number): void => {
    copyIn(arena, stored, data.subarray(y * length, (y + 1) * length));
    load(into, stored, length);
    if (alpha) kernels.premultiply(into, length, channels, full);
  };
  return { width, height, channels, read };
}

/** New samples of a raster's depth that are written row by row. */
export interface RowWriter<Data> {
  readonly data: Data;
  /** Writes row `y` from an address of the kernels' memory, rounded and clamped; what is there is changed. */
  readonly write: (y: number, from: number) => void;
}

/** A writer of samples like those of a raster, as many as that has or of a picture of another size. */
export function makeRowWriter<Data extends Uint8Array | Uint16Array>(
  arena: Arena,
  like: Raster<Data>,
  { width, height }: Size = like,
): RowWriter<Data> {
  const { kernels } = arena;
  const { channels, alpha } = like;
  const full = fullOf(like);
  const length = width * channels;
  const data = (full === 255 ? new Uint8Array(length * height) : new Uint16Array(length * height)) as Data;
  const stored = arena.take(length * data.BYTES_PER_ELEMENT);
  const store = full === 255 ? kernels.storeBytes : kernels.storeWords;
  const write = (y: number, from: number): void => {
    if (alpha) kernels.unpremultiply(from, length, channels, full);
    store(stored, from, length);
    data.set(full === 255 ? arena.bytes(stored, length) : arena.words(stored, length), y * length);
  };
  return { data, write };
}
