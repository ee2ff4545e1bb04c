import type { PixelType } from '../model/recipe/recipe.ts';

/**
 * Pixels in memory: rows from the top, samples interleaved, RGB or RGB + alpha not premultiplied, in sRGB where no other colours
 * are asked for. 8 bits a sample where nothing else is said, else 16.
 */
export interface Picture<Data extends Uint8Array | Uint16Array = Uint8Array> {
  /** width × height × channels samples. */
  readonly data: Data;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** A picture of 8 bits, or of 16: as its master has them, until its file is written. */
export type AnyPicture = Picture<Uint8Array | Uint16Array>;

/** Finished pixels on their way into a file: samples of these pixels, interleaved, one more of each with alpha. */
export interface FinishedPixels {
  readonly data: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
  /** Rows of one frame, where the frames of an animation are stacked vertically. */
  readonly frameHeight?: number;
}

/** The value of a full sample. */
export const fullSample = ({ data }: Pick<AnyPicture, 'data'>): 255 | 65_535 =>
  data.BYTES_PER_ELEMENT === 1 ? 255 : 65_535;

/** The time of an animation, as its master has it. */
export interface Timing {
  /** Milliseconds of each frame. */
  readonly delay: readonly number[];
  /** Times that it is shown; 0 = for ever. */
  readonly loop: number;
}

/** The time as sharp takes it; nothing where there is one picture alone. */
export const timed = (timing: Timing | undefined): { readonly delay?: number[]; readonly loop?: number } =>
  timing === undefined ? {} : { delay: [...timing.delay], loop: timing.loop };
