import type { CompositeFrame } from '../../layout/frame.ts';
import { COMPOSE } from '../../layout/steps.ts';
import type { Picture } from '../picture.ts';
import { extractWindow } from './source/crop-to-window.ts';

/**
 * The compositor: lays the layers on the canvas, clear around them. `extend` is just that: the canvas is another one than
 * the box of its layer. A layer that was read as what shows is not cut again. Layers above the base do not get here.
 */
export async function compose(
  [base]: readonly [base: Picture, ...above: Picture[]],
  frame: CompositeFrame,
): Promise<Picture> {
  const canvas = COMPOSE.asks(frame);
  return canvas ? extractWindow(canvas, base, frame.layers[0].at) : base;
}
