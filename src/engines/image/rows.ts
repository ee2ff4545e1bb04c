/** Fills `into` (width × channels samples) with row `y` of the picture. */
export type ReadRow = (y: number, into: Float32Array) => void;

/** A picture that is read and blurred row by row. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly read: ReadRow;
}

/** Answers a blurred row; rows must be asked for in ascending order, and a row is valid until the next is asked for. */
export type BlurredRow = (y: number) => Float32Array;
