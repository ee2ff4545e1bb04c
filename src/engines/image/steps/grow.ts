import type { Picture } from '../../picture.ts';
import { withSamples } from '../points.ts';
import { premultiply, unpremultiply } from '../premultiplied.ts';
import { spread } from '../spread.ts';
import type { Step } from './step.ts';

const negate = (bytes: Uint8ClampedArray): void => {
  for (let i = 0; i < bytes.length; i++) bytes[i] = 255 - (bytes[i] ?? 0);
};

/** Parts of a pixel: the way from the spread by whole pixels to that by one more. */
function mix(into: Uint8ClampedArray, other: Uint8ClampedArray, share: number): void {
  for (let i = 0; i < into.length; i++) {
    const value = into[i] ?? 0;
    into[i] = value + share * ((other[i] ?? 0) - value);
  }
}

interface Radius {
  readonly across: number;
  readonly down: number;
}

function spreadBy(bytes: Uint8ClampedArray, { width, channels }: Picture, { across, down }: Radius): void {
  const table = { samples: bytes, rowLength: width * channels, channels };
  const whole = { across: Math.floor(across), down: Math.floor(down) };
  spread(table, whole);
  for (const side of ['across', 'down'] as const) {
    const share = { across, down }[side] - whole[side];
    if (share === 0) continue;
    const more = bytes.slice();
    spread({ ...table, samples: more }, { across: 0, down: 0, [side]: 1 });
    mix(bytes, more, share);
  }
}

/**
 * `op_grow`: each component becomes the largest of its neighbourhood, the smallest where negative. That is a square, as
 * in photo editors' "maximum" and "minimum"; its radius counts in pixels of the composite, and parts of a pixel of the
 * view are interpolated.
 */
export const grow: Step = (picture, { recipe, ratio }) => {
  const pixels = recipe.operations?.grow;
  if (pixels === undefined) return picture;
  const bytes = premultiply(picture);
  if (pixels < 0) negate(bytes);
  spreadBy(bytes, picture, { across: Math.abs(pixels) * ratio.across, down: Math.abs(pixels) * ratio.down });
  if (pixels < 0) negate(bytes);
  unpremultiply(bytes, picture.channels);
  return withSamples(picture, bytes);
};
