import type { Emit } from '../../model/run/event.ts';
import { chooseBatch, makeBatches } from '../../plan/batch.ts';
import { WorkAhead } from '../../plan/work-ahead.ts';
import type { Workers } from '../../schedule/workers.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import { rememberEngineTexts } from '../planning/engine-texts.ts';
import type { Planner } from '../planning/planner.ts';
import type { Planned } from '../planning/plan-survey.ts';
import { prepare } from '../planning/prepare.ts';
import { placesOf, type WorkRuntime } from '../project/runtime.ts';
import type { Settings } from '../project/settings.ts';
import type { ChangeList } from '../publishing/changes.ts';
import type { Request } from '../request.ts';
import { openPool } from './open-pool.ts';
import { Approver } from './approver.ts';
import { processBatches } from './process-batches.ts';
import type { Stop } from './stop.ts';
import type { Tally } from './tally.ts';
import type { WorkOptions } from './work-options.ts';

/** Everything that one run works with. */
export interface RunParts {
  readonly request: Request;
  readonly settings: Settings;
  readonly runtime: WorkRuntime;
  readonly changes: ChangeList;
  readonly emit: Emit;
  readonly stop: Stop;
  readonly tally: Tally;
}

/** Scans and plans the whole library, then makes batch by batch what is to be made, until it is done or stopped. */
export async function planAndMake(parts: RunParts): Promise<void> {
  const { settings, runtime, stop } = parts;
  const { pool, workers, openMeans } = openPool(settings, placesOf(runtime.project));
  try {
    const { todos, ...agenda } = await planAll(parts, pool, workers);
    if (!stop.signal.aborted) await makeAll(todos, parts, { ...agenda, pool, concurrency: workers, ...openMeans() });
  } finally {
    await pool.close();
  }
}

/** The work of a run: what is to be done in order, and asset paths of jobs that go before the others of their batch. */
interface Agenda {
  readonly todos: readonly PlannedAsset[];
  readonly scouts: ReadonlySet<string>;
  readonly planner: Planner;
}

/** Plans everything and keeps compact plans of assets with work to do; the rest is only counted. */
async function planAll(
  { request, settings, runtime, emit, stop, tally }: RunParts,
  pool: Workers,
  width: number,
): Promise<Agenda> {
  const means = { request, runtime, settings, pool, width, emit, signal: stop.signal };
  const prepared = await prepare({ ...means, passesOver: true });
  await rememberEngineTexts(runtime.catalog, prepared.planner.encoderVersions);
  const approver = new Approver(prepared, runtime.catalog);
  const todos: PlannedAsset[] = [];
  const ahead = new WorkAhead();
  for await (const planned of prepared.plans()) {
    const { path: asset, errors } = planned.plan;
    if (errors.length > 0) emit({ type: 'asset-refused', asset, errors });
    if (needsWork(planned)) {
      if (planned.estimate !== undefined) ahead.add(asset, planned.estimate.work);
      todos.push(planned.todo);
    } else {
      countUntouched(planned, tally);
      await approver.see(planned);
    }
  }
  await approver.end();
  tally.add(prepared.settled());
  const totals = prepared.totals();
  tally.add({ ignored: totals.ignored });
  if (prepared.unread.length > 0) tally.addCodes(['SOURCE_UNREADABLE']);
  stop.begin(todos.length, tally.counts.failedAssets);
  emit({ type: 'planned', ...totals, workers: width });
  return { todos: ahead.order(todos, pathOf), scouts: ahead.scouts, planner: prepared.planner };
}

async function makeAll(
  todos: readonly PlannedAsset[],
  { settings, runtime, changes, emit, stop, tally }: RunParts,
  means: Pick<WorkOptions, 'planner' | 'scouts' | 'pool' | 'budget' | 'idle' | 'concurrency'>,
): Promise<void> {
  const { size, reason } = chooseBatch(settings.batch, averageBytes(todos));
  const batches = makeBatches(todos, size);
  const assetsOf = (i: number): number => batches[i]?.length ?? 0;
  await processBatches(batches, {
    ...means,
    ...runtime,
    ...{ settings, stop, emit, tally, trustCatalog: settings.trustCatalog },
    onRecorded: () => changes.flush(),
    onBatchBegun: (i) =>
      emit({ type: 'batch-started', batch: i + 1, batches: batches.length, jobs: assetsOf(i), size, reason }),
    onBatchRecorded: (i) => emit({ type: 'batch-committed', batch: i + 1, assets: assetsOf(i) }),
  });
}

function needsWork({ plan }: Planned): boolean {
  return plan.record || plan.placeholderDue === true || plan.actions.some(({ action }) => action !== 'keep');
}

/** Counts an asset that is as it should be, or as it was left. */
function countUntouched({ plan }: Planned, tally: Tally): void {
  if (plan.gone !== undefined) return;
  tally.add({ assets: 1, kept: plan.actions.length });
  tally.addErrors(plan.errors);
}

const pathOf = (todo: PlannedAsset): string => ('gone' in todo ? todo.gone.path : todo.candidate.path);

function averageBytes(todos: readonly PlannedAsset[]): number {
  const masters = todos.flatMap((todo) => ('candidate' in todo ? [todo.candidate.master.stat.bytes] : []));
  return masters.length === 0 ? 0 : masters.reduce((sum, bytes) => sum + bytes, 0) / masters.length;
}
