import { sum } from '../../base/sum.ts';
import type { AssetPlan } from '../../model/plan.ts';
import type { Work } from '../../model/jobs/work.ts';
import { proposeJob } from '../propose-job.ts';
import { estimateWork } from './job-time.ts';
import { estimateBytes } from './output-bytes.ts';

/** The work that a plan of an asset comes to, about. */
export interface PlanEstimate {
  readonly masterBytes: number;
  /** Bytes of the renditions to be made. */
  readonly outputBytes: number;
  readonly work: Work;
}

/** Estimates the job of a plan; undefined where nothing is to be made. */
export function estimatePlan(plan: AssetPlan): PlanEstimate | undefined {
  const proposal = proposeJob(plan, undefined);
  if (proposal === undefined) return undefined;
  return {
    masterBytes: proposal.master.stat.bytes,
    outputBytes: Math.round(sum(proposal.renditions.map((rendition) => estimateBytes(proposal, rendition)))),
    work: estimateWork(proposal),
  };
}
