import { resolve } from 'node:path';
import { Cancelled, DmxError } from '../model/errors.ts';
import type { Emit } from '../model/event.ts';
import type { RunRecord } from '../model/run.ts';
import { OpenRun } from './history/open-run.ts';
import { type WorkRuntime, workOn } from './project/runtime.ts';
import type { Settings } from './project/settings.ts';
import { ChangeList } from './publishing/changes.ts';
import { publish } from './publishing/publish.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { adoptFinished } from './work/adopt-finished.ts';
import { planAndMake, type RunParts } from './work/plan-and-make.ts';
import { Stop } from './work/stop.ts';
import { Tally } from './work/tally.ts';

/** Work of a run before it scans, under the lock: `verify --repair` clears damaged files away. */
export type Prelude = (runtime: WorkRuntime) => Promise<void>;

/**
 * The one path of ingest, reprocess and repair: lock, scan, plan, make batch by batch, manifest, sweep. Ends with an
 * outcome whatever single assets do; throws DmxErrors that stop a run (usage, profiles, storage, catalog, lock).
 */
export function run(request: Request, context: RunContext, prelude?: Prelude): Promise<RunOutcome> {
  return workOn(request, context.signal, (runtime, settings) =>
    enter({ request, settings, runtime }, context, prelude),
  );
}

/** Enters the run into the history and sees that its end is noted, whatever it is. */
async function enter(
  { request, settings, runtime }: Pick<RunParts, 'request' | 'settings' | 'runtime'>,
  { emit: tell, signal }: RunContext,
  prelude: Prelude | undefined,
): Promise<RunOutcome> {
  const started = performance.now();
  const tally = new Tally(settings);
  const { title } = settings;
  const open = await OpenRun.begin(runtime.history, request, { title, counts: () => tally.counts });
  const stop = new Stop(signal, open, settings);
  try {
    const changes = new ChangeList(settings.changes, goesOn(open.previous, settings));
    const emit = open.logging(changes.listening(tell));
    const { library, output } = runtime.project;
    emit({ type: 'run-started', run: open.id, command: request.command, title, library, output });
    await work({ request, settings, runtime, changes, emit, stop, tally }, prelude);
    const { counts, codes } = tally;
    const { state } = stop;
    await open.end(state);
    emit({ type: 'run-finished', run: open.id, state, seconds: (performance.now() - started) / 1000, counts });
    return { state, counts, codes };
  } catch (error) {
    await open.end('interrupted').catch(() => undefined);
    throw error;
  } finally {
    stop.close();
    await open.close();
  }
}

/** Tells whether this run goes on where the one before it stopped, and tells its changes to the same file. */
function goesOn(previous: RunRecord | undefined, { changes }: Settings): boolean {
  if (previous === undefined || previous.state === 'finished' || changes === undefined) return false;
  const { cwd, changes: told } = previous.options;
  return typeof cwd === 'string' && typeof told === 'string' && resolve(cwd, told) === changes;
}

/** One run from what the last one left to the manifest. */
async function work(parts: RunParts, prelude: Prelude | undefined): Promise<void> {
  const { request, runtime, changes, emit, stop } = parts;
  await adoptFinished({ ...runtime, emit });
  changes.flush();
  await prelude?.(runtime);
  await noteShard(request, runtime);
  try {
    await planAndMake(parts);
  } catch (error) {
    passStopped(error, stop, emit);
  }
  await publish(runtime, emit);
  if (stop.reason !== '') emit(stopNotice(stop.reason));
}

/** A part says which one it is, for merge; mending one leaves it what it is. */
async function noteShard({ shard, intent }: Request, { catalog }: WorkRuntime): Promise<void> {
  if (intent?.keepShard === true) return;
  await catalog.setFact('shard', shard ?? null);
}

/** Swallows the abort error of a run that is stopped, tells other DmxErrors of it as a notice, and throws all else. */
function passStopped(error: unknown, { signal }: Stop, emit: Emit): void {
  if (!signal.aborted) throw error;
  if (error === signal.reason || error instanceof Cancelled) return;
  if (!(error instanceof DmxError)) throw error;
  emit(stopNotice(error.message));
}

function stopNotice(message: string): Parameters<Emit>[0] {
  return { type: 'notice', level: 'warning', message, hint: 'Run the same command again to go on.' };
}
