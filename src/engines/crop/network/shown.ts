import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { colorPlanes } from '../resample.ts';

/**
 * The pixels that a network for objects is shown: 384 × 256, or as many in the picture's own proportions. CenterNet was trained at
 * 512 × 512 and there costs 2.7 times as much; on 250 labelled photographs the crops came out equal. NanoDet was trained at
 * 416 × 416; on 75 labelled photographs what the crops keep came out higher by 0.006 and 0.004, and lower by 0.005.
 */
const PIXELS = 384 * 256;

/** The pixels to which each side of what is shown is rounded: networks for objects halve a picture five times. */
export const SIDE_STEP = 32;

/** The size in which a picture is shown. */
export function shownSize({ width, height }: Size): Size {
  const scale = Math.sqrt(PIXELS / (width * height));
  const side = (length: number): number => Math.max(2, Math.round((length * scale) / SIDE_STEP)) * SIDE_STEP;
  // A panorama would grow without end as its short side is held at two steps.
  const most = 16 * SIDE_STEP;
  return { width: Math.min(most, side(width)), height: Math.min(most, side(height)) };
}

/** A channel as it is shown: of which colour (0 red, 1 green, 2 blue) it is, and what becomes of its samples of 0…255. */
export interface ShownChannel {
  readonly color: number;
  readonly less: number;
  readonly divisor: number;
}

/** A picture in another size, the channels of a pixel beside each other. */
export function show(picture: Picture, size: Size, channels: readonly ShownChannel[]): Float32Array {
  const samples = new Float32Array(size.width * size.height * channels.length);
  const planes = colorPlanes(picture, size);
  for (const [channel, { color, less, divisor }] of channels.entries()) {
    const plane = planes[color] ?? [];
    for (let i = 0; i < plane.length; i++) samples[i * channels.length + channel] = ((plane[i] ?? 0) - less) / divisor;
  }
  return samples;
}
