import { resolve } from 'node:path';
import { Cancelled, DmxError } from '../model/errors.ts';
import type { Emit } from '../model/event.ts';
import type { RunRecord } from '../model/run.ts';
import { chooseBatch, makeBatches } from '../plan/batch.ts';
import type { Workers } from '../schedule/workers.ts';
import type { PlannedAsset } from './planning/candidate.ts';
import { ChangeList } from './publishing/changes.ts';
import { History } from './history/history.ts';
import { acquireLock } from './history/lock.ts';
import { openPool } from './work/open-pool.ts';
import type { Planned, Planner } from './planning/planner.ts';
import { prepare } from './planning/prepare.ts';
import { publish } from './publishing/publish.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { findProject, openForWork, type Runtime } from './project/runtime.ts';
import { settingsOf, type Settings } from './project/settings.ts';
import { Stop } from './work/stop.ts';
import { Tally } from './work/tally.ts';
import { work } from './work/process-batches.ts';
import type { WorkOptions } from './work/work-options.ts';

/** What a run of this kind does before it scans, under the lock: `verify --repair` clears damaged files away. */
export type Prelude = (runtime: Runtime) => Promise<void>;

/**
 * The one path of ingest, reprocess and repair: lock, scan, plan, make batch by batch, manifest, sweep. Ends with an
 * outcome whatever single assets do; throws DmxErrors that stop a run (usage, profiles, storage, catalog, lock).
 */
export async function run(request: Request, context: RunContext, prelude?: Prelude): Promise<RunOutcome> {
  const project = await findProject(request);
  const settings = settingsOf(request, project);
  const { command } = request;
  const lock = await acquireLock(project.output, settings.waitLockSeconds, { command, signal: context.signal });
  try {
    const runtime = await openForWork(project);
    try {
      await prelude?.(runtime);
      return await enter(request, settings, runtime, context);
    } finally {
      await runtime.catalog.close();
    }
  } finally {
    lock.release();
  }
}

/** Enters the run into the history and sees that its end is noted, whatever it is. */
async function enter(request: Request, settings: Settings, runtime: Runtime, context: RunContext): Promise<RunOutcome> {
  const { catalog, project } = runtime;
  const started = performance.now();
  const history = await History.begin(catalog, project.output, request, settings.title);
  const stop = new Stop(context.signal, history, settings);
  const tally = new Tally(settings);
  try {
    const changes = new ChangeList(settings.changes, goesOn(history.previous, settings));
    const emit = history.logging(changes.listening(context.emit));
    const { library, output } = project;
    emit({ type: 'run-started', run: history.id, command: request.command, title: settings.title, library, output });
    await new Run({ request, settings, runtime, history, changes, emit, stop, tally }).work();
    const { counts, codes } = tally;
    const { state } = stop;
    await history.end(state, counts);
    const seconds = (performance.now() - started) / 1000;
    emit({ type: 'run-finished', run: history.id, state, seconds, counts });
    return { state, counts, codes };
  } catch (error) {
    await history.end('interrupted', tally.counts).catch(() => undefined);
    throw error;
  } finally {
    stop.close();
    await history.close();
  }
}

/** Whether this run goes on where the one before it stopped, and tells its changes to the same file. */
function goesOn(previous: RunRecord | undefined, { changes }: Settings): boolean {
  if (previous === undefined || previous.state === 'finished' || changes === undefined) return false;
  const { cwd, changes: told } = previous.options;
  return typeof cwd === 'string' && typeof told === 'string' && resolve(cwd, told) === changes;
}

interface RunParts {
  readonly request: Request;
  readonly settings: Settings;
  readonly runtime: Runtime;
  readonly history: History;
  readonly changes: ChangeList;
  readonly emit: Emit;
  readonly stop: Stop;
  readonly tally: Tally;
}

/** One run from scan to manifest. */
class Run {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { runtime, emit, stop } = this.#parts;
    await this.#noteShard();
    try {
      await this.#make();
    } catch (error) {
      this.#pass(error);
    }
    await publish(runtime, emit);
    if (stop.reason !== '') this.#notice(stop.reason);
  }

  async #make(): Promise<void> {
    const { settings, stop } = this.#parts;
    const { pool, workers, openMeans } = openPool(settings);
    try {
      const { todos, planner } = await this.#plan(pool, workers);
      if (!stop.signal.aborted) await this.#batches(todos, { planner, pool, concurrency: workers, ...openMeans() });
    } finally {
      await pool.close();
    }
  }

  /** Lets pass what comes of being stopped, and what else went wrong then only as a notice; throws all else. */
  #pass(error: unknown): void {
    const { signal } = this.#parts.stop;
    if (!signal.aborted) throw error;
    if (error === signal.reason || error instanceof Cancelled) return;
    if (!(error instanceof DmxError)) throw error;
    this.#notice(error.message);
  }

  /** A part says which one it is, for merge; mending one leaves it what it is. */
  async #noteShard(): Promise<void> {
    const { request, runtime } = this.#parts;
    const { shard, command } = request;
    if (command === 'verify') return;
    await runtime.catalog.setFact('shard', shard ?? null);
  }

  /** Plans everything and keeps, small, what there is something to do about; the rest is only counted. */
  async #plan(
    pool: Workers,
    width: number,
  ): Promise<{ readonly todos: readonly PlannedAsset[]; readonly planner: Planner }> {
    const { request, settings, runtime, emit, stop, tally } = this.#parts;
    const prepared = await prepare({ request, runtime, settings, pool, width, emit, signal: stop.signal });
    const todos: PlannedAsset[] = [];
    for await (const planned of prepared.plans()) {
      const { path: asset, errors } = planned.plan;
      if (errors.length > 0) emit({ type: 'asset-refused', asset, errors });
      if (needsWork(planned)) todos.push(planned.todo);
      else countUntouched(planned, tally);
    }
    const totals = prepared.totals();
    tally.add({ ignored: totals.ignored });
    stop.begin(todos.length, tally.counts.failedAssets);
    emit({ type: 'planned', ...totals });
    return { todos, planner: prepared.planner };
  }

  async #batches(
    todos: readonly PlannedAsset[],
    means: Pick<WorkOptions, 'planner' | 'pool' | 'budget' | 'idle' | 'concurrency'>,
  ): Promise<void> {
    const { settings, runtime, history, changes, emit, stop, tally } = this.#parts;
    const { size, reason } = chooseBatch(settings.batch, averageBytes(todos));
    const { storage, catalog, project } = runtime;
    const batches = makeBatches(todos, size);
    const assetsOf = (i: number): number => batches[i]?.length ?? 0;
    const options: WorkOptions = {
      ...means,
      ...{ storage, catalog, project, settings, stop, emit, tally },
      now: () => new Date().toISOString(),
      trustCatalog: settings.trustCatalog,
      onBegun: (i) =>
        emit({ type: 'batch-started', batch: i + 1, batches: batches.length, jobs: assetsOf(i), size, reason }),
      onRecorded: async (i) => {
        changes.flush();
        await history.progress(tally.counts);
        emit({ type: 'batch-committed', batch: i + 1, assets: assetsOf(i) });
      },
    };
    try {
      await work(batches, options);
    } finally {
      changes.flush();
    }
  }

  #notice(message: string): void {
    this.#parts.emit({ type: 'notice', level: 'warning', message, hint: 'Run the same command again to go on.' });
  }
}

function needsWork({ plan }: Planned): boolean {
  return plan.record || plan.actions.some(({ action }) => action !== 'keep');
}

/** Counts an asset that is as it should be, or as it was left. */
function countUntouched({ plan }: Planned, tally: Tally): void {
  if (plan.gone !== undefined) return;
  tally.add({ assets: 1, kept: plan.actions.length });
  tally.addErrors(plan.errors);
}

function averageBytes(todos: readonly PlannedAsset[]): number {
  const masters = todos.flatMap((todo) => ('candidate' in todo ? [todo.candidate.master.stat.bytes] : []));
  return masters.length === 0 ? 0 : masters.reduce((sum, bytes) => sum + bytes, 0) / masters.length;
}
