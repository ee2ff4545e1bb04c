import type { Size } from '../../../model/geometry.ts';

/** One level of a pyramid file. */
export interface PyramidLevel extends Size {
  /** Counted from 0, the full size; the page in the file. */
  readonly index: number;
}
