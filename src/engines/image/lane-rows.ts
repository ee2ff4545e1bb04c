import { LANE, upperLane } from './lanes.ts';
import { makeSamples, type Rows, type Samples } from './rows.ts';

/** How the columns of a picture lie in lanes: the left half in the lower ones, the right half in the upper ones. */
export interface LaneRows {
  /** Columns of a lane. */
  readonly columns: number;
  /** How many lanes there are. */
  readonly count: 1 | 2;
  /** Reads a row with `before` columns ahead of it and `after` behind it, which repeat its ends. Valid until the next. */
  readonly read: (y: number) => Float64Array;
  /** Numbers in lanes (all columns, none around them), times `scale`, as a row of the picture. */
  readonly unpack: (packed: Float64Array, scale: number, into: Float64Array) => void;
}

/** Fills what is around a row with its first and last pixel. */
function repeatEnds(padded: Samples, start: number, length: number, channels: number): void {
  for (let i = 0; i < start; i++) padded[i] = padded[start + (i % channels)] ?? 0;
  for (let i = start + length; i < padded.length; i++) padded[i] = padded[i - channels] ?? 0;
}

function packTwo(into: Float64Array, samples: Samples, upper: number, middle: number): void {
  const off = middle + middle * LANE;
  for (let i = 0, j = upper; i < into.length; i++, j++) into[i] = (samples[i] ?? 0) + (samples[j] ?? 0) * LANE - off;
}

function packOne(into: Float64Array, samples: Samples, middle: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (samples[i] ?? 0) - middle;
}

function unpackTwo(into: Float64Array, packed: Float64Array, scale: number, middle: number): void {
  const upper = packed.length;
  const both = into.length - upper;
  for (let i = 0, j = upper; i < both; i++, j++) {
    const value = packed[i] ?? 0;
    const high = upperLane(value);
    into[i] = (value - high * LANE) * scale + middle;
    into[j] = high * scale + middle;
  }
  for (let i = both; i < upper; i++) {
    const value = packed[i] ?? 0;
    into[i] = (value - upperLane(value) * LANE) * scale + middle;
  }
}

function unpackOne(into: Float64Array, packed: Float64Array, scale: number, middle: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (packed[i] ?? 0) * scale + middle;
}

/**
 * Rows in lanes whose columns are a multiple of `step`: two of them for samples of 8 bits, one for those of 16, which
 * need all the room there is.
 */
export function makeLaneRows(rows: Rows, step: number, before: number, after: number): LaneRows {
  const { width, channels, full } = rows;
  const two = full === 255;
  const middle = (full + 1) / 2;
  const columns = step * Math.ceil(width / (two ? 2 : 1) / step);
  const padded = makeSamples(rows, (before + (two ? 2 : 1) * columns + after) * channels);
  const [start, length] = [before * channels, width * channels];
  const row = padded.subarray(start, start + length);
  const packed = new Float64Array((before + columns + after) * channels);
  return {
    columns,
    count: two ? 2 : 1,
    read: (y) => {
      rows.read(y, row);
      repeatEnds(padded, start, length, channels);
      if (two) packTwo(packed, padded, columns * channels, middle);
      else packOne(packed, padded, middle);
      return packed;
    },
    unpack: (from, scale, into) => {
      if (two) unpackTwo(into, from, scale, middle);
      else unpackOne(into, from, scale, middle);
    },
  };
}
