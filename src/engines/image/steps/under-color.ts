import { dropOpaqueAlpha } from '../source/pixels.ts';
import { common, within } from '../../../layout/rect.ts';
import { onColor } from '../kernels/underlay.ts';
import type { LayerStep } from './step.ts';

/**
 * `color`: shows through what is transparent of the master, before it is turned. Where a crop overhangs the master
 * nothing is filled: that is `bgColor`'s, as the reference's list of errata says. A bent layer is filled all around.
 */
export const underColor: LayerStep<'underColor'> = (picture, color, { drawn: { window }, inside }) => {
  const part = common(inside, window);
  return part ? dropOpaqueAlpha(onColor(picture, color, within(part, window))) : picture;
};
