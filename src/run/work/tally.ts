import { kindOf } from '../../model/formats/master-formats.ts';
import type { AssetPlan, PlanTotals } from '../../model/plan.ts';
import type { ErrorCode, ErrorData } from '../../model/errors.ts';
import { NO_COUNTS, type RunCounts } from '../../model/run.ts';
import type { Settlement } from './settle.ts';

function countOf(plan: AssetPlan, action: AssetPlan['actions'][number]['action']): number {
  return plan.actions.filter((one) => one.action === action).length;
}

/** Tells whether an error only says that dmx does not read the format. */
function isUnsupported({ code }: ErrorData): boolean {
  return code === 'SOURCE_FORMAT_UNSUPPORTED';
}

/** Adds one asset's plan to the totals. */
export function addPlan(totals: PlanTotals, plan: AssetPlan): PlanTotals {
  const make = countOf(plan, 'make');
  const leftAlone = plan.profile === null && plan.master !== undefined && kindOf(plan.master) === 'video';
  const stale = plan.actions.filter((action) => action.action === 'keep' && action.stale).length;
  return {
    ...totals,
    assets: totals.assets + (plan.gone === undefined ? 1 : 0),
    jobs: totals.jobs + (make > 0 ? 1 : 0),
    make: totals.make + make,
    keep: totals.keep + countOf(plan, 'keep'),
    carry: totals.carry + countOf(plan, 'carry'),
    remove: totals.remove + countOf(plan, 'remove'),
    gone: totals.gone + (plan.gone === undefined ? 0 : 1),
    unsupported: totals.unsupported + (plan.errors.some(isUnsupported) ? 1 : 0),
    clips: totals.clips + (leftAlone ? 1 : 0),
    stale: totals.stale + stale,
  };
}

/** What a stored asset adds to the counts, its errors left out. */
function countsOf({ record, commits, carries, changes }: Settlement): Partial<RunCounts> {
  if (record.gone) return { gone: 1 };
  const made = new Set(commits.map(({ path }) => path));
  return {
    assets: 1,
    made: commits.length,
    carried: carries.length,
    kept: record.renditions.length - commits.length - carries.length,
    removed: changes.filter(({ change }) => change === 'removed').length,
    madeBytes: record.renditions.reduce((sum, { path, bytes }) => sum + (made.has(path) ? bytes : 0), 0),
  };
}

/** Running counts of a run and the codes of all that failed. */
export class Tally {
  #counts: RunCounts = NO_COUNTS;
  readonly #codes = new Set<ErrorCode>();
  readonly #strict: boolean;

  /** `strict`: a format that is not read counts as a failure. */
  constructor({ strict }: { readonly strict: boolean }) {
    this.#strict = strict;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  get codes(): readonly ErrorCode[] {
    return [...this.#codes];
  }

  add(change: Partial<RunCounts>): void {
    const sum = Object.entries(change).map(([key, count]) => [key, this.#counts[key as keyof RunCounts] + count]);
    this.#counts = { ...this.#counts, ...Object.fromEntries(sum) } as RunCounts;
  }

  /** Counts an asset that is stored, or taken out of the manifest. */
  addSettled(settlement: Settlement): void {
    this.add(countsOf(settlement));
    if (!settlement.record.gone) this.addErrors(settlement.record.errors);
  }

  /** Counts what is wrong with one asset: once as an asset, and each rendition. */
  addErrors(errors: readonly ErrorData[]): void {
    const unsupported = errors.some(isUnsupported);
    const counting = errors.filter((error) => this.#strict || !isUnsupported(error));
    for (const { code } of errors) this.#codes.add(code);
    this.add({
      failedAssets: counting.length > 0 ? 1 : 0,
      failedRenditions: counting.filter(({ rendition }) => rendition !== null).length,
      unsupported: unsupported ? 1 : 0,
    });
  }
}
