import type { Rows, Samples } from './rows.ts';

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

/** Colours multiplied by alpha and rounded, so that the hidden colour of clear pixels never shows. */
function premultiplyRow(from: Raster['data'], into: Samples, channels: number, full: number): void {
  // Most are opaque: what is copied in one piece need not be looked at.
  into.set(from);
  for (let last = channels - 1; last < into.length; last += channels) {
    const opacity = into[last] ?? 0;
    if (opacity === full) continue;
    const share = opacity / full;
    for (let i = last + 1 - channels; i < last; i++) into[i] = ((into[i] ?? 0) * share + 0.5) | 0;
  }
}

/** A raster as rows of premultiplied samples. */
export function rowsOf(raster: Raster): Rows {
  const { data, width, height, channels, alpha } = raster;
  const full = fullOf(raster);
  const length = width * channels;
  const read = (y: number, into: Samples): void => {
    const row = data.subarray(y * length, (y + 1) * length);
    if (alpha) premultiplyRow(row, into, channels, full);
    else into.set(row);
  };
  return { width, height, channels, full, read };
}

/** Divides the colours of a row by its alpha again, which is rounded first: it is what will be stored. */
function unpremultiply(row: Float64Array, channels: number, full: number): void {
  const colors = channels - 1;
  for (let i = 0; i < row.length; i += channels) {
    const opacity = Math.min(full, Math.max(0, Math.round(row[i + colors] ?? 0)));
    if (opacity === full) continue;
    const gain = opacity === 0 ? 0 : full / opacity;
    for (let c = i; c < i + colors; c++) row[c] = (row[c] ?? 0) * gain;
  }
}

/** The factors that colours are multiplied by where their alpha is a byte: the way back from premultiplied ones. */
export const BYTE_GAINS = Float64Array.from({ length: 256 }, (_, opacity) => (opacity === 0 ? 0 : 255 / opacity));

/** Premultiplied samples as bytes, from `start` on; alpha is stored first, for the colours are divided by it again. */
function writeClearBytes(bytes: Uint8ClampedArray, start: number, row: Float64Array, channels: number): void {
  const gains = BYTE_GAINS;
  for (let last = channels - 1, to = start + last; last < row.length; last += channels, to += channels) {
    bytes[to] = row[last] ?? 0;
    const gain = gains[bytes[to] ?? 0] ?? 0;
    for (let i = last + 1 - channels, color = to + 1 - channels; i < last; i++, color++) {
      bytes[color] = (row[i] ?? 0) * gain;
    }
  }
}

function writeBytes(bytes: Uint8ClampedArray, start: number, row: Float64Array): void {
  for (let i = 0, to = start; i < row.length; i++, to++) bytes[to] = row[i] ?? 0;
}

/** New samples of a raster's depth that are written row by row. */
export interface RowWriter {
  readonly data: Raster['data'];
  /** The same samples, where storing into them rounds and clamps by itself; undefined with 16 bits. */
  readonly bytes: Uint8ClampedArray | undefined;
  /** Writes row `y` of premultiplied samples; the row is changed. */
  readonly write: (row: Float64Array, y: number) => void;
}

export function makeRowWriter(like: Raster): RowWriter {
  const { channels, alpha } = like;
  const full = fullOf(like);
  if (full === 255) {
    // A clamped array rounds and clamps by itself, several times faster than code can.
    const bytes = new Uint8ClampedArray(like.data.length);
    const write: RowWriter['write'] = alpha
      ? (row, y) => writeClearBytes(bytes, y * row.length, row, channels)
      : (row, y) => writeBytes(bytes, y * row.length, row);
    return { data: new Uint8Array(bytes.buffer), bytes, write };
  }
  const data = new Uint16Array(like.data.length);
  const write = (row: Float64Array, y: number): void => {
    if (alpha) unpremultiply(row, channels, full);
    for (let i = 0; i < row.length; i++) data[y * row.length + i] = Math.min(full, Math.max(0, (row[i] ?? 0) + 0.5));
  };
  return { data, bytes: undefined, write };
}
