import type { Analysis } from '../../model/analysis.ts';
import type { ErrorData } from '../../model/errors.ts';
import type { Job, JobResult } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { AssetPlan, RenditionAction } from '../../model/plan.ts';
import { isUnsure } from '../../model/rendition.ts';
import type { Changed } from '../../schedule/do-job.ts';
import { dropScratch } from '../../system/scratch.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import { Batch } from './commit-batch.ts';
import { proposeJob } from './propose-job.ts';
import type { CandidateWithRecord } from '../planning/planner.ts';
import type { WorkOptions } from './work-options.ts';
import { admit, roomFor } from '../../plan/estimate/admit.ts';

/** An asset of a batch with its plan, and what that was computed from. */
interface Planned {
  readonly plan: AssetPlan;
  readonly known: CandidateWithRecord;
}

/** What was found in masters, by digest. */
type Analyses = ReadonlyMap<string, Analysis>;

/** A batch from its plan to its record. */
export class OpenBatch {
  readonly #options: WorkOptions;
  readonly #batch: Batch;
  #planned = new Map<string, Planned>();
  #analyses: Analyses = new Map();
  /** Assets whose jobs have not ended; undefined until they are known. */
  #left: Set<string> | undefined;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#batch = new Batch(options);
  }

  /** Everything of it is stored. */
  get isDone(): boolean {
    return this.#left?.size === 0;
  }

  /** Plans its assets once more, stores what needs no work, and answers the jobs of the rest. */
  async begin(todos: readonly PlannedAsset[]): Promise<readonly Job[]> {
    const planned = await planAgain(todos, this.#options, this.#batch);
    this.#planned = new Map(planned.map((one) => [one.plan.path, one]));
    this.#analyses = await knownAnalyses(planned, this.#options);
    const jobs: Job[] = [];
    for (const { plan } of planned) {
      const job = this.#makeJob(plan);
      if (job !== undefined) jobs.push(job);
      else if (plan.master !== undefined) await this.#batch.settle(plan, plan.master, {});
    }
    this.#left = new Set(jobs.map(({ asset }) => asset));
    this.#options.stop.check(this.#options.tally, []);
    return jobs;
  }

  /** Whether a job of this asset is its own and has not ended. */
  awaits(asset: string): boolean {
    return this.#left?.has(asset) === true;
  }

  /** Stores what became of a job that it awaits. */
  async settle({ job, result, error, scratch, seconds }: Outcome): Promise<void> {
    const one = this.#planned.get(job.asset);
    if (one === undefined) return;
    const { plan, known } = one;
    const { emit, stop, tally } = this.#options;
    const master = plan.master ?? known.candidate.master;
    await this.#batch.settle(plan, master, { result, error });
    if (scratch !== undefined) await dropScratch(scratch);
    this.#left?.delete(job.asset);
    const errors = [...(error ? [error] : []), ...(result?.failures ?? [])];
    emit({ type: 'job-finished', asset: plan.path, seconds, errors, failed: errors.length, ...made(one, result) });
    stop.check(
      tally,
      errors.map(({ code }) => code),
    );
  }

  /** Plans an asset anew whose master changed while it was read, as what it is now. */
  async revise(job: Job, changed: Changed): Promise<Job | ErrorData> {
    const { stat, sha256, facts } = changed;
    const { analysis: _ofTheOther, ...rest } = job;
    const same = { ...rest, master: { ...job.master, stat, sha256 }, facts };
    const one = this.#planned.get(job.asset);
    if (one === undefined) return same;
    const { candidate, previous } = one.known;
    const known = { candidate: { ...candidate, master: { ...candidate.master, ...changed } }, previous };
    const [again] = await this.#options.planner.plan([known]);
    const [refused] = again?.plan.errors ?? [];
    if (again === undefined || refused !== undefined) return refused ?? same;
    this.#planned.set(job.asset, { plan: again.plan, known });
    // A master that is too small now may have nothing left to be made.
    return this.#makeJob(again.plan) ?? { ...same, renditions: [] };
  }

  /** Records what is stored of it, in one transaction. */
  record(): Promise<void> {
    return this.#batch.record();
  }

  /** The job of a plan, as the budget lets it be done. */
  #makeJob(plan: AssetPlan): Job | undefined {
    const { project, budget, idle, concurrency } = this.#options;
    const proposal = proposeJob(plan, project, this.#analyses.get(plan.master?.sha256 ?? ''));
    return proposal && admit(proposal, roomFor(budget.capacity, concurrency, idle));
  }
}

/** What a job made, as it is told. */
function made({ plan, known }: Planned, result: JobResult | undefined) {
  const { artefacts = [], warnings = [], smartCrops = [] } = result ?? {};
  return {
    made: artefacts.length,
    bytes: artefacts.reduce((sum, { bytes }) => sum + bytes, 0),
    masterBytes: (plan.master ?? known.candidate.master).stat.bytes,
    warnings: [...plan.warnings, ...warnings],
    unsure: smartCrops.filter(isUnsure).map(({ name, by, confidence }) => ({ name, by, confidence })),
  };
}

async function planAgain(
  todos: readonly PlannedAsset[],
  options: WorkOptions,
  batch: Batch,
): Promise<readonly Planned[]> {
  const known: CandidateWithRecord[] = [];
  for (const todo of todos) {
    if ('gone' in todo) {
      const previous = await options.catalog.asset(todo.gone.path);
      if (previous !== undefined) batch.leave(previous);
    } else {
      const { candidate } = todo;
      known.push({ candidate, previous: await options.catalog.asset(candidate.movedFrom ?? candidate.path) });
    }
  }
  const byPath = new Map(known.map((one) => [one.candidate.path, one]));
  const planned = await options.planner.plan(known);
  return planned.flatMap(({ plan }) => {
    const one = byPath.get(plan.path);
    return one === undefined ? [] : [{ plan, known: one }];
  });
}

/** What was found before in the masters of which smart crops are to be made. */
function knownAnalyses(planned: readonly Planned[], { catalog }: WorkOptions): Promise<Analyses> {
  const looked = planned.filter(({ plan }) => plan.actions.some(needsSubject));
  return catalog.analyses(looked.flatMap(({ plan }) => plan.master?.sha256 ?? []));
}

function needsSubject(action: RenditionAction): boolean {
  return action.action === 'make' && 'smartCrop' in action.order.recipe && action.order.recipe.smartCrop !== undefined;
}
