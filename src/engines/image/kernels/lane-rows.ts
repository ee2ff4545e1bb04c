import { pack, unpack } from './lanes.ts';
import { makeSamples, type Rows, type Samples } from './rows.ts';

/**
 * The layout of the columns of a picture in lanes: the left half in the lower ones, the right half in the upper ones.
 */
export interface LaneRows {
  /** Columns of a lane, without those around it. */
  readonly columns: number;
  /** The number of lanes. */
  readonly count: 1 | 2;
  /** Doubles a row. */
  readonly length: number;
  /** Reads a row with the columns before and after it, which repeat its ends. */
  readonly read: (y: number, into: Float64Array) => void;
  /**
   * Takes sums in lanes apart, so that what is in the upper ones is `upper` numbers behind what is in the lower ones.
   */
  readonly part: (packed: Float64Array, into: Float64Array, upper: number) => void;
}

/** Columns around a row, and what the number of those in it is a multiple of. */
interface Around {
  readonly before: number;
  readonly after: number;
  readonly step: number;
}

/** Fills what is around a row with its first and last pixel. */
export function repeatEnds(padded: Samples | Float64Array, start: number, length: number, channels: number): void {
  for (let i = start - 1; i >= 0; i--) padded[i] = padded[i + channels] ?? 0;
  for (let i = start + length; i < padded.length; i++) padded[i] = padded[i - channels] ?? 0;
}

/** Rows in lanes: two of them for samples of 8 bits, one for those of 16, which need all the room there is. */
export function makeLaneRows(rows: Rows, { before, after, step }: Around): LaneRows {
  const { width, channels, full } = rows;
  const count = full === 255 ? 2 : 1;
  const columns = step * Math.ceil(width / count / step);
  const padded = makeSamples(rows, (before + count * columns + after) * channels);
  const [start, length] = [before * channels, width * channels];
  const row = padded.subarray(start, start + length);
  const read = (y: number, into: Float64Array): void => {
    rows.read(y, row);
    repeatEnds(padded, start, length, channels);
    if (count === 2) pack(into, padded, columns * channels);
    else into.set(padded);
  };
  const part: LaneRows['part'] = count === 2 ? unpack : (packed, into) => into.set(packed);
  return { columns, count, length: (before + columns + after) * channels, read, part };
}
