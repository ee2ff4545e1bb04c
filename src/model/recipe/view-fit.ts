import type { View } from './transforms.ts';

/** Tells whether the reply is as large as the scaled picture rather than as asked. */
export const isLoose = ({ scale, fit }: View): boolean =>
  scale === undefined && (fit?.mode === 'constrain' || fit?.mode === 'wrap');

/** Tells whether `align` has an effect: not with only one of `wid` and `hei`, nor with `fit=constrain`, `wrap` or `stretch`. */
export function isAlignable(view: View): boolean {
  if (view.width === undefined || view.height === undefined) return false;
  return view.scale !== undefined || !(isLoose(view) || view.fit?.mode === 'stretch');
}
