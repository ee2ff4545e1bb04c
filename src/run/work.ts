import { join } from 'node:path';
import { ERRORS, StorageError, type ErrorData } from '../model/errors.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Job } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import type { AssetPlan, RenditionAction } from '../model/plan.ts';
import { admit, limitJob, roomFor, weighJob } from '../plan/cost.ts';
import type { Pool } from '../schedule/pool.ts';
import { schedule, type Changed } from '../schedule/schedule.ts';
import { dropScratch } from '../system/scratch.ts';
import type { Todo } from './candidate.ts';
import { Batch, jobOf, type CommitPorts } from './execute.ts';
import type { Means } from './open-pool.ts';
import type { Known, Planner } from './planner.ts';
import { refuseMissingLibrary, type Project } from './project.ts';
import type { Settings } from './settings.ts';
import type { Stop } from './stop.ts';

export interface WorkOptions extends CommitPorts, Means {
  readonly project: Project;
  readonly settings: Settings;
  readonly planner: Planner;
  readonly pool: Pool;
  readonly concurrency: number;
  readonly stop: Stop;
}

/** An asset of a batch with its plan, and what that was computed from. */
interface Planned {
  readonly plan: AssetPlan;
  readonly known: Known;
}

/** Works on one batch: plans it once more, makes what is to be made, stores it as it comes and records it at the end. */
export async function workOnBatch(todos: readonly Todo[], options: WorkOptions): Promise<void> {
  const batch = new Batch(options);
  try {
    const planned = await planAgain(todos, options, batch);
    const analyses = await knownAnalyses(planned, options);
    const jobs: Job[] = [];
    for (const one of planned) {
      const { plan } = one;
      const job = makeJob(one, analyses, options);
      if (job !== undefined) jobs.push(job);
      else if (plan.master !== undefined) await batch.settle(plan, plan.master, {});
    }
    options.stop.check(options.tally, []);
    await runJobs(planned, jobs, { ...options, analyses }, batch);
  } catch (error) {
    // What was stored is recorded if that can still be done; the first failure is the one to tell.
    await recordStored(batch, options).catch(() => undefined);
    throw error;
  }
  await batch.record();
}

/** Records what is stored when the batch cannot go on. Work in hand gives its room to the records: the disk may be full. */
async function recordStored(batch: Batch, { pool, project }: WorkOptions): Promise<void> {
  await pool.close();
  await dropScratch(scratchOf(project));
  await batch.record();
}

const scratchOf = ({ output }: Project): string => join(output, '.dmx', 'scratch');

async function planAgain(todos: readonly Todo[], options: WorkOptions, batch: Batch): Promise<readonly Planned[]> {
  const known: Known[] = [];
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

/** What was found in masters, by digest. */
type Analyses = ReadonlyMap<string, Analysis>;

/** What was found before in the masters of which smart crops are to be made. */
function knownAnalyses(planned: readonly Planned[], { catalog }: WorkOptions): Promise<Analyses> {
  const looked = planned.filter(({ plan }) => plan.actions.some(needsSubject));
  return catalog.analyses(looked.flatMap(({ plan }) => plan.master?.sha256 ?? []));
}

function needsSubject(action: RenditionAction): boolean {
  return (
    action.action === 'make' && action.order.recipe.kind === 'picture' && action.order.recipe.smartCrop !== undefined
  );
}

/** The job of a plan, as the budget lets it be done. */
function makeJob(
  { plan }: Planned,
  analyses: Analyses,
  { project, budget, idle, concurrency }: WorkOptions,
): Job | undefined {
  const proposal = jobOf(plan, project, analyses.get(plan.master?.sha256 ?? ''));
  return proposal && admit(proposal, roomFor(budget.capacity, concurrency, idle));
}

async function runJobs(
  planned: readonly Planned[],
  jobs: readonly Job[],
  options: WorkOptions & { readonly analyses: Analyses },
  batch: Batch,
): Promise<void> {
  const { pool, budget, idle, concurrency, settings, stop, emit, project, tally } = options;
  const byPath = new Map(planned.map((one) => [one.plan.path, one]));
  const outcomes = schedule({
    ...{ jobs, pool, budget, idle, concurrency, emit },
    limitSeconds: (job) => limitJob(job, settings.timeoutSeconds),
    scratch: scratchOf(project),
    weigh: weighJob,
    revise: (job, changed) => revise(job, changed, byPath, options),
    signal: stop.signal,
  });
  for await (const outcome of outcomes) {
    const one = byPath.get(outcome.job.asset);
    if (one === undefined) continue;
    refuseBroken(outcome, project);
    const errors = await settleOutcome(one, outcome, options, batch);
    stop.check(
      tally,
      errors.map(({ code }) => code),
    );
  }
}

/**
 * Throws where a job failed for a reason that is not its master's and that every other would meet: an output that takes
 * nothing more (StorageError), a library that is not there any more (UsageError). Nothing is recorded of it.
 */
function refuseBroken({ error, result }: Outcome, { library }: Project): void {
  const errors = [...(error ? [error] : []), ...(result?.failures ?? [])];
  const broken = errors.find(({ code }) => ERRORS[code].class === 'storage');
  if (broken !== undefined) throw new StorageError(broken.code, broken.message, { hint: broken.hint });
  if (errors.some(({ code }) => code === 'SOURCE_UNREADABLE')) refuseMissingLibrary(library);
}

/** Plans an asset anew whose master changed while it was read, as what it is now. */
async function revise(
  job: Job,
  changed: Changed,
  planned: Map<string, Planned>,
  options: WorkOptions & { readonly analyses: Analyses },
): Promise<Job | ErrorData> {
  const { stat, sha256, facts } = changed;
  const { analysis: _ofTheOther, ...rest } = job;
  const same = { ...rest, master: { ...job.master, stat, sha256 }, facts };
  const one = planned.get(job.asset);
  if (one === undefined) return same;
  const { candidate, previous } = one.known;
  const known = { candidate: { ...candidate, master: { ...candidate.master, ...changed } }, previous };
  const [again] = await options.planner.plan([known]);
  const [refused] = again?.plan.errors ?? [];
  if (again === undefined || refused !== undefined) return refused ?? same;
  const revised = { plan: again.plan, known };
  planned.set(job.asset, revised);
  // A master that is too small now may have nothing left to be made.
  return makeJob(revised, options.analyses, options) ?? { ...same, renditions: [] };
}

async function settleOutcome(
  { plan, known }: Planned,
  { result, error, scratch, seconds }: Outcome,
  { emit }: WorkOptions,
  batch: Batch,
): Promise<readonly ErrorData[]> {
  const master = plan.master ?? known.candidate.master;
  await batch.settle(plan, master, { result, error });
  if (scratch !== undefined) await dropScratch(scratch);
  const errors = [...(error ? [error] : []), ...(result?.failures ?? [])];
  emit({
    ...{
      type: 'job-finished',
      asset: plan.path,
      seconds,
      errors,
      warnings: [...plan.warnings, ...(result?.warnings ?? [])],
    },
    made: result?.artefacts.length ?? 0,
    failed: errors.length,
    bytes: (result?.artefacts ?? []).reduce((sum, { bytes }) => sum + bytes, 0),
    masterBytes: master.stat.bytes,
  });
  return errors;
}
