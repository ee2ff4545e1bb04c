import type { ErrorData } from '../../model/errors.ts';
import type { JobResult } from '../../model/jobs/job.ts';
import type { AssetPlan } from '../../model/plan.ts';

/** Names of the files beside renditions that a plan makes. */
function alternatesOf({ actions }: Pick<AssetPlan, 'actions'>): ReadonlySet<string> {
  return new Set(
    actions.flatMap((one) => (one.action === 'make' && one.order.alternate !== undefined ? [one.order.name] : [])),
  );
}

/**
 * The answer for a job without the failures of files that pages were to have beside a rendition and that cannot be as small as asked:
 * they are not worth having, as those that save nothing, and the rendition stands without them. Each is told.
 */
export function leaveOutUnfit(plan: Pick<AssetPlan, 'actions'>, result: JobResult): JobResult {
  const beside = alternatesOf(plan);
  const isUnfit = ({ code, rendition }: ErrorData): boolean =>
    code === 'RENDITION_TOO_LARGE' && rendition !== null && beside.has(rendition);
  const unfit = result.failures.filter(isUnfit);
  if (unfit.length === 0) return result;
  const told = unfit.map(({ rendition, message }) => `${rendition} was left out: ${message}`);
  return {
    ...result,
    failures: result.failures.filter((failure) => !isUnfit(failure)),
    absent: [...(result.absent ?? []), ...unfit.flatMap(({ rendition }) => rendition ?? [])],
    warnings: [...result.warnings, ...told],
  };
}
