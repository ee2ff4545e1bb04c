/** Samples of any depth: `data` is Uint8Array for 8 bits, Uint16Array for 16; `alpha` says whether the last channel is. */
export interface Raster<Data extends Uint8Array | Uint16Array = Uint8Array | Uint16Array> {
  readonly data: Data;
  readonly width: number;
  readonly height: number;
  /** 1…4 colours, one more with alpha. */
  readonly channels: number;
  readonly alpha: boolean;
}

/** The value of a full sample. */
export function fullOf({ data }: Raster): number {
  return data.BYTES_PER_ELEMENT === 1 ? 255 : 65_535;
}

/** Row `y` as floats; colours multiplied by alpha, so that the hidden colour of clear pixels never shows. */
export function readPremultiplied(raster: Raster, y: number, into: Float32Array): void {
  const { data, width, channels, alpha } = raster;
  const start = y * width * channels;
  if (!alpha) {
    into.set(data.subarray(start, start + into.length));
    return;
  }
  const colors = channels - 1;
  const full = fullOf(raster);
  for (let i = 0; i < into.length; i += channels) {
    const opacity = data[start + i + colors] ?? 0;
    const share = opacity / full;
    for (let c = 0; c < colors; c++) into[i + c] = (data[start + i + c] ?? 0) * share;
    into[i + colors] = opacity;
  }
}

/** Divides the colours of a row by its alpha again, which is rounded first: it is what will be stored. */
function unpremultiply(row: Float32Array, channels: number, full: number): void {
  const colors = channels - 1;
  for (let i = 0; i < row.length; i += channels) {
    const opacity = Math.min(full, Math.max(0, Math.round(row[i + colors] ?? 0)));
    const gain = opacity === 0 ? 0 : full / opacity;
    for (let c = 0; c < colors; c++) row[i + c] = (row[i + c] ?? 0) * gain;
  }
}

/** New samples of a raster's depth that are written row by row. */
export interface RowWriter {
  readonly data: Raster['data'];
  /** The same samples, where storing into them rounds and clamps by itself; undefined with alpha or 16 bits. */
  readonly bytes: Uint8ClampedArray | undefined;
  /** Writes row `y` of what `readPremultiplied` reads; the row is changed. */
  readonly write: (row: Float32Array, y: number) => void;
}

export function makeRowWriter(like: Raster): RowWriter {
  const { channels, alpha } = like;
  const full = fullOf(like);
  const settle = (row: Float32Array): void => {
    if (alpha) unpremultiply(row, channels, full);
  };
  if (full === 255) {
    // A clamped array rounds and clamps by itself, several times faster than code can.
    const clamped = new Uint8ClampedArray(like.data.length);
    const write = (row: Float32Array, y: number): void => {
      settle(row);
      clamped.set(row, y * row.length);
    };
    return { data: new Uint8Array(clamped.buffer), bytes: alpha ? undefined : clamped, write };
  }
  const data = new Uint16Array(like.data.length);
  const write = (row: Float32Array, y: number): void => {
    settle(row);
    for (let i = 0; i < row.length; i++) data[y * row.length + i] = Math.min(full, Math.max(0, (row[i] ?? 0) + 0.5));
  };
  return { data, bytes: undefined, write };
}
