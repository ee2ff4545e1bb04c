import { smartCropOf } from '../../model/recipe/recipe-tree.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { ErrorCode, ErrorData } from '../../model/errors.ts';
import type { EventOf } from '../../model/run/handle-event.ts';
import type { Job, JobResult } from '../../model/jobs/job.ts';
import type { Outcome } from '../../model/jobs/outcome.ts';
import type { AssetPlan, PlannedMaster, RenditionAction } from '../../model/plan.ts';
import { isUnsure } from '../../model/rendition.ts';
import { admit, roomFor } from '../../plan/estimate/admit.ts';
import { estimateWork } from '../../plan/estimate/job-time.ts';
import { proposeJob } from '../../plan/propose-job.ts';
import type { Changed } from '../../schedule/do-job.ts';
import { dropScratch } from '../../system/scratch.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import type { CandidateWithRecord, PlannedCandidate } from '../planning/planner.ts';

import { leaveOutUnfit } from './leave-out-unfit.ts';
import type { Recorder } from './recorder.ts';
import type { JobEnd } from './findings.ts';
import { settle, settleGone, type SettleTimes } from './settle.ts';
import { stripLocalPaths } from './strip-local-paths.ts';
import type { WorkOptions } from './work-options.ts';

// The last moment that a Date can tell.
const LAST_MS = 8.64e15;

const isoAt = (ms: number): string => new Date(ms).toISOString();
const now = (): string => isoAt(Date.now());

/** The assets of one batch from their plans to the recorder. */
export class Batch {
  readonly #options: WorkOptions;
  readonly #recorder: Recorder;
  /** Assets whose jobs have not ended, by path. */
  readonly #inHand = new Map<string, PlannedCandidate>();
  /** The findings of detectors in masters, by digest. */
  #analyses: ReadonlyMap<string, Analysis> = new Map();
  #isBegun = false;
  /** The number of assets that the recorder had taken when it took the last of these. */
  #lastTaken = 0;

  constructor(options: WorkOptions, recorder: Recorder) {
    this.#options = options;
    this.#recorder = recorder;
  }

  /** Everything of it is stored. */
  get isStored(): boolean {
    return this.#isBegun && this.#inHand.size === 0;
  }

  /** Everything of it is recorded. */
  get isRecorded(): boolean {
    return this.isStored && this.#recorder.recorded >= this.#lastTaken;
  }

  /** Plans its assets once more, stores what needs no work, and answers the jobs of the rest. */
  async begin(assets: readonly PlannedAsset[]): Promise<readonly Job[]> {
    const planned = await this.#options.planner.plan(await this.#recall(assets));
    this.#analyses = await this.#knownAnalyses(planned);
    const jobs: Job[] = [];
    for (const one of planned) {
      const job = this.#makeJob(one.plan);
      if (job === undefined) await this.#store(one, {});
      else {
        jobs.push(job);
        this.#inHand.set(job.asset, one);
      }
    }
    this.#isBegun = true;
    this.#checkStop([]);
    return jobs;
  }

  /** Tells whether a job of this asset is its own and has not ended. */
  awaits(asset: string): boolean {
    return this.#inHand.has(asset);
  }

  /** Stores what became of a job that it awaits. */
  async settle({ job, result: answered, error, scratch, seconds }: Outcome): Promise<void> {
    const one = this.#inHand.get(job.asset);
    if (one === undefined) return;
    const result = answered && leaveOutUnfit(one.plan, answered);
    await this.#store(one, { result, error });
    this.#inHand.delete(job.asset);
    if (this.isStored) this.#analyses = new Map();
    if (scratch !== undefined) await dropScratch(scratch);
    const errors = [...(error ? [error] : []), ...(result?.failures ?? [])];
    this.#options.emit({
      ...{ type: 'job-finished', asset: job.asset, seconds, work: estimateWork(job), errors },
      ...finished(one, errors, result),
    });
    this.#checkStop(errors.map(({ code }) => code));
  }

  /** Plans an asset again whose master changed while it was read. */
  async revise(job: Job, changed: Changed): Promise<Job | ErrorData> {
    const { stat, sha256, facts } = changed;
    const { analysis: _ofTheOther, ...rest } = job;
    const same = { ...rest, master: { ...job.master, stat, sha256 }, facts };
    const one = this.#inHand.get(job.asset);
    if (one === undefined) return same;
    const { candidate, previous } = one.known;
    const known = { candidate: { ...candidate, master: { ...candidate.master, ...changed } }, previous };
    const [again] = await this.#options.planner.plan([known]);
    const [refused] = again?.plan.errors ?? [];
    if (again === undefined || refused !== undefined) return refused ?? same;
    this.#inHand.set(job.asset, again);
    // A master that is too small now may have nothing left to be made.
    return this.#makeJob(again.plan) ?? { ...same, renditions: [] };
  }

  /** Takes vanished assets out of the manifest, and returns candidates for the others from the catalog. */
  async #recall(assets: readonly PlannedAsset[]): Promise<readonly CandidateWithRecord[]> {
    const { catalog } = this.#options;
    const known: CandidateWithRecord[] = [];
    for (const asset of assets) {
      if ('gone' in asset) {
        const previous = await catalog.asset(asset.gone.path);
        if (previous !== undefined) await this.#take(settleGone(previous, now()));
      } else {
        const { candidate } = asset;
        known.push({ candidate, previous: await catalog.asset(candidate.movedFrom ?? candidate.path) });
      }
    }
    return known;
  }

  #times(): SettleTimes {
    const { keepReplacedSeconds } = this.#options.settings;
    const keepUntil =
      keepReplacedSeconds > 0 ? isoAt(Math.min(LAST_MS, Date.now() + keepReplacedSeconds * 1000)) : null;
    return { now: now(), keepUntil };
  }

  #store(one: PlannedCandidate, end: JobEnd): Promise<void> {
    const analysis = this.#analyses.get(masterOf(one).sha256);
    const settled = settle(one.plan, masterOf(one), { ...end, analysis }, this.#times());
    const settlement = { ...settled, record: stripLocalPaths(settled.record, this.#options.project) };
    return this.#take(settlement, end.result?.analysis);
  }

  async #take(...stored: Parameters<Recorder['store']>): Promise<void> {
    await this.#recorder.store(...stored);
    this.#lastTaken = this.#recorder.taken;
    this.#options.tally.addSettled(stored[0]);
  }

  /** The job of a plan, as the budget lets it be done; undefined = there is nothing to make. */
  #makeJob(plan: AssetPlan): Job | undefined {
    const { budget, idle, concurrency } = this.#options;
    const proposal = proposeJob(plan, this.#analyses.get(plan.master?.sha256 ?? ''));
    return proposal && admit(proposal, roomFor(budget.capacity, concurrency, idle));
  }

  /** The findings from before in the masters of which smart crops are to be made. */
  #knownAnalyses(planned: readonly PlannedCandidate[]): Promise<ReadonlyMap<string, Analysis>> {
    const looked = planned.filter(({ plan }) => plan.smartTags === true || plan.actions.some(needsSubject));
    return this.#options.catalog.analyses(looked.flatMap(({ plan }) => plan.master?.sha256 ?? []));
  }

  #checkStop(codes: readonly ErrorCode[]): void {
    this.#options.stop.check(this.#options.tally, codes);
  }
}

function masterOf({ plan, known }: PlannedCandidate): PlannedMaster {
  return plan.master ?? known.candidate.master;
}

type Finished = Omit<EventOf<'job-finished'>, 'type' | 'asset' | 'seconds' | 'work' | 'errors'>;

/** The event that tells the outcome of a job. */
function finished(one: PlannedCandidate, errors: readonly ErrorData[], result: JobResult | undefined): Finished {
  const { artefacts = [], warnings = [], smartCrops = [] } = result ?? {};
  return {
    made: artefacts.length,
    failed: errors.length,
    bytes: artefacts.reduce((sum, { bytes }) => sum + bytes, 0),
    masterBytes: masterOf(one).stat.bytes,
    warnings: [...one.plan.warnings, ...warnings],
    unsure: smartCrops.filter(isUnsure).map(({ name, by, confidence }) => ({ name, by, confidence })),
  };
}

function needsSubject(action: RenditionAction): boolean {
  return action.action === 'make' && smartCropOf(action.order.recipe) !== undefined;
}
