import { type Every, present } from '../../base/present.ts';
import { LEVEL_RESERVE } from '../../model/level.ts';
import type { Margins, MasterTreatment } from '../../model/recipe/recipe.ts';
import { effective } from './resolve-layer.ts';

const taken = (margins: Margins | undefined): Margins | undefined =>
  margins && Object.values(margins).some((side: number) => side !== 0) ? margins : undefined;

/** The settings of a profile about the master, without what changes nothing; undefined where nothing is left. */
export function resolveMaster(treatment: MasterTreatment = {}): MasterTreatment | undefined {
  const { margins, smartCrop, levelMask, levelReserve, sourceProfile, page, rawPreview } = treatment;
  const master = present<MasterTreatment>({
    margins: taken(margins),
    smartCrop,
    levelMask: effective(levelMask),
    levelReserve: levelReserve === LEVEL_RESERVE ? undefined : levelReserve,
    sourceProfile,
    page: page === 1 ? undefined : page,
    rawPreview,
  } satisfies Every<MasterTreatment>);
  return Object.keys(master).length > 0 ? master : undefined;
}
