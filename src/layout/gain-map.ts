import { present } from '../base/present.ts';
import type { Composite, Layer, MasterTreatment, PictureRecipe } from '../model/recipe/recipe.ts';

/** The least gain: what is no picture is no brighter anywhere. */
const BLACK = { r: 0, g: 0, b: 0, alpha: 255 } as const;

/** Tells whether a layer shows the unmodified master, wherever it is placed. */
const isPlain = ({ source, mask, own, effects, hidden }: Layer): boolean =>
  source.kind === 'master' && (mask ?? own ?? effects ?? hidden) === undefined;

/** Tells whether a picture is its master alone, in other sizes at most. */
function isMasterAlone({ layers: [base, ...above], effects, operations, clip }: Composite): boolean {
  return above.length === 0 && isPlain(base) && (effects ?? operations ?? clip) === undefined;
}

/**
 * The recipe that draws the gain map of a master as another one draws its picture: the same window, turned and scaled alike,
 * without what is done to colours and sharpness. Undefined where the picture shows more than its master, or changes its colours:
 * no map belongs to that.
 */
export function gainMapRecipe({ composite, master = {}, view, reply }: PictureRecipe): PictureRecipe | undefined {
  if (reply === 'mask' || !isMasterAlone(composite)) return undefined;
  const { margins, smartCrop } = master;
  const { flip, layers } = composite;
  const treatment = present<MasterTreatment>({ margins, smartCrop });
  return {
    ...{ kind: 'picture', composite: present<Composite>({ flip, layers }), master: treatment, view, background: BLACK },
    ...{ resample: 'bilin', output: { format: 'jpeg' }, metadata: 'none' },
  };
}
