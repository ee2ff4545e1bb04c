/** Samples of 8 bits, or of 16. */
export type Samples = Uint8Array | Uint16Array;

/** Fills `into` (width × channels samples) with row `y` of the picture. */
type ReadRow = (y: number, into: Samples) => void;

/** A picture that is read and blurred row by row. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The value of a full sample. */
  readonly full: 255 | 65_535;
  readonly read: ReadRow;
}

/**
 * Answers a blurred row; rows must be asked for in ascending order, and a row is valid until the next is asked for. Each
 * row of the picture is read once, from the first to the last, and no later than its blurred one is answered.
 */
export type BlurredRow = (y: number) => Float64Array;

/** An empty row of samples as deep as those of `rows`. */
export function makeSamples({ full }: Pick<Rows, 'full'>, length: number): Samples {
  return full === 255 ? new Uint8Array(length) : new Uint16Array(length);
}
