import { dropOpaqueAlpha } from '../source/pixels.ts';
import { common, within } from '../../../layout/rect.ts';
import { onColor } from '../kernels/underlay.ts';
import type { Step } from './step.ts';

/**
 * `color`: shows through what is transparent of the master, before it is turned. Where a crop overhangs the master
 * nothing is filled: that is `bgColor`'s, as the reference's list of errata says. A bent layer is filled all around.
 */
export const underColor: Step = (picture, { recipe, layer: { window }, inside }) => {
  const part = recipe.underColor && common(inside, window);
  return part ? dropOpaqueAlpha(onColor(picture, recipe.underColor, within(part, window))) : picture;
};
