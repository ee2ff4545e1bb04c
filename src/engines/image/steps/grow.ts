import type { CompositeScale } from '../../../layout/reach.ts';
import { withSamples } from '../kernels/points.ts';
import { premultiply, unpremultiply } from '../kernels/premultiplied.ts';
import { invertWords, dilateSubpixel } from '../kernels/dilate.ts';
import type { OperationStep } from './step.ts';

/** A pixel a word. */
function toWords(bytes: Uint8ClampedArray, channels: number): Int32Array {
  if (channels === 4) return new Int32Array(bytes.buffer);
  if (channels === 1) return Int32Array.from(bytes);
  const words = new Int32Array(bytes.length / 3);
  for (let i = 0, from = 0; i < words.length; i++, from += 3) {
    words[i] = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) | ((bytes[from + 2] ?? 0) << 16);
  }
  return words;
}

/** The way back, where the words are not those bytes themselves. */
function fromWords(words: Int32Array, bytes: Uint8ClampedArray, channels: number): void {
  if (channels === 4) return;
  for (let i = 0, to = 0; i < words.length; i++, to += channels) {
    const word = words[i] ?? 0;
    for (let c = 0; c < channels; c++) bytes[to + c] = (word >> (8 * c)) & 255;
  }
}

/** Samples of one, three or four channels of 8 bits, each row behind the other. */
interface Samples {
  readonly bytes: Uint8ClampedArray;
  readonly width: number;
  readonly channels: number;
}

/** Spreads what is largest, or smallest, by pixels of the composite, in place. */
export function growSamples({ bytes, width, channels }: Samples, pixels: number, ratio: CompositeScale): void {
  const words = toWords(bytes, channels);
  const reach = { across: Math.abs(pixels) * ratio.across, down: Math.abs(pixels) * ratio.down };
  if (pixels < 0) invertWords(words);
  dilateSubpixel({ words, width }, reach);
  if (pixels < 0) invertWords(words);
  fromWords(words, bytes, channels);
}

/**
 * `op_grow`: each component becomes the largest of its neighbourhood, the smallest where negative. That is a square, as
 * in photo editors' "maximum" and "minimum"; its radius counts in pixels of the composite, and parts of a pixel of the
 * view are interpolated.
 */
export const grow: OperationStep<'grow'> = (picture, pixels, { ratio }) => {
  const bytes = premultiply(picture);
  growSamples({ ...picture, bytes }, pixels, ratio);
  unpremultiply(bytes, picture.channels);
  return withSamples(picture, bytes);
};
