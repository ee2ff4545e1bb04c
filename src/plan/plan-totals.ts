import type { PlanEstimate } from './estimate/plan-estimate.ts';
import { isUnsupported } from '../model/errors.ts';
import { kindOf } from '../model/formats/master-formats.ts';
import type { AssetPlan, PlanTotals } from '../model/plan.ts';

function countOf(plan: AssetPlan, action: AssetPlan['actions'][number]['action']): number {
  return plan.actions.filter((one) => one.action === action).length;
}

type Estimates = Pick<PlanTotals, 'masterBytes' | 'outputBytes' | 'work'>;

function addEstimate({ masterBytes, outputBytes, work }: Estimates, estimate: PlanEstimate | undefined): Estimates {
  if (estimate === undefined) return { masterBytes, outputBytes, work };
  const { kind, seconds } = estimate.work;
  return {
    masterBytes: masterBytes + estimate.masterBytes,
    outputBytes: outputBytes + estimate.outputBytes,
    work: { ...work, [kind]: (work[kind] ?? 0) + seconds },
  };
}

/** Adds one asset's plan, and the estimate of what is to be made, to the totals. */
export function addPlan(totals: PlanTotals, plan: AssetPlan, estimate?: PlanEstimate): PlanTotals {
  const make = countOf(plan, 'make');
  const leftAlone = plan.profile === null && plan.master !== undefined && kindOf(plan.master) === 'video';
  const stale = plan.actions.filter((action) => action.action === 'keep' && action.stale).length;
  return {
    ...totals,
    assets: totals.assets + (plan.gone === undefined ? 1 : 0),
    jobs: totals.jobs + (make > 0 || plan.placeholderDue ? 1 : 0),
    make: totals.make + make,
    keep: totals.keep + countOf(plan, 'keep'),
    carry: totals.carry + countOf(plan, 'carry'),
    remove: totals.remove + countOf(plan, 'remove'),
    gone: totals.gone + (plan.gone === undefined ? 0 : 1),
    unsupported: totals.unsupported + (plan.errors.some(isUnsupported) ? 1 : 0),
    clips: totals.clips + (leftAlone ? 1 : 0),
    stale: totals.stale + stale,
    ...addEstimate(totals, estimate),
    placeholders: totals.placeholders + (plan.placeholderDue ? 1 : 0),
    words: totals.words + (plan.words ? 1 : 0),
  };
}
