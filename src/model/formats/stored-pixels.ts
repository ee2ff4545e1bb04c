import type { ImageFacts } from '../asset.ts';

/** Bytes of a decoded pixel as libvips keeps it before it is brought to 8-bit sRGB. */
export function storedBytes({ colorSpace, alpha, depth }: ImageFacts): number {
  // libvips reads Lab as floats whatever its depth.
  const sample = colorSpace === 'lab' || depth === 32 ? 4.6 : Math.max(1, depth / 8);
  const colors = colorSpace === 'gray' ? 1 : colorSpace === 'cmyk' ? 4 : 3;
  return (colors + (alpha ? 1 : 0)) * sample;
}

/**
 * Tells whether a picture may be scaled while it is streamed from its file: whether that gives the bytes that decoding it to
 * 8-bit sRGB first gives. Pictures of 32 bits and Lab ones are decoded as a whole first.
 */
export function canStream({ colorSpace, depth }: ImageFacts): boolean {
  return depth <= 16 && colorSpace !== 'lab';
}

/**
 * Tells whether a picture is scaled in 16 bits though it has 8: where colours are multiplied by alpha meanwhile. libvips has no inks of
 * 16 bits.
 */
export const isWidened = ({ alpha, depth, colorSpace }: ImageFacts): boolean =>
  alpha && depth <= 8 && colorSpace !== 'cmyk';
