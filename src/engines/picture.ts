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
