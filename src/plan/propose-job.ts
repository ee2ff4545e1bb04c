import type { Analysis } from '../model/analysis.ts';
import type { JobRendition } from '../model/jobs/job.ts';
import type { AssetPlan, RenditionAction } from '../model/plan.ts';
import { eachProfile } from '../model/colors/found-profile.ts';
import { eachFont } from '../model/text/found-font.ts';
import { eachReference } from '../model/recipe/referenced-image.ts';
import type { Proposal } from './estimate/image-cost.ts';

type Make = Extract<RenditionAction, { action: 'make' }>;

function jobRendition({ order, reuse }: Make): JobRendition {
  const { name, role, extension, recipe, crop } = order;
  const { packaged, engine = '', path = '' } = reuse ?? {};
  return {
    ...{ name, role, extension, recipe },
    ...(crop === undefined ? {} : { crop }),
    ...(packaged === undefined ? {} : { reuse: { path, files: packaged.files, engine } }),
  };
}

/**
 * The job, before it is admitted, that makes what a plan asks for of a master in which `analysis` was found before;
 * undefined when nothing has to be made.
 */
export function proposeJob(plan: AssetPlan, analysis: Analysis | undefined): Proposal | undefined {
  const { path, master, actions, placeholders, placeholderDue, rawPreview } = plan;
  if (master === undefined || master.facts === null) return undefined;
  const makes = actions.flatMap((action) => (action.action === 'make' ? [action] : []));
  if (makes.length === 0 && placeholderDue !== true) return undefined;
  const { file, stat, sha256, facts, sidecars } = master;
  const beside = sidecars?.map((one) => ({ path: one.file, sha256: one.sha256 }));
  return {
    asset: path,
    ...eachReference(makes.flatMap((make) => make.references ?? [])),
    ...eachProfile(makes.flatMap((make) => make.colors ?? [])),
    ...eachFont(makes.flatMap((make) => make.fonts ?? [])),
    master: { from: 'library', path: file, stat, sha256 },
    facts,
    ...(analysis && { analysis }),
    ...(beside === undefined ? {} : { sidecars: beside }),
    renditions: makes.map(jobRendition),
    ...(placeholderDue && placeholders ? { placeholders, ...(rawPreview && { rawPreview }) } : {}),
  };
}
