import { mapTuple } from '../base/map-tuple.ts';
import type { Rect, Size } from '../model/geometry.ts';
import type { Operations, Treatment } from '../model/recipe/recipe.ts';
import { common, grown } from './rect.ts';
import { blurReach, gridStep } from './gaussian-reach.ts';
import { wholeOf } from './reading.ts';

/** Pixels of the scaled composite for each of the composite. */
export interface CompositeScale {
  readonly across: number;
  readonly down: number;
}

/** Standard deviations in the radius of a blur: within them lies nearly all that is seen of it. */
const SIGMAS = 2;

/**
 * The standard deviation that `op_blur` means, in pixels of the view where `ratio` is theirs to those of the composite.
 */
export function blurSigma(radius: number, ratio: number): number {
  return (radius * ratio) / SIGMAS;
}

/** The distance that operations look around a pixel, in pixels of the scaled composite. */
function reachOf({ grow = 0, blur = 0 }: Operations, ratio: number): number {
  return Math.ceil(Math.abs(grow) * ratio) + (blur > 0 ? blurReach(blurSigma(blur, ratio)) : 0);
}

type Sharpening = Pick<Treatment, 'sharpen' | 'unsharpMask' | 'unsharpMaskR'>;

/** The distance that sharpening looks around a pixel: four radii, beyond which a Gaussian does not show. */
export function sharpeningReach({ sharpen, unsharpMask, unsharpMaskR }: Sharpening, ratio = 1): number {
  const radius = (unsharpMask?.radius ?? 0) * ratio + (unsharpMaskR?.radius ?? 0);
  return Math.ceil(radius * 4) + (sharpen === true ? 1 : 0);
}

/** With its top left on the grid that a wide blur is computed on, so that neighbouring tiles are blurred alike. */
function onGrid(rect: Rect, { blur = 0 }: Operations, { across, down }: CompositeScale): Rect {
  const step = gridStep(blurSigma(blur, Math.min(across, down)));
  const [left, top] = mapTuple([rect.x, rect.y], (edge) => Math.floor(edge / step) * step);
  return { x: left, y: top, width: rect.x + rect.width - left, height: rect.y + rect.height - top };
}

/**
 * The part of the scaled composite that must be drawn for what shows of it to be right: with neighbours that its
 * operations look at, and all of it where they count what there is.
 */
export function canvasFor(shown: Rect, scaled: Size, operations: Operations | undefined, ratio: CompositeScale): Rect {
  if (!operations) return shown;
  if (operations.colorize?.normalize === true) return wholeOf(scaled);
  return common(neighbourhood(shown, operations, ratio), wholeOf(scaled)) ?? shown;
}

/** A rectangle with all that operations look at around it. */
export function neighbourhood(shown: Rect, operations: Operations, ratio: CompositeScale): Rect {
  const margins = { across: reachOf(operations, ratio.across), down: reachOf(operations, ratio.down) };
  return onGrid(grown(shown, margins), operations, ratio);
}
