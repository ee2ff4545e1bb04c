import { join } from 'node:path';
import type { Analysis } from '../../model/analysis.ts';
import type { JobRendition } from '../../model/job.ts';
import type { AssetPlan, RenditionAction } from '../../model/plan.ts';
import type { FoundImage } from '../../model/referenced-image.ts';
import type { Proposal } from '../../plan/estimate/image-cost.ts';

/** Where a job reads and what it may take over, absolute paths. */
export interface JobPlaces {
  readonly library: string;
  readonly output: string;
}

type Make = Extract<RenditionAction, { action: 'make' }>;

function jobRendition({ order, reuse }: Make, output: string): JobRendition {
  const { name, role, extension, recipe, crop } = order;
  const { packaged, engine = '', path = '' } = reuse ?? {};
  return {
    ...{ name, role, extension, recipe },
    ...(crop === undefined ? {} : { crop }),
    ...(packaged === undefined ? {} : { reuse: { folder: join(output, path), files: packaged.files, engine } }),
  };
}

/** What recipes name beside their master, each once and absolute. */
export function absoluteReferences(library: string, found: readonly FoundImage[]): Pick<Proposal, 'references'> {
  const byName = new Map(found.map((one) => [one.object, one]));
  if (byName.size === 0) return {};
  return {
    references: [...byName.values()].map((one) => ('file' in one ? { ...one, file: join(library, one.file) } : one)),
  };
}

/**
 * The job, before it is admitted, that makes what a plan asks for of a master in which `analysis` was found before;
 * undefined when nothing has to be made.
 */
export function proposeJob(
  { path, master, actions }: AssetPlan,
  { library, output }: JobPlaces,
  analysis: Analysis | undefined,
): Proposal | undefined {
  if (master === undefined || master.facts === null) return undefined;
  const makes = actions.flatMap((action) => (action.action === 'make' ? [action] : []));
  if (makes.length === 0) return undefined;
  const { file, stat, sha256, facts, sidecars } = master;
  const beside = sidecars?.map((one) => ({ file: join(library, one.file), sha256: one.sha256 }));
  const references = absoluteReferences(
    library,
    makes.flatMap((make) => make.references ?? []),
  );
  return {
    asset: path,
    ...references,
    master: { file: join(library, file), stat, sha256 },
    facts,
    ...(analysis && { analysis }),
    ...(beside === undefined ? {} : { sidecars: beside }),
    renditions: makes.map((make) => jobRendition(make, output)),
  };
}
