/** Puts row `y` of a picture at an address: width × channels floats, colours multiplied by alpha where there is one. */
export type ReadRow = (y: number, into: number) => void;

/** A picture that is read row by row into the kernels' memory. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly read: ReadRow;
}

/**
 * Answers the address of a blurred row; rows are asked for in ascending order, and each is valid until the next is asked
 * for.
 */
export type BlurredRow = (y: number) => number;
