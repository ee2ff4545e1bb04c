import type { Picture } from '../../picture.ts';
import { withSamples } from '../kernels/points.ts';
import { premultiply, unpremultiply } from '../kernels/premultiplied.ts';
import { invertWords, dilateSubpixel } from '../kernels/dilate.ts';
import type { OperationStep } from './step.ts';

/** A pixel a word. */
function toWords(bytes: Uint8ClampedArray, channels: Picture['channels']): Int32Array {
  if (channels === 4) return new Int32Array(bytes.buffer);
  const words = new Int32Array(bytes.length / 3);
  for (let i = 0, from = 0; i < words.length; i++, from += 3) {
    words[i] = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) | ((bytes[from + 2] ?? 0) << 16);
  }
  return words;
}

/** The way back, where the words are not those bytes themselves. */
function fromWords(words: Int32Array, bytes: Uint8ClampedArray): void {
  if (words.buffer === bytes.buffer) return;
  for (let i = 0, to = 0; i < words.length; i++, to += 3) {
    const word = words[i] ?? 0;
    bytes[to] = word & 255;
    bytes[to + 1] = (word >> 8) & 255;
    bytes[to + 2] = (word >> 16) & 255;
  }
}

/**
 * `op_grow`: each component becomes the largest of its neighbourhood, the smallest where negative. That is a square, as
 * in photo editors' "maximum" and "minimum"; its radius counts in pixels of the composite, and parts of a pixel of the
 * view are interpolated.
 */
export const grow: OperationStep<'grow'> = (picture, pixels, { ratio }) => {
  const bytes = premultiply(picture);
  const words = toWords(bytes, picture.channels);
  const reach = { across: Math.abs(pixels) * ratio.across, down: Math.abs(pixels) * ratio.down };
  if (pixels < 0) invertWords(words);
  dilateSubpixel({ words, width: picture.width }, reach);
  if (pixels < 0) invertWords(words);
  fromWords(words, bytes);
  unpremultiply(bytes, picture.channels);
  return withSamples(picture, bytes);
};
