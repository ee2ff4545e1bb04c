import type { PixelType } from '../model/recipe/recipe.ts';

/**
 * Pixels in memory: 8 bits a sample, rows from the top, samples interleaved, sRGB or sRGB + alpha not premultiplied.
 */
export interface Picture {
  /** width × height × channels samples. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** Finished pixels on their way into a file: samples of these pixels, interleaved, one more of each with alpha. */
export interface FinishedPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
}
